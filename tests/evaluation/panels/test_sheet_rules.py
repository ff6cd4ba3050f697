"""Marks at both ends need a note; each evaluator has an order of departments of their own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Refused, WrongState
from app.evaluation.enums import Phase, SheetState
from app.evaluation.queries.sheets import sheet_rows
from app.evaluation.rules.sheets import NoteBounds, order_key, read_code, written_code
from app.evaluation.services import panels
from app.evaluation.services.sheet_rules import note_bounds, set_note_bounds
from tests.factories.evaluation import advance, assign, make_panel, make_round

MARKS = st.decimals(0, 100, places=1)


@pytest.fixture
def planned(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil, cast.roads])
        assign(cast.choi, record, panel, cast.moon, cast.shin)
    return record, panel


def fill_in(actor, record, panel, department_id, first, second, note=""):
    criteria = panels.criteria_of(panel.id)
    sheet = panels.save_sheet(
        actor=actor,
        record=record,
        indicator_id=panel.id,
        department_id=department_id,
        marks=dict(zip([row.id for row in criteria], [Decimal(first), Decimal(second)], strict=True)),
        notes={criteria[0].id: note},
    )
    panels.submit_sheet(actor=actor, record=record, sheet=sheet)
    return sheet


@pytest.mark.parametrize(("mark", "needs"), [("95", True), ("94.9", False), ("40", True), ("40.1", False), ("0", True)])
def test_a_mark_at_either_end_is_handed_in_with_a_note_only(cast, planned, mark, needs):
    record, panel = planned
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
    first = panels.criteria_of(panel.id)[0].id
    if needs:
        with pytest.raises(Invalid) as refused, transaction():
            fill_in(cast.shin, record, panel, cast.civil, mark, "80", note=" ")
        assert set(refused.value.fields) == {f"note_{first}"}
    with transaction():
        sheet = fill_in(cast.shin, record, panel, cast.civil, mark, "80", note="증빙 3쪽" if needs else "")
    assert sheet.state is SheetState.SUBMITTED


def test_a_draft_needs_no_note_yet(cast, planned):
    record, panel = planned
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
        sheet = panels.save_sheet(
            actor=cast.shin,
            record=record,
            indicator_id=panel.id,
            department_id=cast.civil,
            marks={panels.criteria_of(panel.id)[0].id: Decimal(100)},
        )
    assert sheet.state is SheetState.DRAFT


def test_the_bounds_are_the_rounds_own_and_fixed_at_opening(cast, planned):
    record, panel = planned
    assert note_bounds(record.id) == NoteBounds(low=Decimal(40), high=Decimal(95))
    with transaction():
        set_note_bounds(actor=cast.choi, record=record, bounds=NoteBounds(low=Decimal(50), high=Decimal(90)))
    with pytest.raises(Denied), transaction():
        set_note_bounds(actor=cast.goh, record=record, bounds=NoteBounds())
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
    with pytest.raises(WrongState), transaction():
        set_note_bounds(actor=cast.choi, record=record, bounds=NoteBounds())
    for statement in ("UPDATE sheet_rules SET note_high = '99'", "DELETE FROM sheet_rules"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    with pytest.raises(Invalid), transaction():
        fill_in(cast.shin, record, panel, cast.civil, "90", "80")


@pytest.mark.parametrize(("low", "high"), [("95", "40"), ("50", "50"), ("-1", "95"), ("40", "100.5")])
def test_bounds_that_make_no_sense_are_refused(low, high):
    with pytest.raises(Refused):
        NoteBounds(low=Decimal(low), high=Decimal(high))


@given(st.sets(MARKS, min_size=2, max_size=2), MARKS)
def test_a_mark_between_the_bounds_never_asks_for_a_note(bounds, mark):
    low, high = sorted(bounds)
    assert NoteBounds(low=low, high=high).asks_for_note(mark) is not (low < mark < high)


def test_each_evaluator_has_an_order_of_their_own_and_keeps_it(cast, planned):
    record, panel = planned
    departments = list(range(1, 31))

    def order(evaluator):
        return sorted(departments, key=lambda unit: order_key(record.id, panel.id, evaluator, unit))

    assert order(cast.moon.id) == order(cast.moon.id)
    assert len({tuple(order(evaluator)) for evaluator in range(1, 21)}) == 20
    shown = [row.department_id for row in sheet_rows(record, cast.shin.id)]
    assert shown == [row.department_id for row in sheet_rows(record, cast.shin.id)]
    mine = {unit: order_key(record.id, panel.id, cast.shin.id, unit) for unit in (cast.traffic, cast.civil, cast.roads)}
    assert shown == sorted(mine, key=mine.__getitem__)


@given(st.integers(1, 500), st.integers(1, 500), st.sets(st.integers(1, 300), min_size=2, max_size=60))
def test_an_order_has_every_department_once(round_id, evaluator, departments):
    keys = {order_key(round_id, 7, evaluator, unit) for unit in departments}
    assert len(keys) == len(departments)


@given(st.text("23456789abcdefghjkmnpqrstuvwxyz", min_size=12, max_size=12))
def test_a_printed_code_reads_back(code):
    assert read_code(f" {written_code(code).upper()} ") == code
