"""평가위원 성향: how strict each evaluator was."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import exact, rounded
from app.core.messages import Message, _
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
    """Panel mean − own mean, above 0 for a strict evaluator. Balancing reckons its own: `rules.balancing`."""


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


STRICT_FROM = Decimal(3)
"""Points from which a severity is worth a word: less moves no rank in practice."""
EVEN_BELOW = Decimal(2)
APART_FROM = Decimal(10)


def reading(found: Severity, shift: Decimal | None) -> list[Message]:
    """Say in words what the figures of an evaluator mean; `shift` is what balancing adds, None where it is refused."""
    moved = found.shift if shift is None else shift
    words = []
    if moved >= STRICT_FROM:
        words.append(_("Stricter than the others: the marks lie %(points)s points lower.", points=_tenth(moved)))
    elif moved <= -STRICT_FROM:
        words.append(_("Kinder than the others: the marks lie %(points)s points higher.", points=_tenth(-moved)))
    if found.n > 1 and found.spread < EVEN_BELOW:
        words.append(_("Nearly the same mark for all: hardly tells departments apart."))
    if found.distance >= APART_FROM:
        words.append(_("Often far from what the others gave: look at the reasons."))
    return words or [_("Nothing stands out.")]


def _tenth(value: Decimal) -> str:
    return str(rounded(value, 1))
