"""A balanced assignment is looked at, written, and then holds everywhere: services, pages, progress and database."""

import html
import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Missing, Refused, WrongState
from app.evaluation.enums import Phase
from app.evaluation.models import AssignedDepartment, EvaluationRound, EvaluatorAssignment, RoundMember, ScoreSheet
from app.evaluation.queries.panels import panel_progress
from app.evaluation.queries.sheets import sheet_rows
from app.evaluation.services import rounds
from app.evaluation.services.assignments import AssignmentDraft, plan_assignment, write_assignment
from app.evaluation.services.checklists import checklist
from app.evaluation.services.evidence import may_see
from app.evaluation.services.raters import set_rater_source
from tests.factories.evaluation import advance, assign, make_panel, make_round, score
from tests.factories.raters import outsiders, rated_panel
from tests.refusals import refused


@pytest.fixture
def measuring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        members = [cast.traffic, cast.civil, cast.roads, cast.daesan, cast.haemi]
        record = make_round(cast.choi, [(panel, 100)], members)
        advance(cast.choi, record, Phase.MEASURING)
        guests = outsiders(2)
    return record, panel, guests


def draft(cast, measuring, **changes):
    _record, panel, guests = measuring
    people = [cast.moon.id, cast.yang.id, *(guest.id for guest in guests)]
    return AssignmentDraft(**{"indicator_id": panel.id, "evaluator_ids": people, "each": 2, **changes})


def written(cast, measuring, **changes):
    wish = draft(cast, measuring, **changes)
    with transaction():
        seen = plan_assignment(actor=cast.choi, record=measuring[0], draft=wish).sha256
        return write_assignment(actor=cast.choi, record=measuring[0], draft=wish, seen=seen)


def test_every_department_gets_its_two_and_nobody_the_own(cast, measuring):
    plan = written(cast, measuring)
    pairs = set(plan.proposal.pairs)
    assert (cast.yang.id, cast.traffic) not in pairs
    assert (cast.moon.id, cast.roads) not in pairs
    assert plan.proposal.load_gap <= 1
    assert {unit: sum(u == unit for _p, u in pairs) for _person, unit in pairs} == dict.fromkeys(
        [cast.traffic, cast.civil, cast.roads, cast.daesan, cast.haemi], 2
    )


def test_sheets_and_progress_hold_what_was_assigned(cast, measuring):
    record, panel, _guests = measuring
    plan = written(cast, measuring)
    mine = {unit for person, unit in plan.proposal.pairs if person == cast.moon.id}
    others = {cast.traffic, cast.civil, cast.daesan, cast.haemi} - mine
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
        for unit in mine:
            score(cast.moon, record, panel, unit, 80, 80)
    assert {row.department_id for row in sheet_rows(record, cast.moon.id)} == mine
    assert {row.evaluator: (row.done, row.expected) for row in panel_progress(record)}["문살핌"] == (len(mine),) * 2
    for unit in others:
        with pytest.raises(Missing), transaction():
            score(cast.moon, record, panel, unit, 80, 80)
        with pytest.raises(DatabaseError, match="assigned"), transaction():
            db.session.add(
                ScoreSheet(
                    round_id=record.id,
                    indicator_id=panel.id,
                    evaluator_id=cast.moon.id,
                    department_id=unit,
                    created_at=clock.now(),
                )
            )


def test_an_assignment_that_names_nothing_is_for_all_departments(cast, measuring):
    record, panel, _guests = measuring
    with transaction():
        assign(cast.choi, record, panel, cast.shin)
    assert [row.expected for row in panel_progress(record)] == [5]


def test_written_again_it_replaces_what_was_there(cast, measuring):
    record, panel, _guests = measuring
    with transaction():
        assign(cast.choi, record, panel, cast.shin)
    written(cast, measuring)
    plan = written(cast, measuring, each=1, evaluator_ids=[cast.moon.id, cast.yang.id])
    rows = db.session.query(EvaluatorAssignment).filter_by(round_id=record.id).all()
    assert {row.evaluator_id for row in rows} == {cast.moon.id, cast.yang.id}
    assert db.session.query(AssignedDepartment).count() == len(plan.proposal.pairs) == 5


