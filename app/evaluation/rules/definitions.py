"""From the columns of a definition sheet to the parameters of its method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from app.core.errors import Refused
from app.core.figures import ZERO
from app.core.messages import _
from app.evaluation.enums import Aggregation, Direction, MeasureState, Method
from app.evaluation.rules.methods import METHODS, parameter_names
from app.evaluation.rules.methods.reading import wrong
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.units import SubUnits

DIRECTED = frozenset({Method.ATTAINMENT, Method.TARGET_SETTING, Method.TREND, Method.BANDS})
"""Methods that cannot score without knowing where the better side lies; a line knows from its two ends."""


AGGREGATION = "aggregation"
"""Among the extra values of a definition: how sub-units are averaged. No method reads it."""
AVERAGED = frozenset({Method.ATTAINMENT, Method.LINE, Method.TARGET_SETTING, Method.TREND, Method.BANDS, Method.DIRECT})
"""Methods whose value is a number that can be a mean."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """How one indicator is scored. `extra` is what the method needs beyond the named values."""

    method: Method
    direction: Direction | None = None
    target: Decimal | None = None
    worst: Decimal | None = None
    best: Decimal | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None
    history: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def parameters(self) -> dict[str, object]:
        """The method's parameters: named values where the method knows them, and what is extra."""
        known = parameter_names(self.method)
        named: dict[str, object] = {
            "direction": self.direction.value if self.direction else None,
            "target": self.best if self.target is None and self.method is Method.LINE else self.target,
            "worst": self.worst,
            "best": self.best,
            "cap": self.cap,
            "floor": self.floor,
            "history": dict(self.history) or None,
        }
        chosen = {name: value for name, value in self.extra.items() if name in known}
        chosen.update({name: value for name, value in named.items() if name in known and value is not None})
        return chosen

    @cached_property
    def parsed(self) -> object:
        """The parameters as the method's own frozen class. Raises Invalid or Refused."""
        check_completeness(self)
        return _parsed(_Laid(self.method, repr(self.parameters), self.parameters))

    def with_history(self, history: Mapping[str, str]) -> "Definition":
        """The same definition with the past of one department."""
        return self if history == self.history else replace(self, history=history)

    def with_numbers(self, numbers: Mapping[str, Decimal | None]) -> "Definition":
        """The same definition with other targets or bounds, by the names of its fields."""
        values: dict[str, Any] = dict(numbers)
        return replace(self, **values)

    @property
    def aggregation(self) -> Aggregation | None:
        """How sub-units become one value; None where the department itself has the value."""
        return Aggregation(self.extra[AGGREGATION]) if self.extra.get(AGGREGATION) else None

    def score(self, state: MeasureState, actual: object) -> Scored | None:
        """Score an actual value; None where the state says that there is none. Raises Refused."""
        if state is not MeasureState.VALUE:
            return None
        formula = METHODS[self.method]
        if not isinstance(actual, SubUnits):
            if self.aggregation is not None:
                raise Refused(_("The values of the sub-units are needed, not one value."))
            return formula.score(formula.read(actual), self.parsed)
        if actual.how is not self.aggregation:
            raise Refused(_("This indicator does not take sub-units in this way."))
        combined = actual.mean()
        scored = formula.score(combined.score, self.parsed)
        return replace(scored, derivation=(combined.derivation, *scored.derivation))

    @property
    def scores_numbers(self) -> bool:
        """Whether many plain numbers can be scored at once; `scores` does it."""
        return METHODS[self.method].scores is not None and self.aggregation is None

    def scores(self, actuals: Sequence[Decimal]) -> list[Decimal]:
        """Score many numbers exactly as `score` does, without the sentences. Raises Refused."""
        together = METHODS[self.method].scores
        assert together is not None
        return together(actuals, self.parsed)

    @property
    def missing_floor(self) -> Decimal:
        """What the round's "floor" rule gives for a missing measure."""
        return self.floor or ZERO


@dataclass(frozen=True)
class _Laid:
    """A method with its parameters, equal to another with the same ones."""

    method: Method
    text: str
    parameters: Mapping[str, object] = field(compare=False)


@lru_cache(maxsize=2048)
def _parsed(laid: _Laid) -> object:
    """Read parameters once for all rounds and peer groups that lay down the same: what comes out is frozen."""
    return METHODS[laid.method].parse(laid.parameters)


def check_completeness(definition: Definition) -> None:
    """Refuse a definition without what its method cannot do without, in the words of the definition sheet."""
    if definition.aggregation is not None and definition.method not in AVERAGED:
        raise wrong(AGGREGATION, _("Only a method that scores a number can average sub-units."))
    if definition.method in DIRECTED and definition.direction is None:
        raise wrong("direction", _("The direction is needed: higher, lower or keep."))
    if definition.method is Method.ATTAINMENT and definition.target is None and "target" not in definition.extra:
        raise wrong("target", _("The target is needed to reckon attainment."))
    if definition.method is Method.LINE and "target" not in definition.parameters:
        raise wrong("target", _("The line method needs a target."))
    if definition.method is Method.LINE and "worst" not in definition.parameters:
        raise wrong("worst", _("The line method needs the worst value."))


def check_definition(definition: Definition) -> None:
    """Say why a definition cannot score. Raises Invalid or Refused; returns nothing if it can."""
    assert definition.parsed is not None
