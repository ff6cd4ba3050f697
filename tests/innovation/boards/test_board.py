"""보드: six columns, the table, and the page of a task, with what they cost."""

import pytest
from sqlalchemy import insert, select, text

from app.core.database import db, transaction
from app.innovation.enums import Stage
from app.innovation.models import Task
from app.innovation.queries.boards import TaskFilter, board, cards_statement, list_tasks
from app.innovation.services.tasks import count_open_obstacles
from tests.factories import innovation as make
from tests.statements import count_statements


def test_each_stage_is_a_column_with_its_count_and_newest_cards(write, cast):
    for stage in (Stage.COLLECTION, Stage.COLLECTION, Stage.TEAM):
        make.a_task_in(stage, cast)
    columns = board(cast.kim)
    assert [(column.stage.number, column.count, [card.number for card in column.cards]) for column in columns] == [
        (1, 2, ["T2026-002", "T2026-001"]),
        (2, 0, []),
        (3, 1, ["T2026-003"]),
        (4, 0, []),
        (5, 0, []),
        (6, 0, []),
    ]


def test_a_column_shows_twenty_and_the_table_the_rest(as_, cast, app):
    with transaction():
        for _n in range(21):
            make.a_task(cast)
    client = as_(cast.kim)
    page = client.get("/tasks").text
    assert page.count('class="board-card"') == 20
    assert "T2026-001 ·" not in page
    more = page.partition('class="board-more" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "T2026-001" in client.get(more).text


def test_a_card_shows_the_obstacles_that_are_open(as_, cast, app):
    with transaction():
        count_open_obstacles(task=make.a_task(cast), count=2)
    assert "Open obstacles 2" in as_(cast.kim).get("/tasks").text


@pytest.mark.parametrize("path", ["/tasks", "/tasks?view=table"])
def test_the_page_costs_the_same_for_one_and_three(as_, cast, app, path):
    with transaction():
        make.a_task(cast)
    client = as_(cast.lee)
    with count_statements() as one:
        client.get(path)
    with transaction():
        make.a_task_in(Stage.FRAMING, cast)
        make.a_task_in(Stage.TEAM, cast)
    with count_statements() as three:
        client.get(path)
    assert (len(one), len(three)) == (3, 3)


def fill(count):
    """Copies of the one task, nearly all in stage 1: only where a stage is rare does its index matter."""
    db.session.flush()
    task = dict(db.session.execute(select(Task.__table__)).mappings().one())
    del task["id"]
    first, *others = Stage
    db.session.execute(
        insert(Task.__table__),
        [task | {"number": f"X{n}", "stage": first if n % 20 else others[n // 20 % len(others)]} for n in range(count)],
    )
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE tasks"))


def test_a_column_is_read_from_its_index_however_rare_its_stage(write, cast):
    make.a_task(cast)
    fill(3000)
    statement = cards_statement(cast.kim).compile(db.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    plan = [str(row) for row in db.session.connection().exec_driver_sql(f"{explain} {statement}")]
    assert sum("ix_tasks_board" in step for step in plan) >= len(Stage) - 1, "\n".join(plan)
    assert not any("SCAN tasks" in step or "Seq Scan on tasks" in step for step in plan)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, {"T2026-001", "T2026-002"}),
        ({"stage": Stage.TEAM}, {"T2026-002"}),
        ({"mine": True}, {"T2026-002"}),
    ],
)
def test_a_filter_narrows_the_table(write, cast, wanted, numbers):
    make.a_task(cast)
    make.teamed(make.a_task_in(Stage.TEAM, cast), cast)
    assert {row.number for row in list_tasks(cast.ahn, TaskFilter(**wanted)).rows} == numbers


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_a_tab_costs_at_most_eight_statements(as_, cast, app, stage):
    with transaction():
        task = make.teamed(make.a_task_in(Stage.TEAM, cast), cast)
        make.an_opinion(task, cast)
        task_id = task.id
    client = as_(cast.choi)
    with count_statements() as seen:
        assert client.get(f"/tasks/{task_id}?stage={stage}").status_code == 200
    assert len(seen) <= 8


def test_the_present_stage_is_the_open_tab(as_, cast, app):
    with transaction():
        task_id = make.teamed(make.a_task_in(Stage.TEAM, cast), cast).id
    client = as_(cast.kim)
    page = client.get(f"/tasks/{task_id}").text
    assert "3. Building the team" in page
    assert "김하늘" in page
    assert "1. Collecting issues" in client.get(f"/tasks/{task_id}?stage=1").text


@pytest.mark.parametrize("path", ["/tasks/999", "/tasks/1?stage=7", "/tasks/1?stage=0"])
def test_what_does_not_exist_is_not_found(as_, cast, app, path):
    with transaction():
        make.a_task(cast)
    assert as_(cast.kim).get(path).status_code == 404


def test_an_empty_board_says_who_can_do_what(as_, cast):
    assert "No tasks yet" in as_(cast.kim).get("/tasks").text


def test_the_index_of_the_board_is_partial(app):
    definition = {index.name: index for index in db.metadata.tables["tasks"].indexes}["ix_tasks_board"]
    assert str(definition.dialect_options["sqlite"]["where"]) == "state = 'active'"


@pytest.mark.parametrize("view", ["", "?view=table"])
def test_the_head_of_the_board_leads_to_lessons_and_to_overdue_reports(as_, cast, view):
    names = ("kim", "kang", "lee", "acting", "choi", "gam")
    pages = {name: as_(getattr(cast, name)).get(f"/tasks{view}").text for name in names}
    assert {name for name in names if 'href="/lessons"' in pages[name]} == set(names)
    assert {name for name in names if 'href="/overdue-reports"' in pages[name]} == {"lee", "acting", "choi", "gam"}
