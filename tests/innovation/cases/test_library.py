from datetime import date

import pytest
from sqlalchemy import event, text

from app.core.database import db, transaction
from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseKind, LibraryKind
from app.innovation.queries.library import LibraryFilter, list_library
from app.innovation.services import cases as services
from app.innovation.services.benchmarks import change_benchmark
from tests.factories.cases import BEST_TEXTS, benchmark_content, benchmark_of, case_of, published_case
from tests.factories.innovation_b import a_closed_task
from tests.statements import count_statements


def found(cast, actor=None, **wanted):
    return [(row.noun, row.title) for row in list_library(actor or cast.park, LibraryFilter(**wanted)).rows]


@pytest.fixture
def shelves(cast):
    """A best practice of 교통과, a failure of 민원봉사과, a lesson of a task and a benchmark."""
    with transaction():
        published_case(cast)
        failure = case_of(
            cast,
            actor=cast.park,
            kind=CaseKind.FAILURE,
            title="번호표 ABC를 없애다",
            year=2025,
            field=TaskField.CIVIL_AFFAIRS,
            values=(Value.SMILE,),
            obstacle_kinds=(ObstacleKind.STAFFING, ObstacleKind.TIME),
            figures=[],
        )
        services.submit_case(actor=cast.park, case=failure)
        services.approve_case(actor=cast.yoon, case=failure)
        services.publish_case(actor=cast.choi, case=failure)
        case_of(cast, title="아직 초안인 안내판")
        a_closed_task(cast)
        benchmark_of(cast)


BEST, FAILURE = ("case", "정류장 안내판을 바꾸다"), ("case", "번호표 ABC를 없애다")
BENCHMARK = ("benchmark", "스마트 민원시스템")


def test_the_library_holds_all_that_is_public_and_nothing_else(cast, shelves):
    rows = found(cast)
    assert [noun for noun, _title in rows] == ["case", "case", "lesson", "benchmark"]
    assert rows[:2] == [FAILURE, BEST]
    assert rows[3] == BENCHMARK


def test_each_kind_is_found_by_itself_and_lessons_stand_among_the_failures(cast, shelves):
    assert found(cast, kind=LibraryKind.BEST) == [BEST]
    assert [noun for noun, _title in found(cast, kind=LibraryKind.FAILURE)] == ["case", "lesson"]
    assert found(cast, kind=LibraryKind.BENCHMARK) == [BENCHMARK]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("안내판", [BEST]),
        ("통신사 qr", [BEST]),
        ("QR 어르신", [BEST]),
        ("문의 전화", [BEST]),
        ("abc", [FAILURE]),
        ("ＡＢＣ", [FAILURE]),
        ("8분 25초", [BENCHMARK]),
        ("시흥시", [BENCHMARK]),
        ("충남연구원", [BENCHMARK]),
        ("안내판 시흥시", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_every_word_must_occur_in_whatever_is_told(cast, shelves, words, expected):
    assert found(cast, words=words) == expected


def test_decomposed_letters_find_composed_ones(cast, shelves):
    assert found(cast, words="\u1109\u1175\u1112\u1173\u11bc\u1109\u1175") == [BENCHMARK]


def test_a_lesson_is_found_by_its_words(cast, shelves):
    (lesson,) = [title for noun, title in found(cast) if noun == "lesson"]
    assert ("lesson", lesson) in found(cast, words=lesson.split()[0])


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"value": Value.SMILE}, [FAILURE]),
        ({"obstacle": ObstacleKind.TIME}, [FAILURE]),
        ({"obstacle": ObstacleKind.TECHNOLOGY}, [BENCHMARK]),
        ({"field": TaskField.CITY, "kind": LibraryKind.BEST}, [BEST]),
        ({"year": 2025}, [FAILURE]),
        ({"year": 2014}, [BENCHMARK]),
    ],
)
def test_filters_narrow(cast, shelves, wanted, expected):
    assert found(cast, **wanted) == expected


def test_a_department_finds_its_own_cases_and_lessons_and_no_benchmark(cast, shelves):
    assert [noun for noun, _title in found(cast, department_id=cast.traffic)] == ["case", "lesson"]
    assert found(cast, department_id=cast.civil) == [FAILURE]


def test_an_outside_evaluator_finds_nothing(cast, shelves):
    assert found(cast, actor=cast.shin) == []


def test_a_withdrawn_case_leaves_the_shelves(cast):
    with transaction():
        case = published_case(cast)
        services.withdraw_case(actor=cast.choi, case=case, reason="개인정보가 들어 있어 내립니다.")
    assert found(cast) == []


