"""What a dashboard can be narrowed to: rounds, bureaus, peer groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Date, bindparam, exists, func, literal, or_, select, true, union_all

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound, Publication
from app.evaluation.queries.releases import released
from app.organization.enums import DepartmentKind, SettingKey
from app.organization.models import Department, PeerGroup
from app.organization.queries import setting_column

MOST_ROUNDS = 20


class Choice(NamedTuple):
    """One bureau, peer group or round."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Bureaus and groups of today; rounds, the latest first."""

    bureaus: Sequence[Choice]
    groups: Sequence[Choice]
    rounds: Sequence[Choice]


def choices_for(actor: Actor) -> Choices:
    """Return what the reader may choose from, in one statement."""
    found: dict[str, list[Choice]] = {"bureau": [], "group": [], "round": []}
    statement = _statement(any_round=policy.allows(Permission.RESULTS_PREVIEW, actor))
    for kind, _place, record_id, name in sorted(read(statement, {"day": clock.today(), "now": clock.now()})):
        found[kind].append(Choice(record_id, name))
    return Choices(bureaus=found["bureau"], groups=found["group"], rounds=found["round"])


@cache
def _statement(*, any_round: bool) -> CompoundSelect[Any]:
    """Put the statement together once: what somebody may choose, its place among its kind, id and name."""
    return union_all(_bureaus(), _groups(), _rounds(any_round=any_round))


def _bureaus() -> AnySelect:
    """The bureaus that have departments: not the unit of the mayor, which stands beside them."""
    day = bindparam("day", type_=Date)
    return select(literal("bureau"), Department.position, Department.id, Department.name).where(
        Department.kind == DepartmentKind.BUREAU,
        Department.code != setting_column(SettingKey.LEADING_OFFICE),
        Department.valid_from <= day,
        or_(Department.valid_until.is_(None), Department.valid_until >= day),
    )


def _groups() -> AnySelect:
    return select(literal("group"), PeerGroup.position, PeerGroup.id, PeerGroup.name)


def _rounds(*, any_round: bool) -> AnySelect:
    """The last rounds: all of them, or those of which something is released."""
    seen = exists().where(Publication.round_id == EvaluationRound.id, released(bindparam("now", type_=UtcDateTime)))
    latest_first = EvaluationRound.base_on.desc(), EvaluationRound.id.desc()
    newest = (
        select(func.row_number().over(order_by=latest_first).label("place"), EvaluationRound.id, EvaluationRound.name)
        .where(true() if any_round else seen)
        .order_by(*latest_first)
        .limit(MOST_ROUNDS)
        .subquery()
    )
    return select(literal("round"), newest)
