"""Figures that one room of the product gives to another, with the rows they were read from.

A figure follows from its rows and from nothing else, so whoever keeps the rows can reckon it again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.figures import HUNDRED, ONE, ZERO, bare, exact, outcome, rounded
from app.core.messages import Labelled, Message, _

SHOWN_PLACES = 2


class FigureRule(Labelled):
    """How rows become a figure."""

    SUM = "sum", _("Sum of the parts")
    SHARE = "share", _("Percent: sum of the parts ÷ what they are parts of × 100")
    MEAN = "mean", _("Mean: sum of the parts ÷ number")


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """One row a figure was read from.

    `part` is what it adds above the line, `of` what it adds below it (nothing in a sum). `title` is short and safe for
    whoever may see the figure; empty where even the title is for a few.
    """

    kind: str
    id: int
    title: str = ""
    day: date | None = None
    part: Decimal = ONE
    of: Decimal = ZERO


@dataclass(frozen=True)
class Reading:
    """What a source says of one department."""

    rule: FigureRule
    rows: Sequence[ReadRow] = ()

    @property
    @exact()
    def numerator(self) -> Decimal:
        """Sum of the parts."""
        return sum((row.part for row in self.rows), ZERO)

    @property
    @exact()
    def denominator(self) -> Decimal | None:
        """What they are parts of, or their number; None for a sum."""
        return None if self.rule is FigureRule.SUM else sum((row.of for row in self.rows), ZERO)

    @property
    def figure(self) -> Decimal | None:
        """The figure, not rounded; None where there is nothing to know. A sum of nothing is 0."""
        return reckon(self.rule, self.numerator, self.denominator)

    @property
    def shown(self) -> Decimal | None:
        """The figure to two decimals at most, for reading."""
        return None if self.figure is None else Decimal(bare(rounded(self.figure, SHOWN_PLACES)))

    @property
    def derivation(self) -> str:
        """The arithmetic, e.g. "100 × 5 ÷ 8 = 62.50"; empty where there is no figure."""
        return shown_reckoning(self.rule, self.numerator, self.denominator)


@exact()
def reckon(rule: FigureRule, numerator: Decimal, denominator: Decimal | None) -> Decimal | None:
    """Return the figure of two sums; None where it would be divided by nothing."""
    if rule is FigureRule.SUM:
        return numerator
    if not denominator:
        return None
    return (HUNDRED * numerator if rule is FigureRule.SHARE else numerator) / denominator


def shown_reckoning(rule: FigureRule, numerator: Decimal, denominator: Decimal | None) -> str:
    """Write the arithmetic of two sums."""
    figure = reckon(rule, numerator, denominator)
    if figure is None or denominator is None:
        return "" if figure is None else bare(numerator)
    factor = "100 × " if rule is FigureRule.SHARE else ""
    return f"{factor}{bare(numerator)} ÷ {bare(denominator)} {outcome(figure)}"


ReadRows = Iterable[tuple[int, ReadRow]]
"""(department id, row)"""


@dataclass(frozen=True, kw_only=True)
class NamedSource:
    """A figure per department over days, both included: what people call it, what exactly is counted, and the reading.

    `read` takes (department ids, first day, last day) and answers in one or two statements, however many departments.
    """

    label: Message
    sentence: Message
    rule: FigureRule
    read: Callable[[Sequence[int], date, date], ReadRows]

    def readings(self, department_ids: Sequence[int], start: date, end: date) -> dict[int, Reading]:
        """Return what there is to know of every department."""
        found: dict[int, list[ReadRow]] = {department_id: [] for department_id in department_ids}
        for department_id, row in self.read(department_ids, start, end):
            found[department_id].append(row)
        return {department_id: Reading(self.rule, rows) for department_id, rows in found.items()}

    def __call__(self, department_ids: Sequence[int], start: date, end: date) -> dict[int, Decimal]:
        """Return the figures; a department of which there is nothing to know is left out."""
        readings = self.readings(department_ids, start, end).items()
        return {department_id: figure for department_id, one in readings if (figure := one.figure) is not None}


@dataclass(frozen=True, kw_only=True)
class RowKind:
    """What a kind of row is called, and the page of one: an endpoint and the name of its parameter, if it has a page.

    `is_sum`: a row stands for many things and has no title; elsewhere a missing title is one that is for a few.
    """

    label: Message
    is_sum: bool = False
    endpoint: str | None = None
    parameter: str = ""


RowKinds = Mapping[str, RowKind]
