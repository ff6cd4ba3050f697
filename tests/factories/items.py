"""Changes of mileage items for tests, through the real services."""

from datetime import date
from decimal import Decimal

from app.mileage import services
from app.mileage.enums import ItemConfirmer, ItemSubject, ItemTrigger
from app.mileage.queries.item_versions import latest_version
from app.mileage.rules.caps import Caps
from app.mileage.services.item_changes import Change, ItemTerms

WHY = "내년 운영계획에 따라 점수를 바꿉니다."
TOMORROW = date(2026, 11, 24)


def terms(**changes):
    """Terms of an item that is claimed."""
    plain = {
        "name_ko": "현장 개선",
        "name_en": "Improved on site",
        "description_ko": "현장에서 고친 일",
        "description_en": "Something mended on site",
        "core_values": ("foot",),
        "points": Decimal(8),
        "caps": Caps(case=Decimal(8), year=Decimal(24)),
        "evidence_required": True,
        "trigger": ItemTrigger.CLAIM,
        "event_code": None,
        "confirmer": ItemConfirmer.HEAD_AND_TOWER,
        "highest_group": None,
        "feeds_promotion": False,
    }
    return ItemTerms(**(plain | changes))


def change(day=TOMORROW, reason=WHY, disclosure=None):
    """A change from a day on."""
    return Change(takes_effect_on=day, reason=reason, disclosure=disclosure)


def changed(actor, code, day=TOMORROW, disclosure=None, **what):
    """Another version of an item."""
    return services.change_item(
        item=latest_version(code), actor=actor, terms=terms(**what), change=change(day, disclosure=disclosure)
    )


def entered(actor, code, day=date(2026, 11, 23), disclosure=None, **what):
    """A new item for people."""
    return services.enter_item(
        actor=actor,
        code=code,
        subject=ItemSubject.PERSON,
        terms=terms(**what),
        change=change(day, disclosure=disclosure),
    )
