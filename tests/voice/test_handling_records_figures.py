"""Figures of handling records: pooled by totals, said with their formula, read from kept sums only."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.database import db, transaction
from app.voice.enums.five_s import FiveSSource
from app.voice.queries import handling_figures as figures
from app.voice.queries.five_s_facts import facts_of
from app.voice.queries.handling_figures import Scope
from app.voice.queries.handling_sums import (
    HandlingSum,
    SameWork,
    both_years,
    handling_sums,
    same_work,
    same_work_together,
)
from app.voice.queries.sources.handling_records import shortening_rate as source
from app.voice.rules.handling_figures import DayPart, Totals, median_hours, parts_of, shortening_rate, whole_months
from tests.factories import voice_handling as made
from tests.factories.innovation import a_task
from tests.statements import count_statements

START, END = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.engine_free
def test_the_rate_is_pooled_by_totals_and_a_mean_of_ratios_would_differ():
    cases = [(480, 240), (4_800, 4_800), (9_600, 960)]
    totals = sum((Totals(n=1, statutory=law, actual=took) for law, took in cases), Totals())
    mean_of_ratios = sum(Decimal(law - took) / law * 100 for law, took in cases) / len(cases)
    assert totals.rate == Decimal("59.68")
    assert round(mean_of_ratios, 2) == Decimal("46.67")


@pytest.mark.engine_free
@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 20_000)), min_size=1, max_size=30))
def test_sums_in_any_order_give_the_same_rate(cases):
    def total(rows):
        return sum((Totals(n=1, statutory=law, actual=took) for law, took in rows), Totals())

    assert total(cases) == total(reversed(cases))
    law, took = (sum(part) for part in zip(*cases, strict=True))
    assert total(cases).rate == shortening_rate(law, took)
    assert total(cases).rate <= 100


@pytest.mark.engine_free
@given(st.lists(st.integers(0, 300), min_size=1, max_size=60))
def test_the_median_is_the_fewest_hours_that_half_of_the_cases_needed(hours):
    spread = {hour: hours.count(hour) for hour in hours}
    found = median_hours(spread)
    assert 2 * sum(hour <= found for hour in hours) >= len(hours)
    assert 2 * sum(hour < found for hour in hours) < len(hours)


@pytest.mark.engine_free
def test_nothing_has_no_figures():
    nothing = Totals()
    assert (nothing.rate, nothing.mean_days, nothing.late_share, median_hours({})) == (None, None, None, None)
    assert nothing.formulas() == {}


@pytest.mark.engine_free
def test_formulas_hold_the_numbers():
    told = {name: str(text) for name, text in Totals(n=3, statutory=1_440, actual=720, late=1).formulas().items()}
    assert told["rate"].startswith("(3 − 1.5) ÷ 3 × 100 = 50.00: the days the law gave all cases together")
    assert told["mean"] == "1.5 days ÷ 3 cases = 0.50"
    assert told["late"] == "1 late ÷ 3 cases × 100 ≈ 33.3"


@pytest.mark.engine_free
def test_the_four_parts_of_the_week_of_the_source():
    cells = {(0, 9): 513, (2, 18): 294, (5, 17): 100, (7, 10): 39, (6, 8): 54}
    shares = {part: share for part, (_n, share) in parts_of(cells).items()}
    assert shares == {
        DayPart.WEEKDAY_DAY: Decimal("51.3"),
        DayPart.WEEKDAY_NIGHT: Decimal("29.4"),
        DayPart.OFF_DAY: Decimal("13.9"),
        DayPart.OFF_NIGHT: Decimal("5.4"),
    }


def two_years(cast):
    rows = [made.row(f"b{n}", "2025-03-04 10:00", "2025-03-06 10:00") for n in range(3)]
    rows += [made.row(f"n{n}", "2026-03-03 10:00", "2026-03-04 10:00") for n in range(12)]
    rows += [made.row("only-now", 사무명="옥외광고물 허가", 부서="민원봉사과")]
    return made.entered(cast.choi, *rows)


def test_sums_and_same_work_for_the_index(app, cast):
    two_years(cast)
    units = (cast.traffic, cast.civil)
    sums = list(handling_sums(units, START, END))
    affair = sums[0][1].affair_id
    assert sums[0] == (
        cast.traffic,
        HandlingSum(
            month=date(2026, 3, 1),
            affair_id=affair,
            affair="여권 발급",
            n=12,
            statutory_minutes=12 * 1_440,
            actual_minutes=12 * 480,
            late=0,
        ),
    )
    assert [unit for unit, _one in sums] == [cast.traffic, cast.civil]
    assert list(same_work(units, START, END)) == [
        (
            cast.traffic,
            SameWork(
                affair_id=affair,
                affair="여권 발급",
                n_before=3,
                n_now=12,
                actual_before=3 * 960,
                actual_now=12 * 480,
            ),
        )
    ]
    assert list(same_work(units, date(2026, 4, 1), END)) == []


def with_gaps(cast):
    """March in both years (2 days, then 1), April only now, May only before, and the month that has begun in both."""
    rows = [made.row(f"b3-{n}", "2025-03-04 10:00", "2025-03-06 10:00") for n in range(12)]
    rows += [made.row(f"b5-{n}", "2025-05-12 10:00", "2025-05-15 10:00") for n in range(12)]
    rows += [made.row(f"b11-{n}", "2025-11-04 10:00", "2025-11-06 10:00") for n in range(12)]
    rows += [made.row(f"n3-{n}", "2026-03-03 10:00", "2026-03-04 10:00") for n in range(12)]
    rows += [made.row(f"n4-{n}", "2026-04-07 10:00", "2026-04-09 10:00") for n in range(12)]
    rows += [made.row(f"n11-{n}", "2026-11-03 10:00", "2026-11-04 10:00") for n in range(12)]
    return made.entered(cast.choi, *rows)


def test_month_stands_against_month_and_what_one_year_lacks_is_left_out(app, cast):
    """Only March is whole in both years: 12 × 2 days before, 12 × 1 day now."""
    with_gaps(cast)
    march = {"n_before": 12, "n_now": 12, "actual_before": 12 * 960, "actual_now": 12 * 480}
    for (unit, found), together in zip(
        same_work((cast.traffic,), START, END), same_work_together(None, START, END), strict=True
    ):
        assert unit == cast.traffic
        assert found == together == SameWork(affair_id=found.affair_id, affair="여권 발급", **march)
    (row,) = facts_of([cast.traffic], START, date(2026, 11, 23))[cast.traffic][FiveSSource.SAME_WORK].rows
    assert (row.part, row.of, row.n) == (12 * 960 - 12 * 480, 12 * 960, 12)


def test_two_departments_are_not_taken_for_one_and_the_office_is(app, cast):
    """교통과 has March before, 민원봉사과 March now: no comparison of either, but one of the office."""
    before = [made.row(f"b{n}", "2025-03-04 10:00", "2025-03-06 10:00") for n in range(10)]
    now = [made.row(f"n{n}", "2026-03-03 10:00", "2026-03-04 10:00", 부서="민원봉사과") for n in range(11)]
    made.entered(cast.choi, *before, *now)
    assert list(same_work((cast.traffic, cast.civil), START, END)) == []
    (found,) = same_work_together(None, START, END)
    assert (found.n_before, found.n_now, found.actual_before, found.actual_now) == (10, 11, 9_600, 5_280)


def test_a_month_counts_when_it_is_over(app, cast):
    with_gaps(cast)
    for day, cases in ((date(2026, 11, 30), 12), (date(2026, 12, 1), 24)):
        with clock.frozen_at(clock.start_of_day(day)):
            ((_unit, found),) = same_work((cast.traffic,), START, END)
            assert (found.n_before, found.n_now) == (cases, cases)
    with clock.frozen_at(clock.start_of_day(date(2026, 1, 20))):
        assert list(same_work((cast.traffic,), START, END)) == []
        assert list(same_work_together(cast.traffic, START, END)) == []


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("start", "end", "today", "found"),
    [
        ("2026-01-01", "2026-12-31", "2026-11-23", ("2026-01-01", "2026-10-01")),
        ("2026-01-01", "2026-11-23", "2026-11-23", ("2026-01-01", "2026-10-01")),
        ("2026-01-01", "2026-12-31", "2027-01-01", ("2026-01-01", "2026-12-01")),
        ("2026-01-01", "2026-12-31", "2026-12-31", ("2026-01-01", "2026-11-01")),
        ("2026-01-15", "2026-02-28", "2026-11-23", ("2026-02-01", "2026-02-01")),
        ("2026-01-15", "2026-02-27", "2026-11-23", None),
        ("2026-01-01", "2026-12-31", "2026-01-31", None),
        ("2027-01-01", "2027-12-31", "2026-11-23", None),
    ],
)
def test_whole_months(start, end, today, found):
    days = (date.fromisoformat(day) for day in (start, end, today))
    assert whole_months(*days) == (found and tuple(date.fromisoformat(day) for day in found))


def test_the_page_of_the_comparison_says_which_months(as_, cast):
    with_gaps(cast)
    page = as_(cast.park).get("/voice/handling/same-work?year=2026").text
    assert "before 24 days ÷ 12 cases = 2.00, now 12 days ÷ 12 cases = 1.00, change −50.0 %" in page
    assert "the month that has begun is left out until it is over" in page
    assert "January to 4, 2025 and 2026" in page
    assert "left out until it is over" not in as_(cast.park).get("/voice/handling/same-work?year=2025").text


def test_the_named_source_pools_by_totals(app, cast):
    two_years(cast)
    found = source([cast.traffic, cast.civil, cast.roads], START, END)
    assert {unit: round(figure, 2) for unit, figure in found.items()} == {
        cast.traffic: Decimal("66.67"),
        cast.civil: Decimal("66.67"),
    }


def test_the_overview_shows_figures_formulas_and_both_twins(as_, cast):
    two_years(cast)
    made.entered(cast.choi, made.row("x", "2026-03-03 15:00", "2026-03-04 15:00"), name="오후.xlsx")
    page = as_(cast.park).get("/voice/handling?year=2026").text
    assert "66.67 %" in page
    assert page.count("data-figure=") == 1  # one month is a table; the map is drawn
    assert "Weekday, day" in page


def test_the_overview_narrows_by_department_and_affair(as_, cast):
    two_years(cast)
    visitor = as_(cast.park)
    narrowed = visitor.get(f"/voice/handling?year=2026&department={cast.civil}").text
    assert "민원봉사과" in narrowed
    assert visitor.get("/voice/handling?year=2026&department=999999").status_code == 200
    assert visitor.get("/voice/handling?year=1").status_code == 404
    assert visitor.get("/voice/handling?year=x&affair=y").status_code == 200


def test_the_comparison_marks_few_cases(as_, cast):
    two_years(cast)
    page = as_(cast.park).get("/voice/handling/same-work?year=2026").text
    assert "여권 발급" in page
    assert "옥외광고물" not in page
    assert "fewer than 10 cases" in page
    assert ">-50.0<" in page
    assert "now 12 days ÷ 12 cases = 1.00, change −50.0 %" in page


@pytest.mark.parametrize(
    "path", ["/voice/handling", "/voice/handling/same-work", "/voice/handling/affairs", "/voice/handling/records"]
)
def test_pages_take_as_many_statements_for_one_record_as_for_many(as_, cast, path):
    made.entered(
        cast.choi,
        made.row("0", "2026-02-03 10:00", "2026-02-04 10:00"),
        made.row("1", "2025-02-04 10:00", "2025-02-05 10:00"),
    )
    visitor = as_(cast.choi)
    visitor.get(path)
    few = sent_by(visitor, path)
    made.entered(
        cast.choi,
        *(made.row(f"m{n}", 사무명=f"사무 {n}", 부서="도로과") for n in range(30)),
        name="더.xlsx",
    )
    assert len(sent_by(visitor, path)) == len(few)
    assert len(few) <= 8


def sent_by(visitor, path):
    with count_statements() as seen:
        assert visitor.get(path).status_code == 200
    return seen


def test_figures_never_read_the_records(as_, cast):
    two_years(cast)
    for path in ("/voice/handling", "/voice/handling/same-work", "/voice/handling/affairs"):
        sent = sent_by(as_(cast.park), path)
        assert not [one for one in sent if "voice_handling_records" in one], path


def test_the_sums_of_the_office_are_those_of_its_departments(app, cast):
    two_years(cast)
    units = (cast.traffic, cast.civil)
    for read in (figures.hours_in, figures.spread_in):
        parts = [Counter(read(Scope(2026, department_id=unit))) for unit in units]
        assert Counter(read(Scope(2026))) == sum(parts, Counter())
        assert sum(parts, Counter()).total() == 13


def test_records_are_for_those_who_answer_for_them(as_, cast):
    made.entered(cast.choi, made.row("1"), made.row("2", 부서="민원봉사과"))
    assert as_(cast.park).get("/voice/handling/records").status_code == 403
    head = as_(cast.lee).get("/voice/handling/records").text
    assert ">1</a>" in head
    assert ">2</a>" not in head
    ids = {
        row.receipt_no: row.id
        for row in db.session.execute(db.text("SELECT id, receipt_no FROM voice_handling_records"))
    }
    assert as_(cast.lee).get(f"/voice/handling/records/{ids['2']}").status_code == 404
    assert "3 근무시간" not in as_(cast.lee).get(f"/voice/handling/records/{ids['1']}").text


def test_the_statements_of_a_million_go_by_an_index(app, cast):
    """Heat map, months and comparison name a range of months: the tables of sums are never read whole."""
    two_years(cast)
    scope = Scope(2026)
    asked = {
        "voice_handling_months": [figures._months(department=False, affair=some) for some in (False, True)],
        "voice_handling_hours": [figures._hours(department=True, _affair=False)],
        "voice_handling_spreads": [figures._spread(department=some, affair=not some) for some in (False, True)],
        "voice_office_hours": [figures._hours(department=False, _affair=False)],
        "voice_office_spreads": [figures._spread(department=False, affair=False)],
    }
    given = {**scope.given, "department_id": cast.civil, "affair_id": 1}
    with transaction():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("SET LOCAL enable_seqscan = off"))
        for table, statements in asked.items():
            for statement in statements:
                wanted = {name: given[name] for name in statement.compile().params}
                plan = _plan(statement, wanted)
                assert re.search(rf"SEARCH {table} USING|Index Cond.*month", plan), plan


def test_the_comparison_of_two_years_goes_by_an_index(app, cast):
    two_years(cast)
    with transaction():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("SET LOCAL enable_seqscan = off"))
        plan = _plan(both_years(START, date(2026, 10, 1), db.true()), {})
    assert "ix_voice_handling_months_month" in plan, plan


def _plan(statement, given):
    literal = statement.params(**given).compile(db.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in db.session.execute(db.text(f"{explain} {literal}")))


def linked_pair(cast):
    with transaction():
        task = a_task(cast)
    return db.session.scalar(db.text("SELECT id FROM voice_affairs WHERE name = '여권 발급'")), task


def test_a_task_names_the_affair_it_shortened_and_the_affair_the_task(as_, cast):
    two_years(cast)
    affair, task = linked_pair(cast)
    given = {"task_number": task.number, "from_day": "2026-01-02", "words": "창구를 하나로 합쳤습니다."}
    answer = as_(cast.lee).post(f"/voice/handling/affairs/{affair}/improvements", data=given)
    assert answer.status_code == 302
    page = as_(cast.park).get(f"/voice/handling/affairs/{affair}").text
    assert task.number in page
    assert "2.00 (3 cases)" in page
    assert "1.00 (12 cases)" in page
    assert f"/voice/handling/affairs/{affair}" in as_(cast.park).get(f"/tasks/{task.id}/origins").text
    again = as_(cast.lee).post(f"/voice/handling/affairs/{affair}/improvements", data=given)
    assert again.status_code == 422
    assert "linked to the affair already" in again.text


def test_only_who_answers_for_the_affair_links_a_task(as_, cast):
    two_years(cast)
    affair, task = linked_pair(cast)
    given = {"task_number": task.number, "from_day": "2026-01-02", "words": "창구를 하나로 합쳤습니다."}
    assert as_(cast.yoon).post(f"/voice/handling/affairs/{affair}/improvements", data=given).status_code == 403
    wrong = as_(cast.lee).post(f"/voice/handling/affairs/{affair}/improvements", data=given | {"task_number": "T0"})
    assert wrong.status_code == 422
    assert "창구를 하나로 합쳤습니다." in wrong.text
