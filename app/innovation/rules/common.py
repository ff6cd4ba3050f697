"""What several rules need: reasons in words, and sentences made of sentences."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.errors import Refused
from app.core.messages import Message, _


@dataclass(frozen=True)
class Listed:
    """Several sentences or names that are put together only when somebody reads them."""

    items: tuple[Message | str, ...]

    def __str__(self) -> str:
        return ", ".join(str(item) for item in self.items)


def listed(items: Iterable[Message | str]) -> Listed:
    """Put sentences or names together for use as a parameter of a `Message`."""
    return Listed(tuple(items))


def clean_text(text: str | None) -> str:
    """Compose Korean letters (NFC) and strip; None becomes the empty text."""
    return unicodedata.normalize("NFC", text or "").strip()


def day_text(day: date) -> str:
    """Return the day as documents write it, "2026. 11. 22.", for a sentence."""
    return f"{day.year}. {day.month}. {day.day}."


def check_reason(reason: str | None) -> None:
    """Refuse a decision that comes without a reason in words."""
    if not any(letter.isalnum() for letter in clean_text(reason)):
        raise Refused(_("Please write the reason."))


def check_another_person(*, approver_id: int, author_id: int) -> None:
    """Refuse approval of one's own work."""
    if approver_id == author_id:
        raise Refused(_("Nobody approves their own work."))
