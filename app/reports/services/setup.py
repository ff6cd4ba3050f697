"""지급기준액과 등급표: what HR lays down before a list is made."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.incentives import IncentiveTable
from app.reports.enums import Permission
from app.reports.events import GradeTableSaved, IncentiveBaseSet
from app.reports.models import IncentiveBase, IncentiveGradeTable
from app.reports.policy import POLICY
from app.reports.queries.incentives import base_by_rank
from app.reports.rules.grade_tables import PRESETS, PresetTable
from app.reports.rules.incentives import table_content

DEFAULT_ABSORBING = "B"


def set_bases(*, actor: Actor, amounts: Mapping[str, Decimal | None]) -> int:
    """Set base amounts by rank, in won; None takes one away. Returns how many changed."""
    access.require(POLICY, Permission.BATCHES_WRITE, actor)
    if any(amount is not None and amount < 0 for amount in amounts.values()):
        raise Refused(_("A base amount cannot be below 0."))
    known = base_by_rank()
    changed = [rank for rank, amount in amounts.items() if _amount(known, rank) != amount]
    for rank in changed:
        _set_base(known.get(rank), rank, amounts[rank], actor)
    return len(changed)


def _amount(known: Mapping[str, IncentiveBase], rank: str) -> Decimal | None:
    return known[rank].amount if rank in known else None


def _set_base(record: IncentiveBase | None, rank: str, amount: Decimal | None, actor: Actor) -> None:
    if record is None:
        record = IncentiveBase(rank=rank, amount=amount, changed_by_id=actor.id, changed_at=clock.now())
        db.session.add(record)
        db.session.flush()
    else:
        change_state(record, amount=amount, changed_by_id=actor.id, changed_at=clock.now())
    written = None if amount is None else format(amount, "f")
    publish(IncentiveBaseSet(actor_id=actor.id, incentive_base_id=record.id, rank=rank, amount=written))


def save_grade_table(*, actor: Actor, code: str, name: str, table: IncentiveTable) -> IncentiveGradeTable:
    """Enter a table of grades, or change the one with this code. Batches made before keep their own copy."""
    access.require(POLICY, Permission.BATCHES_WRITE, actor)
    record = db.session.scalar(select(IncentiveGradeTable).where(IncentiveGradeTable.code == code))
    values = _columns(code, table) | {"name": name, "changed_by_id": actor.id, "changed_at": clock.now()}
    if record is None:
        record = IncentiveGradeTable(code=code, source="", **values)
        db.session.add(record)
        db.session.flush()
    else:
        change_state(record, **values)
    publish(GradeTableSaved(actor_id=actor.id, incentive_grade_table_id=record.id, code=code))
    return record


def seed_grade_tables(actor: Actor | None = None) -> None:
    """Enter the published standard tables where they are not there yet. `actor` None is the office's own set-up."""
    if actor is not None:
        access.require(POLICY, Permission.BATCHES_WRITE, actor)
    present = set(db.session.scalars(select(IncentiveGradeTable.code)))
    missing = [_from_preset(preset, actor) for preset in PRESETS if preset.code not in present]
    db.session.add_all(missing)
    db.session.flush()
    for record in missing:
        publish(
            GradeTableSaved(actor_id=actor.id if actor else None, incentive_grade_table_id=record.id, code=record.code)
        )


def _from_preset(preset: PresetTable, actor: Actor | None) -> IncentiveGradeTable:
    return IncentiveGradeTable(
        code=preset.code,
        name=preset.name,
        source=preset.source,
        grades=[list(row) for row in preset.grades],
        absorbing_grade=DEFAULT_ABSORBING,
        mode=RoundingMode.FLOOR,
        unit=10,
        changed_by_id=actor.id if actor else None,
        changed_at=clock.now(),
    )


def _columns(code: str, table: IncentiveTable) -> dict[str, object]:
    content = table_content(code, table)
    return {name: content[name] for name in ("grades", "absorbing_grade", "unit")} | {"mode": table.mode}
