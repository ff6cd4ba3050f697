"""내 차례: awards, visits and proactive cases to confirm, and returned ones to mend."""

from collections.abc import Sequence

from sqlalchemy import exists

from app.core.access import Actor, Role, offices_of
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.voice.enums.recognitions import RecognitionState
from app.voice.models.recognitions import Recognition, RecognitionShare

_PAGE, _PARAM = "voice.show_recognition", "recognition_id"


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the control tower confirms, never one's own or what counts for the own department, and what authors mend."""
    lines = lines_of(Recognition.id, Recognition.title, since=Recognition.created_at)
    kinds = [
        Asked(
            what=_("Mend a returned award or visit"),
            endpoint=_PAGE,
            param=_PARAM,
            lines=lines.where(Recognition.state == RecognitionState.RETURNED, Recognition.author_id == actor.id),
        )
    ]
    if actor.has(Role.CONTROL_TOWER):
        own = exists().where(
            RecognitionShare.recognition_id == Recognition.id, RecognitionShare.department_id.in_(offices_of(actor))
        )
        waiting = lines.where(Recognition.state == RecognitionState.SUBMITTED, Recognition.author_id != actor.id, ~own)
        kinds.append(Asked(what=_("Confirm an award, visit or case"), endpoint=_PAGE, param=_PARAM, lines=waiting))
    return kinds


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what one has handed in and the control tower has not decided about."""
    lines = lines_of(Recognition.id, Recognition.title, since=Recognition.created_at)
    mine = lines.where(Recognition.state == RecognitionState.SUBMITTED, Recognition.author_id == actor.id)
    return (Asked(what=_("Waits for the control tower"), endpoint=_PAGE, param=_PARAM, lines=mine),)
