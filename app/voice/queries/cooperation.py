"""Reads about cooperation: whom a department worked with, and how others rated it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.figures import rounded
from app.organization.queries import department_names
from app.voice.enums.surveys import SurveyPurpose
from app.voice.partners import partnerships
from app.voice.queries.survey_scores import WaveScore, survey_scores

PLACES = 2


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A department that worked with the actor's, and on which tasks: (id, number and title)."""

    department_id: int
    department: str
    tasks: Sequence[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Rating:
    """How others rated a department in a closed survey; `score` None: fewer than may be shown."""

    department_id: int
    department: str
    wave: WaveScore

    @property
    def score(self) -> Decimal | None:
        """The score, rounded once."""
        return None if self.wave.score is None else rounded(self.wave.score, PLACES)


def partners_of(department_id: int, year: int) -> Sequence[Partner]:
    """Return whom the people of a department may rate: those it worked with in a year, never itself. Two statements."""
    names = department_names()
    tasks: dict[int, dict[int, str]] = {}
    for one in partnerships(date(year, 1, 1), date(year, 12, 31)):
        if one.department_id == department_id:
            tasks.setdefault(one.partner_id, {})[one.task_id] = one.title
    return [
        Partner(department_id=unit, department=names.get(unit, ""), tasks=tuple(found.items()))
        for unit, found in sorted(tasks.items(), key=lambda pair: (-len(pair[1]), names.get(pair[0], "")))
    ]


def ratings_of(department_ids: Collection[int], year: int) -> Sequence[Rating]:
    """Return the cooperation ratings of departments that were closed in a year, the best first."""
    names = department_names()
    rows = survey_scores((SurveyPurpose.COOPERATION,), department_ids, date(year, 1, 1), date(year, 12, 31))
    found = [Rating(department_id=unit, department=names.get(unit, ""), wave=wave) for unit, wave in rows]
    return sorted(found, key=lambda one: (one.score is None, -(one.score or 0), one.department))
