"""Values of sub-units: typed by team, averaged simply or by weight, the mean stated before the score."""

import io
import re
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.core.errors import Refused
from app.evaluation.enums import Aggregation, Direction, Method, Phase
from app.evaluation.models import ActualMeasure, EvaluationRound, Indicator
from app.evaluation.rules.units import SubUnits
from app.evaluation.services import publications, workbooks
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import advance, approve, make_indicator, make_round


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def weighted(cast, app):
    with transaction():
        indicator = make_indicator(
            cast.choi,
            "U1",
            Method.ATTAINMENT,
            target=Decimal(90),
            direction=Direction.UP,
            parameters={"aggregation": "weighted"},
        )
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        return record.id, indicator.id


def enter(as_, cast, weighted, text):
    round_id, indicator_id = weighted
    data = {f"value_{indicator_id}": text, f"state_{indicator_id}": "value", f"note_{indicator_id}": "대장"}
    return as_(cast.kang).post(f"/rounds/{round_id}/departments/{cast.traffic}/measures", data=data)


def line_of(cast, round_id):
    db.session.expire_all()
    record = db.session.get(EvaluationRound, round_id)
    found = next(s for s in compute_round(record).departments if s.member.department_id == cast.traffic)
    return found.lines[0]


def test_a_weighted_mean_is_typed_scored_and_stated(cast, as_, weighted):
    assert enter(as_, cast, weighted, "1팀 80 10; 2팀 70 20").status_code == 302
    line = line_of(cast, weighted[0])
    steps = [str(step) for step in line.exact.derivation]
    assert steps[0].endswith("(80 × 10 + 70 × 20) ÷ 30 ≈ 73.33")
    assert line.score == Decimal("81.48")  # 2200/30 ÷ 90 × 100 = 81.4814…
    assert (line.actual, db.session.query(ActualMeasure).one().value) == ("1팀 80 10; 2팀 70 20", Decimal("73.3333"))
    page = text_of(as_(cast.kang).get(f"/rounds/{weighted[0]}/departments/{cast.traffic}/measures"))
    assert 'value="1팀 80 10; 2팀 70 20"' in page


@pytest.mark.parametrize(
    "typed", ["80", "1팀 80", "1팀 △3 10", "1팀 80 0", "1팀 80 10; 1팀 70 5", "1팀 80 -1; 2팀 70 2", "-"]
)
def test_what_is_no_list_of_sub_units_is_told_at_its_field(cast, as_, weighted, typed):
    answer = enter(as_, cast, weighted, typed)
    assert (answer.status_code, db.session.query(ActualMeasure).count()) == (422, 0)
    assert f'value="{typed}"' in text_of(answer)


def test_the_same_values_again_keep_the_approval_and_others_lose_it(cast, as_, weighted):
    enter(as_, cast, weighted, "1팀 80 10; 2팀 70 20")
    with transaction():
        approve(cast.lee, db.session.get(EvaluationRound, weighted[0]), cast.traffic)
    enter(as_, cast, weighted, "1팀 80 10; 2팀 70 20")
    assert db.session.query(ActualMeasure).one().approved_at is not None
    enter(as_, cast, weighted, "1팀 70 20; 2팀 80 10")
    assert db.session.query(ActualMeasure).one().approved_at is None


def test_it_goes_out_and_in_again_and_a_publication_reckons_again(cast, as_, weighted):
    enter(as_, cast, weighted, "1팀 80 10; 2팀 70 20")
    with transaction():
        record = db.session.get(EvaluationRound, weighted[0])
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
        exported = io.BytesIO()
        workbooks.write_export(exported, record=record)
        exported.seek(0)
        workbooks.import_workbook(exported, actor=None)
        publications.publish_round(actor=cast.choi, record=record)
    assert list(publications.check_publications()) == []


def test_only_numbers_are_averaged_and_not_what_the_product_counts(cast, as_):
    sheet = {
        "code": "1",
        "name": "가",
        "kind": "quantitative",
        "cadence": "yearly",
        "digits": "2",
        "rounding": "half_up",
    }
    for wrong in (
        {"method": "grades", "aggregation": "simple"},
        {"method": "direct", "aggregation": "simple", "named_source": "innovation.closed_tasks"},
    ):
        assert as_(cast.choi).post("/indicators", data=sheet | wrong).status_code == 422
    assert (
        as_(cast.choi).post("/indicators", data=sheet | {"method": "direct", "aggregation": "simple"}).status_code
        == 302
    )
    saved = db.session.query(Indicator).one()
    page = text_of(as_(cast.kim).get(f"/indicators/{saved.id}", query_string={"actual": "1팀 80; 2팀 91"}))
    assert '<strong class="num">85.50</strong>' in page


def test_a_simple_mean_counts_every_unit_the_same():
    found = SubUnits.read("본청 80; 별관 1동 90; 보건소 86", Aggregation.SIMPLE)
    assert found.parts[1][0] == "별관 1동"
    assert "(80, 90, 86) ≈ 85.33" in str(found.mean().derivation)
    assert SubUnits.from_plain(found.as_plain()) == found
    with pytest.raises(Refused):
        SubUnits.read("본청", Aggregation.SIMPLE)
