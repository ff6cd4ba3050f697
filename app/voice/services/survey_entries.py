"""입력 결과: figures from outside, typed by one person and confirmed by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor, require
from app.core.database import change_state, db
from app.core.errors import Invalid, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import EntryState, WaveState, WaveWay
from app.voice.events.surveys import SurveyTableDecided, SurveyTableEntered
from app.voice.models import Survey, SurveyEntry, SurveyEntryItem, SurveyWave
from app.voice.policy import POLICY
from app.voice.rules.survey_conversion import EntryItem


@dataclass(frozen=True, kw_only=True)
class EntryContent:
    """What is typed of a table: whose it is, its items, the total its source prints, and where it comes from."""

    department_id: int | None
    place: str
    day: date
    answers: int | None
    items: Sequence[EntryItem]
    published: Decimal | None
    source: str


def enter_table(*, actor: Actor, wave: SurveyWave, content: EntryContent) -> SurveyEntry:
    """Keep a table of figures; a coordinator enters one of the own department, or of an office outside.

    Raises WrongState unless the wave is open for figures, Invalid at the fields.
    """
    survey = db.session.get_one(Survey, wave.survey_id)
    require(POLICY, Permission.SURVEY_ENTER, actor, survey)
    if content.department_id is not None:
        require(POLICY, Permission.SURVEY_ENTER, actor, content)
    _require_open(wave)
    if not content.items:
        reason = _("Write at least one item.")
        raise Invalid(reason, fields={"items": [reason]})
    _check_place(wave, content)
    entry = SurveyEntry(
        wave_id=wave.id,
        department_id=content.department_id,
        place=content.place,
        day=content.day,
        answers=content.answers,
        published=content.published,
        source=content.source,
        state=EntryState.ENTERED,
        entered_by_id=actor.id,
        entered_at=clock.now(),
        reason="",
        version=1,
    )
    db.session.add(entry)
    db.session.flush()
    rows = [SurveyEntryItem(entry_id=entry.id, number=n, **vars(item)) for n, item in enumerate(content.items, start=1)]
    db.session.add_all(rows)
    db.session.flush()
    publish(
        SurveyTableEntered(
            actor_id=actor.id,
            survey_entry_id=entry.id,
            survey_wave_id=wave.id,
            department_id=entry.department_id,
            items=len(rows),
            published=None if content.published is None else str(content.published),
        )
    )
    return entry


def decide_table(*, actor: Actor, entry: SurveyEntry, confirmed: bool, reason: str = "") -> None:
    """Confirm a table, or refuse it with a reason. Never by the person who typed it: the database refuses that too."""
    require(POLICY, Permission.SURVEY_CONFIRM, actor, entry)
    if entry.state is not EntryState.ENTERED:
        raise WrongState(_("This table was decided already."))
    state = EntryState.CONFIRMED if confirmed else EntryState.REJECTED
    place = entry.place if confirmed else f"{entry.place} #{entry.id}"
    change_state(entry, state=state, decided_by_id=actor.id, decided_at=clock.now(), reason=reason, place=place)
    publish(
        SurveyTableDecided(
            actor_id=actor.id,
            survey_entry_id=entry.id,
            confirmed=confirmed,
            reason=FreeText(reason) if reason else None,
        )
    )


def _require_open(wave: SurveyWave) -> None:
    if wave.way is not WaveWay.ENTERED or wave.state is not WaveState.OPEN:
        raise WrongState(_("This wave is not open for figures from outside."))


def _check_place(wave: SurveyWave, content: EntryContent) -> None:
    same = select(SurveyEntry.id).where(SurveyEntry.wave_id == wave.id, SurveyEntry.place == content.place)
    if db.session.scalar(same) is not None:
        reason = _("This wave has a table of that place already.")
        raise Invalid(reason, fields={"place": [reason]})
    if content.department_id is None:
        return
    other = select(SurveyEntry.id).where(
        SurveyEntry.wave_id == wave.id,
        SurveyEntry.department_id == content.department_id,
        SurveyEntry.state != EntryState.REJECTED,
    )
    if db.session.scalar(other.limit(1)) is not None:
        reason = _("This wave has a table of that department already.")
        raise Invalid(reason, fields={"department_id": [reason]})
