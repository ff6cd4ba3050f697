"""Definition sheets out and in as a workbook on a page: looked at first, all of it or nothing, errors written back."""

import io
import re
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.core.database import db, transaction
from app.evaluation.enums import Method
from app.evaluation.models import EvaluationRound, Indicator
from app.evaluation.queries.scoring import compositions_of
from tests.factories.evaluation import (
    STANDARD_ROUND,
    indicator_row,
    make_indicator,
    make_round,
    measure_row,
    workbook,
)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def planned(cast, app):
    """A round in planning with one indicator of the target 80."""
    with transaction():
        indicator = make_indicator(cast.choi, "A1", Method.LINE, target=Decimal(80), worst=Decimal(0))
        return make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="2026-T").id


def path(round_id, rest=""):
    return f"/rounds/{round_id}/definition-sheets/{rest}"


def send(client, round_id, book):
    file = (book, "지표.xlsx")
    return client.post(
        path(round_id, "imports/previews"), data={"file": file}, content_type="multipart/form-data", buffered=True
    )


def entry_of(answer):
    page = answer.get_data(as_text=True)
    return {name: re.search(rf'name="{name}"[^>]*value="([0-9a-f]+)"', page)[1] for name in ("token", "digest")}


def rows():
    return [
        indicator_row("A1", 60, "LINE", 목표=90, 최저=0),
        indicator_row("B1", 40, "DIRECT", 관점="고객", 성과목표="친절"),
    ]


def test_what_is_taken_out_comes_back_without_a_change(cast, as_, planned):
    client = as_(cast.choi)
    book = client.get(path(planned, "export.xlsx"), buffered=True).data
    assert load_workbook(io.BytesIO(book)).sheetnames[:2] == ["평가회차", "지표"]
    answer = send(client, planned, io.BytesIO(book))
    assert answer.status_code == 200
    assert "token" not in text_of(answer).replace("csrf_token", "")


def test_a_look_says_what_would_change_and_saves_nothing(cast, as_, planned):
    answer = send(as_(cast.choi), planned, workbook(indicators=rows()))
    assert answer.status_code == 200
    page = text_of(answer)
    assert "80 → 90" in page
    assert "B1" in page
    assert db.session.scalar(select(func.count()).select_from(Indicator)) == 1
    assert db.session.get_one(EvaluationRound, planned).name == "2026-T 회차"


def test_what_was_seen_is_entered(cast, as_, planned):
    client = as_(cast.choi)
    data = entry_of(send(client, planned, workbook(indicators=rows())))
    assert client.post(path(planned, "imports"), data=data).status_code == 302
    assert {row.code: row.weight for row in compositions_of(planned)} == {"A1": Decimal(60), "B1": Decimal(40)}
    changed = client.get(f"/indicators/{db.session.scalar(select(Indicator.id).where(Indicator.code == 'A1'))}")
    assert "2026-T" in text_of(changed)


def test_past_results_of_departments_stay_where_the_workbook_has_no_column_for_them(cast, as_, planned):
    own = {str(cast.traffic): {"2025": "71"}}
    with transaction():
        db.session.scalars(select(Indicator)).one().history = {"common": {"2025": "70"}, "departments": own}
    client = as_(cast.choi)
    data = entry_of(send(client, planned, workbook(indicators=rows())))
    assert client.post(path(planned, "imports"), data=data).status_code == 302
    kept = db.session.scalars(select(Indicator).where(Indicator.code == "A1")).one()
    assert kept.history["departments"] == own
    assert {row.code: row.history.get("departments") for row in compositions_of(planned)} == {"A1": own, "B1": None}


def test_what_changed_since_the_look_is_a_conflict(cast, as_, planned):
    client = as_(cast.choi)
    data = entry_of(send(client, planned, workbook(indicators=rows())))
    client.post(path(planned, "imports"), data=data)
    assert client.post(path(planned, "imports"), data=data).status_code == 409


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"목표": "△3"}, "목표"),
        ({"목표": "신규"}, "목표"),
        ({"배점": "-"}, "배점"),
        ({"목표": "4.11.", "최저": 0}, "목표"),
        ({"목표": 50, "최저": 50}, "목표"),
        ({"배점": 99.99}, "99.99"),
    ],
)
def test_one_wrong_row_and_nothing_is_entered(cast, as_, planned, cells, told):
    client = as_(cast.choi)
    row = indicator_row("A1", 100, "LINE", **{"목표": 90, "최저": 0, **cells})
    answer = send(client, planned, workbook(indicators=[row]))
    assert answer.status_code == 422
    page = text_of(answer)
    assert told in page
    back = re.search(r'href="([^"]+/errors/[0-9a-f]{32}\.xlsx)"', page)
    book = load_workbook(io.BytesIO(client.get(back[1], buffered=True).data))
    assert "오류" in [cell.value for cell in book["지표"][1]]
    assert compositions_of(planned)[0].target == Decimal(80)


def test_no_actual_values_come_in_here(cast, as_, planned):
    book = workbook(indicators=[indicator_row("A1", 100, "DIRECT")], measures=[measure_row("A1", "교통과", 90)])
    answer = send(as_(cast.choi), planned, book)
    assert answer.status_code == 422
    assert "실적" in text_of(answer)


def test_other_rounds_are_refused(cast, as_, planned):
    book = workbook(indicators=rows(), rounds=(STANDARD_ROUND, {**STANDARD_ROUND, "회차코드": "2027-X"}))
    assert send(as_(cast.choi), planned, book).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(EvaluationRound)) == 1


def test_what_is_no_workbook_is_refused(cast, as_, planned):
    assert send(as_(cast.choi), planned, io.BytesIO(b"%PDF-1.4")).status_code == 422
    assert as_(cast.choi).post(path(planned, "imports/previews")).status_code == 422


def test_the_workbook_belongs_to_who_sent_it(cast, as_, planned):
    data = entry_of(send(as_(cast.choi), planned, workbook(indicators=rows())))
    assert as_(cast.bae).post(path(planned, "imports"), data=data).status_code == 404


def test_the_empty_workbook_names_the_round(cast, as_, planned):
    book = load_workbook(io.BytesIO(as_(cast.choi).get(path(planned, "template.xlsx"), buffered=True).data))
    assert book["평가회차"]["A2"].value == "2026-T"
