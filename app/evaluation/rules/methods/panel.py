"""정성(평가위원): weighted criteria, marked by several evaluators, of several sources where the sheet says so.

How the marks of one source become its mean, raw and balanced, stands in `rules.panel_means`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, plain
from app.core.juries import DROP_FROM
from app.core.messages import Message, _
from app.evaluation.enums import EndsRule, Method, RaterMeans
from app.evaluation.rules.methods.raters import (
    RaterSource,
    SourceMean,
    Survey,
    check_sources,
    combine_sources,
    read_sources,
    survey_mean,
)
from app.evaluation.rules.methods.reading import Reader, to_number, wrong
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.panel_means import Balancing, Moved, panel_mean

FEWEST_TO_DROP = 3


@dataclass(frozen=True)
class Criterion:
    """평가항목: what is judged and its weight out of 100."""

    name: str
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class PanelParameters:
    """The criteria (weights sum to 100), from how many evaluators on the two ends are dropped, and sources of raters.

    The rule of the two ends holds inside each source. Without sources all evaluators count the same.
    """

    criteria: tuple[Criterion, ...]
    drop_from: int = DROP_FROM
    ends: EndsRule = EndsRule.DROP
    sources: tuple[RaterSource, ...] = ()

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse no criteria, a name twice, weights that do not sum to 100 and dropping below three evaluators."""
        names = [criterion.name for criterion in self.criteria]
        if not names or len(set(names)) < len(names):
            raise wrong("criteria", _("A panel needs criteria, each with a name of its own."))
        total = sum((criterion.weight for criterion in self.criteria), ZERO)
        if total != HUNDRED or any(criterion.weight <= 0 for criterion in self.criteria):
            raise wrong(
                "criteria",
                _("The weights of the criteria must be above 0 and sum to 100; they sum to %(sum)s.", sum=plain(total)),
            )
        if self.drop_from < FEWEST_TO_DROP:
            raise wrong("drop_from", _("The highest and the lowest can be dropped from 3 evaluators on."))
        check_sources(self.sources)

    @property
    def dropping_from(self) -> int | None:
        """From how many evaluators on the two ends are dropped; None where every mark counts."""
        return self.drop_from if self.ends is EndsRule.DROP else None

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values: criteria = [{"name": …, "weight": …}, …]."""
        reader = Reader(values)
        rows = [Reader(row) for row in reader.rows("criteria") or []]
        criteria = tuple(Criterion(row.text("name"), row.number("weight")) for row in rows)
        ends = reader.choice("ends", EndsRule, EndsRule.DROP)
        if ends is EndsRule.KEEP and reader.optional_number("drop_from") is not None:
            reader.fault("drop_from", _("Where every mark counts there is no number from which ends are dropped."))
        drop_from = reader.whole("drop_from", cls.drop_from)
        sources = read_sources(reader)
        for row in rows:
            row.finish()
        reader.finish()
        return cls(criteria=criteria, drop_from=drop_from, ends=ends, sources=sources)


@dataclass(frozen=True)
class Ballot:
    """One evaluator's marks, 0–100 per criterion; None is an abstention, which never counts as 0."""

    evaluator: str
    marks: Mapping[str, Decimal] | None
    source: str = ""
    """The source of raters the evaluator belongs to in the round; empty without one."""


@dataclass(frozen=True, kw_only=True)
class PanelMarks:
    """Everything a panel has on one department: ballots, surveys from outside, and how severity is balanced."""

    ballots: Sequence[Ballot]
    surveys: Sequence[Survey] = ()
    balancing: Mapping[str, Balancing] | None = None
    """By source ("" without sources); None: nothing is known of severity, the marks count as given."""


def read(actual: object) -> PanelMarks:
    """Read the ballots: {"evaluator": {"criterion": mark, …} or None for an abstention, …}."""
    if isinstance(actual, PanelMarks):
        return actual
    return PanelMarks(ballots=_read_ballots(actual))


def _read_ballots(actual: object) -> tuple[Ballot, ...]:
    if isinstance(actual, Sequence) and not isinstance(actual, str) and all(isinstance(b, Ballot) for b in actual):
        return tuple(actual)
    if not isinstance(actual, Mapping):
        raise Refused(_("The actual value must be the marks of a panel."))
    return tuple(Ballot(str(evaluator), _read_marks(marks)) for evaluator, marks in actual.items())


