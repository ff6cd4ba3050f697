"""내 차례: what is owed comes first, the badge counts only that, and the page costs the same for one and for many."""

from datetime import timedelta

import pytest

from app.accounts.models import Account
from app.audit.services import create_verification, verify_chain
from app.core import clock
from app.core.database import db, transaction
from app.core.messages import _
from app.core.turns import Turn
from app.home.queries import own, turns
from app.innovation.enums import Stage
from app.innovation.models import Issue
from app.innovation.services.obstacles import escalate
from app.reports.services import exports
from app.reports.services.exports import ExportChoice
from tests.factories.innovation import a_task_in, an_issue, an_opinion
from tests.factories.innovation_c import obstacle_of
from tests.factories.mileage import award, items
from tests.factories.reports import ready_for_export
from tests.statements import count_statements

MOST_STATEMENTS = 12
MOST_OF_THE_BADGE = 5
CALENDAR = 2
"""Coordinators and heads owe regular reports: the calendar and the days off say which."""
EVERYBODY = ("kim", "kang", "lee", "acting", "choi", "moon", "shin", "jung", "gam", "goh")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_has_a_first_page_even_where_nothing_has_happened(who, cast, as_):
    page = as_(getattr(cast, who)).get("/")
    assert page.status_code == 200
    assert "What I wait for" in page.text


def test_an_empty_page_says_what_one_could_do(cast, as_):
    page = as_(cast.kim).get("/").text
    assert "Nothing is waiting for you" in page
    assert "/issues/new" in page


def test_what_the_control_tower_owes_the_proposer_waits_for(cast, as_):
    with transaction():
        an_issue(cast.kim)
    assert "Decide about the issue" in as_(cast.choi).get("/").text
    page = as_(cast.kim).get("/").text
    assert "Decision about your issue" in page
    assert "Decide about the issue" not in page


def test_an_issue_stands_with_the_sentence_for_its_proposer(cast, as_):
    with transaction():
        issue = an_issue(cast.kim)
        due = issue.decision_due_on
    assert f"by {due.month}/{due.day}" in as_(cast.kim).get("/").text


def test_the_badge_counts_only_what_must_be_done(cast, as_):
    with transaction():
        an_issue(cast.kim)
        an_issue(cast.kim, title="또 하나")
    tower = as_(cast.choi).get("/turns/count").text
    assert turns.count_owed(cast.choi) == len(turns.turns_of(cast.choi).owed)
    assert f">{turns.count_owed(cast.choi)}<" in tower
    assert as_(cast.shin).get("/turns/count").text.strip() == ""


def told(actor):
    """The turns of others than the domains: the words and the title."""
    return [(row.what.msgid, str(row.title), row.params) for row in turns.turns_of(actor).owed]


def test_the_control_tower_is_offered_each_published_round_until_a_batch_is_made_from_it(cast, app):
    with transaction():
        record = ready_for_export(cast)
    turn = ("Make the incentive batch of the published round", record.name, {"round_code": record.code})
    assert turn in told(cast.choi)
    assert told(cast.jung) == []
    with transaction():
        exports.create_export(
            actor=cast.jung, choice=ExportChoice(round_code=record.code), reason="상반기 인센티브를 지급합니다."
        )
    assert turn not in told(cast.choi)


def test_the_auditor_checks_the_chain_once_a_week(cast, app):
    with transaction():
        an_issue(cast.kim)
    words = [what for what, _title, _params in told(cast.gam)]
    assert words == ["Check the chain of the audit log"]
    found = verify_chain()
    with transaction():
        create_verification(verification=found, actor=cast.gam)
    assert told(cast.gam) == []
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        assert [what for what, _title, _params in told(cast.gam)] == words


