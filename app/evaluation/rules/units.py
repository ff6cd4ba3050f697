"""하위 단위와 기간: the values of teams, places or periods of time, from which a department's value is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.errors import Refused
from app.core.figures import ONE, bare, exact
from app.core.messages import Message, _
from app.core.numbers import is_sensible
from app.evaluation.enums import Aggregation
from app.evaluation.rules.composition import (
    Combined,
    Part,
    last_of_periods,
    mean_of_periods,
    simple_mean,
    sum_of_periods,
    weighted_mean,
)
from app.evaluation.rules.methods.reading import to_number

NAME_AND_VALUE = 2
COMBINE: Mapping[Aggregation, Callable[[Sequence[Part]], Combined]] = {
    Aggregation.SIMPLE: simple_mean,
    Aggregation.WEIGHTED: weighted_mean,
    Aggregation.PERIOD_SUM: sum_of_periods,
    Aggregation.PERIOD_MEAN: mean_of_periods,
    Aggregation.PERIOD_LAST: last_of_periods,
}


@dataclass(frozen=True)
class SubUnits:
    """What sub-units or periods reached: (name, value, weight) each, and how they become one value.

    Typed as "1팀 80; 2팀 90" for a simple mean, as "1팀 80 10; 2팀 90 30" for a weighted one, as "2026-01 12;
    2026-02 9" for periods, which always stand in the order of time. `expected` is how many periods there are to be.
    """

    how: Aggregation
    parts: tuple[tuple[str, Decimal, Decimal], ...]
    expected: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every period is in; sub-units always are."""
        return len(self.parts) >= self.expected

    @classmethod
    def read(cls, text: str, how: Aggregation) -> Self:
        """Read what was typed. Raises Refused with the number of the first unit that cannot be read."""
        rows = [row.split() for row in text.split(";") if row.strip()]
        figures = NAME_AND_VALUE if how is Aggregation.WEIGHTED else 1
        parts = []
        for number, row in enumerate(rows, start=1):
            found = [to_number(cell) for cell in row[len(row) - figures :]]
            numbers = [figure for figure in found if figure is not None]
            if len(row) <= figures or len(numbers) < figures:
                raise Refused(_format(number, how))
            if not all(is_sensible(figure) for figure in numbers):
                raise Refused(_("Write a number of at most 18 digits, for example 1,234.5."))
            parts.append((" ".join(row[:-figures]), numbers[0], ONE if figures == 1 else numbers[1]))
        return cls._checked(how, tuple(parts))

    @classmethod
    def _checked(cls, how: Aggregation, parts: tuple[tuple[str, Decimal, Decimal], ...]) -> Self:
        if how.by_period:
            parts = tuple(sorted(parts))
        names = [name for name, _value, _weight in parts]
        if not names or len(set(names)) < len(names):
            raise Refused(_("Every sub-unit needs a name of its own, and there must be one at least."))
        found = cls(how, parts)
        found.mean()
        return found

    @classmethod
    def from_plain(cls, plain: Mapping[str, Sequence[Sequence[str]] | str]) -> Self:
        """Return what `as_plain` has kept."""
        rows = plain["parts"]
        parts = tuple((row[0], Decimal(row[1]), Decimal(row[2])) for row in rows)
        return cls(Aggregation(str(plain["how"])), parts, int(str(plain.get("expected", 0))))

    def as_plain(self) -> dict[str, object]:
        """Return it as JSON keeps it, numbers as text."""
        rows = [[name, format(value, "f"), format(weight, "f")] for name, value, weight in self.parts]
        return {"how": self.how.value, "parts": rows} | ({"expected": self.expected} if self.expected else {})

    @exact()
    def mean(self) -> Combined:
        """The value of the department, not rounded, and the sentence that states how it came about."""
        parts = [Part(name, value, weight) for name, value, weight in self.parts]
        return COMBINE[self.how](parts)

    def __str__(self) -> str:
        weighted = self.how is Aggregation.WEIGHTED
        return "; ".join(
            f"{name} {bare(value)} {bare(weight)}" if weighted else f"{name} {bare(value)}"
            for name, value, weight in self.parts
        )


def _format(number: int, how: Aggregation) -> Message:
    if how.by_period:
        return _("Period %(number)s: write period and value, for example 2026-01 12; 2026-02 9.", number=number)
    if how is Aggregation.SIMPLE:
        return _("Sub-unit %(number)s: write name and value, for example Team A 80; Team B 90.", number=number)
    return _(
        "Sub-unit %(number)s: write name, value and weight, for example Team A 80 10; Team B 90 30.", number=number
    )