def _read_marks(marks: object) -> dict[str, Decimal] | None:
    if marks is None:
        return None
    if not isinstance(marks, Mapping):
        raise Refused(_("The actual value must be the marks of a panel."))
    numbers = {str(name): to_number(mark) for name, mark in marks.items()}
    found = {name: number for name, number in numbers.items() if number is not None}
    if len(found) < len(numbers):
        raise Refused(_("Every mark of a panel must be a number."))
    return found


@exact()
def score(actual: PanelMarks, parameters: PanelParameters) -> Scored:
    """Score the ballots: weighted mark per evaluator, then the mean; with sources the weighted mean of theirs.

    From `drop_from` evaluators who marked on, one highest and one lowest are dropped; below that
    it is the plain mean. The derivation says which. Raises Refused where nobody marked, or no source has enough raters.
    """
    if parameters.sources:
        figure, derivation = combine_sources(source_means(actual, parameters))
        lines = [*derivation, *_without_source(actual, parameters)]
    else:
        if all(ballot.marks is None for ballot in actual.ballots):
            raise Refused(_("No evaluator has given a mark."))
        figure, derivation = _mean_of("", actual, parameters)
        lines = list(derivation)
    abstained = sum(ballot.marks is None for ballot in actual.ballots)
    if abstained:
        lines.append(_("Evaluators who abstained and are not counted: %(count)s", count=abstained))
    return Scored(score=figure, derivation=tuple(lines), method=Method.PANEL)


def can_score(actual: PanelMarks, parameters: PanelParameters) -> bool:
    """Whether there is a figure yet: a mark, or with sources one that has enough raters."""
    if not parameters.sources:
        return any(ballot.marks is not None for ballot in actual.ballots)
    return any(_raters(source, actual) >= source.fewest for source in parameters.sources)


def _raters(source: RaterSource, actual: PanelMarks) -> int:
    if source.means is RaterMeans.SURVEY:
        return sum(row.count for row in actual.surveys if row.source == source.name)
    return sum(ballot.marks is not None and ballot.source == source.name for ballot in actual.ballots)


def source_means(actual: PanelMarks, parameters: PanelParameters) -> list[SourceMean]:
    """Return what each source of the sheet gives, in the order of the sheet."""
    return [_source_mean(source, actual, parameters) for source in parameters.sources]


def _source_mean(source: RaterSource, actual: PanelMarks, parameters: PanelParameters) -> SourceMean:
    if source.means is RaterMeans.SURVEY:
        return survey_mean(source, next((row for row in actual.surveys if row.source == source.name), None))
    count = _raters(source, actual)
    if count == 0:
        return SourceMean(source, 0, None)
    figure, derivation = _mean_of(source.name, actual, parameters)
    return SourceMean(source, count, figure, derivation)


def _mean_of(source: str, actual: PanelMarks, parameters: PanelParameters) -> tuple[Decimal, tuple[Message, ...]]:
    counted = [
        Moved(ballot.evaluator, weighted_mark(ballot, parameters))
        for ballot in actual.ballots
        if ballot.marks is not None and (not parameters.sources or ballot.source == source)
    ]
    known = None if actual.balancing is None else actual.balancing.get(source)
    return panel_mean(counted, drop_from=parameters.dropping_from, balancing=known)


def _without_source(actual: PanelMarks, parameters: PanelParameters) -> list[Message]:
    names = {source.name for source in parameters.sources}
    stray = sum(ballot.marks is not None and ballot.source not in names for ballot in actual.ballots)
    return [_("Evaluators without a source of this sheet, not counted: %(count)s", count=stray)] if stray else []


@exact()
def weighted_mark(ballot: Ballot, parameters: PanelParameters) -> Decimal:
    """Return one evaluator's weighted mark, 0–100. Raises Refused for a missing, foreign or impossible mark."""
    marks = ballot.marks or {}
    if set(marks) != {criterion.name for criterion in parameters.criteria}:
        raise Refused(_("An evaluator must mark every criterion of the panel, and no other, or abstain."))
    if any(not 0 <= mark <= HUNDRED for mark in marks.values()):
        raise Refused(_("A mark lies between 0 and 100."))
    return sum((c.weight * marks[c.name] for c in parameters.criteria), ZERO) / HUNDRED