def test_who_is_free_for_nothing_gets_no_assignment_for_everything(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
    written(cast, (record, panel, []), each=1, evaluator_ids=[cast.moon.id, cast.yang.id])
    assert [row.evaluator_id for row in db.session.query(EvaluatorAssignment)] == [cast.moon.id]


def test_another_proposal_than_the_one_seen_is_not_written(cast, measuring):
    with pytest.raises(Conflict), transaction():
        write_assignment(actor=cast.choi, record=measuring[0], draft=draft(cast, measuring), seen="0" * 64)
    assert db.session.query(AssignedDepartment).count() == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"each": 5}, Refused),
        ({"each": 0}, Refused),
        ({"evaluator_ids": []}, Refused),
        ({"evaluator_ids": "kim"}, Refused),
        ({"source": "시민"}, Refused),
        ({"indicator_id": 999}, Refused),
    ],
)
def test_a_choice_that_cannot_be_is_refused(cast, measuring, changes, error):
    if changes.get("evaluator_ids") == "kim":
        changes = {"evaluator_ids": [cast.kim.id]}
    with pytest.raises(error), transaction():
        plan_assignment(actor=cast.choi, record=measuring[0], draft=draft(cast, measuring, **changes))


def test_only_the_control_tower_and_only_between_opening_and_scoring(cast, measuring):
    record, panel, _guests = measuring
    with pytest.raises(Denied), transaction():
        plan_assignment(actor=cast.gam, record=record, draft=draft(cast, measuring))
    with transaction():
        assign(cast.choi, record, panel, cast.shin)
        advance(cast.choi, record, Phase.SCORING)
    with pytest.raises(WrongState), transaction():
        plan_assignment(actor=cast.choi, record=record, draft=draft(cast, measuring))


