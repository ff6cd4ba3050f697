"""평점: a rating from 0 to 100 given by an outside body and typed in with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.errors import Refused
from app.core.figures import HUNDRED, plain
from app.core.messages import _
from app.evaluation.enums import Method
from app.evaluation.rules.methods.reading import Reader
from app.evaluation.rules.methods.scored import Scored


@dataclass(frozen=True)
class DirectParameters:
    """Nothing to set."""

    def validate(self) -> None:
        """Accept always: there is nothing that could be wrong."""

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read no parameters; raises Invalid where there are some."""
        Reader(values).finish()
        return cls()


def score(actual: Decimal, parameters: DirectParameters) -> Scored:
    """Take the rating as the score. Raises Refused outside 0–100."""
    (figure,) = scores([actual], parameters)
    line = _("Rating given by the outside body: %(actual)s", actual=plain(actual))
    return Scored(score=figure, derivation=(line,), method=Method.DIRECT)


def scores(actuals: Sequence[Decimal], parameters: DirectParameters) -> list[Decimal]:  # noqa: ARG001  the shape every method has
    """Take many ratings as scores, without the sentences. Raises Refused outside 0–100."""
    for actual in actuals:
        if not 0 <= actual <= HUNDRED:
            raise Refused(_("A rating lies between 0 and 100; %(actual)s does not.", actual=plain(actual)))
    return list(actuals)
