"""The methods of scoring, one module each, and the one door to them.

Each module has a frozen parameter class with `parse` and `validate`, and a `score`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import MeasureState, Method
from app.evaluation.rules.methods import (
    attainment,
    bands,
    direct,
    grades,
    line,
    panel,
    target_setting,
    trend,
    yes_no,
)
from app.evaluation.rules.methods.reading import read_number
from app.evaluation.rules.methods.scored import Scored

Actual = TypeVar("Actual")
Parameters = TypeVar("Parameters")


@dataclass(frozen=True)
class Formula(Generic[Actual, Parameters]):
    """One method: how its result and its parameters are read, and how it scores."""

    read: Callable[[object], Actual]
    parse: Callable[[Mapping[str, object]], Parameters]
    score: Callable[[Actual, Parameters], Scored]
    shape: type[Parameters]
    scores: Callable[[Sequence[Actual], Parameters], list[Decimal]] | None = None
    """The same arithmetic for many numbers at once, without the sentences; None where a value is no number."""

    def run(self, actual: object, parameters: Mapping[str, object]) -> Scored:
        """Read both and score."""
        return self.score(self.read(actual), self.parse(parameters))


METHODS: Mapping[Method, Formula[Any, Any]] = MappingProxyType(
    {
        Method.ATTAINMENT: Formula(
            read_number,
            attainment.AttainmentParameters.parse,
            attainment.score,
            attainment.AttainmentParameters,
            attainment.scores,
        ),
        Method.LINE: Formula(read_number, line.LineParameters.parse, line.score, line.LineParameters, line.scores),
        Method.TARGET_SETTING: Formula(
            read_number,
            target_setting.TargetSettingParameters.parse,
            target_setting.score,
            target_setting.TargetSettingParameters,
            target_setting.scores,
        ),
        Method.TREND: Formula(
            read_number, trend.TrendParameters.parse, trend.score, trend.TrendParameters, trend.scores
        ),
        Method.BANDS: Formula(
            read_number, bands.BandsParameters.parse, bands.score, bands.BandsParameters, bands.scores
        ),
        Method.GRADES: Formula(grades.read, grades.GradesParameters.parse, grades.score, grades.GradesParameters),
        Method.PANEL: Formula(panel.read, panel.PanelParameters.parse, panel.score, panel.PanelParameters),
        Method.YES_NO: Formula(yes_no.read, yes_no.YesNoParameters.parse, yes_no.score, yes_no.YesNoParameters),
        Method.DIRECT: Formula(
            read_number, direct.DirectParameters.parse, direct.score, direct.DirectParameters, direct.scores
        ),
    }
)


def parameter_names(method: Method) -> tuple[str, ...]:
    """Names of the parameters a method knows, in the order a form asks for them."""
    return tuple(field.name for field in fields(METHODS[method].shape))


def check_parameters(method: Method, parameters: Mapping[str, object]) -> None:
    """Say why parameters cannot be used. Raises Invalid (wrong shape) or Refused (they contradict each other)."""
    METHODS[method].parse(parameters)


def score_measure(
    method: Method, parameters: Mapping[str, object], state: MeasureState, actual: object = None
) -> Scored | None:
    """Score one measure; None where there is no value to score (the round's rules decide what that means).

    Raises Refused where the state and the value contradict each other: missing is never zero.
    """
    if state is MeasureState.VALUE and actual is None:
        raise Refused(_("A measure with a value needs the value; missing is not zero."))
    if state is not MeasureState.VALUE and actual is not None:
        raise Refused(_("A measure that is “%(state)s” cannot have a value.", state=state.label))
    if actual is None:
        return None
    return METHODS[method].run(actual, parameters)
