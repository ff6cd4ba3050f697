"""회차 달력: the rounds of a year as offices plan them. Data: a day is (month, day, years after the evaluated one).

What an office's own calendar says is in the words of each round; the days between are proposals, and every day can
be changed on the page of the round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.messages import Labelled, Message, _
from app.evaluation.enums import Phase, RoundKind

DayOfYear = tuple[int, int, int]
JANUARY_FIRST: DayOfYear = (1, 1, 0)


class Preset(Labelled):
    """Whose calendar."""

    SEOSAN = "seosan", _("Seosan: one interim and one final evaluation")
    CHUNGNAM = "chungnam", _("Chungnam: two interim evaluations and one final")


@dataclass(frozen=True, kw_only=True)
class PlannedRound:
    """One round of a preset. `suffix` follows the year in its code; the phases are in their order."""

    suffix: str
    name: Message
    kind: RoundKind
    base: DayOfYear
    days: Mapping[Phase, DayOfYear]
    used_for: Message

    def code(self, year: int) -> str:
        """Return the code of the round of a year."""
        return f"{year}-{self.suffix}"

    def title(self, year: int) -> Message:
        """Return its name in a year."""
        return _("%(year)s %(name)s", year=year, name=self.name)

    def base_on(self, year: int) -> date:
        """Return the base date in a year."""
        return on(self.base, year)

    def starts_on(self, year: int) -> date:
        """Return the first day that counts."""
        return on(JANUARY_FIRST, year)

    def planned(self, year: int) -> dict[Phase, date]:
        """Return the planned day of each phase."""
        return {phase: on(day, year) for phase, day in self.days.items()}


def on(day: DayOfYear, year: int) -> date:
    """Return the day of a preset in an evaluated year."""
    month, number, later = day
    return date(year + later, month, number)


def _days(*days: DayOfYear) -> Mapping[Phase, DayOfYear]:
    return dict(zip(Phase, days, strict=True))


PRESETS: Mapping[Preset, Sequence[PlannedRound]] = {
    Preset.SEOSAN: (
        PlannedRound(
            suffix="I1",
            name=_("Interim evaluation"),
            kind=RoundKind.INTERIM,
            base=(6, 30, 0),
            days=_days(
                *((12, 31, -1), (3, 31, 0), (7, 10, 0), (7, 15, 0)),
                *((7, 22, 0), (7, 29, 0), (7, 30, 0), (8, 14, 0)),
            ),
            used_for=_(
                "Plan by 31 December with the results of three years, guideline by the end of March, base date 30 June"
            ),
        ),
        PlannedRound(
            suffix="F",
            name=_("Final evaluation"),
            kind=RoundKind.FINAL,
            base=(11, 30, 0),
            days=_days(
                *((12, 31, -1), (3, 31, 0), (12, 4, 0), (12, 8, 0)),
                *((12, 15, 0), (12, 22, 0), (12, 23, 0), (1, 9, 1)),
            ),
            used_for=_(
                "Plan by 31 December with the results of three years, guideline by the end of March, base date 30 November"
            ),
        ),
    ),
    Preset.CHUNGNAM: (
        PlannedRound(
            suffix="I1",
            name=_("First interim evaluation"),
            kind=RoundKind.INTERIM,
            base=(5, 31, 0),
            days=_days(
                *((2, 28, 0), (3, 31, 0), (6, 5, 0), (6, 9, 0)),
                *((6, 14, 0), (6, 20, 0), (6, 21, 0), (6, 30, 0)),
            ),
            used_for=_("For the personnel moves of July"),
        ),
        PlannedRound(
            suffix="I2",
            name=_("Second interim evaluation"),
            kind=RoundKind.INTERIM,
            base=(10, 31, 0),
            days=_days(
                *((8, 31, 0), (9, 30, 0), (11, 6, 0), (11, 11, 0)),
                *((11, 20, 0), (11, 30, 0), (12, 1, 0), (12, 15, 0)),
            ),
            used_for=_("For the personnel moves of January"),
        ),
        PlannedRound(
            suffix="F",
            name=_("Final evaluation"),
            kind=RoundKind.FINAL,
            base=(12, 31, 0),
            days=_days(
                *((10, 31, 0), (11, 30, 0), (1, 6, 1), (1, 9, 1)),
                *((1, 15, 1), (1, 22, 1), (1, 23, 1), (2, 6, 1)),
            ),
            used_for=_("For performance pay"),
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class PhaseDay:
    """A phase of a round: when it was to begin, when it did, and how late that is."""

    phase: Phase
    planned_on: date | None
    began_on: date | None
    days_late: int
    """Days after the planned one it began, or has not begun by now; 0 in time or without a plan."""


def phase_days(planned: Mapping[Phase, date], began: Mapping[Phase, date], today: date) -> Sequence[PhaseDay]:
    """Put the plan beside what happened; `began` holds the last day each phase began."""
    return [_beside(phase, planned.get(phase), began.get(phase), today) for phase in Phase]


def _beside(phase: Phase, planned_on: date | None, began_on: date | None, today: date) -> PhaseDay:
    late = 0 if planned_on is None else max(0, ((began_on or today) - planned_on).days)
    return PhaseDay(phase=phase, planned_on=planned_on, began_on=began_on, days_late=late)
