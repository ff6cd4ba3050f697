"""5S 지수: how figures become a score for each S, and the scores one index. Nothing is rounded before the end.

A figure becomes 0–100 on the line between its worst and best value. An S is the weighted mean of its sources that have
a figure, the index that of the S that have one. What is missing is left out and said; it is never zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, rounded
from app.core.messages import Message, _
from app.core.readings import reckon
from app.core.values import Value
from app.voice.enums.five_s import FIVE_S, FiveSSource

PLACES = 2
"""Decimals of a score that is shown or kept; half up."""

BOUND = Decimal(10) ** 9


@dataclass(frozen=True, kw_only=True)
class SourceRule:
    """How one source counts: its weight within its S, the values that score 0 and 100, the least number behind it."""

    source: FiveSSource
    weight: Decimal
    worst: Decimal
    best: Decimal
    minimum: int = 0


@dataclass(frozen=True, kw_only=True)
class IndexRule:
    """The rule of a year: the weight of each S, its sources, and how many S a department needs to be ranked."""

    weights: Mapping[Value, Decimal]
    sources: Sequence[SourceRule]
    least: int = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row behind a figure: what it adds above the line and below it.

    `n` is how many answers or cases it stands for, 0 where its source does not say.
    """

    kind: str
    id: int
    title: str
    day: str = ""
    part: Decimal
    of: Decimal = ZERO
    n: int = 1
    is_example: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What a source knows of a department: its rows and how many answers or cases are behind them."""

    rows: Sequence[Row] = ()

    @property
    def n(self) -> int:
        """Answers, cases or records behind the figure."""
        return sum(row.n for row in self.rows)

    def is_enough(self, minimum: int) -> bool:
        """Whether at least so many are behind it. A row that does not say how many stands for enough."""
        return self.n >= minimum or any(row.n == 0 for row in self.rows)

    @property
    @exact()
    def above(self) -> Decimal:
        """Sum of the parts."""
        return sum((row.part for row in self.rows), ZERO)

    @property
    @exact()
    def below(self) -> Decimal:
        """Sum of what they are parts of."""
        return sum((row.of for row in self.rows), ZERO)


NOTHING = Fact()


@dataclass(frozen=True, kw_only=True)
class SourceScore:
    """A source of a department: its figure and score, or neither."""

    rule: SourceRule
    fact: Fact
    figure: Decimal | None
    score: Decimal | None

    @property
    def is_too_few(self) -> bool:
        """Whether there is something, but less than the rule asks for."""
        return bool(self.fact.rows) and not self.fact.is_enough(self.rule.minimum)


@dataclass(frozen=True, kw_only=True)
class PartScore:
    """One S of a department, or (without `value`) the index: the score before rounding, None where nothing is known."""

    value: Value
    weight: Decimal
    sources: Sequence[SourceScore]
    score: Decimal | None

    @property
    def is_backed(self) -> bool:
        """Whether there are records behind the score; 0 of an empty register has none."""
        return any(one.score is not None and one.fact.rows for one in self.sources)


@dataclass(frozen=True, kw_only=True)
class IndexScore:
    """The index of a department with everything it was made of."""

    parts: Sequence[PartScore]
    score: Decimal | None
    least: int

    @property
    def missing(self) -> tuple[Value, ...]:
        """The S without a figure."""
        return tuple(part.value for part in self.parts if part.score is None)

    @property
    def is_ranked(self) -> bool:
        """Whether enough is known to stand in a ranking: so many S that have records behind their figure.

        An empty register gives 0 where the rule says so, and is no reason to be compared with others.
        """
        return self.score is not None and sum(part.is_backed for part in self.parts) >= self.least


def shown(score: Decimal | None) -> Decimal | None:
    """Round a score once, for reading and keeping."""
    return None if score is None else rounded(score, PLACES)


@exact()
def on_line(figure: Decimal, worst: Decimal, best: Decimal) -> Decimal:
    """Return where a figure lies between worst (0) and best (100); beyond them it stays at the end."""
    score = HUNDRED * (figure - worst) / (best - worst)
    return min(max(score, ZERO), HUNDRED)


@exact()
def mean_of(parts: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return the weighted mean of the scores that are known (weight, score); None where none is."""
    known = [(weight, score) for weight, score in parts if score is not None]
    below = sum((weight for weight, _score in known), ZERO)
    return sum((weight * score for weight, score in known), ZERO) / below if below else None


