"""Trying a value out on the definition sheet: score, steps and rounding in one look; nothing is ever written."""

import re
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import Direction, Method
from app.evaluation.models import ActualMeasure, Indicator
from tests.factories.evaluation import make_indicator, make_panel
from tests.factories.raters import rated_panel
from tests.statements import count_statements

YEARS = {"2021": "70", "2022": "74", "2023": "78", "2024": "76", "2025": "80"}


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def sheet(cast, app):
    with transaction():
        return make_indicator(
            cast.choi, "T1", Method.TARGET_SETTING, direction=Direction.UP, history={"common": YEARS}, digits=1
        ).id


def test_a_value_is_tried_out_with_every_step_and_the_rounding(cast, as_, sheet):
    answer = as_(cast.kim).get(f"/indicators/{sheet}?actual=84")
    page = text_of(answer)
    assert answer.status_code == 200
    assert '<strong class="num">70.0</strong>' in page
    assert "20 + 80 × (84 − 64) ÷ (96 − 64) = 70.00" in page


def test_trying_out_writes_nothing(cast, as_, sheet):
    with count_statements() as seen:
        as_(cast.kim).get(f"/indicators/{sheet}?actual=84")
    assert not [s for s in seen if re.match(r"(INSERT|UPDATE|DELETE)", s) and re.search("indicator|measure", s)]
    assert (db.session.query(ActualMeasure).count(), db.session.query(Indicator).one().version) == (0, 1)


@pytest.mark.parametrize("typed", ["△3", "신규", "-", "1.2.3"])
def test_what_is_no_number_is_told_beside_the_field_and_kept(cast, as_, sheet, typed):
    answer = as_(cast.kim).get("/indicators/" + str(sheet), query_string={"actual": typed})
    page = text_of(answer)
    assert answer.status_code == 422
    assert f'value="{typed}"' in page
    assert 'aria-invalid="true"' in page


def test_a_panel_is_tried_out_by_marks(cast, as_):
    with transaction():
        panel = make_panel(cast.choi).id
    client = as_(cast.kim)
    page = text_of(client.get(f"/indicators/{panel}", query_string={"actual": "90 80; 70 100; -"}))
    assert '<strong class="num">84.00</strong>' in page
    assert client.get(f"/indicators/{panel}", query_string={"actual": "90"}).status_code == 422


WRITTEN = {
    "code": "001",
    "name": "민원 친절도",
    "kind": "quantitative",
    "cadence": "yearly",
    "digits": "2",
    "rounding": "half_up",
}
WRONG = [
    ("target", {"method": "attainment", "direction": "up"}),
    ("direction", {"method": "attainment", "target": "5"}),
    ("target", {"method": "attainment", "direction": "up", "target": "-5"}),
    ("cap", {"method": "attainment", "direction": "up", "target": "5", "cap": "10", "floor": "20"}),
    ("worst", {"method": "line", "target": "5"}),
    ("worst", {"method": "line", "target": "5", "worst": "5"}),
    ("upper", {"method": "target_setting", "direction": "up", "upper": "0.7", "best": "9", "worst": "1"}),
    ("worst", {"method": "target_setting", "direction": "up", "best": "1", "worst": "9"}),
    ("direction", {"method": "trend", "direction": "keep", "past_1": "5"}),
    ("past_1", {"method": "trend", "direction": "up", "past_1": "5", "past_2": "6"}),
    ("past_1", {"method": "target_setting", "direction": "up", "past_1": "5"}),
    ("table", {"method": "bands", "direction": "up"}),
    ("table", {"method": "bands", "direction": "up", "table": "하나; 10"}),
    ("table", {"method": "bands", "direction": "up", "table": "80; 80\n60; 50"}),
    ("table", {"method": "grades", "table": "A; 90\nB; 95"}),
    ("table", {"method": "panel", "table": "독창성; 60\n효과성; 30"}),
    ("drop_from", {"method": "panel", "table": "독창성; 100", "drop_from": "2"}),
]


@pytest.mark.parametrize(("field", "typed"), WRONG, ids=lambda value: str(value)[:40])
def test_what_cannot_score_is_refused_at_its_field_and_kept(cast, as_, field, typed):
    answer = as_(cast.choi).post("/indicators", data=WRITTEN | typed)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, db.session.query(Indicator).count()) == (422, 0)
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', page) or re.search(
        rf'aria-invalid="true"[^>]*id="{field}"', page
    )
    assert 'value="001"' in page


def test_the_parameters_beyond_the_columns_are_kept_and_offered_again(cast, as_):
    typed = {"method": "bands", "direction": "up", "table": "60; 50\n80; 80", "otherwise": "10"}
    as_(cast.choi).post("/indicators", data=WRITTEN | typed)
    found = db.session.query(Indicator).one()
    assert found.parameters["otherwise"] == "10"
    assert 'name="otherwise"' in text_of(as_(cast.choi).get(f"/indicators/{found.id}/edit"))
    again = as_(cast.choi).post(f"/indicators/{found.id}", data=WRITTEN | typed | {"otherwise": "20"})
    db.session.expire_all()
    assert (again.status_code, Decimal(db.session.query(Indicator).one().parameters["otherwise"])) == (302, 20)


def test_a_panel_with_sources_is_tried_with_the_source_first(cast, as_, app):
    with transaction():
        panel = rated_panel(cast.choi)
    client, path = as_(cast.kim), f"/indicators/{panel.id}"
    page = client.get(path, query_string={"actual": "시민 412 84.3; 전문가 80; 전문가 90; 전문가 100; 동료 -"}).text
    assert "(30 × 84.3 + 50 × 90) ÷ 80" in page
    for typed in ("80; 90", "주민 80", "시민 84.3", "시민 4.5 84.3", "전문가 △3"):
        assert client.get(path, query_string={"actual": typed}).status_code == 422


def test_past_results_no_field_asks_for_stay(cast, as_):
    with transaction():
        history = {"common": {"2014": "60", "2025": "70"}, "departments": {str(cast.traffic): {"2025": "71"}}}
        sheet = make_indicator(cast.choi, "001", history=history).id
    answer = as_(cast.choi).post(f"/indicators/{sheet}", data=WRITTEN | {"method": "direct", "past_1": "72"})
    assert answer.status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Indicator, sheet).history == {
        "common": {"2014": "60", "2025": "72"},
        "departments": {str(cast.traffic): {"2025": "71"}},
    }
