"""제안 종류와 몫: what each kind of idea must bring, and whose consent a positive decision needs."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import IssueKind, IssueState
from app.innovation.enums.proposals import Consent, UnmaskingState
from app.innovation.rules.common import day_text
from app.innovation.rules.issues import UNDECIDED, WHOLE

READING_TIME = timedelta(days=7)
"""So long after the agreement the two may read the names."""


def check_campaign(kind: IssueKind, campaign_id: int | None) -> None:
    """Refuse an answer to a call that names none, and any other idea that names one."""
    if kind is IssueKind.CAMPAIGN and campaign_id is None:
        raise Refused(_("Choose the campaign the idea answers."))
    if kind is not IssueKind.CAMPAIGN and campaign_id is not None:
        raise Refused(_("Only an answer to a call names a campaign."))


def check_carried_out(kind: IssueKind, *, day: date | None, result: str, today: date) -> None:
    """Refuse an idea said to be carried out without its day and result, or with a day in the future."""
    if kind is not IssueKind.IMPLEMENTED:
        if day is not None or result.strip():
            raise Refused(_("Only an idea that was carried out has a day and a result."))
        return
    if day is None or not result.strip():
        raise Refused(_("Say when it was carried out and what came of it."))
    if day > today:
        raise Refused(_("The day it was carried out lies in the future."))


def check_files(kind: IssueKind, count: int) -> None:
    """Refuse an idea said to be carried out without a single file of evidence."""
    if kind is IssueKind.IMPLEMENTED and count == 0:
        raise Refused(_("An idea that was carried out needs at least one file as evidence."))


def shares_are_open(state: IssueState, *, revived: bool) -> bool:
    """Whether shares are answered and set: before the decision, and while credit for a refused idea waits (`revived`)."""
    return state in UNDECIDED or (state is IssueState.REFUSED and revived)


def check_answer(state: IssueState, consent: Consent, *, revived: bool = False) -> None:
    """Refuse the answer to a share that was answered, or of an issue whose shares stand."""
    check_share_setting(state, revived=revived)
    if consent is not Consent.ASKED:
        raise Refused(_("You have already answered about this share."))


def check_share_setting(state: IssueState, *, revived: bool = False) -> None:
    """Refuse new shares once the issue is decided, unless credit for it still waits."""
    if not shares_are_open(state, revived=revived):
        raise Refused(_("The issue is decided; its shares stand."))


def check_all_agree(agreements: Iterable[tuple[bool, bool]]) -> None:
    """Refuse a decision that pays while a share is open. Each agreement is (agrees, is still here).

    Somebody who handed in alone keeps the credit, also after leaving.
    """
    rows = list(agreements)
    if len(rows) == 1:
        return
    if any(not is_here for _agrees, is_here in rows):
        raise Refused(
            _("A proposer has left the office. The shares must be set anew before points can be paid for the issue.")
        )
    if any(not agrees for agrees, _is_here in rows):
        raise Refused(
            _("Not every co-proposer has confirmed the own share. The issue can be adopted or credited when all have.")
        )


def kept_consents(old: Mapping[int, tuple[int, Consent]], new: Mapping[int, int], lead_id: int) -> dict[int, Consent]:
    """Return the consent each person starts with: who had confirmed the very same share need not do so again."""
    if sum(new.values()) != WHOLE:
        raise ValueError(new)
    kept = {
        person: Consent.CONFIRMED if old.get(person) == (share, Consent.CONFIRMED) else Consent.ASKED
        for person, share in new.items()
    }
    return kept | {lead_id: Consent.CONFIRMED}


def check_hidden(*, blind: bool) -> None:
    """Refuse to ask for names that everybody can read."""
    if not blind:
        raise Refused(_("The names of this issue are not hidden."))


def check_offices(first_id: int | None, second_id: int | None) -> None:
    """Refuse a second person from the same office, or from none. Arguments are department ids."""
    if first_id is None or second_id is None or first_id == second_id:
        raise Refused(_("The second person must be from another office."))


def read_until(agreed_on: date) -> date:
    """Return the last day on which the two may read the names."""
    return agreed_on + READING_TIME


def check_reading(agreed_on: date, today: date, *, set_anew: bool) -> None:
    """Refuse to read names after their days, or names that stand there since the agreement (`set_anew`)."""
    if set_anew:
        raise Refused(_("The shares were set anew after the agreement. Ask again if these names are needed."))
    if today > read_until(agreed_on):
        raise Refused(_("The names could be read until %(day)s.", day=day_text(read_until(agreed_on))))


def check_unmasking_answer(state: UnmaskingState) -> None:
    """Refuse a second answer."""
    if state is not UnmaskingState.ASKED:
        raise Refused(_("This request has been answered."))
