"""Taking out the lists of figures: boards, regular reports, the wall of slogans, the results of a round."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from app.accounts.models import AccessRecord
from app.core.database import db, transaction
from app.mileage.rules.objections import Terms
from app.mileage.services.mileage_terms import choose_showing, set_terms
from tests.factories import innovation_c as wall
from tests.factories import mileage as paid
from tests.factories import period_reports as regular
from tests.factories.evaluation import make_indicator, make_round, published_round
from tests.statements import count_statements

REASON = "연말 실적을 정리하려고 내려받습니다."


def rows_of(client, name, filters="", **fields):
    answer = client.post(f"/list-exports/{name}{filters}", data={"format": "csv", **fields})
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]


@pytest.fixture
def earned(app, cast):
    with transaction():
        paid.items()
        paid.award(cast.kim, "task:1:plan", code="P06")
        paid.award(cast.kim, "task:2:plan", code="P06", day=date(2025, 3, 2))


@pytest.fixture
def published(app, cast):
    with transaction():
        return published_round(cast).id


def test_the_board_is_taken_out_in_the_order_of_the_page(as_, earned, cast):
    rows = rows_of(as_(cast.kim), "mileage-board")
    assert [row[1:4] for row in rows if row[1] == "교통과"] == [["교통과", "Leading quarter", "1.33"]]
    assert {len(row) for row in rows} == {9}
    assert 'action="/list-exports/mileage-board"' in as_(cast.kim).get("/mileage/board").text


def test_the_comparison_of_the_address_is_taken_out(as_, earned, cast):
    client = as_(cast.kim)
    year = {row[0]: row[1] for row in rows_of(client, "mileage-improvement")}
    half = {row[0]: row[1] for row in rows_of(client, "mileage-improvement", "?span=half")}
    assert (year["교통과"], half["교통과"]) != ("", year["교통과"])
    assert (
        'action="/list-exports/mileage-improvement?span=half"'
        in client.get("/mileage/board/improvement?span=half").text
    )


def test_people_who_agreed_leave_with_a_reason_and_only_where_the_board_is_on(as_, earned, cast):
    client = as_(cast.han)
    assert rows_of(client, "mileage-people", reason=REASON) == []
    with transaction():
        set_terms(actor=cast.choi, terms=Terms(personal_board=True), reason="직원들이 서로 알아 가도록 켭니다.")
        choose_showing(actor=cast.kim, agreed=True)
    assert client.post("/list-exports/mileage-people", data={"format": "csv"}).status_code == 422
    assert [row[:3] for row in rows_of(client, "mileage-people", reason=REASON)] == [["1", "김하늘", "교통과"]]
    assert db.session.query(AccessRecord).filter_by(action="list_exported").count() == 2


def test_participation_is_for_its_readers_and_keeps_few_people_together(as_, earned, cast):
    assert as_(cast.kim).post("/list-exports/mileage-participation", data={"format": "csv"}).status_code == 403
    rows = rows_of(as_(cast.choi), "mileage-participation")
    assert [row[:2] for row in rows if row[0] == "교통과"] == [["교통과", "6"]]
    page = as_(cast.choi).get("/mileage/participation").text
    assert all(row[0] in page for row in rows)


def test_the_wall_is_taken_out_as_it_is_filtered(as_, app, cast):
    with transaction():
        wall.approved_slogan(cast)
    client = as_(cast.kim)
    rows = rows_of(client, "slogan-wall", f"?department={cast.traffic}")
    assert [row[1:3] for row in rows] == [["교통과", "기다림은 줄이고 안전은 늘리고"]]
    assert rows_of(client, "slogan-wall", f"?department={cast.civil}") == []
    assert rows_of(client, "slogan-wall", "?year=2020") == []
    assert "/list-exports/slogan-wall?year=2026" in client.get("/slogans/wall?year=2026").text


def test_regular_reports_leave_as_their_page_shows_them(as_, app, cast):
    with transaction():
        regular.a_calendar(cast)
        regular.a_running_task(cast)
        regular.a_submitted_report(cast)
    rows = rows_of(as_(cast.choi), "period-reports", "?period=2026-10")
    assert {row[1] for row in rows} == {"2026-10"}
    assert [row[5] for row in rows if row[0] == "교통과"] == ["With the head"]
    assert [row[5:7] for row in rows if row[0] == "민원봉사과"] == [["Not written", "Late"]]
    own = rows_of(as_(cast.kang), "own-period-reports")
    assert {row[0] for row in own} == {"교통과"}
    assert [row[1] for row in own][:2] == ["2026-11", "2026-10"]
    assert as_(cast.kang).post("/list-exports/period-reports", data={"format": "csv"}).status_code == 403
    assert "/list-exports/own-period-reports" in as_(cast.kang).get("/reports/periods").text
    assert "/list-exports/period-reports?period=2026-10" in as_(cast.choi).get("/reports/periods?period=2026-10").text


def test_results_of_a_round_leave_with_its_number(as_, published, cast):
    rows = rows_of(as_(cast.choi), "results", f"?round_id={published}")
    assert [(row[2], row[3], Decimal(row[5])) for row in rows if row[2] in {"교통과", "민원봉사과"}]
    page = as_(cast.choi).get(f"/rounds/{published}/results").text
    assert f"/list-exports/results?round_id={published}" in page
    assert all(row[2] in page for row in rows)
    own = rows_of(as_(cast.kim), "results", f"?round_id={published}")
    assert [row[2] for row in own] == ["교통과"]
    back = as_(cast.choi).get(f"/list-exports/results/new?round_id={published}&group=1&_external=1").text
    assert f'href="/rounds/{published}/results?group=1&amp;_external=1"' in back


@pytest.mark.parametrize("given", ["", "?round_id=", "?round_id=x", "?round_id=999", "?round_id=1%2F..%2F2"])
def test_results_without_a_round_are_not_found(as_, published, cast, given):
    client = as_(cast.choi)
    assert client.get(f"/list-exports/results/new{given}").status_code == 404
    assert client.post(f"/list-exports/results{given}", data={"format": "xlsx"}).status_code == 404


def test_results_that_are_not_published_are_not_taken_out_by_staff(as_, app, cast):
    with transaction():
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    answer = as_(cast.kim).post(f"/list-exports/results?round_id={record.id}", data={"format": "csv"})
    assert answer.status_code == 404


def test_three_rows_cost_no_statement_more_than_one(as_, earned, cast):
    client, counts = as_(cast.choi), {}
    with transaction():
        set_terms(actor=cast.choi, terms=Terms(personal_board=True), reason="직원들이 서로 알아 가도록 켭니다.")
    for people in ([cast.kim], [cast.han, cast.park]):
        with transaction():
            for person in people:
                choose_showing(actor=person, agreed=True)
        rows_of(client, "mileage-people", reason=REASON)
        with count_statements() as seen:
            rows = rows_of(client, "mileage-people", reason=REASON)
        counts[len(rows)] = len(seen)
    assert set(counts) == {1, 3}
    assert counts[1] == counts[3]