def test_the_administrator_sees_how_many_cannot_sign_in_yet_and_finds_them(cast, as_):
    with transaction():
        db.session.query(Account).filter_by(person_id=cast.ahn.id).delete()
        db.session.query(Account).filter_by(person_id=cast.park.id).update({"password_hash": None})
    found = {what: params for what, _title, params in told(cast.goh)}
    assert found == {
        "Invite people who have no account": {"account": "none"},
        "Remind people who have never signed in": {"account": "unopened"},
    }
    pages = {state: as_(cast.goh).get(f"/admin/people?account={state}").text for state in ("none", "unopened")}
    assert (cast.ahn.name in pages["none"], cast.park.name in pages["none"]) == (True, False)
    assert (cast.ahn.name in pages["unopened"], cast.park.name in pages["unopened"]) == (False, True)


def test_an_escalated_obstacle_is_the_control_towers_turn_until_it_is_gone(cast):
    with transaction():
        obstacle = obstacle_of(cast)
        escalate(obstacle=obstacle, actor=cast.park, reason="두 부서 사이에서 결론이 나지 않습니다.")
    turn = ("Bring the escalated obstacle before its level", obstacle.title, {"obstacle_id": obstacle.id})
    assert [turn in told(actor) for actor in (cast.choi, cast.kim, cast.gam)] == [True, False, False]


def test_the_most_urgent_comes_first_and_what_has_no_day_last():
    today = clock.today()
    late = Turn(what=_("Answer"), title="late", endpoint="x", due_on=today - timedelta(days=2))
    soon = Turn(what=_("Answer"), title="soon", endpoint="x", due_on=today + timedelta(days=1))
    whenever = Turn(what=_("Answer"), title="whenever", endpoint="x")
    rows = turns.rows([whenever, soon, late])
    assert [(row.title, row.days) for row in rows] == [("late", -2), ("soon", 1), ("whenever", None)]


def test_late_things_say_how_many_days(cast, as_):
    with transaction():
        issue = an_issue(cast.kim)
        db.session.query(Issue).filter_by(id=issue.id).update({"decision_due_on": clock.today() - timedelta(days=3)})
    assert "3 days late" in as_(cast.choi).get("/").text


def test_the_head_is_asked_for_the_opinion_of_the_department(cast, as_):
    with transaction():
        an_opinion(a_task_in(Stage.TEAM, cast), cast)
    assert "Answer for your department" in as_(cast.yoon).get("/").text
    assert "Answer for your department" not in as_(cast.park).get("/").text


def test_my_tasks_are_those_of_my_team_and_my_department(cast):
    with transaction():
        a_task_in(Stage.PLAN, cast)
    assert [len(own.tasks_of(actor)) for actor in (cast.kim, cast.ahn, cast.lee, cast.kang)] == [1, 1, 1, 1]
    assert own.tasks_of(cast.park) == []


def test_mileage_is_the_balance_and_what_was_earned_this_year(cast):
    assert (own.mileage_of(cast.kim).balance, own.mileage_of(cast.kim).earned) == (0, 0)
    with transaction():
        items()
        transfer = award(cast.kim, "task:1:plan")
    mine = own.mileage_of(cast.kim)
    assert (mine.balance, mine.earned, mine.year) == (transfer.points, transfer.points, 2026)


def test_an_outside_evaluator_has_no_mileage(cast, as_):
    assert "My mileage" not in as_(cast.shin).get("/").text


@pytest.mark.parametrize("who", ["kim", "kang", "lee", "choi", "moon", "jung", "gam", "goh"])
def test_the_first_page_costs_the_same_for_one_and_for_many(who, cast, as_):
    client = as_(getattr(cast, who))
    with transaction():
        an_issue(cast.kim)
        an_opinion(a_task_in(Stage.TEAM, cast), cast)
    client.get("/")
    with count_statements() as few:
        client.get("/")
    with transaction():
        for number in range(3):
            an_issue(cast.kim, title=f"이슈 {number}")
            an_opinion(a_task_in(Stage.TEAM, cast), cast)
    with count_statements() as many:
        client.get("/")
    with count_statements() as badge:
        client.get("/turns/count")
    calendar = CALENDAR if who in {"kang", "lee"} else 0
    assert len(many) <= MOST_STATEMENTS + calendar
    assert len(badge) <= MOST_OF_THE_BADGE + calendar
    assert len(few) == len(many)
