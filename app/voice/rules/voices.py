"""고객의 소리: what may be written down, and what may be done in which state."""

from datetime import datetime, timedelta

from app.core.errors import Refused, WrongState
from app.core.messages import _
from app.voice.enums.customer_voices import Channel, PraiseState, VoiceKind, VoiceState
from app.voice.rules.personal_data import looks_personal

FEWEST, MOST = 2, 4_000
MOST_PLACE, MOST_REFERENCE = 100, 40
FEWEST_ANSWER = 10
LEAST_POINTS, MOST_POINTS = 1, 5
OLDEST = timedelta(days=5 * 366)


def receipt_number(year: int, number: int) -> str:
    """Return the receipt number."""
    return f"VOC{year}-{number:05d}"


def check_taken_in(channel: Channel) -> None:
    """Refuse that a colleague writes something down as if a citizen had written it on the public page."""
    if channel is Channel.CITIZENS:
        raise Refused(_("On the citizens' page only citizens write."))


def check_receipt(received: datetime, now: datetime) -> None:
    """Refuse a receipt in the future and one of longer ago than five years."""
    if received > now:
        raise Refused(_("It cannot be received in the future."))
    if now - received > OLDEST:
        raise Refused(_("It was received more than five years ago."))


def check_reference(reference: str) -> None:
    """Refuse a reference number that is a person's number."""
    if looks_personal(reference):
        raise Refused(_("This looks like a telephone or resident number. Write only the number of the other system."))


def check_praise(kind: VoiceKind, person_id: int | None, *, writer_id: int) -> None:
    """Refuse a named colleague in anything but praise, and praise of whoever writes it down."""
    if person_id is not None and kind is not VoiceKind.PRAISE:
        raise Refused(_("Only praise names a colleague."))
    if person_id == writer_id:
        raise Refused(_("Praise of yourself is written down by somebody else."))


def check_open(state: VoiceState) -> None:
    """Refuse what can only be done before an answer is written."""
    if state is not VoiceState.OPEN:
        raise WrongState(_("An answer was written already."))


def check_submitted(state: VoiceState) -> None:
    """Refuse a decision about an answer that does not wait for one."""
    if state is not VoiceState.SUBMITTED:
        raise WrongState(_("No answer waits for a decision."))


def check_call(state: VoiceState, points: int, *, called_before: bool) -> None:
    """Refuse a happy call before the answer, a second one, and points outside the scale."""
    if state is not VoiceState.ANSWERED:
        raise WrongState(_("The happy call comes after the answer."))
    if called_before:
        raise WrongState(_("The happy call was made already."))
    if not LEAST_POINTS <= points <= MOST_POINTS:
        raise Refused(_("Satisfaction has 1 to 5 points."))


def check_praise_open(state: PraiseState | None) -> None:
    """Refuse a second decision about praise, and one about anything else."""
    if state is not PraiseState.NAMED:
        raise WrongState(_("There is no praise to confirm."))


def check_unlinked(issue_id: int | None) -> None:
    """Refuse a voice that is an issue already."""
    if issue_id is not None:
        raise WrongState(_("One of these voices was made an issue already."))


def check_change(issue_id: int | None, state: VoiceState) -> None:
    """Refuse to tell what has changed before anything could have."""
    if issue_id is None and state is not VoiceState.ANSWERED:
        raise WrongState(_("What has changed is told after the answer or when an issue was made of it."))