def fill(count):
    """As many published cases and benchmarks by one statement each, on four days."""
    base = {"count": count}
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
    copied = (
        'kind, title, department_id, year, field, "values", obstacle_kinds, overview, details, obstacle_handling,'
        " self_assessment, tried, cause, advice, state, version, author_id, written_at, submitted_at, approver_id,"
        " approved_at, publisher_id, published_on"
    )
    db.session.execute(
        text(
            f"INSERT INTO cases (number, {copied}) {numbers}"
            f" SELECT 'X' || i, {copied} FROM cases, n WHERE number = 'C2026-001'"
        ),
        base,
    )
    told = 'summary, details, obstacle_handling, field, "values", obstacle_kinds, year, document, version, added_on'
    db.session.execute(
        text(
            f"INSERT INTO benchmarks (code, office, title, {told}) {numbers}"
            f" SELECT 'X' || i, office || i, title || i, {told} FROM benchmarks, n"
            " WHERE benchmarks.code IS NULL"
        ),
        base,
    )


def test_pages_hold_everything_once_in_one_statement(cast):
    with transaction():
        published_case(cast)
        benchmark_of(cast)
        fill(70)
    seen, cursor, pages = [], None, 0
    while True:
        with count_statements() as statements:
            page = list_library(cast.park, LibraryFilter(), cursor)
        assert len(statements) == 1
        seen += [(row.noun, row.id) for row in page.rows]
        cursor, pages = page.next_cursor, pages + 1
        if cursor is None:
            break
    assert (pages, len(seen), len(set(seen))) == (3, 142, 142)
    assert [noun for noun, _id in seen] == ["case"] * 71 + ["benchmark"] * 71


def test_what_is_published_between_two_pages_does_not_disturb_the_second(cast):
    with transaction():
        published_case(cast)
        benchmark_of(cast)
        fill(60)
    first = list_library(cast.park, LibraryFilter())
    with transaction():
        published_case(cast, title="새로 공개한 사례")
    second = list_library(cast.park, LibraryFilter(), first.next_cursor)
    assert not {(row.noun, row.id) for row in first.rows} & {(row.noun, row.id) for row in second.rows}
    assert len(second.rows) == 50


@pytest.mark.parametrize("cursor", ["x", "", "W10=", "WyIyMDI2Il0=", "bnVsbA==", "WzEsMiwzXQ==", "é"])
def test_a_made_up_cursor_gives_an_empty_page(cast, cursor):
    with transaction():
        published_case(cast)
    assert list_library(cast.park, LibraryFilter(), cursor).rows == []


def plan_of(statement, parameters, engine):
    explain = "EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN "
    return "\n".join(
        str(tuple(row)) for row in db.session.connection().exec_driver_sql(explain + statement, parameters)
    )


def test_the_first_page_of_many_is_read_by_the_index_of_the_shelf(cast, engine):
    with transaction():
        published_case(cast)
        benchmark_of(cast)
        fill(3000)
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("ANALYZE cases"))
            db.session.execute(text("ANALYZE benchmarks"))
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, s, p, *_r: seen.append((s, p)), once=True)
    list_library(cast.park, LibraryFilter())
    plan = plan_of(*seen[0], db.engine.dialect.name)
    assert "ix_cases_shelf" in plan
    assert "ix_benchmarks_added_on_id" in plan


def test_the_day_of_publication_orders_the_shelves(cast):
    with transaction():
        old, new = published_case(cast, title="먼저"), published_case(cast, title="나중")
        benchmark = benchmark_of(cast)
        db.session.execute(
            text("UPDATE benchmarks SET added_on = :day WHERE id = :id"), {"day": date(2026, 12, 1), "id": benchmark.id}
        )
    assert found(cast) == [BENCHMARK, ("case", new.title), ("case", old.title)]


def test_a_very_long_word_is_found_by_any_part_of_it(cast):
    long = "".join(chr(0xAC00 + number * 7) for number in range(400))
    with transaction():
        published_case(cast, title="긴 낱말", texts={**BEST_TEXTS, "details": long})
    for start in (0, 59, 60, 119, 180, 340):
        assert found(cast, words=long[start : start + 60]) == [("case", "긴 낱말")]
    assert found(cast, words=long[100:300]) == [("case", "긴 낱말")]


def test_a_benchmark_is_no_longer_found_by_words_that_were_taken_out(cast):
    with transaction():
        benchmark = benchmark_of(cast)
        changed = benchmark_content(summary="새로 쓴 요약")
        change_benchmark(actor=cast.choi, benchmark=benchmark, content=changed, seen_version=1)
    assert found(cast, words="저절로") == []
    assert found(cast, words="요약") == [BENCHMARK]


@pytest.mark.engine_free
def test_a_search_reads_the_words_and_not_the_whole_table_of_places(cast):
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, s, p, *_r: seen.append((s, p)), once=True)
    list_library(cast.park, LibraryFilter(words="안내판"))
    plan = plan_of(*seen[0], "sqlite")
    assert "SCAN case_words" not in plan
    assert "SEARCH case_words USING COVERING INDEX sqlite_autoindex_case_words_1 (word_id=?)" in plan
