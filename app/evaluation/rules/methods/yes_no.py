"""이행 여부: done earns 100, not done earns 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from app.core.errors import Refused
from app.core.figures import HUNDRED, ONE, ZERO
from app.core.messages import _
from app.evaluation.enums import Method
from app.evaluation.rules.methods.reading import Reader, to_number
from app.evaluation.rules.methods.scored import Scored


@dataclass(frozen=True)
class YesNoParameters:
    """Nothing to set."""

    def validate(self) -> None:
        """Accept always: there is nothing that could be wrong."""

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read no parameters; raises Invalid where there are some."""
        Reader(values).finish()
        return cls()


def read(actual: object) -> bool:
    """Read a yes or a no: a truth value, or 1 or 0."""
    if isinstance(actual, bool):
        return actual
    number = to_number(actual)
    if number not in {ZERO, ONE}:
        raise Refused(_("The actual value must be 1 (done) or 0 (not done)."))
    return number == ONE


def score(actual: bool, parameters: YesNoParameters) -> Scored:  # noqa: ARG001, FBT001  the shape every method has
    """Score a yes or a no."""
    if actual:
        return Scored(score=HUNDRED, derivation=(_("Done: 100"),), method=Method.YES_NO)
    return Scored(score=ZERO, derivation=(_("Not done: 0"),), method=Method.YES_NO)
