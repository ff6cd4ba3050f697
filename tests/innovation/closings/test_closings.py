"""Closing a task: a result for each measure, a spread decision, and a lesson where the goal was not reached."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.enums import CloseResult, Stage, TaskState
from app.innovation.models import Closing, Lesson, StageCounter, Task
from app.innovation.queries.lessons import LessonFilter, list_lessons
from app.innovation.queries.sources import approved_reports, closed_tasks, on_time_report_share
from app.innovation.services.closings import close_task, return_closing, rewrite_closing, submit_closing, write_closing
from app.innovation.services.plans import start_version
from tests.factories.innovation import a_task_in
from tests.factories.innovation_b import (
    a_closed_task,
    a_managed_task,
    a_monitored_task,
    a_submitted_closing,
    at_once,
    closing_draft,
    told,
)
from tests.refusals import refused

REASON = "예산이 삭감되어 더 놓을 수 없다."
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_task_is_completed_with_its_results_and_leaves_the_board(write, cast):
    task, closing = a_closed_task(cast)
    assert (task.state, closing.closed_on, closing.closer_id) == (
        TaskState.COMPLETED,
        date(2026, 11, 23),
        cast.choi.id,
    )
    assert db.session.get_one(StageCounter, Stage.MONITORING).task_count == 0


def test_a_closing_without_a_result_is_refused(write, cast):
    task, plan = a_monitored_task(cast)
    with refused("Say whether the goal was reached"):
        a_submitted_closing(cast, task, plan, result=None)


def test_a_closing_without_the_result_of_each_measure_is_refused(write, cast):
    task, plan = a_monitored_task(cast)
    with refused("The gate is still closed"):
        a_submitted_closing(cast, task, plan, values=told(plan)[:1])


def test_a_closing_without_a_spread_decision_is_refused(write, cast):
    task, plan = a_monitored_task(cast)
    with refused("The gate is still closed"):
        a_submitted_closing(cast, task, plan, spread=None)


def test_a_goal_not_reached_leaves_a_lesson(write, cast):
    task, plan = a_monitored_task(cast)
    with refused("Please write the lesson"):
        a_submitted_closing(cast, task, plan, result=CloseResult.NOT_ACHIEVED, failed="")


def test_a_task_is_not_completed_before_the_last_stage(write, cast):
    task, plan = a_managed_task(cast)
    with refused("only from the last stage"):
        a_submitted_closing(cast, task, plan)


def test_a_task_ends_early_from_any_stage_with_reason_and_lesson(write, cast):
    task = a_task_in(Stage.PLAN, cast)
    early = {"ends_early": True, "result": CloseResult.NOT_ACHIEVED, "spread": None}
    closing = write_closing(actor=cast.kim, task=task, draft=closing_draft(**early))
    with refused("Please write the reason"):
        submit_closing(actor=cast.lee, task=task, closing=closing)
    rewrite_closing(actor=cast.kim, task=task, closing=closing, draft=closing_draft(**early, reason=REASON))
    submit_closing(actor=cast.lee, task=task, closing=closing)
    assert close_task(actor=cast.choi, task=task, closing=closing) is TaskState.ENDED_EARLY
    assert db.session.query(Lesson.author_id).scalar() == cast.kim.id


def test_the_head_hands_in_and_the_control_tower_closes(write, cast):
    task, plan = a_monitored_task(cast)
    closing = write_closing(actor=cast.kim, task=task, draft=closing_draft(plan))
    for actor in (cast.kim, cast.kang, cast.choi, cast.goh, cast.gam):
        with pytest.raises(Denied):
            submit_closing(actor=actor, task=task, closing=closing)
    with refused("hands the closing in first"):
        close_task(actor=cast.choi, task=task, closing=closing)
    submit_closing(actor=cast.lee, task=task, closing=closing)
    for actor in (cast.kim, cast.lee, cast.goh, cast.gam):
        with pytest.raises(Denied):
            close_task(actor=actor, task=task, closing=closing)


def test_a_returned_closing_goes_back_to_the_department(write, cast):
    task, plan = a_monitored_task(cast)
    closing = a_submitted_closing(cast, task, plan)
    return_closing(actor=cast.choi, task=task, closing=closing, reason=REASON)
    rewrite_closing(actor=cast.ahn, task=task, closing=closing, draft=closing_draft(plan))
    submit_closing(actor=cast.acting, task=task, closing=closing)
    assert close_task(actor=cast.bae, task=task, closing=closing) is TaskState.COMPLETED


def test_a_task_has_one_closing(write, cast):
    task, plan = a_monitored_task(cast)
    a_submitted_closing(cast, task, plan)
    with pytest.raises(Conflict):
        write_closing(actor=cast.ahn, task=task, draft=closing_draft(plan))


def test_nothing_of_a_closed_task_changes_any_more(write, cast):
    task, closing = a_closed_task(cast)
    plan = db.session.get_one(Task, task.id)
    with refused("This task has ended"):
        rewrite_closing(actor=cast.kim, task=plan, closing=closing, draft=closing_draft())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE closings SET result = 'achieved' WHERE id = :id",
        "DELETE FROM closing_values WHERE closing_id = :id",
        "UPDATE lessons SET advice = 'x'",
        "DELETE FROM lessons",
    ],
)
def test_raw_sql_cannot_rewrite_a_closed_task(statement, app, cast):
    with transaction():
        closing_id = a_closed_task(cast)[1].id
    parameters = {"id": closing_id} if ":id" in statement else {}
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(statement), parameters)


def test_two_endings_at_once_close_the_task_once(app, cast):
    with transaction():
        task, plan = a_monitored_task(cast)
        task_id, closing_id = task.id, a_submitted_closing(cast, task, plan).id

    def close(actor):
        record, task = db.session.get_one(Closing, closing_id), db.session.get_one(Task, task_id)
        close_task(actor=actor, task=task, closing=record)

    assert at_once(app, lambda: close(cast.choi), lambda: close(cast.bae)) == ["done", "refused"]
    assert db.session.query(Lesson).count() == 1


def test_lessons_are_found_by_their_words_and_department(write, cast):
    a_closed_task(cast)
    for words, count in (("상인 현장", 1), ("상인 바다", 0), ("100%", 0), ("", 1)):
        assert len(list_lessons(cast.park, LessonFilter(words=words), None).rows) == count
    assert list_lessons(cast.park, LessonFilter(department_id=cast.civil), None).rows == []


def test_a_new_version_after_the_results_asks_for_results_anew(write, cast):
    task, plan = a_monitored_task(cast)
    start_version(actor=cast.kim, task=task, plan=plan, reason=REASON)
    closing = a_submitted_closing(cast, task, plan)
    assert close_task(actor=cast.choi, task=task, closing=closing) is TaskState.COMPLETED


def test_figures_for_indicators_count_nothing_as_zero_but_have_no_share_of_nothing(write, cast):
    a_closed_task(cast)
    units = (cast.traffic, cast.civil)
    assert closed_tasks(units, *YEAR) == {cast.traffic: Decimal(1), cast.civil: Decimal(0)}
    assert approved_reports(units, *YEAR) == {cast.traffic: Decimal(1), cast.civil: Decimal(0)}
    assert closed_tasks(units, date(2026, 1, 1), date(2026, 6, 30)) == {cast.traffic: 0, cast.civil: 0}
    assert on_time_report_share(units, *YEAR) == {}


def test_a_task_that_ended_early_is_no_closed_task(write, cast):
    task, plan = a_managed_task(cast)
    early = {"ends_early": True, "result": CloseResult.PARTLY, "reason": REASON}
    closing = a_submitted_closing(cast, task, plan, **early)
    close_task(actor=cast.choi, task=task, closing=closing)
    assert closed_tasks((cast.traffic,), *YEAR) == {cast.traffic: Decimal(0)}


def test_the_page_of_an_ended_task_counts_no_days_and_offers_no_new_obstacle(as_, cast):
    with transaction():
        running, _plan = a_monitored_task(cast)
        ended, _closing = a_closed_task(cast)
    reader = as_(cast.kim)
    reader.post("/language-choices", data={"language": "en", "next": "/"})
    shown = []
    for task in (running, ended):
        page = reader.get(f"/tasks/{task.id}?stage=6").text
        shown.append(("days in this stage" in page, f"/obstacles/new?task={task.id}" in page))
    assert shown == [(True, True), (False, False)]
