import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Missing
from app.core.values import Value
from app.innovation.enums import IssueSource, IssueState, ObstacleKind
from app.innovation.models import Benchmark, BenchmarkFigure, Issue
from app.innovation.queries import benchmarks as queries
from app.innovation.services import benchmarks as services
from app.innovation.services.shipped_benchmarks import shipped_benchmarks
from tests.factories.cases import benchmark_content, benchmark_of
from tests.refusals import refused
from tests.statements import count_statements

FORM = {
    "office": "경기도 시흥시",
    "title": "스마트 민원시스템",
    "summary": "빈칸이 저절로 찬다.",
    "document": "어느 보고서",
    "year": "2014",
    "field": "civil_affairs",
    "values": ["simple"],
    "figures-0-name": "대기",
    "figures-0-text": "8분 → 6분",
}


def test_the_shipped_cases_are_loaded_once_with_their_source_and_figures(cast, app):
    runner = app.test_cli_runner()
    first, second = (runner.invoke(args=["innovation", "benchmarks", "load"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    shipped = list(shipped_benchmarks())
    assert db.session.query(Benchmark).count() == len(shipped)
    assert "0" in second.output
    one = db.session.query(Benchmark).filter_by(office="경기도 시흥시").one()
    figures = {row.name: row.text for row in queries.figures_of(one.id)}
    assert figures["처리시간"] == "8분 17초 → 2분 36초"
    assert (one.added_by_id, one.values) == (None, ["simple", "speed"])


def test_every_shipped_case_names_office_source_and_value():
    shipped = list(shipped_benchmarks())
    assert len(shipped) >= 50
    assert [
        code for code, case in shipped if not (case.office and case.document and case.summary and case.values)
    ] == []
    assert len({(case.office, case.title) for _code, case in shipped}) == len(shipped)
    documents = {case.document for _code, case in shipped}
    assert len(documents) == 5


def test_loading_again_keeps_what_the_control_tower_wrote(cast):
    with transaction():
        services.load_benchmarks(shipped_benchmarks())
        one = db.session.query(Benchmark).filter_by(code="BM-01").one()
        services.change_benchmark(
            actor=cast.choi,
            benchmark=one,
            content=benchmark_content(office="우리말로", title="고쳐 씀"),
            seen_version=1,
        )
    with transaction():
        assert services.load_benchmarks(shipped_benchmarks()) == 0
    assert db.session.query(Benchmark.title).filter_by(code="BM-01").scalar() == "고쳐 씀"


def test_only_the_control_tower_adds_and_edits(cast, write):
    benchmark = benchmark_of(cast)
    for somebody in (cast.kim, cast.kang, cast.lee, cast.gam, cast.goh, cast.shin):
        with pytest.raises(Denied):
            services.add_benchmark(actor=somebody, content=benchmark_content(title="다른 것"))
        with pytest.raises(Denied):
            services.change_benchmark(actor=somebody, benchmark=benchmark, content=benchmark_content(), seen_version=1)


def test_the_same_case_of_the_same_office_is_refused_and_by_the_database_too(cast):
    with transaction():
        one, other = benchmark_of(cast), benchmark_of(cast, title="다른 사례")
    with refused("already has this case"), transaction():
        benchmark_of(cast)
    with refused("already has this case"), transaction():
        services.change_benchmark(actor=cast.choi, benchmark=other, content=benchmark_content(), seen_version=1)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE benchmarks SET title = :t WHERE id = :id"), {"t": one.title, "id": other.id})
    with pytest.raises(DBAPIError, match="never deleted"), transaction():
        db.session.execute(text("DELETE FROM benchmarks WHERE id = :id"), {"id": one.id})


def test_an_edit_of_an_old_version_conflicts(cast, write):
    benchmark = benchmark_of(cast)
    services.change_benchmark(
        actor=cast.choi, benchmark=benchmark, content=benchmark_content(summary="먼저 고친 글"), seen_version=1
    )
    with pytest.raises(Conflict):
        services.change_benchmark(
            actor=cast.bae, benchmark=benchmark, content=benchmark_content(summary="나중"), seen_version=1
        )
    assert benchmark.summary == "먼저 고친 글"


def test_a_benchmark_is_written_over_the_pages(cast, as_):
    client = as_(cast.choi)
    address = client.post("/cases/benchmarks", data=FORM).location
    benchmark = db.session.query(Benchmark).one()
    assert (benchmark.year, benchmark.values, benchmark.added_by_id) == (2014, ["simple"], cast.choi.id)
    assert "8분 → 6분" in as_(cast.park).get(address).text
    page = client.get(f"{address}/edit").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    changed = {**FORM, "version": version, "year": "0", "figures-0-name": "", "figures-0-text": ""}
    assert client.post(f"{address}/changes", data=changed).status_code == 302
    db.session.expire_all()
    assert (db.session.get(Benchmark, benchmark.id).year, db.session.query(BenchmarkFigure).count()) == (None, 0)
    conflict = client.post(f"{address}/changes", data={**changed, "summary": "늦은 글"})
    assert conflict.status_code == 409
    assert "늦은 글" in conflict.text
    assert "빈칸이 저절로 찬다." in conflict.text


@pytest.mark.parametrize(
    "changes",
    [
        {"office": ""},
        {"document": ""},
        {"summary": "가" * 10_001},
        {"year": "1800"},
        {"figures-0-text": ""},
        {"year": "x"},
    ],
)
def test_a_benchmark_without_its_source_or_with_nonsense_is_refused_and_kept(cast, as_, changes):
    answer = as_(cast.choi).post("/cases/benchmarks", data={**FORM, **changes})
    assert answer.status_code == 422
    assert "스마트 민원시스템" in answer.text
    assert db.session.query(Benchmark).count() == 0


def test_a_department_takes_it_over_as_an_issue_and_the_page_tells_what_became_of_it(cast, as_):
    with transaction():
        benchmark = benchmark_of(cast, obstacle_handling="새올 연계를 한 해 설득했다.")
    client = as_(cast.kim)
    address = f"/cases/benchmarks/{benchmark.id}"
    assert f"/issues/new?benchmark={benchmark.id}" in client.get(address).text
    form = client.get(f"/issues/new?benchmark={benchmark.id}").text
    assert 'value="스마트 민원시스템"' in form
    assert "새올 연계를 한 해 설득했다." in form
    sent = {
        "title": "스마트 민원시스템을 교통과 창구에",
        "problem": "교통 민원 서식이 길다.",
        "idea": "빈칸을 저절로 채운다.",
        "effect": "기다림이 준다.",
        "expected_obstacle": "시스템 연계",
        "kind": "free",
        "source": "benchmark",
        "benchmark": str(benchmark.id),
        "origin_note": "경기도 시흥시",
        "values": ["simple"],
    }
    location = client.post("/issues", data=sent).location
    issue = db.session.query(Issue).one()
    assert (issue.benchmark_id, issue.source, issue.origin_note) == (
        benchmark.id,
        IssueSource.BENCHMARK,
        "경기도 시흥시",
    )
    assert address in client.get(location).text
    page = as_(cast.park).get(address).text
    assert issue.number in page
    assert issue.title in page
    (adoption,) = queries.adoptions_of(benchmark.id, cast.park)
    assert (adoption.issue_id, adoption.state, adoption.task_id) == (issue.id, IssueState.RECEIVED, None)


def test_the_copied_form_leaves_the_problem_to_the_department(cast, as_):
    with transaction():
        benchmark = benchmark_of(cast)
    form = as_(cast.kim).get(f"/issues/new?benchmark={benchmark.id}").text
    problem = re.search(r'<textarea[^>]*name="problem"[^>]*>(.*?)</textarea>', form, re.DOTALL)[1]
    assert problem.strip() == ""


@pytest.mark.parametrize(
    "address", ["/issues/new?benchmark=999", "/cases/benchmarks/999", "/cases/999", "/cases/999/edit"]
)
def test_what_is_not_there_is_not_found(cast, as_, address):
    assert as_(cast.kim).get(address).status_code == 404


def test_an_outsider_reads_no_benchmark(cast, write):
    benchmark = benchmark_of(cast)
    with pytest.raises(Missing):
        queries.benchmark_or_404(benchmark.id, cast.shin)


def test_values_and_obstacles_come_back_as_members(cast, write):
    record = queries.benchmark_record(benchmark_of(cast).id, cast.kim)
    assert (record.values, record.obstacle_kinds) == ((Value.SIMPLE, Value.SPEED), (ObstacleKind.TECHNOLOGY,))


def test_the_page_of_a_benchmark_costs_the_same_for_one_and_three_adoptions(cast, as_):
    with transaction():
        benchmark = benchmark_of(cast)
    client, counts = as_(cast.kim), []
    client.get(f"/cases/benchmarks/{benchmark.id}")
    for _ in range(2):
        with count_statements() as statements:
            assert client.get(f"/cases/benchmarks/{benchmark.id}").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 6
