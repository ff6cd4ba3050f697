"""설문 회차: planned and opened by the control tower. It closes in `services.survey_closings`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select

from app.core import clock
from app.core.access import Actor, require
from app.core.database import change_state, db
from app.core.errors import Invalid, Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import EntryState, SurveyState, WaveState, WaveWay
from app.voice.events.surveys import SurveyTablesClosed, SurveyWaveOpened, SurveyWavePlanned
from app.voice.models import Survey, SurveyEntry, SurveyLink, SurveyWave, SurveyWaveDepartment, SurveyWaveGroup
from app.voice.policy import POLICY
from app.voice.rules import surveys as rules


@dataclass(frozen=True, kw_only=True)
class WaveContent:
    """What is typed of a wave. No department: about the whole office."""

    name: str
    year: int
    way: WaveWay
    opens_at: datetime
    closes_at: datetime
    department_ids: Sequence[int] = ()
    group_ids: Sequence[int] = ()
    is_example: bool = False


def plan_wave(*, actor: Actor, survey: Survey, content: WaveContent, wave: SurveyWave | None = None) -> SurveyWave:
    """Enter a wave, or change one that is not open yet. Raises Invalid at the fields, WrongState once it is open."""
    require(POLICY, Permission.SURVEY_OPEN, actor, survey)
    rules.check_wave(content.opens_at, content.closes_at)
    if survey.state is SurveyState.RETIRED:
        raise WrongState(_("This survey is no longer used."))
    _check_name(survey, content, wave)
    columns = {name: getattr(content, name) for name in ("name", "year", "opens_at", "closes_at", "is_example")}
    if wave is None:
        wave = SurveyWave(
            survey_id=survey.id,
            way=content.way,
            state=WaveState.DRAFT,
            version=1,
            reason="",
            created_by_id=actor.id,
            created_at=clock.now(),
            **columns,
        )
        db.session.add(wave)
        db.session.flush()
    elif wave.state is not WaveState.DRAFT:
        raise WrongState(_("This wave was opened already."))
    else:
        change_state(wave, **columns)
    _ask_about(wave, content)
    publish(
        SurveyWavePlanned(
            actor_id=actor.id,
            survey_wave_id=wave.id,
            survey_id=survey.id,
            opens_at=content.opens_at.isoformat(),
            closes_at=content.closes_at.isoformat(),
            department_ids=tuple(content.department_ids),
        )
    )
    return wave


def open_wave(*, actor: Actor, wave: SurveyWave) -> None:
    """Open a wave: its survey, its days, its departments and groups stand from now on."""
    require(POLICY, Permission.SURVEY_OPEN, actor, wave)
    survey = db.session.get_one(Survey, wave.survey_id)
    now = clock.now() if wave.way is WaveWay.ANSWERED else wave.opens_at
    rules.check_opening(wave.state, survey.state, wave.closes_at, now)
    _check_links(wave)
    change_state(wave, state=WaveState.OPEN, opened_by_id=actor.id)
    publish(SurveyWaveOpened(actor_id=actor.id, survey_wave_id=wave.id, survey_id=survey.id))


def close_tables(*, actor: Actor, wave: SurveyWave) -> None:
    """Close a wave of figures from outside: they are shown from now on. Every table has to be decided first."""
    require(POLICY, Permission.SURVEY_OPEN, actor, wave)
    if wave.way is not WaveWay.ENTERED or wave.state is not WaveState.OPEN:
        raise WrongState(_("This wave is not open for figures from outside."))
    states = db.session.scalars(select(SurveyEntry.state).where(SurveyEntry.wave_id == wave.id)).all()
    if EntryState.CONFIRMED not in states:
        raise Refused(_("No table is confirmed yet."))
    if EntryState.ENTERED in states:
        raise Refused(_("A table still waits for a second person."))
    change_state(wave, state=WaveState.CLOSED, closed_at=clock.now(), closed_by_id=actor.id)
    publish(SurveyTablesClosed(actor_id=actor.id, survey_wave_id=wave.id, survey_id=wave.survey_id))


def _check_name(survey: Survey, content: WaveContent, wave: SurveyWave | None) -> None:
    same = select(SurveyWave.id).where(SurveyWave.survey_id == survey.id, SurveyWave.name == content.name)
    if db.session.scalar(same.where(SurveyWave.id != (wave.id if wave else 0))) is not None:
        reason = _("The survey has a wave of this name already.")
        raise Invalid(reason, fields={"name": [reason]})


def _check_links(wave: SurveyWave) -> None:
    """Refuse a wave with a link about a department or group it no longer asks about: nobody could answer there."""
    departments = select(SurveyWaveDepartment.department_id).where(SurveyWaveDepartment.wave_id == wave.id)
    groups = select(SurveyWaveGroup.customer_group_id).where(SurveyWaveGroup.wave_id == wave.id)
    astray = select(SurveyLink.id).where(
        SurveyLink.wave_id == wave.id,
        SurveyLink.ended_at.is_(None),
        or_(SurveyLink.department_id.not_in(departments), SurveyLink.customer_group_id.not_in(groups)),
    )
    if db.session.scalar(astray.limit(1)) is not None:
        raise Refused(
            _("A link of this wave is about a department or group the wave no longer asks about. End the link first.")
        )


def _ask_about(wave: SurveyWave, content: WaveContent) -> None:
    for table in (SurveyWaveDepartment, SurveyWaveGroup):
        db.session.execute(delete(table).where(table.wave_id == wave.id))
    db.session.add_all(SurveyWaveDepartment(wave_id=wave.id, department_id=one) for one in content.department_ids)
    db.session.add_all(SurveyWaveGroup(wave_id=wave.id, customer_group_id=one) for one in content.group_ids)
    db.session.flush()