def score_source(rule: SourceRule, fact: Fact) -> SourceScore:
    """Return figure and score of a source. Below its least number there is neither."""
    figure = reckon(rule.source.rule, fact.above, fact.below) if fact.is_enough(rule.minimum) else None
    score = None if figure is None else on_line(figure, rule.worst, rule.best)
    return SourceScore(rule=rule, fact=fact, figure=figure, score=score)


def score_index(rule: IndexRule, facts: Mapping[FiveSSource, Fact]) -> IndexScore:
    """Return the index of a department from what its sources know."""
    parts = [_score_part(rule, value, facts) for value in FIVE_S if rule.weights.get(value, ZERO) > 0]
    return index_of(parts, rule.least)


def index_of(parts: Sequence[PartScore], least: int) -> IndexScore:
    """Put the S of a department together. Where nothing but empty registers is known there is no index."""
    is_known = any(part.is_backed for part in parts)
    score = mean_of([(part.weight, part.score) for part in parts]) if is_known else None
    return IndexScore(parts=parts, score=score, least=min(least, len(parts)))


def _score_part(rule: IndexRule, value: Value, facts: Mapping[FiveSSource, Fact]) -> PartScore:
    sources = [score_source(one, facts.get(one.source, NOTHING)) for one in rule.sources if one.source.of is value]
    score = mean_of([(one.rule.weight, one.score) for one in sources])
    return PartScore(value=value, weight=rule.weights[value], sources=sources, score=score)


def check_rule(rule: IndexRule) -> None:
    """Refuse a rule that cannot be reckoned: weights below 0, all of them 0, worst equal to best, a source twice."""
    if any(weight < 0 for weight in rule.weights.values()) or sum(rule.weights.values()) <= 0:
        raise Refused(_("The weights of the five S must not be below 0, and one of them must be above 0."))
    if len({one.source for one in rule.sources}) < len(rule.sources):
        raise Refused(_("Each source stands in the rule once."))
    for value, weight in rule.weights.items():
        if weight > 0 and not any(one.source.of is value for one in rule.sources):
            raise Refused(_("%(value)s has a weight but no source.", value=value.label))
    for one in rule.sources:
        _check_source(one)


def _check_source(one: SourceRule) -> None:
    if one.weight <= 0:
        raise Refused(
            _("The weight of “%(source)s” must be above 0; leave the source out instead.", source=one.source.label)
        )
    if one.worst == one.best:
        raise Refused(_("The worst and the best value of “%(source)s” must differ.", source=one.source.label))
    if one.minimum < 0 or max(abs(one.worst), abs(one.best), one.weight) > BOUND:
        raise Refused(_("The numbers of “%(source)s” are out of bounds.", source=one.source.label))


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A department in the ranking of its peer group; `rank` is None for one that is not ranked."""

    department_id: int
    score: Decimal | None
    rank: int | None


def ranking(scores: Mapping[int, tuple[Decimal | None, bool]]) -> list[Placed]:
    """Rank the departments of one peer group by (index as shown, whether it is ranked); equal ones share a place."""
    ranked = sorted(((score, key) for key, (score, may) in scores.items() if may and score is not None), reverse=True)
    places: dict[int, int] = {}
    for place, (score, key) in enumerate(ranked, start=1):
        above = ranked[place - 2] if place > 1 else None
        places[key] = places[above[1]] if above and above[0] == score else place
    order = sorted(scores, key=lambda key: (places.get(key, len(scores) + 1), key))
    return [Placed(department_id=key, score=scores[key][0], rank=places.get(key)) for key in order]


@dataclass(frozen=True)
class Changed:
    """What a recomputation did: departments with a figure, and whether anything is other than before."""

    departments: int
    is_new: bool
    sha256: str
    missing: Mapping[Value, int] = field(default_factory=dict)

    @property
    def sentence(self) -> Message:
        """Say it to whoever asked for the run."""
        if self.is_new:
            return _("%(count)s departments reckoned; the figures have changed.", count=self.departments)
        return _("%(count)s departments reckoned; nothing has changed.", count=self.departments)
