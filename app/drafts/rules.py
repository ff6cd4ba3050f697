"""임시저장: what a form may be called, what of it is kept, and how much."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from app.core.errors import Missing, Refused
from app.core.messages import _

MOST_BYTES = 100_000
"""A draft as JSON in UTF-8; three long texts in Korean."""
KEPT = timedelta(days=90)
NOT_KEPT = frozenset({"csrf_token", "draft", "idempotency_key", "submission"})
"""Fields that belong to the sheet, not to what is written on it."""

_FORM = re.compile(r"[a-z]+(-[a-z]+)*(-[0-9]{1,18}){0,3}")
_LONGEST_FORM = 60

Payload = Mapping[str, Sequence[str]]
"""Field name → what was typed there, once or several times."""


def check_form(form: str) -> str:
    """Return the name of a form, e.g. "issue", "plan-12" or "sheet-3-7-12". Raises `Missing` for what is none."""
    if len(form) > _LONGEST_FORM or not _FORM.fullmatch(form):
        raise Missing(_("There is no such form."))
    return form


def payload_of(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Collect typed fields, without the marks of the form itself. Refused above the limit of bytes."""
    payload: dict[str, list[str]] = {}
    for name, text in fields:
        if name not in NOT_KEPT:
            payload.setdefault(name, []).append(text)
    if len(json.dumps(payload, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused(_("The draft is too long to be kept: at most %(most)s kB.", most=MOST_BYTES // 1000))
    return payload
