"""One page for the mayor: whose turn it is, what changed, what to decide, and who may open it."""

from datetime import date, timedelta

import pytest

from app.accounts.models import RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.innovation.enums import ObstacleLevel, ObstacleSeverity, ObstacleState
from app.innovation.models import Obstacle
from app.innovation.rules.obstacle_turns import Awaited, OpenObstacle, turn_of
from app.organization.enums import SettingKey
from app.organization.models import Department
from app.organization.services import change_setting
from app.reports.queries.dashboards.places import bureaus_shown_to
from app.reports.queries.mayor.blockers import top_blockers
from app.reports.queries.mayor.figures import figures_of
from app.reports.queries.tower.choices import choices_for
from tests.cast import Cast
from tests.factories.bureaus import a_bureau
from tests.factories.innovation import a_task
from tests.factories.innovation_c import claimed_obstacle, obstacle_of
from tests.factories.obstacle_requests import promise_of, request_of
from tests.factories.reports import published_round
from tests.statements import count_statements

TODAY = date(2026, 11, 20)


def lying(**facts):
    given = {"state": ObstacleState.OPEN, "reported_on": date(2026, 10, 1), "level_reached_on": date(2026, 10, 20)}
    return OpenObstacle(**given | facts)


@pytest.mark.parametrize(
    ("obstacle", "turn"),
    [
        (lying(), (Awaited.ACTION, date(2026, 10, 1))),
        (lying(state=ObstacleState.ESCALATED), (Awaited.DECISION, date(2026, 10, 20))),
        (lying(asked_on=date(2026, 11, 2)), (Awaited.ANSWER, date(2026, 11, 2))),
        (lying(promised_on=date(2026, 11, 30)), (Awaited.PROMISE, date(2026, 11, 30))),
        (lying(promised_on=TODAY), (Awaited.PROMISE, TODAY)),
        (lying(promised_on=date(2026, 11, 19)), (Awaited.PROMISE_BROKEN, date(2026, 11, 19))),
        (
            lying(promised_on=date(2026, 11, 19), asked_on=date(2026, 10, 2), state=ObstacleState.ESCALATED),
            (Awaited.PROMISE_BROKEN, date(2026, 11, 19)),
        ),
        (
            lying(state=ObstacleState.ESCALATED, promised_on=date(2026, 12, 24)),
            (Awaited.DECISION, date(2026, 10, 20)),
        ),
        (
            lying(state=ObstacleState.REMOVAL_CLAIMED, claimed_on=date(2026, 11, 18), asked_on=date(2026, 11, 2)),
            (Awaited.CONFIRMATION, date(2026, 11, 18)),
        ),
    ],
)
def test_it_is_always_somebodys_turn(obstacle, turn):
    assert turn_of(obstacle, TODAY) == turn


def test_only_control_tower_auditor_and_the_head_of_the_leading_office_open_it(cast, as_):
    def codes():
        return {
            name: as_(getattr(cast, name)).get("/reports/mayor").status_code for name in ("choi", "gam", "lee", "kim")
        }

    assert codes() == {"choi": 200, "gam": 200, "lee": 403, "kim": 403}
    assert "/reports/mayor" not in as_(cast.lee).get("/reports").text
    with transaction():
        unit = db.session.get_one(Department, cast.traffic)
        change_setting(key=SettingKey.LEADING_OFFICE, value=unit.code, actor=None)
    assert codes() == {"choi": 200, "gam": 200, "lee": 200, "kim": 403}
    assert "/reports/mayor" in as_(cast.lee).get("/reports").text
    assert as_(cast.yoon).get("/reports/mayor").status_code == 403, "the head of another unit"


@pytest.fixture
def _lee_leads(cast):
    with transaction():
        unit = db.session.get_one(Department, cast.traffic)
        change_setting(key=SettingKey.LEADING_OFFICE, value=unit.code, actor=None)


@pytest.mark.usefixtures("_lee_leads")
def test_the_mayor_gets_there_from_the_first_page_and_nobody_else(cast, as_):
    link = 'href="/reports/mayor"'
    assert {name: link in as_(getattr(cast, name)).get("/").text for name in ("lee", "yoon", "kim")} == {
        "lee": True,
        "yoon": False,
        "kim": False,
    }
    assert as_(cast.lee).get("/reports/my-dashboard").location == "/reports/mayor"
    assert as_(cast.yoon).get("/reports/my-dashboard").location != "/reports/mayor"


def test_the_unit_of_the_mayor_is_no_bureau_to_look_into(cast, as_):
    with transaction():
        a_bureau(cast, code="B0", name="시장실")
        a_bureau(cast)
        change_setting(key=SettingKey.LEADING_OFFICE, value="B0", actor=None)
    assert {choice.name for choice in choices_for(cast.choi).bureaus} == {"건설국"}
    assert {place.name for place in bureaus_shown_to(cast.choi)} == {"건설국"}


def test_an_office_without_a_leading_unit_has_no_such_link(cast, as_):
    assert "/reports/mayor" not in as_(cast.lee).get("/").text


