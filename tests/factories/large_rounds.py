"""A round of many departments and indicators, written row by row as an import leaves it: its scoring is real."""

from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select

from app.core import clock
from app.core.database import db
from app.evaluation.enums import Direction, MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure, Composition, EvaluationRound, Indicator, RoundMember
from app.evaluation.services.rounds import enter_phase
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.organization.queries import peer_groups

ATTAINED = {"method": Method.ATTAINMENT, "direction": Direction.UP, "target": Decimal(80)}


def large_round(cast, size):
    """`size` departments × `size` indicators with a value each, being measured. Returns the round's id."""
    group = peer_groups()[0]
    units = [
        {
            "code": f"X{n:03}",
            "name": f"가상{n:03}과",
            "kind": DepartmentKind.DIVISION,
            "peer_group_id": group.id,
            "position": 1000 + n,
            "valid_from": date(2026, 1, 1),
        }
        for n in range(size)
    ]
    db.session.add_all(Department(**unit) for unit in units)
    sheets = [{"code": f"L{n:03}", "name": f"지표 {n}", "unit": "%", **ATTAINED} for n in range(size)]
    db.session.execute(insert(Indicator), [{**sheet, "changed_at": clock.now()} for sheet in sheets])
    record = EvaluationRound(
        code="2026-L",
        name="2026 큰 평가",
        year=2026,
        starts_on=date(2026, 1, 1),
        base_on=date(2026, 11, 20),
        created_by_id=cast.choi.id,
        created_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    _fill(record, group, sheets)
    enter_phase(actor=cast.choi, record=record, to=Phase.MEASURING, reason="")
    return record.id


def _fill(record, group, sheets):
    known = select(Indicator.code, Indicator.id).where(Indicator.code.in_([sheet["code"] for sheet in sheets]))
    ids = dict(map(tuple, db.session.execute(known)))
    least, more = divmod(10_000, len(sheets))
    rows = [
        {
            **sheet,
            "round_id": record.id,
            "peer_group_id": group.id,
            "indicator_id": ids[sheet["code"]],
            "indicator_version": 1,
            "weight": Decimal(least + (place < more)) / 100,
        }
        for place, sheet in enumerate(sheets)
    ]
    db.session.execute(insert(Composition), rows)
    departments = db.session.scalars(select(Department).where(Department.code.like("X%")).order_by(Department.id)).all()
    members = [
        {
            "round_id": record.id,
            "department_id": one.id,
            "department_name": one.name,
            "peer_group_id": group.id,
            "peer_group_name": group.name,
            "position": one.position,
        }
        for one in departments
    ]
    db.session.execute(insert(RoundMember), members)
    values = [
        {
            "round_id": record.id,
            "indicator_id": key,
            "department_id": one.id,
            "state": MeasureState.VALUE,
            "value": Decimal(3000 + (place * 137 + key * 41) % 6500) / 100,
            "note": "",
            "entered_at": clock.now(),
        }
        for place, one in enumerate(departments)
        for key in ids.values()
    ]
    db.session.execute(insert(ActualMeasure), values)
