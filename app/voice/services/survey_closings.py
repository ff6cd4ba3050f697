"""회차 마감: a wave closes when its time is over, or early with a reason; every answer that waits leaves with it."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import WaveState, WaveWay
from app.voice.events.survey_links import SurveyWaveClosed
from app.voice.models import SurveyWave
from app.voice.policy import POLICY
from app.voice.services.survey_answers import release_waiting


def close_early(*, actor: Actor, wave: SurveyWave, reason: str) -> None:
    """Close a wave before its time. Raises WrongState for one that is not open."""
    access.require(POLICY, Permission.SURVEY_LINK_EDIT, actor)
    if wave.state is not WaveState.OPEN or wave.way is not WaveWay.ANSWERED:
        raise WrongState(_("Only a wave that takes answers can be closed."))
    _close(wave, actor, reason)


def close_due_waves() -> int:
    """Close the waves whose time is over; return how many."""
    due = db.session.scalars(
        select(SurveyWave)
        .where(
            SurveyWave.state == WaveState.OPEN, SurveyWave.way == WaveWay.ANSWERED, SurveyWave.closes_at <= clock.now()
        )
        .order_by(SurveyWave.id)
        .with_for_update()
    ).all()
    for wave in due:
        _close(wave, None, "")
    return len(due)


def _close(wave: SurveyWave, actor: Actor | None, reason: str) -> None:
    db.session.execute(select(SurveyWave.id).where(SurveyWave.id == wave.id).with_for_update())
    released = release_waiting(wave.id)
    change_state(
        wave, state=WaveState.CLOSED, closed_at=clock.now(), closed_by_id=actor.id if actor else None, reason=reason
    )
    publish(
        SurveyWaveClosed(
            actor_id=actor.id if actor else None, survey_wave_id=wave.id, released=released, reason=FreeText(reason)
        )
    )
