"""지난 실적: what departments reached in published rounds, filled into the history of an indicator."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import Refused
from app.evaluation.enums import Method
from app.evaluation.rules.definitions import Definition, check_definition

PAST_YEARS = 5
BY_HISTORY = frozenset({Method.TARGET_SETTING, Method.TREND})
"""Methods that score by past results: an own past that is too short to score by would take the common one away."""

Results = Mapping[str, Mapping[str, str]]
"""{department id: {year: figure}}"""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The history of an indicator after filling in, and what became of each department's results."""

    departments: Results
    added: int
    """Figures that were not there before."""
    too_short: tuple[str, ...] = ()
    """Departments whose own past cannot be scored by yet: they keep to the common one."""


def fill_history(definition: Definition, kept: Results, found: Results) -> Filled:
    """Add what was found to what is kept. What is kept is never replaced, and a year nobody has stays missing."""
    departments = {unit: dict(years) for unit, years in kept.items()}
    added, too_short = 0, []
    for unit, years in found.items():
        own = dict(departments.get(unit, {}))
        fresh = {year: figure for year, figure in years.items() if year not in own}
        own.update(fresh)
        if not fresh:
            continue
        if unit not in departments and not _scores_by(definition, own):
            too_short.append(unit)
            continue
        departments[unit] = dict(sorted(own.items()))
        added += len(fresh)
    return Filled(departments=departments, added=added, too_short=tuple(too_short))


def _scores_by(definition: Definition, years: Mapping[str, str]) -> bool:
    """Whether a method that reads the past can score with these years alone."""
    if definition.method not in BY_HISTORY:
        return True
    try:
        check_definition(definition.with_history(dict(years)))
    except Refused:
        return False
    return True