@pytest.mark.usefixtures("_lee_leads")
def test_who_acts_for_the_mayor_opens_it_for_these_days_only(cast, as_):
    with transaction():
        db.session.add(
            RoleAssignment(
                person_id=cast.han.id,
                role=Role.HEAD,
                department_id=cast.traffic,
                acting=True,
                starts_on=clock.today() - timedelta(days=9),
                ends_on=clock.today() - timedelta(days=1),
            )
        )
    assert as_(Cast.load().han).get("/reports/mayor").status_code == 403


def test_an_empty_office_says_so(cast, as_):
    page = as_(cast.choi).get("/reports/mayor").text
    for words in ("No obstacle is open.", "Nothing waits for a decision here.", "No results are published yet."):
        assert words in page
    assert "every report is in" in page


def test_the_five_worst_come_first_with_whose_turn_it_is(cast):
    with transaction():
        task = a_task(cast)
        mild = [obstacle_of(cast, task=task, title=f"가벼운 {n}", severity=ObstacleSeverity.SLOWS) for n in range(5)]
        worst = obstacle_of(cast, task=task, title="막힌 일", severity=ObstacleSeverity.BLOCKS)
        db.session.query(Obstacle).filter_by(id=worst.id).update({"level": ObstacleLevel.VICE_MAYOR})
    found = top_blockers(cast.choi)
    assert [row.title for row in found] == ["막힌 일", *(one.title for one in mild[:4])]
    assert found[0].what is Awaited.ACTION


def test_a_request_without_an_answer_is_the_turn_of_who_was_asked(cast):
    with transaction():
        request = request_of(cast)
    [row] = top_blockers(cast.choi)
    assert (row.id, row.what, row.days) == (request.obstacle_id, Awaited.ANSWER, 0)


def test_a_promise_is_the_turn_of_who_promised(cast):
    with transaction():
        promise = promise_of(cast)
    [row] = top_blockers(cast.choi)
    assert (row.what, row.since, row.lies_ahead) == (Awaited.PROMISE, promise.promised_on, True)


def test_where_a_level_has_to_decide_it_is_said_who_was_asked(cast):
    with transaction():
        lying_there = obstacle_of(cast)
    [row] = top_blockers(cast.choi)
    assert row.asked is None
    with transaction():
        lying_there.state, lying_there.level = ObstacleState.ESCALATED, ObstacleLevel.BUREAU
    [row] = top_blockers(cast.choi)
    assert (row.what, row.who) == (Awaited.DECISION, ObstacleLevel.BUREAU.label)
    asked = db.session.get(Department, lying_there.asked_department_id or 0)
    assert row.asked == (asked.name if asked else lying_there.asked_body)
    assert row.asked


def test_a_claimed_removal_is_the_turn_of_who_suffered(cast):
    with transaction():
        claimed = claimed_obstacle(cast)
    [row] = top_blockers(cast.choi)
    suffering = db.session.get_one(Department, claimed.suffering_department_id).name
    assert (row.what, row.who) == (Awaited.CONFIRMATION, suffering)


def test_what_may_not_be_read_is_not_on_the_page(cast, as_):
    with transaction():
        unit = db.session.get_one(Department, cast.roads)
        change_setting(key=SettingKey.LEADING_OFFICE, value=unit.code, actor=None)
        db.session.add(
            RoleAssignment(person_id=cast.han.id, role=Role.HEAD, department_id=cast.roads, starts_on=date(2025, 1, 1))
        )
        found = obstacle_of(cast, task=a_task(cast), title="숨은 장애")
        db.session.query(Obstacle).filter_by(id=found.id).update({"sensitivity": "restricted"})
    assert "숨은 장애" not in as_(Cast.load().han).get("/reports/mayor").text
    assert "숨은 장애" in as_(cast.choi).get("/reports/mayor").text


def test_changes_are_counted_beside_the_days_before(cast):
    with transaction():
        task = a_task(cast)
        for days in (0, 29, 30, 59, 60):
            found = obstacle_of(cast, task=task, title=f"{days}일 전")
            moment = clock.start_of_day(clock.today() - timedelta(days=days))
            db.session.query(Obstacle).filter_by(id=found.id).update({"reported_at": moment})
    raised = next(row for row in figures_of(cast.choi, 2026).changes if row.label.msgid == "Obstacles raised")
    assert (raised.now, raised.before, raised.difference) == (2, 2, "0")


def test_the_page_needs_the_same_statements_for_more_rows(cast, as_):
    with transaction():
        task = a_task(cast)
        obstacle_of(cast, task=task)
        published_round(cast)
    client = as_(cast.choi)
    client.get("/reports/mayor")
    with count_statements() as few:
        client.get("/reports/mayor")
    with transaction():
        for number in range(3):
            obstacle_of(cast, task=task, title=f"장애 {number}")
            a_task(cast, title=f"과제 {number}")
    with count_statements() as many:
        client.get("/reports/mayor")
    assert len(few) == len(many)
    assert len(many) <= 8


def test_three_clicks_after_signing_in_answer_the_question(cast, as_):
    with transaction():
        obstacle_of(cast, task=a_task(cast), title="막힌 일")
    client = as_(cast.choi)
    assert 'href="/reports"' in client.get("/").text
    assert 'href="/reports/mayor"' in client.get("/reports").text
    page = client.get("/reports/mayor").text
    assert "What holds us back, and whose turn it is" in page
    assert "막힌 일" in page
