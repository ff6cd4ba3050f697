"""엄격도 보정: marks as they would be if every evaluator were equally strict. Raw marks stay beside the balanced ones.

Additive model: mark = what the department deserves + how kind the evaluator is. Both are estimated together by least
squares, the kindness of all evaluators summing to 0, so that who had weak departments is not taken for strict: unlike
a comparison of means it is fair where evaluators marked different, overlapping departments. An equal constant added to
all marks of one evaluator moves every balanced mark by the same amount, so no order changes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from app.core.errors import Refused
from app.core.figures import ZERO, exact, settled
from app.core.messages import Message, _
from app.evaluation.rules.ranking import Key
from app.evaluation.rules.severity import Mark

AnyKey = TypeVar("AnyKey", bound=Key)

FEWEST_EVALUATORS = 3
FEWEST_MARKS = 5
"""Departments each evaluator must have marked: below, a severity says more about them than about the evaluator."""
FEWEST_PER_SUBJECT = 2


@dataclass(frozen=True)
class Balance:
    """What is added to each evaluator's marks, or the reason why nothing may be."""

    shifts: Mapping[Key, Decimal] = field(default_factory=dict)
    refusal: Message | None = None


@exact()
def balance_marks(marks: Sequence[Mark]) -> Balance:
    """Return the shift of every evaluator (above 0 for a strict one), in marks; abstentions do not count.

    Refused (as a reason, not as an error) below 3 evaluators, below 5 marks of one of them, where a department has
    fewer than 2 marks, and where some evaluators share no department with the others, not even through a third.
    """
    given = _table(marks)
    refusal = _too_few(given)
    if refusal is not None:
        return Balance(refusal=refusal)
    evaluators = sorted(given, key=str)
    if len(components(given)) > 1:
        return Balance(refusal=_("the evaluators fall apart into groups that share no department"))
    kindness = _solve(*_normal_equations(given, evaluators))
    middle = sum(kindness, ZERO) / len(kindness)
    return Balance(shifts={evaluator: settled(middle - k) for evaluator, k in zip(evaluators, kindness, strict=True)})


def components(given: Mapping[AnyKey, Collection[object]]) -> list[set[AnyKey]]:
    """Return the groups of evaluators that are connected by departments marked in common."""
    found: list[tuple[set[AnyKey], set[object]]] = []
    for evaluator, subjects in given.items():
        members: set[AnyKey] = {evaluator}
        reach = set(subjects)
        apart: list[tuple[set[AnyKey], set[object]]] = []
        for group, seen in found:
            if seen & reach:
                members, reach = members | group, reach | seen
            else:
                apart.append((group, seen))
        found = [*apart, (members, reach)]
    return [members for members, _reach in found]


def _table(marks: Sequence[Mark]) -> dict[Key, dict[Key, Decimal]]:
    found: dict[Key, dict[Key, Decimal]] = {}
    for mark in marks:
        if mark.score is None:
            continue
        row = found.setdefault(mark.evaluator, {})
        if mark.subject in row:
            raise Refused(_("An evaluator has marked the same subject twice."))
        row[mark.subject] = mark.score
    return found


def _too_few(given: Mapping[Key, Mapping[Key, Decimal]]) -> Message | None:
    if len(given) < FEWEST_EVALUATORS:
        return _(
            "too few evaluators marked (%(count)s, at least %(least)s are needed)",
            count=len(given),
            least=FEWEST_EVALUATORS,
        )
    if min(len(row) for row in given.values()) < FEWEST_MARKS:
        return _("an evaluator marked fewer than %(least)s departments", least=FEWEST_MARKS)
    per_subject: dict[Key, int] = {}
    for row in given.values():
        for subject in row:
            per_subject[subject] = per_subject.get(subject, 0) + 1
    if min(per_subject.values()) < FEWEST_PER_SUBJECT:
        return _("a department has fewer than %(least)s marks", least=FEWEST_PER_SUBJECT)
    return None


def _normal_equations(
    given: Mapping[Key, Mapping[Key, Decimal]], evaluators: Sequence[Key]
) -> tuple[list[list[Decimal]], list[Decimal]]:
    """The least-squares equations of the kindness alone: those of the departments are put in already.

    The sum of every row is 0 (kindness is known up to a constant), so the first evaluator's is set to 0.
    """
    columns: dict[Key, list[tuple[int, Decimal]]] = {}
    for place, evaluator in enumerate(evaluators):
        for subject, score in given[evaluator].items():
            columns.setdefault(subject, []).append((place, score))
    size = len(evaluators)
    matrix = [[ZERO] * size for _row in range(size)]
    right = [ZERO] * size
    for column in columns.values():
        middle = sum((score for _place, score in column), ZERO) / len(column)
        for place, score in column:
            right[place] += score - middle
            matrix[place][place] += 1
            for other, _score in column:
                matrix[place][other] -= Decimal(1) / len(column)
    matrix[0] = [Decimal(place == 0) for place in range(size)]
    right[0] = ZERO
    return matrix, right


def _solve(matrix: list[list[Decimal]], right: list[Decimal]) -> list[Decimal]:
    """Gauss with the largest pivot; a connected design always has a solution."""
    size = len(right)
    for step in range(size):
        pivot = max(range(step, size), key=lambda row: abs(matrix[row][step]))
        matrix[step], matrix[pivot] = matrix[pivot], matrix[step]
        right[step], right[pivot] = right[pivot], right[step]
        for row in range(step + 1, size):
            factor = matrix[row][step] / matrix[step][step]
            if factor:
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[step], strict=True)]
                right[row] -= factor * right[step]
    found = [ZERO] * size
    for row in reversed(range(size)):
        known = sum((matrix[row][other] * found[other] for other in range(row + 1, size)), ZERO)
        found[row] = (right[row] - known) / matrix[row][row]
    return found
