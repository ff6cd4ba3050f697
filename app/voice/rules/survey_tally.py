"""설문 집계: which steps of which lines an answer chose, so that sums can be kept instead of read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from app.core.figures import exact, rounded
from app.voice.enums.surveys import Conversion, QuestionKind
from app.voice.rules.survey_conversion import Line, score_of

TEN_THOUSANDTHS = 4
"""Decimals to which the score of one answer is kept for the confidence interval."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the tally has to know of a question."""

    number: int
    kind: QuestionKind
    points: int | None
    weight: Decimal
    rows: int = 0


class Choice(NamedTuple):
    """One mark: question number, row (0 but for a matrix), step or option from 1 (0 for a text)."""

    question: int
    row: int
    label: int


def choices_of(questions: Sequence[Asked], values: Mapping[str, Any]) -> Iterator[Choice]:
    """Yield every mark of an answer (`SurveyAnswer.values`); what was left out yields nothing."""
    for question in questions:
        value = values.get(str(question.number))
        if value is None or value == "":
            continue
        if question.kind is QuestionKind.TEXT:
            yield Choice(question.number, 0, 0)
        elif question.kind is QuestionKind.MATRIX:
            yield from (Choice(question.number, int(row), int(step)) for row, step in value.items() if step is not None)
        else:
            yield Choice(question.number, 0, int(value))


@exact()
def score_in_parts(conversion: Conversion, questions: Sequence[Asked], values: Mapping[str, Any]) -> int | None:
    """Return the score of one answer in ten-thousandths of a point (0–1,000,000), None where nothing of it is scored."""
    score = score_of(conversion, lines_of(questions, dict.fromkeys(choices_of(questions, values), 1)))
    return None if score is None else int(rounded(score, TEN_THOUSANDTHS) * 10**TEN_THOUSANDTHS)


def lines_of(questions: Sequence[Asked], counts: Mapping[Choice, int]) -> list[Line]:
    """Return the lines that are scored, with how often each step was chosen; a matrix shares its weight among its rows."""
    lines = []
    for question in questions:
        if question.points is None:
            continue
        rows = range(1, question.rows + 1) if question.kind is QuestionKind.MATRIX else (0,)
        for row in rows:
            steps = {step: counts.get(Choice(question.number, row, step), 0) for step in range(1, question.points + 1)}
            weight = question.weight / (question.rows if question.kind is QuestionKind.MATRIX else 1)
            lines.append(Line(question=question.number, row=row, points=question.points, weight=weight, steps=steps))
    return lines
