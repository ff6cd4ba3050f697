"""성과지표: definition sheets, their targets and criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Cadence, Direction, IndicatorKind, Method, Permission, Phase, ResultKind, RoundingMode
from app.evaluation.events import IndicatorSaved, TargetChanged
from app.evaluation.models import (
    Composition,
    Criterion,
    EvaluationRound,
    Indicator,
    TargetChange,
)
from app.evaluation.rules.definitions import Definition, check_definition
from app.evaluation.rules.methods.reading import wrong
from app.evaluation.services.changes import changes


@dataclass(frozen=True, kw_only=True)
class CriterionDraft:
    """A criterion of a panel: weight out of 100, anchors [{"mark": "90", "text": "…"}] best first."""

    name: str
    weight: Decimal
    anchors: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class IndicatorDraft:
    """Everything a definition sheet says; the fields are the columns of `Indicator`."""

    code: str
    name: str
    method: Method
    direction: Direction | None = None
    perspective_id: int | None = None
    objective_id: int | None = None
    description: str = ""
    formula: str = ""
    unit: str = ""
    kind: IndicatorKind = IndicatorKind.QUANTITATIVE
    result_kind: ResultKind = ResultKind.NOT_SAID
    cadence: Cadence = Cadence.YEARLY
    is_common: bool = True
    owner_department_id: int | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_reason: str = ""
    worst: Decimal | None = None
    best: Decimal | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None
    digits: int = 2
    rounding: RoundingMode = RoundingMode.HALF_UP
    history: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    named_source: str | None = None
    evidence: str = ""
    source_note: str = ""
    values: Sequence[str] = ()

    @property
    def definition(self) -> Definition:
        """What the rules read of it."""
        return Definition(
            method=self.method,
            direction=self.direction,
            target=self.target,
            worst=self.worst,
            best=self.best,
            cap=self.cap,
            floor=self.floor,
            history=self.history.get("common", {}),
            extra=self.parameters,
        )

    def columns(self) -> dict[str, Any]:
        """The draft as values of the model's columns."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return found | {
            "history": dict(self.history),
            "parameters": dict(self.parameters),
            "values": [str(value) for value in self.values],
        }


def draft_of(indicator: Indicator) -> IndicatorDraft:
    """Return a definition sheet as the draft that would leave it as it is."""
    return IndicatorDraft(**{item.name: getattr(indicator, item.name) for item in fields(IndicatorDraft)})


def save_indicator(
    *,
    actor: Actor | None,
    draft: IndicatorDraft,
    indicator: Indicator | None = None,
    criteria: Sequence[CriterionDraft] | None = None,
    change_reason: str = "",
) -> Indicator:
    """Write a definition sheet. A changed target needs a reason and is kept as a `TargetChange`.

    Raises Refused where the definition cannot score, Conflict where the code is taken.
    """
    policy.require(Permission.INDICATOR_EDIT, actor)
    if criteria is not None:
        draft = with_criteria(draft, criteria)
    check_definition(draft.definition)
    if draft.named_source and draft.definition.aggregation:
        raise wrong("aggregation", _("What the product counts itself has no sub-units."))
    if draft.cadence is Cadence.YEARLY and draft.definition.aggregation and draft.definition.aggregation.by_period:
        raise wrong("aggregation", _("What is measured once a year has no periods: choose how often it is measured."))
    _check_code(draft.code, indicator)
    before = {} if indicator is None else {name: getattr(indicator, name) for name in draft.columns()}
    if indicator is None:
        indicator = Indicator(**draft.columns(), changed_at=clock.now())
        db.session.add(indicator)
    else:
        _change_target(indicator, draft.target, change_reason, actor)
        for name, value in draft.columns().items():
            setattr(indicator, name, value)
        indicator.version += 1
        indicator.changed_at = clock.now()
    db.session.flush()
    if criteria is not None:
        _save_criteria(indicator, criteria)
    publish(
        IndicatorSaved(
            actor_id=actor.id if actor else None,
            indicator_id=indicator.id,
            code=indicator.code,
            version=indicator.version,
            changes=changes(before, draft.columns()) if before else (),
        )
    )
    return indicator


def with_criteria(draft: IndicatorDraft, criteria: Sequence[CriterionDraft]) -> IndicatorDraft:
    """Return the draft with the criteria among its parameters, as the panel method reads them."""
    rows = [{"name": item.name, "weight": format(item.weight, "f")} for item in criteria]
    values = {item.name: getattr(draft, item.name) for item in fields(draft)}
    return IndicatorDraft(**(values | {"parameters": {**draft.parameters, "criteria": rows}}))


def _check_code(code: str, indicator: Indicator | None) -> None:
    owner = db.session.scalar(select(Indicator.id).where(Indicator.code == code))
    if owner is not None and (indicator is None or owner != indicator.id):
        raise Conflict(_("There is already an indicator with the code “%(code)s”.", code=code))


def _change_target(indicator: Indicator, target: Decimal | None, reason: str, actor: Actor | None) -> None:
    if indicator.target == target:
        return
    if not reason.strip():
        raise Refused(_("A changed target needs a reason."))
    _write_target_change(indicator, target, reason, actor)


def keep_target(*, actor: Actor | None, indicator: Indicator, reason: str) -> None:
    """Keep that somebody decided: the target stays. Raises Refused where there is none."""
    policy.require(Permission.INDICATOR_EDIT, actor)
    if indicator.target is None:
        raise Refused(_("The indicator has no target that could stay."))
    _write_target_change(indicator, indicator.target, reason, actor)


def _write_target_change(indicator: Indicator, target: Decimal | None, reason: str, actor: Actor | None) -> None:
    change = TargetChange(
        indicator_id=indicator.id,
        before=indicator.target,
        after=target,
        reason=reason,
        changed_by_id=actor.id if actor else None,
        changed_at=clock.now(),
    )
    db.session.add(change)
    publish(
        TargetChanged(
            actor_id=change.changed_by_id,
            indicator_id=indicator.id,
            before=None if change.before is None else format(change.before, "f"),
            after=None if target is None else format(target, "f"),
            reason=FreeText(reason),
        )
    )


def _save_criteria(indicator: Indicator, criteria: Sequence[CriterionDraft]) -> None:
    kept = {
        row.name: row for row in db.session.scalars(select(Criterion).where(Criterion.indicator_id == indicator.id))
    }
    unchanged = [(row.name, row.weight) for row in sorted(kept.values(), key=lambda row: row.position)]
    if kept and unchanged != [(item.name, item.weight) for item in criteria]:
        _refuse_change_in_use(indicator)
    gone = [row.id for name, row in kept.items() if name not in {item.name for item in criteria}]
    db.session.execute(delete(Criterion).where(Criterion.id.in_(gone)))
    for position, item in enumerate(criteria, start=1):
        row = kept.get(item.name) or Criterion(indicator_id=indicator.id, name=item.name)
        row.weight, row.position = item.weight, position
        row.anchors = [dict(anchor) for anchor in item.anchors]
        db.session.add(row)
    db.session.flush()


def _refuse_change_in_use(indicator: Indicator) -> None:
    running = db.session.scalar(
        select(EvaluationRound.code)
        .join(Composition, Composition.round_id == EvaluationRound.id)
        .where(Composition.indicator_id == indicator.id, EvaluationRound.phase != Phase.PLANNING)
        .limit(1)
    )
    if running is not None:
        raise Refused(_("The criteria are fixed: round %(code)s is using them.", code=running))
