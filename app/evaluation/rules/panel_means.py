"""What the marks of one source give together: the mean as given and balanced for severity, and which of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.juries import DROP_FROM, JuryMean, jury_mean
from app.core.messages import Message, _
from app.evaluation.enums import MarkRule
from app.evaluation.rules.ranking import Key


@dataclass(frozen=True)
class Moved:
    """An evaluator's weighted mark of one department."""

    evaluator: str
    mark: Decimal


@dataclass(frozen=True, kw_only=True)
class Balancing:
    """What the round's rule is, and what is added to each evaluator's marks or why nothing is."""

    rule: MarkRule = MarkRule.RAW
    shifts: Mapping[Key, Decimal] = field(default_factory=dict)
    refusal: Message | None = None


@exact()
def panel_mean(
    marks: Sequence[Moved], *, drop_from: int | None, balancing: Balancing | None = None
) -> tuple[Decimal, tuple[Message, ...]]:
    """Return the mean that counts and every step: the raw mean, the balanced one beside it, and which one counts.

    `drop_from` None: every mark counts. A balanced mean is held between 0 and 100. There must be a mark.
    """
    raw = _mean([row.mark for row in marks], drop_from)
    steps = [raw.derivation]
    if drop_from is None and len(marks) >= DROP_FROM:
        steps.append(_("By the rule of this panel no mark is dropped."))
    if balancing is None:
        return raw.figure, tuple(steps)
    is_rule = balancing.rule is MarkRule.BALANCED
    if balancing.refusal is not None:
        if is_rule:
            steps.append(_("Not balanced: %(reason)s. The raw mean counts.", reason=balancing.refusal))
        return raw.figure, tuple(steps)
    balanced = _mean([row.mark + balancing.shifts[row.evaluator] for row in marks], drop_from)
    moves = "; ".join(_move(row, balancing.shifts[row.evaluator]) for row in sorted(marks, key=lambda row: row.mark))
    steps.append(_("Balanced for severity: %(moves)s", moves=moves))
    steps.append(balanced.derivation)
    held = min(max(balanced.figure, ZERO), HUNDRED)
    if held != balanced.figure:
        steps.append(_("The balanced mean is held at %(bound)s.", bound=plain(held)))
    if is_rule:
        steps.append(_("The balanced mean counts: it is the rule of this round."))
        return held, tuple(steps)
    steps.append(_("The raw mean %(raw)s counts: this round does not balance.", raw=plain(raw.figure)))
    return raw.figure, tuple(steps)


def _mean(marks: Sequence[Decimal], drop_from: int | None) -> JuryMean:
    return jury_mean(marks, drop_from=len(marks) + 1 if drop_from is None else drop_from)


def _move(row: Moved, shift: Decimal) -> str:
    sign = "−" if shift < 0 else "+"
    return f"{plain(row.mark)} {sign} {plain(abs(shift))} {outcome(row.mark + shift)}"
