"""산출근거: each method of payment as a formula, and each amount with its numbers in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import PayoutMethod, RoundingMode

FORMULAS: Mapping[PayoutMethod, Message] = MappingProxyType(
    {
        PayoutMethod.BY_PERSON: _("Amount = base amount × rate of the person's grade ÷ 100"),
        PayoutMethod.BY_DEPARTMENT: _(
            "Amount = base amount × rate of the department's grade ÷ 100, the same rate for everybody in it"
        ),
        PayoutMethod.BOTH: _(
            "Amount = base amount × (rate of the department × share of the department + rate of the person × the "
            "rest of 100) ÷ 100 ÷ 100"
        ),
        PayoutMethod.DEPARTMENT_THEN_PERSON: _(
            "Sum of the department = Σ base amounts × rate of the department ÷ 100; amount = that sum × (base amount × "
            "rate of the person) ÷ Σ (base amount × rate of the person) in the department, always rounded down"
        ),
        PayoutMethod.AGREED: _(
            "Amount = base amount × rate agreed for the department's grade and the person's grade ÷ 100"
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What stands in one amount. Rates in percent; `pot` and `weights` only where a department divides a sum."""

    method: PayoutMethod
    base_won: Decimal
    rate: Decimal
    amount_won: Decimal
    unit: int
    mode: RoundingMode
    team_rate: Decimal = ZERO
    own_rate: Decimal = ZERO
    share: Decimal = HUNDRED
    pot: Decimal = ZERO
    weights: Decimal = ZERO


@exact()
def derivation(line: Figures) -> Message:
    """Print the amount of one person with its numbers."""
    match line.method:
        case PayoutMethod.BOTH:
            raw = line.base_won * line.rate / HUNDRED
            sum_text = _(
                "%(base)s × (%(team)s × %(share)s + %(own)s × %(rest)s) ÷ 100 ÷ 100 %(exact)s won",
                base=plain(line.base_won),
                team=plain(line.team_rate),
                share=plain(line.share),
                own=plain(line.own_rate),
                rest=plain(HUNDRED - line.share),
                exact=outcome(raw),
            )
        case PayoutMethod.DEPARTMENT_THEN_PERSON:
            return _divided(line)
        case _:
            sum_text = _(
                "%(base)s × %(rate)s ÷ 100 %(exact)s won",
                base=plain(line.base_won),
                rate=plain(line.rate),
                exact=outcome(line.base_won * line.rate / HUNDRED),
            )
    return _ended(sum_text, line, line.mode)


def _divided(line: Figures) -> Message:
    if not line.weights:
        return _("Nobody in the department has a rate above 0: its sum stays undivided.")
    sum_text = _(
        "%(pot)s × (%(base)s × %(rate)s) ÷ %(weights)s %(exact)s won",
        pot=plain(line.pot),
        base=plain(line.base_won),
        rate=plain(line.rate),
        weights=plain(line.weights),
        exact=outcome(line.pot * line.base_won * line.rate / line.weights),
    )
    return _ended(sum_text, line, RoundingMode.FLOOR)


def _ended(sum_text: Message, line: Figures, mode: RoundingMode) -> Message:
    return _(
        "%(sum)s; to %(unit)s won (%(mode)s): %(amount)s won",
        sum=sum_text,
        unit=f"{line.unit:,}",
        mode=mode.label,
        amount=plain(line.amount_won),
    )
