"""The dashboard: its parts, its filters, its findings, the lists behind it, and who may open it."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.values import Value
from app.innovation.enums import ObstacleKind, Stage
from app.innovation.models import Obstacle, StageAdvance, Task
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.reports.queries.tower import lead_times, obstacles, reporting, values
from app.reports.queries.tower.mileage import participation_by_department
from app.reports.queries.tower.scope import Scope
from tests.factories.innovation import a_task, a_task_in
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.mileage import award, items
from tests.factories.reports import published_round, round_with_ratings
from tests.reports.test_pages import overdue_period
from tests.statements import count_statements

PARTS = ("tasks", "obstacles", "evaluation", "indicators", "values")


def stands_for(task, days):
    moment = clock.now() - timedelta(days=days)
    db.session.query(Task).filter_by(id=task.id).update({"stage_entered_at": moment, "updated_at": moment})


@pytest.fixture
def bureau(cast):
    """교통과 belongs to a bureau, the others to none."""
    with transaction():
        unit = Department(
            code="B1",
            name="건설국",
            kind=DepartmentKind.BUREAU,
            position=0,
            valid_from=clock.today() - timedelta(days=900),
        )
        db.session.add(unit)
        db.session.flush()
        db.session.query(Department).filter_by(id=cast.traffic).update({"parent_id": unit.id})
    return unit.id


@pytest.fixture
def busy(cast):
    """A task of 교통과 that is late and stands still, one of 도로과 that moves, an obstacle of each, results."""
    with transaction():
        task, other = a_task(cast, title="오래 선 과제"), a_task(cast, title="도는 과제")
        db.session.query(Task).filter_by(id=other.id).update({"lead_department_id": cast.roads})
        overdue_period(task, 9)
        stands_for(task, 45)
        here = obstacle_of(cast, task=task)
        db.session.query(Obstacle).filter_by(id=here.id).update({"suffering_department_id": cast.traffic})
        there = obstacle_of(cast, task=other, title="도로의 장애")
        db.session.query(Obstacle).filter_by(id=there.id).update({"suffering_department_id": cast.roads})
        approved_slogan(cast)
        published_round(cast)
    return task


def test_every_part_has_a_page_and_a_fragment(cast, as_, busy):
    client = as_(cast.choi)
    for part in PARTS:
        page = client.get(f"/reports/control-tower/{part}")
        fragment = client.get(f"/reports/control-tower/{part}", headers={"HX-Request": "true"})
        assert (page.status_code, fragment.status_code) == (200, 200), part
        assert "<html" in page.text
        assert "<html" not in fragment.text
        assert "<section" in fragment.text
    assert client.get("/reports/control-tower/nothing").status_code == 404


def test_parts_that_come_later_have_a_link_without_a_script(cast, as_, busy):
    page = as_(cast.choi).get("/reports/control-tower?days=60").text
    assert 'hx-get="/reports/control-tower/values?days=60" hx-trigger="revealed"' in page
    assert '<a href="/reports/control-tower/values?days=60">' in page


def test_the_whole_page_for_paper_has_every_part(cast, as_, busy):
    page = as_(cast.choi).get("/reports/control-tower?whole=1").text
    for mark in ("overdue", "obstacle-section", "grades-section", "perspectives-section", "values-section"):
        assert f'id="{mark}"' in page
    assert "hx-trigger" not in page.partition("<main")[2]


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in PARTS)])
def test_an_office_without_anything_shows_words_and_no_charts(cast, as_, part):
    page = as_(cast.choi).get(f"/reports/control-tower{part}")
    assert page.status_code == 200
    assert "data-figure" not in page.text


def test_headings_of_a_table_twin_are_words(cast, as_, busy):
    page = as_(cast.choi).get("/reports/control-tower?whole=1").text
    assert '<th scope="col" class="num">Overdue reports</th>' in page
    assert "Column(" not in page
    assert "Message(" not in page


def test_a_bureau_narrows_every_figure_and_the_lists_behind_them(cast, as_, busy, bureau):
    client = as_(cast.choi)
    page = client.get(f"/reports/control-tower?bureau={bureau}").text
    assert "1 of 1 active tasks have not moved" in page
    assert "0 of 1 open obstacles are older than 30 days." in page
    assert f"/overdue-reports?bureau={bureau}" in page
    assert f"/tasks?view=table&amp;bureau={bureau}&amp;still=30" in page
    assert "도로의 장애" not in client.get(f"/obstacles?bureau={bureau}").text
    listed = client.get(f"/tasks?view=table&bureau={bureau}&still=30").text
    assert "오래 선 과제" in listed
    assert "도는 과제" not in listed
    assert "오래 선 과제" in client.get(f"/overdue-reports?bureau={bureau}").text


def test_a_peer_group_narrows_the_lists_too(cast, as_, busy):
    client = as_(cast.choi)
    group = db.session.get_one(Department, cast.roads).peer_group_id
    other = db.session.get_one(Department, cast.tower).peer_group_id
    assert "도로의 장애" in client.get(f"/obstacles?group={group}").text
    assert "도로의 장애" not in client.get(f"/obstacles?group={other}").text
    assert "도는 과제" not in client.get(f"/tasks?view=table&group={other}").text
    assert "No overdue report fits" in client.get(f"/overdue-reports?group={other}").text


@pytest.mark.parametrize(("days", "age"), [(0, "0-7"), (7, "0-7"), (8, "8-14"), (30, "15-30"), (31, "31-")])
def test_the_wall_counts_ages_as_the_dashboard_does(cast, as_, days, age):
    with transaction():
        found = obstacle_of(cast, task=a_task(cast), title="나이를 세는 장애")
        db.session.query(Obstacle).filter_by(id=found.id).update({"reported_at": clock.now() - timedelta(days=days)})
    client = as_(cast.choi)
    shown = [
        code for code in ("0-7", "8-14", "15-30", "31-") if "나이를 세는" in client.get(f"/obstacles?age={code}").text
    ]
    assert shown == [age]


@pytest.mark.parametrize("name", ["year", "round", "bureau", "group", "value", "days"])
def test_a_wrong_value_narrows_nothing_and_the_page_says_so(cast, as_, busy, name):
    page = as_(cast.choi).get(f"/reports/control-tower?{name}=%3Cb%3E99999999")
    assert page.status_code == 200
    assert "it is left out." in page.text
    assert "<b>99999999" not in page.text
    assert "1 of 2 active tasks" in page.text


def test_figures_of_standing_still_are_the_tasks_of_the_list(cast, as_, busy):
    with transaction():
        for number in range(3):
            stands_for(a_task(cast, title=f"멈춘 {number}"), 31)
        stands_for(a_task(cast, title="서른 날"), 30)
    still = sum(row.still for row in reporting.stage_counts(cast.choi, Scope()))
    page = as_(cast.choi).get("/tasks?view=table&still=30").text
    assert (still, page.count("멈춘 ")) == (4, 3)
    assert "서른 날" not in page


def test_a_value_narrows_tasks(cast):
    with transaction():
        a_task(cast)
        quick = a_task(cast, title="빠른 과제")
        db.session.query(Task).filter_by(id=quick.id).update({"values": ["speed"]})
        slow = a_task(cast, title="친절한 과제")
        db.session.query(Task).filter_by(id=slow.id).update({"values": ["smile"]})
    counts = reporting.stage_counts(cast.choi, Scope(value=Value.SMILE))
    assert sum(row.moving + row.still for row in counts) == 1


def advance(task, actor, source, target, days_ago):
    db.session.add(
        StageAdvance(
            task_id=task.id,
            from_stage=source,
            to_stage=target,
            note="",
            advanced_by_id=actor.id,
            advanced_at=clock.now() - timedelta(days=days_ago),
        )
    )
    db.session.flush()


def test_lead_times_are_the_days_between_moves(cast, as_):
    with transaction():
        for days in (10, 20, 90):
            task = a_task(cast, title=f"{days}일")
            start = clock.now() - timedelta(days=100)
            db.session.query(Task).filter_by(id=task.id).update({"framed_at": start})
            advance(task, cast.choi, Stage.FRAMING, Stage.TEAM, 100 - days)
        advance(task, cast.choi, Stage.TEAM, Stage.PLAN, 3)
    found = {row.stage: row for row in lead_times.lead_times(cast.choi, Scope())}
    assert (found[Stage.FRAMING].stays, found[Stage.FRAMING].median, found[Stage.FRAMING].ninth) == (3, 20, 90)
    assert (found[Stage.TEAM].stays, found[Stage.TEAM].median) == (1, 7)
    assert found[Stage.PLAN].median is None
    page = as_(cast.choi).get("/reports/control-tower/tasks").text
    assert "takes longest: half of the stays ended within 20 days, one in ten took more than 90." in page


def test_causes_are_counted_and_named(cast, as_):
    with transaction():
        task = a_task(cast)
        for number in range(4):
            found = obstacle_of(cast, task=task, title=f"장애 {number}")
            db.session.query(Obstacle).filter_by(id=found.id).update(
                {"kind": ObstacleKind.BUDGET if number else ObstacleKind.STAFFING}
            )
    kinds = obstacles.causes_by_kind(cast.choi, Scope())
    assert [(row.kind, row.count) for row in kinds.rows] == [(ObstacleKind.BUDGET, 3), (ObstacleKind.STAFFING, 1)]
    page = as_(cast.choi).get("/reports/control-tower/obstacles").text
    assert "makes 75% of all 4 open obstacles" in page
    assert "makes 100% of all open obstacles (4 of 4)." in page
    assert "/obstacles?kind=budget" in page


def test_participation_is_counted_from_the_years_counters(cast):
    with transaction():
        items()
        award(cast.kim, "task:1:plan")
    rows = {row.department_id: row for row in participation_by_department()}
    assert (rows[cast.traffic].earners, rows[cast.traffic].people > 4) == (1, True)
    assert rows[cast.roads].percent is None, "fewer than five people: it would be about persons"


def test_values_are_counted_by_department_and_year(cast):
    with transaction():
        approved_slogan(cast)
        task = a_task(cast)
        db.session.query(Task).filter_by(id=task.id).update({"values": ["smile", "speed"]})
    found = values.value_counts(cast.choi, Scope())
    by_value = {value: count for (unit, value), count in found.by_department.items() if unit == cast.traffic}
    assert by_value[Value.SMILE] >= 1
    assert found.by_year[clock.today().year, Value.SPEED] >= 1
    assert values.value_counts(cast.choi, Scope(year=clock.today().year - 10)).departments == {}


def test_published_results_are_drawn_by_perspective_and_over_the_rounds(cast, as_, busy):
    page = as_(cast.choi).get("/reports/control-tower/indicators").text
    assert "Trend of an indicator" in page
    evaluation = as_(cast.choi).get("/reports/control-tower/evaluation").text
    assert "The totals lie furthest apart in" in evaluation


def test_a_round_that_is_not_published_has_grades_from_what_is_there(cast, as_):
    with transaction():
        record = round_with_ratings(cast)
    assert as_(cast.choi).get(f"/reports/control-tower/evaluation?round={record.id}").status_code == 200


@pytest.mark.parametrize("part", ["", *(f"/{part}" for part in PARTS), "?whole=1"])
def test_statements_do_not_grow_with_the_office(cast, as_, busy, part):
    client = as_(cast.choi)
    path = f"/reports/control-tower{part}"
    client.get(path)
    with count_statements() as few:
        client.get(path)
    with transaction():
        for days in (11, 12, 13):
            overdue_period(busy, days)
            stands_for(a_task(cast, title=f"과제 {days}"), 40 + days)
        for number in range(3):
            obstacle_of(cast, task=busy, title=f"장애 {number}")
    client.get(path)
    with count_statements() as many:
        client.get(path)
    assert len(few) == len(many)
    assert len(many) <= 30


def test_a_role_given_for_tomorrow_opens_nothing_today(cast, as_):
    assert not cast.kim.has(Role.CONTROL_TOWER)
    for part in PARTS:
        assert as_(cast.kim).get(f"/reports/control-tower/{part}").status_code == 403


def test_one_enormous_value_is_cut_off_and_named(cast, as_):
    with transaction():
        units = [cast.traffic, cast.civil, cast.roads, cast.tower, cast.planning]
        for unit in units:
            task = a_task(cast, title=f"부서 {unit}")
            db.session.query(Task).filter_by(id=task.id).update({"lead_department_id": unit})
            for number in range(40 if unit == cast.roads else 2):
                overdue_period(task, 5 + number)
    page = as_(cast.choi).get("/reports/control-tower").text
    assert "Far beyond the others and cut off in the drawing, not in the table: 도로과 (40)." in page


def test_a_single_bar_is_shown_as_a_table(cast, as_):
    with transaction():
        overdue_period(a_task_in(Stage.TEAM, cast), 9)
    page = as_(cast.choi).get("/reports/control-tower").text
    figure = page.partition('id="overdue-reports"')[2].partition("</figure>")[0]
    assert "data-figure" not in figure
    assert "교통과" in figure


def test_what_is_kept_follows_every_change(cast):
    assert values.value_counts(cast.choi, Scope()).departments == {}
    with transaction():
        approved_slogan(cast)
    found = values.value_counts(cast.choi, Scope())
    assert found.departments == {cast.traffic: "교통과"}
    assert values.value_counts(cast.choi, Scope()) is found
    assert values.value_counts(cast.shin, Scope()).departments == {}, "what is kept is kept by what one may read"


def test_lead_times_follow_the_moves(cast):
    with transaction():
        task = a_task(cast)
        db.session.query(Task).filter_by(id=task.id).update({"framed_at": clock.now() - timedelta(days=9)})
    assert sum(row.stays for row in lead_times.lead_times(cast.choi, Scope())) == 0
    with transaction():
        advance(task, cast.choi, Stage.FRAMING, Stage.TEAM, 2)
    assert sum(row.stays for row in lead_times.lead_times(cast.choi, Scope())) == 1
