"""Bonus and penalty points: capped once, each fact once, never for the own department, never after publication."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.evaluation.enums import AdjustmentKind, Phase
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round, published_round


def draft(department_id, points, source="case:1", **fields):
    given = {"kind": AdjustmentKind.BONUS, "item": "수시평가", "reason": "우수사례", "cap": Decimal("2.5"), **fields}
    return AdjustmentDraft(department_id=department_id, source=source, points=Decimal(points), **given)


@pytest.fixture
def scored(cast, write):
    indicator = make_indicator(cast.choi)
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.tower])
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {indicator.id: 80})
    approve(cast.lee, record, cast.traffic)
    return record


def total(record, department_id):
    return next(s.outcome.total for s in compute_round(record).departments if s.member.department_id == department_id)


def test_bonus_points_are_capped_once_per_item(cast, scored):
    adjust_points(actor=cast.choi, record=scored, draft=draft(cast.traffic, "1.5"))
    assert total(scored, cast.traffic) == Decimal("81.50")
    adjust_points(actor=cast.choi, record=scored, draft=draft(cast.traffic, "1.5", source="case:2"))
    assert total(scored, cast.traffic) == Decimal("82.50")


def test_the_control_tower_does_not_adjust_its_own_department(cast, scored):
    with pytest.raises(Refused):
        adjust_points(actor=cast.choi, record=scored, draft=draft(cast.tower, 1))
    with pytest.raises(Denied):
        adjust_points(actor=cast.goh, record=scored, draft=draft(cast.traffic, 1))


def test_points_are_not_negative_and_need_a_reason(cast, scored):
    for wrong in (draft(cast.traffic, -1), draft(cast.traffic, 1, reason=" "), draft(cast.roads, 1)):
        with pytest.raises(Refused):
            adjust_points(actor=cast.choi, record=scored, draft=wrong)


def test_nothing_is_adjusted_after_publication(cast, app):
    with transaction():
        record = published_round(cast)
    with pytest.raises(Refused), transaction():
        adjust_points(actor=cast.choi, record=record, draft=draft(cast.traffic, 1))
    insert = (
        "INSERT INTO point_adjustments (round_id, department_id, kind, item, source, points, reason, entered_at) "
        "VALUES (:round, :department, 'bonus', 'x', 'y', '1', 'z', '2026-11-23 03:00:00')"
    )
    if db.engine.dialect.name == "postgresql":
        insert = insert.replace("'1'", "1").replace("'2026-11-23 03:00:00'", "now()")
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(insert), {"round": record.id, "department": cast.traffic})
