"""설문 결과: what of the sums of a closed wave may be shown, and the figures made of it.

Three views of the same answers are shown beside one another: the whole, the departments, the customer groups. Each view
is a partition, and the rule of disclosure is asked for it as a whole and for each of its lines; departments crossed
with groups are never shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from app.core.figures import exact
from app.voice.enums.surveys import Conversion
from app.voice.rules.disclosure import Disclosure, disclosed
from app.voice.rules.survey_conversion import Interval, Line, mean_interval, score_of
from app.voice.rules.survey_tally import Asked, Choice, lines_of

PART = Decimal(10_000)
LineKey = tuple[int, int]
"""(question, row)"""


class CellSum(NamedTuple):
    """A row of `SurveyCell`."""

    department: int
    group: int
    answers: int
    scored: int
    score_sum: int
    score_squares: int


class StepSum(NamedTuple):
    """A row of `SurveySum`."""

    department: int
    group: int
    question: int
    row: int
    label: int
    answers: int


@dataclass(frozen=True)
class Figure:
    """What is shown of a whole, a department or a group: answers, score, interval, and how often each step was chosen.

    `steps` holds only lines that may be shown; the score is made of exactly these.
    """

    answers: int
    score: Decimal | None = None
    interval: Interval | None = None
    steps: Mapping[LineKey, Mapping[int, int]] = field(default_factory=dict)
    lines: Sequence[Line] = ()

    def line_answers(self, key: LineKey) -> int:
        """How many answered a line."""
        return sum(self.steps.get(key, {}).values())


@dataclass(frozen=True)
class Results:
    """A closed wave. None is a figure that may not be shown; keys are ids, 0 for "not said"."""

    whole: Figure | None = None
    departments: Mapping[int, Figure | None] = field(default_factory=dict)
    groups: Mapping[int, Figure | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What the figures of a wave follow from."""

    questions: Sequence[Asked]
    conversion: Conversion
    minimum: int


def results(
    survey: Survey,
    cells: Sequence[CellSum],
    sums: Sequence[StepSum],
    *,
    departments: Collection[int] = (),
    groups: Collection[int] = (),
) -> Results:
    """Put the figures together. `departments` and `groups` are those the wave names; one without answers is shown as 0."""
    whole = _view(survey, [cell._replace(department=0) for cell in cells], [s._replace(department=0) for s in sums], ())
    figure = whole.get(0)
    if figure is None:
        return Results(None, dict.fromkeys(departments), dict.fromkeys(groups))
    by_group = [cell._replace(department=cell.group) for cell in cells]
    group_sums = [each._replace(department=each.group) for each in sums]
    return Results(figure, _view(survey, cells, sums, departments), _view(survey, by_group, group_sums, groups))


def _view(
    survey: Survey, cells: Iterable[CellSum], sums: Iterable[StepSum], named: Collection[int]
) -> dict[int, Figure | None]:
    """Return the figures of a partition by `department`; {} where nobody named a part of it."""
    parts: dict[int, list[CellSum]] = {key: [] for key in named}
    for cell in cells:
        parts.setdefault(cell.department, []).append(cell)
    steps: dict[LineKey, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for one in sums:
        steps[one.question, one.row][one.department][one.label] += one.answers
    counts = {key: sum(cell.answers for cell in rows) for key, rows in parts.items()}
    may = disclosed(counts, minimum=survey.minimum)
    hidden = [key for key, count in counts.items() if count and key not in may.parts]
    by_line = {line: _of_line(survey, found, hidden) for line, found in steps.items()}
    return {
        key: _figure(survey, rows, {line: dict(steps[line][key]) for line, d in by_line.items() if _has(d, key, steps[line])})
        if key in may.parts
        else None
        for key, rows in parts.items()
    }  # fmt: skip


def _of_line(survey: Survey, found: Mapping[int, Mapping[int, int]], hidden: Collection[int]) -> Disclosure[int]:
    return disclosed(
        {key: sum(labels.values()) for key, labels in found.items()}, minimum=survey.minimum, hidden=hidden
    )


def _has(disclosure: Disclosure[int], key: int, found: Mapping[int, Mapping[int, int]]) -> bool:
    return key in disclosure.parts and key in found


@exact()
def _figure(survey: Survey, rows: Sequence[CellSum], steps: Mapping[LineKey, Mapping[int, int]]) -> Figure:
    counts = {
        Choice(question, row, label): count
        for (question, row), labels in steps.items()
        for label, count in labels.items()
    }
    every = [line for line in lines_of(survey.questions, counts) if line.weight > 0]
    score = score_of(survey.conversion, every)
    scored = sum(row.scored for row in rows)
    interval = None
    if score is not None and all(line.answers for line in every):
        total, squares = (Decimal(sum(row.score_sum for row in rows)), Decimal(sum(row.score_squares for row in rows)))
        interval = mean_interval(scored, total / PART, squares / PART / PART, score)
    return Figure(sum(row.answers for row in rows), score, interval, steps, [line for line in every if line.answers])
