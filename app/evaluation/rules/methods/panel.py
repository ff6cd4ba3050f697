"""정성(평가위원): weighted criteria, marked by several evaluators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, plain
from app.core.juries import DROP_FROM, jury_mean
from app.core.messages import _
from app.evaluation.enums import Method
from app.evaluation.rules.methods.reading import Reader, to_number, wrong
from app.evaluation.rules.methods.scored import Scored

FEWEST_TO_DROP = 3


@dataclass(frozen=True)
class Criterion:
    """평가항목: what is judged and its weight out of 100."""

    name: str
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class PanelParameters:
    """The criteria (weights sum to 100) and from how many evaluators on the two ends are dropped."""

    criteria: tuple[Criterion, ...]
    drop_from: int = DROP_FROM

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

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values: criteria = [{"name": …, "weight": …}, …]."""
        reader = Reader(values)
        rows = [Reader(row) for row in reader.rows("criteria") or []]
        criteria = tuple(Criterion(row.text("name"), row.number("weight")) for row in rows)
        drop_from = reader.whole("drop_from", cls.drop_from)
        for row in rows:
            row.finish()
        reader.finish()
        return cls(criteria=criteria, drop_from=drop_from)


@dataclass(frozen=True)
class Ballot:
    """One evaluator's marks, 0–100 per criterion; None is an abstention, which never counts as 0."""

    evaluator: str
    marks: Mapping[str, Decimal] | None


def read(actual: object) -> tuple[Ballot, ...]:
    """Read the ballots: {"evaluator": {"criterion": mark, …} or None for an abstention, …}."""
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
def score(actual: Sequence[Ballot], parameters: PanelParameters) -> Scored:
    """Score the ballots: weighted mark per evaluator, then the mean.

    From `drop_from` evaluators who marked on, one highest and one lowest are dropped; below that
    it is the plain mean. The derivation says which. Raises Refused where nobody marked.
    """
    counted = [weighted_mark(b, parameters) for b in actual if b.marks is not None]
    if not counted:
        raise Refused(_("No evaluator has given a mark."))
    marked = jury_mean(counted, drop_from=parameters.drop_from)
    derivation = [marked.derivation]
    abstained = len(actual) - len(counted)
    if abstained:
        derivation.append(_("Evaluators who abstained and are not counted: %(count)s", count=abstained))
    return Scored(score=marked.figure, derivation=tuple(derivation), method=Method.PANEL)


@exact()
def weighted_mark(ballot: Ballot, parameters: PanelParameters) -> Decimal:
    """Return one evaluator's weighted mark, 0–100. Raises Refused for a missing, foreign or impossible mark."""
    marks = ballot.marks or {}
    if set(marks) != {criterion.name for criterion in parameters.criteria}:
        raise Refused(_("An evaluator must mark every criterion of the panel, and no other, or abstain."))
    if any(not 0 <= mark <= HUNDRED for mark in marks.values()):
        raise Refused(_("A mark lies between 0 and 100."))
    return sum((c.weight * marks[c.name] for c in parameters.criteria), ZERO) / HUNDRED
