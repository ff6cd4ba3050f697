"""Rounds that cannot go on, or go on with a word of warning: no indicators, two at once, units and people that moved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Membership, Person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.evaluation.enums import Phase, RoundKind
from app.evaluation.models import EvaluationRound, RoundMember
from app.evaluation.models.rounds import RULES
from app.evaluation.services.checklists import checklist
from app.evaluation.services.round_warnings import planning_warnings
from app.organization.models import Department
from tests.factories.evaluation import advance, assign, make_indicator, make_panel, make_round, score
from tests.refusals import refused

JUNE = date(2026, 6, 30)
MAY_MOVE = {"id", "phase", "version"}
"""Columns of a round that do not stay as they were at opening: where it stands, and how often it was written."""


def hints(record):
    found = list(planning_warnings(record))
    assert not [item for item in found if item.is_required or item.label not in {i.label for i in checklist(record)}]
    return [item.hint.msgid for item in found]


def test_a_round_without_indicators_is_not_opened(cast, write):
    record = make_round(cast.choi, [], [cast.traffic])
    with refused("has no indicators yet"):
        advance(cast.choi, record, Phase.MEASURING)


def test_a_second_round_of_the_same_kind_and_year_is_let_through_with_a_warning(cast, write):
    indicator = make_indicator(cast.choi)
    first = make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="2026-1")
    advance(cast.choi, first, Phase.MEASURING)
    second = make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="2026-2")
    other = make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="2026-3", kind=RoundKind.INTERIM)
    assert hints(second) == ["Going on at the same time: %(names)s. The same facts may then be reported twice."]
    assert hints(other) == []
    advance(cast.choi, second, Phase.MEASURING)
    assert second.phase is Phase.MEASURING


def test_a_round_has_one_phase_and_none_besides(cast, app):
    with transaction():
        make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    for statement in (
        "UPDATE evaluation_rounds SET phase = NULL",
        "UPDATE evaluation_rounds SET phase = 'planning,scoring'",
        "UPDATE evaluation_rounds SET phase = 'measuring'",
        "UPDATE evaluation_rounds SET phase = 'final'",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_a_department_that_closed_in_june_does_not_take_part(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic, cast.civil])
    db.session.get_one(Department, cast.civil).valid_until = JUNE
    db.session.flush()
    advance(cast.choi, record, Phase.MEASURING)
    assert [row.department_id for row in db.session.query(RoundMember)] == [cast.traffic]


def test_a_department_that_closes_while_the_round_runs_is_named(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic, cast.civil])
    advance(cast.choi, record, Phase.MEASURING)
    db.session.get_one(Department, cast.civil).valid_until = JUNE
    db.session.flush()
    (item,) = [item for item in checklist(record) if item.label.params.get("department") == "민원봉사과"]
    assert (item.met, item.is_required, item.hint.params["day"]) == (False, False, "2026-06-30")
    advance(cast.choi, record, Phase.SELF_REVIEW)


def test_an_indicator_whose_owner_closed_in_june_is_named_before_opening(cast, write):
    indicator = make_indicator(cast.choi, owner_department_id=cast.roads)
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
    assert hints(record) == []
    db.session.get_one(Department, cast.roads).valid_until = JUNE
    db.session.flush()
    assert hints(record) == ["%(department)s ended on %(day)s: name another owner on the definition sheet."]


def transfer(person_id, to):
    """Move somebody yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    db.session.query(Membership).filter_by(person_id=person_id, ends_on=None).one().ends_on = yesterday
    db.session.add(Membership(person_id=person_id, department_id=to, starts_on=clock.today()))
    db.session.get_one(Person, person_id).department_id = to
    db.session.flush()


def test_an_evaluator_transferred_yesterday_scores_neither_the_old_nor_the_new_department(cast, write):
    panel = make_panel(cast.choi)
    record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil, cast.roads])
    assign(cast.choi, record, panel, cast.moon)
    advance(cast.choi, record, Phase.SCORING)
    transfer(cast.moon.id, cast.traffic)
    for department in (cast.roads, cast.traffic):
        with pytest.raises(Denied):
            score(cast.moon, record, panel, department, 90, 90)
    score(cast.moon, record, panel, cast.civil, 90, 90)


def test_marks_are_not_given_after_scoring(cast, write):
    panel = make_panel(cast.choi)
    record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
    assign(cast.choi, record, panel, cast.moon)
    advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(Refused):
        score(cast.moon, record, panel, cast.civil, 90, 90)


def test_every_column_of_an_opened_round_is_fixed(cast, app):
    """A column somebody adds later is fixed too, or named here as one that may move."""
    with transaction():
        advance(cast.choi, make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic]), Phase.MEASURING)
    assert {*RULES, *MAY_MOVE} == set(EvaluationRound.__table__.columns.keys())
    for table in ("evaluation_rounds", "compositions", "round_members"):
        columns = set(db.metadata.tables[table].columns.keys()) - MAY_MOVE
        for column in sorted(columns):
            with pytest.raises(DatabaseError), transaction():
                db.session.execute(text(f"UPDATE {table} SET {column} = {other_value(table, column)}"))


def other_value(table, column):
    """A value of the column that is another one than it has."""
    kind = db.metadata.tables[table].columns[column].type
    if kind.python_type is bool:
        return f"NOT {column}"
    if kind.python_type in {int, float}:
        return f"COALESCE({column}, 0) + 1"
    return {"date": "'2020-01-01'", "datetime": "'2020-01-01 00:00:00'", "dict": "'{}'", "list": "'[]'"}.get(
        kind.python_type.__name__,
        {"method": "'bands'", "rounding": "'floor'", "missing_rule": "'floor'"}.get(column, "'1'"),
    )
