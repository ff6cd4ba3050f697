"""A round that was opened takes actual values from a workbook and nothing else; later it takes nothing."""

from decimal import Decimal

import pytest

from app.core.database import db
from app.core.errors import Denied, Refused
from app.core.sheets import SheetErrors
from app.evaluation.enums import Phase
from app.evaluation.models import ActualMeasure, Indicator, RoundMember, TargetChange
from app.evaluation.services import workbooks
from app.evaluation.services.workbooks.round_rows import round_with_code
from tests.factories.evaluation import advance, approve, indicator_row, measure_row, workbook

pytestmark = pytest.mark.usefixtures("write")


def load(*, weight=100, department="교통과", actual=80, actor=None, indicators=True, **cells):
    rows = [indicator_row("A", weight, "달성도", **{"목표": 50, "방향": "상향", **cells})] if indicators else None
    return workbooks.import_workbook(
        workbook(indicators=rows, measures=[measure_row("A", department, actual)]), actor=actor, code="2026-T"
    )


@pytest.fixture
def measuring(cast):
    load()
    return advance(cast.choi, round_with_code("2026-T"), Phase.MEASURING)


def test_values_are_read_into_an_open_round_and_approved_anew(cast, measuring):
    approve(cast.lee, measuring, cast.traffic)
    assert load(actual=80).measures == 0
    assert db.session.query(ActualMeasure).one().approved_by_id == cast.lee.id
    assert load(actual=81, indicators=False).measures == 1
    row = db.session.query(ActualMeasure).one()
    assert (row.value, row.approved_by_id) == (Decimal(81), None)


def test_weights_targets_and_members_of_an_open_round_stay(cast, measuring):
    for change in ({"weight": 90}, {"소수자리": 3}, {"department": "도로과"}):
        with pytest.raises(SheetErrors):
            load(**change)


def test_a_round_that_is_scored_takes_no_values(cast, measuring):
    approve(cast.lee, measuring, cast.traffic)
    advance(cast.choi, measuring, Phase.SELF_REVIEW)
    with pytest.raises(Refused):
        load(actual=99)


def test_in_planning_a_second_workbook_replaces_the_composition_and_adds_departments(cast):
    load()
    load(department="도로과")
    record = round_with_code("2026-T")
    names = db.session.query(RoundMember.department_name).filter_by(round_id=record.id).order_by(RoundMember.position)
    assert [row[0] for row in names] == ["교통과", "도로과"]


def test_a_changed_target_is_kept_with_before_and_after(cast):
    load()
    load(목표=60)
    change = db.session.query(TargetChange).one()
    assert (change.before, change.after, db.session.query(Indicator).one().target) == (
        Decimal(50),
        Decimal(60),
        Decimal(60),
    )


def test_only_the_control_tower_imports_as_a_person(cast):
    for actor in (cast.kim, cast.goh, cast.gam, cast.kang):
        with pytest.raises(Denied):
            load(actor=actor)
