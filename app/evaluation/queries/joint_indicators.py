"""Reads about joint indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.database import db
from app.core.figures import HUNDRED
from app.evaluation.models import JointIndicator, JointShare
from app.organization.models import Department

Column = ColumnElement[int] | InstrumentedAttribute[int]
ShareKey = tuple[int, int]
"""(indicator id, department id)"""


@dataclass(frozen=True, kw_only=True)
class SharePart:
    """What a department carries of a joint indicator, out of 100."""

    department_id: int
    department: str
    share: Decimal


@dataclass(frozen=True, kw_only=True)
class JointView:
    """A joint indicator of a round with the department that enters its value, and the shares."""

    indicator_id: int
    lead_id: int
    lead: str
    parts: Sequence[SharePart]


@dataclass(frozen=True)
class Joint:
    """The joint indicators of a round, as scoring reads them."""

    leads: Mapping[int, int] = field(default_factory=dict)
    shares: Mapping[ShareKey, Decimal] = field(default_factory=dict)

    @cached_property
    def sharers(self) -> frozenset[int]:
        """The departments that share some indicator."""
        return frozenset(department for _indicator, department in self.shares)

    def source_of(self, indicator_id: int, department_id: int) -> ShareKey:
        """Return whose value counts: the lead department's, or the own one."""
        return indicator_id, self.leads.get(indicator_id, department_id)

    def share_of(self, indicator_id: int, department_id: int) -> Decimal:
        """Return what the department carries of the weight, out of 100."""
        return self.shares.get((indicator_id, department_id), HUNDRED)


def joint_of(round_id: int) -> Joint:
    """Return the joint indicators of a round in one statement."""
    found = list(_shares(round_id))
    return Joint(
        leads={indicator: lead for indicator, lead, _department, _share in found},
        shares={(indicator, department): share for indicator, _lead, department, share in found},
    )


def _shares(round_id: int) -> Sequence[tuple[int, int, int, Decimal]]:
    statement = (
        select(
            JointIndicator.indicator_id, JointIndicator.lead_department_id, JointShare.department_id, JointShare.share
        )
        .join(
            JointShare,
            (JointShare.round_id == JointIndicator.round_id) & (JointShare.indicator_id == JointIndicator.indicator_id),
        )
        .where(JointIndicator.round_id == round_id)
        .order_by(JointIndicator.indicator_id, JointShare.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(statement)]


def joint_views(round_id: int) -> Mapping[int, JointView]:
    """Return the joint indicators of a round with names, by indicator, in one statement."""
    lead = aliased(Department)
    statement = (
        select(JointIndicator.indicator_id, lead.id, lead.name, Department.id, Department.name, JointShare.share)
        .join(
            JointShare,
            (JointShare.round_id == JointIndicator.round_id) & (JointShare.indicator_id == JointIndicator.indicator_id),
        )
        .join(lead, lead.id == JointIndicator.lead_department_id)
        .join(Department, Department.id == JointShare.department_id)
        .where(JointIndicator.round_id == round_id)
        .order_by(JointIndicator.indicator_id, JointShare.id)
    )
    found: dict[int, JointView] = {}
    parts: dict[int, list[SharePart]] = {}
    for indicator_id, lead_id, lead_name, department_id, department, share in db.session.execute(statement):
        own = parts.setdefault(indicator_id, [])
        own.append(SharePart(department_id=department_id, department=department, share=share))
        found[indicator_id] = JointView(indicator_id=indicator_id, lead_id=lead_id, lead=lead_name, parts=own)
    return found


def entered_by_another(round_id: Column, indicator_id: Column, department_id: Column) -> ColumnElement[bool]:
    """Whether the value of a department's indicator is entered by the lead department of a joint one."""
    return (
        select(JointIndicator.id)
        .where(
            JointIndicator.round_id == round_id,
            JointIndicator.indicator_id == indicator_id,
            JointIndicator.lead_department_id != department_id,
        )
        .correlate_except(JointIndicator)
        .exists()
    )
