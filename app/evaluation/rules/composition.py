"""배점 구성과 합산: shares of a peer group, and scores combined or averaged by stated weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ONE, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.rules.statistics import mean


@dataclass(frozen=True, kw_only=True)
class Combined:
    """A score made of several, unrounded, with its formula."""

    score: Decimal
    derivation: Message


@dataclass(frozen=True)
class Part:
    """One score and its weight; None where it is missing."""

    name: str
    score: Decimal | None
    weight: Decimal = ONE


def check_composition(peer_group: str, shares: Mapping[str, Decimal]) -> None:
    """Refuse a composition that cannot be opened: shares of a peer group sum to exactly 100, each above 0."""
    total = sum(shares.values(), ZERO)
    if any(share <= 0 for share in shares.values()):
        raise Refused(_("Every share of “%(group)s” must be above 0.", group=peer_group))
    if total != HUNDRED:
        raise Refused(
            _("The shares of “%(group)s” sum to %(sum)s, not to 100.", group=peer_group, sum=plain(total)),
        )


def check_combination(weights: Sequence[Decimal]) -> None:
    """Refuse weights below 0 and weights that do not sum to exactly 1; the sentence names their sum."""
    total = sum(weights, ZERO)
    if total != ONE or any(weight < 0 for weight in weights):
        raise Refused(_("The weights must be 0 or more and sum to 1; they sum to %(sum)s.", sum=plain(total)))


@exact()
def combine(parts: Sequence[Part]) -> Combined:
    """Combine scores by weights that sum to 1: A × 0.4 + B × 0.6.

    Raises Refused where they do not, and where a score is missing (missing is never zero).
    """
    check_combination([part.weight for part in parts])
    scores = _present(parts)
    figure = sum((score * part.weight for part, score in zip(parts, scores, strict=True)), ZERO)
    terms = " + ".join(f"{plain(score)} × {plain(part.weight)}" for part, score in zip(parts, scores, strict=True))
    return Combined(score=figure, derivation=_("%(terms)s %(result)s", terms=terms, result=outcome(figure)))


def simple_mean(parts: Sequence[Part]) -> Combined:
    """Average sub-units that count the same. Raises Refused where one is missing or there is none."""
    scores = _present(parts)
    figure = mean(scores)
    line = _(
        "Simple mean of %(count)s units (%(values)s) %(result)s",
        count=len(scores),
        values=", ".join(plain(score) for score in scores),
        result=outcome(figure),
    )
    return Combined(score=figure, derivation=line)


@exact()
def weighted_mean(parts: Sequence[Part]) -> Combined:
    """Average sub-units by any weights, e.g. headcounts. Raises Refused for missing scores and a weight sum of 0."""
    scores = _present(parts)
    total = sum((part.weight for part in parts), ZERO)
    if total <= 0 or any(part.weight < 0 for part in parts):
        raise Refused(_("A weighted mean needs weights of 0 or more, at least one of them above 0."))
    figure = sum((score * part.weight for part, score in zip(parts, scores, strict=True)), ZERO) / total
    terms = " + ".join(f"{plain(score)} × {plain(part.weight)}" for part, score in zip(parts, scores, strict=True))
    line = _(
        "Weighted mean: (%(terms)s) ÷ %(total)s %(result)s", terms=terms, total=plain(total), result=outcome(figure)
    )
    return Combined(score=figure, derivation=line)


@exact()
def sum_of_periods(parts: Sequence[Part]) -> Combined:
    """Add up what each period brought. Raises Refused where one is missing or there is none."""
    scores = _present(parts)
    figure = sum(scores, ZERO)
    line = _(
        "Sum of %(count)s periods (%(terms)s) %(result)s",
        count=len(scores),
        terms=" + ".join(plain(score) for score in scores),
        result=outcome(figure),
    )
    return Combined(score=figure, derivation=line)


def mean_of_periods(parts: Sequence[Part]) -> Combined:
    """Average periods that count the same. Raises Refused where one is missing or there is none."""
    scores = _present(parts)
    figure = mean(scores)
    line = _(
        "Mean of %(count)s periods (%(values)s) %(result)s",
        count=len(scores),
        values=", ".join(plain(score) for score in scores),
        result=outcome(figure),
    )
    return Combined(score=figure, derivation=line)


def last_of_periods(parts: Sequence[Part]) -> Combined:
    """Take the value of the last period. Raises Refused where there is none."""
    _present(parts)
    figure = parts[-1].score or ZERO
    line = _("Value of the last period, %(period)s: %(value)s", period=parts[-1].name, value=plain(figure))
    return Combined(score=figure, derivation=line)


def _present(parts: Sequence[Part]) -> list[Decimal]:
    if not parts:
        raise Refused(_("There is nothing to combine."))
    absent = [part.name for part in parts if part.score is None]
    if absent:
        raise Refused(_("A score is missing: %(names)s.", names=", ".join(absent)))
    return [part.score for part in parts if part.score is not None]
