"""What exactly each source of innovation counts, over which days, and from which rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.database import db
from app.core.readings import FigureRule
from app.innovation.enums import CloseResult, Sensitivity, Stage
from app.innovation.models import Issue
from app.innovation.queries.sources import (
    KINDS,
    SOURCES,
    closed_tasks,
    contest_awards,
    contest_entries,
    ideas_answered_in_time,
    on_time_report_share,
    overdue_reports,
    removed_obstacles,
    spread_results,
)
from app.innovation.rules.clocks import answered_by
from app.innovation.services.closings import close_task
from app.innovation.services.contests import publish_result
from app.innovation.services.stages import advance_task, return_task
from tests.factories import innovation as make
from tests.factories.contests import past_contest
from tests.factories.contests import published as published_contest
from tests.factories.innovation_b import (
    a_closed_task,
    a_managed_task,
    a_monitored_task,
    a_submitted_closing,
    an_approved_report,
    periods_of,
)
from tests.factories.innovation_c import removed_obstacle
from tests.statements import count_statements

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 23)
REASON = "예산이 줄어 여기까지 하고 남은 자리는 내년에 놓는다."


def noon(day):
    return clock.frozen_at(clock.start_of_day(day) + timedelta(hours=12))


def test_every_source_says_what_it_counts_and_every_row_has_a_kind(write, cast):
    assert all(source.label.msgid and source.sentence.msgid for source in SOURCES.values())
    a_closed_task(cast)
    removed_obstacle(cast)
    for source in SOURCES.values():
        for reading in source.readings([cast.traffic, cast.civil], *YEAR).values():
            assert {row.kind for row in reading.rows} <= set(KINDS)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_reads_the_whole_office_in_one_or_two_statements(write, cast, name):
    units = [cast.traffic, cast.civil, cast.roads, cast.tower, cast.planning, cast.daesan, cast.haemi]
    with count_statements() as few:
        SOURCES[name].readings(units[:1], *YEAR)
    with count_statements() as many:
        SOURCES[name].readings(units, *YEAR)
    assert len(many) == len(few) <= 2


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_to_know_is_no_figure_and_a_count_of_nothing_is_zero(write, cast, name):
    source = SOURCES[name]
    nothing = {cast.haemi: Decimal(0)} if source.rule is FigureRule.SUM else {}
    assert source([cast.haemi], date(2020, 1, 1), date(2020, 12, 31)) == nothing


def test_overdue_reports_are_those_whose_day_has_passed(write, cast):
    task, _plan = a_managed_task(cast)
    first = periods_of(task)[0]
    with noon(first.due_on):
        assert overdue_reports([cast.traffic], *YEAR) == {cast.traffic: 0}
        assert on_time_report_share([cast.traffic], *YEAR) == {}
    with noon(first.due_on + timedelta(days=1)):
        reading = overdue_reports.readings([cast.traffic], first.due_on, first.due_on)[cast.traffic]
        assert (reading.figure, reading.rows[0].id, reading.rows[0].day) == (1, first.id, first.due_on)
        assert on_time_report_share([cast.traffic], first.due_on, first.due_on) == {cast.traffic: 0}


def test_a_report_in_time_is_not_overdue(write, cast):
    task, plan = a_managed_task(cast)
    an_approved_report(cast, task, plan)
    first = periods_of(task)[0]
    with noon(first.due_on + timedelta(days=3)):
        assert overdue_reports([cast.traffic], first.due_on, first.due_on) == {cast.traffic: 0}
        assert on_time_report_share([cast.traffic], first.due_on, first.due_on) == {cast.traffic: 100}


def test_a_period_after_the_end_of_its_task_is_not_due(write, cast):
    task, plan = a_managed_task(cast)
    early = {"ends_early": True, "result": CloseResult.PARTLY, "reason": REASON}
    closing = a_submitted_closing(cast, task, plan, **early)
    close_task(actor=cast.choi, task=task, closing=closing)
    last = periods_of(task)[-1].due_on
    with noon(last + timedelta(days=1)):
        assert overdue_reports([cast.traffic], TODAY, last) == {cast.traffic: 0}
        assert on_time_report_share([cast.traffic], TODAY, last) == {}


def test_days_in_a_stage_are_those_of_every_visit_of_tasks_that_left_it(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    make.framed(task, cast.lee)
    with noon(TODAY + timedelta(days=4)):
        advance_task(actor=cast.lee, task=task)
    with noon(TODAY + timedelta(days=6)):
        return_task(actor=cast.lee, task=task, to_stage=Stage.FRAMING, reason=REASON)
    with noon(TODAY + timedelta(days=9)):
        advance_task(actor=cast.lee, task=task)
    source = SOURCES["innovation.stage_2_days"]
    once = source.readings([cast.traffic], TODAY, TODAY + timedelta(days=4))[cast.traffic]
    twice = source.readings([cast.traffic], *YEAR)[cast.traffic]
    assert [(row.part, row.of, row.day) for row in once.rows] == [(4, 1, TODAY + timedelta(days=4))]
    assert [(row.part, row.of, row.day) for row in twice.rows] == [(7, 1, TODAY + timedelta(days=9))]
    assert source([cast.traffic], TODAY + timedelta(days=10), TODAY + timedelta(days=20)) == {}


def test_the_last_stage_ends_with_the_closing(write, cast):
    task, plan = a_monitored_task(cast)
    closing = a_submitted_closing(cast, task, plan)
    with noon(TODAY + timedelta(days=5)):
        close_task(actor=cast.choi, task=task, closing=closing)
        assert SOURCES["innovation.stage_6_days"]([cast.traffic, cast.civil], *YEAR) == {cast.traffic: 5}


def test_an_obstacle_that_is_not_open_to_all_is_counted_without_its_title(write, cast):
    told, hidden = removed_obstacle(cast), removed_obstacle(cast, sensitivity=Sensitivity.RESTRICTED)
    rows = removed_obstacles.readings([cast.traffic], *YEAR)[cast.traffic].rows
    assert [(row.id, row.title) for row in rows] == [(told.id, told.title), (hidden.id, "")]


def test_an_idea_answered_after_its_day_or_put_off_too_late_is_not_in_time(write, cast):
    issue = make.an_issue(cast.kim)
    due = answered_by(issue.decision_due_on, issue.promised_on)
    asked = ([cast.tower, cast.civil], due, due)
    assert ideas_answered_in_time(*asked) == {}
    with noon(due + timedelta(days=1)):
        reading = ideas_answered_in_time.readings(*asked)[cast.tower]
        assert (reading.figure, reading.rows[0].title) == (0, issue.number)
        db.session.execute(update(Issue).where(Issue.id == issue.id).values(reviewing_department_id=cast.civil))
        assert ideas_answered_in_time(*asked) == {cast.civil: 0}


def test_contests_count_entries_and_published_prizes(write, cast):
    units, past = [cast.traffic, cast.civil, cast.roads], (date(2025, 1, 1), date(2025, 6, 30))
    before = past_contest(cast)
    assert contest_awards(units, *past) == dict.fromkeys(units, 0)
    publish_result(actor=cast.bae, contest=before)
    awards = contest_awards.readings(units, *past)
    assert [awards[unit].figure for unit in units] == [1, 0, 0]
    assert awards[cast.traffic].rows[0].title.endswith("최우수")
    assert contest_awards(units, *YEAR) == dict.fromkeys(units, 0)
    _contest, entries = published_contest(cast)
    figures = contest_entries(units, *YEAR)
    assert sum(figures.values()) == len([one for one in entries if one.withdrawn_at is None])


def test_a_later_change_outside_the_days_is_not_counted(write, cast):
    a_closed_task(cast)
    assert closed_tasks([cast.traffic], TODAY + timedelta(days=1), TODAY + timedelta(days=9)) == {cast.traffic: 0}
    assert spread_results([cast.traffic], *YEAR) == {cast.traffic: 0}
