"""기한 설정: which periods hold on a day, and for an issue."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.innovation.models import ClockPreset, Issue
from app.innovation.rules.clocks import IssueClock

PERIODS = tuple(field.name for field in fields(IssueClock))
"""The columns of a preset that are periods, or how they are counted."""


@dataclass(frozen=True, kw_only=True)
class PresetRow:
    """One version with who set it."""

    preset: ClockPreset
    who: str
    is_current: bool


def preset_on(day: date) -> ClockPreset | None:
    """Return the periods that hold on the day; None: those of the regulation."""
    statement = select(ClockPreset).where(ClockPreset.valid_from <= day)
    return db.session.scalar(statement.order_by(ClockPreset.valid_from.desc(), ClockPreset.id.desc()).limit(1))


def latest_preset_id() -> int | None:
    """Return the version that was written last."""
    return db.session.scalar(select(ClockPreset.id).order_by(ClockPreset.id.desc()).limit(1))


def clock_from(preset: ClockPreset | None) -> IssueClock:
    """Return the periods of a version, or those of the regulation."""
    if preset is None:
        return IssueClock()
    return IssueClock(**{name: getattr(preset, name) for name in PERIODS})


def clock_of(issue: Issue) -> IssueClock:
    """Return the periods the issue was received under."""
    found = db.session.get(ClockPreset, issue.clock_preset_id) if issue.clock_preset_id is not None else None
    return clock_from(found)


def list_presets(today: date) -> Sequence[PresetRow]:
    """Return every version, the one that holds last first; the last written of a day comes before the others."""
    statement = select(ClockPreset, Person.name).join(Person, Person.id == ClockPreset.set_by_id)
    rows = db.session.execute(statement.order_by(ClockPreset.valid_from.desc(), ClockPreset.id.desc())).all()
    current = next((preset.id for preset, _who in rows if preset.valid_from <= today), None)
    return [PresetRow(preset=preset, who=who, is_current=preset.id == current) for preset, who in rows]
