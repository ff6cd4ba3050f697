"""내 차례: voices to answer, answers and praise to decide about, changes to tell."""

from collections.abc import Sequence

from sqlalchemy import func

from app.core.access import Actor, Role
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.voice.enums.customer_voices import PraiseState, VoiceState
from app.voice.models import CustomerVoice
from app.voice.queries.customer_voices import EXCERPT

_PAGE, _PARAM = "voice.show_customer_voice", "voice_id"
_TITLE = CustomerVoice.number + " " + func.substr(CustomerVoice.body, 1, EXCERPT)


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what waits for coordinators and heads of the departments, and for the control tower."""
    kinds = []
    heads = actor.headed_department_ids
    answering = (*heads, *actor.coordinated_department_ids)  # not sorted: a stand-in has columns where numbers stand
    if answering:
        kinds.append(
            Asked(
                what=_("Answer a customer's voice"),
                endpoint=_PAGE,
                param=_PARAM,
                lines=lines_of(CustomerVoice.id, _TITLE, due_on=CustomerVoice.due_on, since=CustomerVoice.received_at)
                .where(CustomerVoice.state == VoiceState.OPEN, CustomerVoice.department_id.in_(answering))
                .where(CustomerVoice.due_at.is_not(None)),
            )
        )
    if heads:
        kinds += _of_heads(actor, heads)
    if actor.has(Role.CONTROL_TOWER):
        ended = lines_of(CustomerVoice.id, _TITLE, since=CustomerVoice.received_at).where(
            CustomerVoice.task_ended_on.is_not(None), CustomerVoice.change_told.is_(False)
        )
        what = _("Tell what has changed by a customer's voice")
        kinds.append(Asked(what=what, endpoint=_PAGE, param=_PARAM, lines=ended))
    return kinds


def _of_heads(actor: Actor, heads: Sequence[int]) -> Sequence[Asked]:
    waiting = (
        lines_of(CustomerVoice.id, _TITLE, since=CustomerVoice.received_at)
        .where(CustomerVoice.state == VoiceState.SUBMITTED, CustomerVoice.department_id.in_(heads))
        .where(CustomerVoice.answer_by_id != actor.id)
    )
    praise = (
        lines_of(CustomerVoice.id, _TITLE, since=CustomerVoice.received_at)
        .where(CustomerVoice.praise == PraiseState.NAMED, CustomerVoice.department_id.in_(heads))
        .where(func.coalesce(CustomerVoice.praised_id, 0) != actor.id, CustomerVoice.entered_by_id != actor.id)
    )
    return (
        Asked(what=_("Decide about the answer to a customer's voice"), endpoint=_PAGE, param=_PARAM, lines=waiting),
        Asked(what=_("Confirm praise from a citizen"), endpoint=_PAGE, param=_PARAM, lines=praise),
    )


def awaited(_actor: Actor) -> Sequence[Asked]:
    """Return nothing: whoever took a voice in has handed it over."""
    return ()
