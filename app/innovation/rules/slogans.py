"""슬로건: one short sentence per department and year, approved by the head."""

from collections.abc import Collection

from app.core.errors import Conflict, Refused
from app.core.messages import _
from app.innovation.enums import SloganState
from app.innovation.rules.common import check_another_person, check_reason, clean_text

MAX_LENGTH = 60
EDITABLE = frozenset({SloganState.DRAFT, SloganState.RETURNED})


def check_text(text: str | None) -> str:
    """Return the slogan as it is kept: one line, composed letters, 1 to 60 characters. Refused otherwise."""
    cleaned = " ".join(clean_text(text).split())
    if not cleaned:
        raise Refused(_("Please write the slogan."))
    if len(cleaned) > MAX_LENGTH:
        raise Refused(
            _(
                "A slogan has at most %(limit)s characters; this one has %(length)s.",
                limit=MAX_LENGTH,
                length=len(cleaned),
            )
        )
    return cleaned


def check_one_a_year(department_id: int, year: int, existing: Collection[tuple[int, int]]) -> None:
    """Raise `Conflict` for a second slogan; `existing` holds (department id, year) of the slogans there are."""
    if (department_id, year) in existing:
        raise Conflict(_("This department already has a slogan for %(year)s.", year=year))


def check_editing(state: SloganState) -> None:
    """Refuse changes to a slogan that is submitted or approved."""
    if state not in EDITABLE:
        raise Refused(_("A slogan that is submitted or approved cannot be changed."))


def check_submission(state: SloganState, *, text: str, meaning: str, practice_item_count: int) -> None:
    """Refuse a slogan without meaning or without anything that is practised."""
    check_editing(state)
    check_text(text)
    if not clean_text(meaning):
        raise Refused(_("Please write what the slogan means."))
    if practice_item_count < 1:
        raise Refused(_("A slogan needs at least one practice item."))


def check_approval(state: SloganState, *, author_id: int, approver_id: int) -> None:
    """Refuse approval of a slogan that is not submitted, or of one's own."""
    if state is not SloganState.SUBMITTED:
        raise Refused(_("Only a submitted slogan can be approved."))
    check_another_person(approver_id=approver_id, author_id=author_id)


def check_return(state: SloganState, reason: str | None) -> None:
    """Refuse to send back what is not submitted, or without a reason."""
    if state is not SloganState.SUBMITTED:
        raise Refused(_("Only a submitted slogan can be returned."))
    check_reason(reason)
