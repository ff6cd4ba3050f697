"""Reads about actual values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import Missing
from app.core.figures import bare
from app.core.messages import Message, _
from app.evaluation import sources
from app.evaluation.enums import Aggregation, Cadence, Direction, MeasureState, Method, Phase
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    EvaluationRound,
    JointIndicator,
    JointShare,
    RoundMember,
)
from app.evaluation.queries.rows import rows_as
from app.evaluation.rules.definitions import AGGREGATION
from app.evaluation.rules.units import SubUnits
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """One indicator of a department with what was entered, if anything was."""

    indicator_id: int
    code: str
    name: str
    unit: str
    method: Method
    direction: Direction | None
    target: Decimal | None
    weight: Decimal
    named_source: str | None
    measure_id: int | None
    state: MeasureState | None
    value: Decimal | None
    grade: str | None
    units: Mapping[str, Any] | None
    parameters: Mapping[str, Any]
    cadence: Cadence
    note: str | None
    entered_by_id: int | None
    entered_by: str | None
    entered_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    version: int | None
    exempted_by: str | None
    exempted_at: datetime | None
    exemption_reason: str | None
    lead: str | None
    """공동지표: the department that enters the value; None where the indicator is no joint one."""
    share: Decimal | None
    """공동지표: what the department carries of the weight, out of 100."""
    is_led_here: bool | None

    @property
    def is_typed(self) -> bool:
        """Whether the department types it in; the rest comes from evaluators, the product itself or a lead department."""
        return self.method is not Method.PANEL and self.named_source is None and self.is_led_here is not False

    @property
    def is_scored_by_panel(self) -> bool:
        """Whether evaluators score it: their marks stay hidden until the results are published."""
        return self.method is Method.PANEL

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an approval here: a joint value is approved in its lead department."""
        return (
            self.is_led_here is not False
            and self.state in {MeasureState.VALUE, MeasureState.NOT_APPLICABLE}
            and self.approved_at is None
        )

    @property
    def awaits_control_tower(self) -> bool:
        """Whether the head agreed that it does not apply and the control tower has not yet."""
        is_approved = self.state is MeasureState.NOT_APPLICABLE and self.approved_at is not None
        return is_approved and self.exempted_at is None

    @property
    def in_words(self) -> Message | str | None:
        """The value as people read it: yes or no where that is what was asked."""
        if self.method is Method.YES_NO and self.value is not None:
            return _("Yes") if self.value else _("No")
        return self.shown

    @property
    def aggregation(self) -> Aggregation | None:
        """How sub-units become the value, if they do."""
        return Aggregation(self.parameters[AGGREGATION]) if self.parameters.get(AGGREGATION) else None

    @property
    def by_period(self) -> bool:
        """Whether a value is entered for every period of the round."""
        return self.aggregation is not None and self.aggregation.by_period

    @property
    def total(self) -> str | None:
        """What the parts have made so far."""
        return None if self.value is None else bare(self.value)

    @property
    def period_values(self) -> dict[str, str]:
        """What is in, by the label of the period."""
        if self.units is None:
            return {}
        return {name: bare(value) for name, value, _weight in SubUnits.from_plain(self.units).parts}

    @property
    def shown(self) -> str | None:
        """The value as text, as it is typed."""
        if self.units is not None:
            return str(SubUnits.from_plain(self.units))
        return self.grade if self.value is None else format(self.value, "f")


def member_or_404(record: EvaluationRound, department_id: int, actor: Actor) -> RoundMember:
    """Return the department of a round whose measures the actor may see. Raises Missing."""
    everything = actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR)
    if not (everything or actor.coordinates(department_id) or actor.heads(department_id)):
        raise Missing(_("The department is not in this round."))
    found = db.session.scalar(
        select(RoundMember).where(RoundMember.round_id == record.id, RoundMember.department_id == department_id)
    )
    if found is None:
        raise Missing(_("The department is not in this round."))
    return found


def measure_rows(record: EvaluationRound, member: RoundMember) -> Sequence[MeasureRow]:
    """Return what a department is measured by, with what was entered, in one statement."""
    author, approver, exempter, lead = aliased(Person), aliased(Person), aliased(Person), aliased(Department)
    statement = (
        select(
            Composition.indicator_id,
            Composition.code,
            Composition.name,
            Composition.unit,
            Composition.method,
            Composition.direction,
            Composition.target,
            Composition.weight,
            Composition.named_source,
            ActualMeasure.id,
            ActualMeasure.state,
            ActualMeasure.value,
            ActualMeasure.grade,
            ActualMeasure.units,
            Composition.parameters,
            Composition.cadence,
            ActualMeasure.note,
            ActualMeasure.entered_by_id,
            author.name,
            ActualMeasure.entered_at,
            approver.name,
            ActualMeasure.approved_at,
            ActualMeasure.version,
            exempter.name,
            ActualMeasure.exempted_at,
            ActualMeasure.exemption_reason,
            lead.name,
            JointShare.share,
            JointIndicator.lead_department_id == member.department_id,
        )
        .outerjoin(
            JointIndicator,
            (JointIndicator.round_id == Composition.round_id)
            & (JointIndicator.indicator_id == Composition.indicator_id),
        )
        .outerjoin(lead, lead.id == JointIndicator.lead_department_id)
        .outerjoin(
            JointShare,
            (JointShare.round_id == Composition.round_id)
            & (JointShare.indicator_id == Composition.indicator_id)
            & (JointShare.department_id == member.department_id),
        )
        .outerjoin(
            ActualMeasure,
            (ActualMeasure.round_id == Composition.round_id)
            & (ActualMeasure.indicator_id == Composition.indicator_id)
            & (ActualMeasure.department_id == func.coalesce(JointIndicator.lead_department_id, member.department_id)),
        )
        .outerjoin(author, author.id == ActualMeasure.entered_by_id)
        .outerjoin(approver, approver.id == ActualMeasure.approved_by_id)
        .outerjoin(exempter, exempter.id == ActualMeasure.exempted_by_id)
        .where(Composition.round_id == record.id, Composition.peer_group_id == member.peer_group_id)
        .order_by(Composition.position, Composition.code)
    )
    return rows_as(MeasureRow, statement)


def source_values(record: EvaluationRound, rows: Sequence[MeasureRow], department_id: int) -> dict[int, Decimal]:
    """Return what the named sources say for a department today, while the round still measures."""
    if record.phase not in {Phase.PLANNING, Phase.MEASURING}:
        return {}
    names = {row.indicator_id: row.named_source for row in rows if row.named_source in sources.names()}
    found: dict[int, Decimal] = {}
    for indicator, name in names.items():
        figures = sources.figures(name or "", [department_id], record.starts_on, record.base_on)
        if department_id in figures:
            found[indicator] = figures[department_id]
    return found
