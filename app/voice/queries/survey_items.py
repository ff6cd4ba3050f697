"""설문 결과의 항목: the lines of a figure with their names, scores and shares, as a page or a document shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import rounded
from app.core.messages import Message, _
from app.voice.enums.surveys import QuestionKind
from app.voice.models import Survey, SurveyQuestion
from app.voice.rules.survey_conversion import (
    PLACES,
    Interval,
    derivation,
    line_score,
    share,
    shown,
    wilson,
)
from app.voice.rules.survey_results import Figure, LineKey

BEST = 2


@dataclass(frozen=True, kw_only=True)
class StepShare:
    """A step or answer: how many chose it, its share in per cent (one decimal) and the interval of 95 %."""

    label: str
    count: int
    share: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A line of a survey: its words, how many answered, its score (None for a choice) and its shares, the best first."""

    key: LineKey
    name: str
    answers: int
    score: Decimal | None
    counts: bool
    steps: Sequence[StepShare]

    @property
    def headline(self) -> str:
        """The shares of the two best steps: "매우 만족 86.6 %, 만족 12.8 %"."""
        return ", ".join(f"{step.label} {step.share} %" for step in self.steps[:BEST])


def items_of(survey: Survey, questions: Sequence[SurveyQuestion], figure: Figure, language: str) -> list[ItemRow]:
    """Return the lines of a figure that may be shown, in the order of the survey."""
    scores = {(line.question, line.row): line for line in figure.lines}
    rows = []
    for question in questions:
        if question.kind is QuestionKind.TEXT:
            continue
        for row, name in _lines(question, language):
            steps = figure.steps.get((question.number, row))
            if steps is None:
                continue
            line = scores.get((question.number, row))
            rows.append(
                ItemRow(
                    key=(question.number, row),
                    name=name,
                    answers=sum(steps.values()),
                    score=shown(line_score(survey.conversion, line)) if line else None,
                    counts=line is not None,
                    steps=_shares(question, steps, language),
                )
            )
    return rows


def hidden_lines(questions: Sequence[SurveyQuestion], figure: Figure, language: str) -> list[str]:
    """Return the lines of which nothing may be shown, by name."""
    return [
        name
        for question in questions
        if question.kind is not QuestionKind.TEXT
        for row, name in _lines(question, language)
        if (question.number, row) not in figure.steps
    ]


def derivation_of(survey: Survey, questions: Sequence[SurveyQuestion], figure: Figure, language: str) -> list[Message]:
    """Return how the score of a figure came about, a sentence for each line and one for all."""
    names = {(question.number, row): name for question in questions for row, name in _lines(question, language)}
    return derivation(survey.conversion, figure.lines, names)


def interval_words(interval: Interval | None) -> str:
    """Write an interval: "71.2–80.4"; "–" where there is none."""
    return f"{shown(interval.low)}–{shown(interval.high)}" if interval else "–"


def interval_statement() -> Message:
    """Say how the intervals are reckoned."""
    return _(
        "Intervals of 95 %(sign)s. Of a score: score ± 1.96 × s ÷ √n, where s is the standard deviation of the scores of "
        "single answers (n − 1). Of a share: Wilson’s interval with z = 1.96. They say how far chance may lead, not "
        "whether those who answered are like the others.",
        sign="%",
    )


def step_names(question: SurveyQuestion, language: str) -> Mapping[int, str]:
    """Return what the steps or answers of a question are called, by number from 1."""
    if question.kind is QuestionKind.CHOICE:
        return {n: _said(one, language) for n, one in enumerate(question.options, start=1)}
    points = question.points or 0
    names = list((question.labels or {}).get(language) or (question.labels or {}).get("ko") or ())
    if len(names) == points:
        return dict(enumerate(names, start=1))
    ends = {1: names[0], points: names[1]} if names else {}
    return {n: f"{n} ({ends[n]})" if n in ends else str(n) for n in range(1, points + 1)}


def _lines(question: SurveyQuestion, language: str) -> list[tuple[int, str]]:
    if question.kind is not QuestionKind.MATRIX:
        return [(0, question.words(language))]
    return [(n, f"{question.words(language)}: {_said(row, language)}") for n, row in enumerate(question.rows, start=1)]


def _shares(question: SurveyQuestion, steps: Mapping[int, int], language: str) -> list[StepShare]:
    answers = sum(steps.values())
    names = step_names(question, language)
    order = sorted(names, reverse=question.kind is not QuestionKind.CHOICE)
    found = []
    for step in order:
        count = steps.get(step, 0)
        part, interval = share(count, answers), wilson(count, answers)
        if part is not None and interval is not None:
            low, high = rounded(interval.low, PLACES), rounded(interval.high, PLACES)
            found.append(StepShare(label=names[step], count=count, share=rounded(part, PLACES), low=low, high=high))
    return found


def _said(pair: Mapping[str, str], language: str) -> str:
    return (pair.get("en") if language == "en" else "") or pair["ko"]