def test_the_database_gives_nobody_the_own_department_and_takes_nothing_away_in_scoring(cast, measuring):
    record, _panel, _guests = measuring
    written(cast, measuring)
    own = "INSERT INTO assigned_departments (assignment_id, department_id) SELECT id, :d FROM evaluator_assignments "
    with pytest.raises(DatabaseError, match="own department"), transaction():
        db.session.execute(text(own + "WHERE evaluator_id = :p"), {"p": cast.yang.id, "d": cast.traffic})
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
    with pytest.raises(DatabaseError, match="before scoring begins"), transaction():
        db.session.execute(text(own + "WHERE evaluator_id = :p"), {"p": cast.moon.id, "d": cast.haemi})
    for statement in (
        "DELETE FROM assigned_departments",
        "UPDATE assigned_departments SET department_id = department_id",
        "DELETE FROM evaluator_assignments",
        "UPDATE evaluator_assignments SET assigned_by_id = NULL",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(DatabaseError, match="closed once"), transaction():
        db.session.execute(text(own + "WHERE evaluator_id = :p"), {"p": cast.moon.id, "d": cast.daesan})


def test_with_sources_each_is_assigned_by_itself_and_a_person_belongs_to_one(cast, app):
    with transaction():
        panel = rated_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        guests = outsiders(8)
    where = (record, panel, [])
    experts, peers = [guest.id for guest in guests[:3]], [guest.id for guest in guests[3:]]
    with pytest.raises(Refused, match="하나를 고르세요: 전문가, 동료"), transaction():
        plan_assignment(actor=cast.choi, record=record, draft=draft(cast, where, evaluator_ids=experts))
    with pytest.raises(Refused, match="평가자 구분별로"), transaction():
        assign(cast.choi, record, panel, cast.shin)
    written(cast, where, evaluator_ids=experts, source="전문가", each=3)
    written(cast, where, evaluator_ids=peers, source="동료", each=5)
    assert db.session.query(EvaluatorAssignment).count() == 8
    with pytest.raises(Refused, match="다른 평가자 구분에 속한 사람이 있습니다: 외부1"), transaction():
        plan_assignment(actor=cast.choi, record=record, draft=draft(cast, where, evaluator_ids=experts, source="동료"))
    with transaction():
        set_rater_source(actor=cast.choi, record=record, evaluator_id=cast.shin.id, source="전문가")
        assign(cast.choi, record, panel, cast.shin)
        advance(cast.choi, record, Phase.SCORING)
    with pytest.raises(WrongState), transaction():
        set_rater_source(actor=cast.choi, record=record, evaluator_id=cast.shin.id, source="동료")
    for statement in ("UPDATE evaluator_sources SET name = '동료'", "DELETE FROM evaluator_sources"):
        with pytest.raises(DatabaseError, match="source of an evaluator"), transaction():
            db.session.execute(text(statement))


def query(cast, measuring, **changes):
    _record, panel, guests = measuring
    people = [cast.moon.id, cast.yang.id, *(guest.id for guest in guests)]
    return {"panel": f"{panel.id}:", "evaluator_ids": people, "each": "2", "seed": "1", **changes}


def hidden(page):
    return html.unescape(re.search(r'name="seen" value="([0-9a-f]{64})"', page).group(1))


def test_the_page_shows_the_proposal_and_writes_what_was_seen(cast, as_, measuring):
    client, path = as_(cast.choi), f"/rounds/{measuring[0].id}/assignments"
    page = client.get(path, query_string=query(cast, measuring)).text
    assert db.session.query(AssignedDepartment).count() == 0
    answer = client.post(path, data=query(cast, measuring, seen=hidden(page)))
    assert answer.status_code == 302
    assert db.session.query(AssignedDepartment).count() == 10
    assert "문살핌" in client.get(path).text


def test_the_page_answers_bad_choices_and_late_ones(cast, as_, measuring):
    client, path = as_(cast.choi), f"/rounds/{measuring[0].id}/assignments"
    for changes in ({"each": "△3"}, {"each": "1.5"}, {"each": "9"}, {"evaluator_ids": []}, {"panel": "x"}):
        assert client.get(path, query_string=query(cast, measuring, **changes)).status_code == 422
    assert client.post(path, data=query(cast, measuring, seen="0" * 64)).status_code == 409
    with transaction():
        record = db.session.get(EvaluationRound, measuring[0].id)
        assign(cast.choi, record, measuring[1], cast.shin)
        advance(cast.choi, record, Phase.SCORING)
    assert client.get(path, query_string=query(cast, measuring)).status_code == 409
    assert client.get(path).status_code == 200


def test_a_department_nobody_scores_is_named_before_scoring_opens(cast, measuring):
    record, panel, _guests = measuring
    written(cast, measuring, each=1, evaluator_ids=[cast.moon.id])
    with transaction():
        advance(cast.choi, record, Phase.SELF_REVIEW)
    found = {str(item.label): str(item.hint) for item in checklist(record) if not item.met and not item.is_required}
    assert f"모든 부서에 「정성 {panel.code}」을(를) 채점할 사람이 있음" in found
    assert any("도로과" in hint and "교통과" not in hint for hint in found.values())


def test_an_evaluator_opens_evidence_of_what_was_assigned_only(cast, measuring):
    record, _panel, _guests = measuring
    plan = written(cast, measuring)
    mine = {unit for person, unit in plan.proposal.pairs if person == cast.moon.id}
    members = db.session.query(RoundMember).filter_by(round_id=record.id).all()
    assert {row.department_id for row in members if may_see(cast.moon, row.id)} == mine


def test_going_back_after_scoring_changes_neither_who_scores_nor_for_whom(cast, app, as_):
    with transaction():
        panel = rated_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        guests = outsiders(3)
    where = (record, panel, [])
    experts = [guest.id for guest in guests]
    written(cast, where, evaluator_ids=experts, source="전문가", each=3)
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
        for phase in (Phase.SCORING, Phase.SELF_REVIEW):
            rounds.change_phase(actor=cast.choi, record=record, to=phase, reason="점수를 보고 되돌린다")
    with refused("closed once already", WrongState), transaction():
        plan_assignment(
            actor=cast.choi, record=record, draft=draft(cast, where, evaluator_ids=experts, source="전문가")
        )
    with refused("before scoring begins", WrongState), transaction():
        set_rater_source(actor=cast.choi, record=record, evaluator_id=experts[0], source="동료")
    for statement in (
        "UPDATE evaluator_sources SET name = '동료'",
        "DELETE FROM evaluator_sources",
        "DELETE FROM assigned_departments",
        "INSERT INTO evaluator_sources (round_id, evaluator_id, name, set_at) "
        f"VALUES ({record.id}, {cast.moon.id}, '동료', '2026-01-01')",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    page = as_(cast.choi).get(f"/rounds/{record.id}/assignments").text
    assert 'name="evaluator_ids"' not in page
