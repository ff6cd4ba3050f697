"""평가위원 성향: how strict each evaluator was, and marks balanced for it. Raw marks stay beside the balanced ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import exact
from app.core.messages import _
from app.evaluation.rules.ranking import Key
from app.evaluation.rules.statistics import mean, population_spread


@dataclass(frozen=True)
class Mark:
    """What one evaluator gave one subject; None is an abstention."""

    evaluator: Key
    subject: Key
    score: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Severity:
    """One evaluator: number of marks, mean, spread (population σ) and how far others lie from these marks."""

    evaluator: Key
    n: int
    mean: Decimal
    spread: Decimal
    distance: Decimal
    """Mean distance from the panel's mean of the same subject; the smaller, the more agreement."""
    shift: Decimal
    """What balancing adds to each mark: panel mean − own mean; above 0 for a strict evaluator."""


@exact()
def severities(marks: Sequence[Mark]) -> dict[Key, Severity]:
    """Describe every evaluator who gave a mark, in the order of their keys. Abstentions are not counted."""
    given = _given(marks)
    if not given:
        return {}
    panel = mean([score for _e, _s, score in given])
    by_subject = _grouped([(subject, score) for _e, subject, score in given])
    subject_means = {subject: mean(scores) for subject, scores in by_subject.items()}
    by_evaluator: dict[Key, list[tuple[Key, Decimal]]] = {}
    for evaluator, subject, score in given:
        by_evaluator.setdefault(evaluator, []).append((subject, score))
    return {
        evaluator: _severity(evaluator, by_evaluator[evaluator], subject_means, panel)
        for evaluator in sorted(by_evaluator, key=str)
    }


@exact()
def balance(marks: Sequence[Mark]) -> list[Mark]:
    """Shift each evaluator's marks so that their mean is the mean of all marks of the panel.

    The order inside one evaluator's marks stays. A balanced mark may lie outside 0–100: it is a
    comparison, not a score. Fair only where the evaluators marked comparable subjects.
    """
    shifts = {evaluator: found.shift for evaluator, found in severities(marks).items()}
    return [
        mark if mark.score is None else Mark(mark.evaluator, mark.subject, mark.score + shifts[mark.evaluator])
        for mark in marks
    ]


def _given(marks: Sequence[Mark]) -> list[tuple[Key, Key, Decimal]]:
    if len({(mark.evaluator, mark.subject) for mark in marks}) < len(marks):
        raise Refused(_("An evaluator has marked the same subject twice."))
    return [(mark.evaluator, mark.subject, mark.score) for mark in marks if mark.score is not None]


def _grouped(pairs: Sequence[tuple[Key, Decimal]]) -> dict[Key, list[Decimal]]:
    groups: dict[Key, list[Decimal]] = {}
    for key, score in pairs:
        groups.setdefault(key, []).append(score)
    return groups


def _severity(
    evaluator: Key, own: Sequence[tuple[Key, Decimal]], subject_means: dict[Key, Decimal], panel: Decimal
) -> Severity:
    scores = [score for _subject, score in own]
    middle = mean(scores)
    return Severity(
        evaluator=evaluator,
        n=len(scores),
        mean=middle,
        spread=population_spread(scores),
        distance=mean([abs(score - subject_means[subject]) for subject, score in own]),
        shift=panel - middle,
    )
