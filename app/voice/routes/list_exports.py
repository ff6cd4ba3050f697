"""목록 내보내기: all lists of the voice that can be taken out, a module per noun."""

from app.core.list_exports import ListExport
from app.voice.routes import (
    handling_lists,
    list_exports_five_s,
    list_exports_five_s_rules,
    list_exports_handling,
    list_exports_surveys,
    panel_exports,
    voice_exports,
)

LISTS: tuple[ListExport, ...] = (
    *handling_lists.LISTS,
    *list_exports_five_s.LISTS,
    *list_exports_five_s_rules.LISTS,
    *list_exports_handling.LISTS,
    *list_exports_surveys.LISTS,
    *panel_exports.LISTS,
    *voice_exports.LISTS,
)
