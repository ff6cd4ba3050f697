"""A × 0.4 + B × 0.6: published rounds combined by weights that sum to 1, each department with its formula."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import Combination
from app.evaluation.queries.combinations import combination_or_404, combined_rows, parts_of
from app.evaluation.services import publications
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round, published_round
from tests.statements import count_statements


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def two(cast, app):
    """Round P: 교통과 90, 민원봉사과 80. Round Q: 교통과 70 only."""
    with transaction():
        first = published_round(cast).id
        indicator = make_indicator(cast.choi, "Q9")
        second = make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="2026-Q")
        advance(cast.choi, second, Phase.MEASURING)
        enter(cast.kang, second, cast.traffic, {indicator.id: 70})
        approve(cast.lee, second, cast.traffic)
        advance(cast.choi, second, Phase.CALIBRATION)
        publications.publish_round(actor=cast.choi, record=second)
        return first, second.id


def typed(two, *weights, **fields):
    values = {"name": "기관장 평가", "digits": "2", "rounding": "half_up"}
    for number, (round_id, weight) in enumerate(zip(two, weights, strict=False), start=1):
        values |= {f"round_{number}": round_id, f"weight_{number}": weight}
    return values | fields


def test_two_rounds_become_one_score_with_its_formula(cast, as_, two):
    answer = as_(cast.choi).post("/combined-scores", data=typed(two, "0.4", "0.6"))
    assert answer.status_code == 302
    page = text_of(as_(cast.choi).get(answer.location))
    assert "90 × 0.4 + 70 × 0.6 = 78.00" in page
    made = combination_or_404(int(answer.location.rsplit("/", 1)[1]))
    rows = {row.department_id: row for row in combined_rows(made, parts_of(made.id))}
    assert (rows[cast.traffic].score, rows[cast.traffic].rank) == (Decimal("78.00"), 1)
    assert (rows[cast.civil].score, rows[cast.civil].rank) == (None, None)
    assert "2026-Q" in str(rows[cast.civil].line)


def test_staff_see_their_own_department_only(cast, as_, two):
    place = as_(cast.choi).post("/combined-scores", data=typed(two, "0.4", "0.6")).location
    page = text_of(as_(cast.kim).get(place))
    assert "교통과" in page
    assert "민원봉사과" not in page.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("weights", "fields"),
    [
        (("0.4", "0.5"), {}),
        (("0.4", "-0.6"), {}),
        (("0.4", "△6"), {}),
        (("1",), {"round_2": "1"}),
        (("0.5", "0.5"), {"name": ""}),
        ((), {}),
    ],
)
def test_weights_that_do_not_sum_to_1_are_refused_and_kept(cast, as_, two, weights, fields):
    answer = as_(cast.choi).post("/combined-scores", data=typed(two, *weights, **fields))
    assert (answer.status_code, db.session.query(Combination).count()) == (422, 0)


def test_the_refusal_names_the_sum(cast, as_, two):
    assert "0.9" in text_of(as_(cast.choi).post("/combined-scores", data=typed(two, "0.4", "0.5")))


def test_a_round_twice_or_unpublished_is_refused_and_a_name_twice_conflicts(cast, as_, two):
    client = as_(cast.choi)
    assert client.post("/combined-scores", data=typed((two[0], two[0]), "0.4", "0.6")).status_code == 422
    with transaction():
        indicator = make_indicator(cast.choi, "Z9")
        planned = make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="2026-Z").id
    assert client.post("/combined-scores", data=typed((two[0], planned), "0.4", "0.6")).status_code == 422
    assert client.post("/combined-scores", data=typed(two, "0.4", "0.6")).status_code == 302
    again = client.post("/combined-scores", data=typed(two, "0.5", "0.5"))
    assert again.status_code == 409
    assert 'value="기관장 평가"' in text_of(again)


@pytest.mark.parametrize("statement", ["UPDATE combination_parts SET weight = 1", "DELETE FROM combinations"])
def test_a_combination_is_never_changed(cast, as_, two, statement):
    as_(cast.choi).post("/combined-scores", data=typed(two, "0.4", "0.6"))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_pages_ask_as_often_whatever_the_number(cast, as_, two):
    client, counts = as_(cast.choi), []
    for names in (("하나",), ("둘", "셋")):
        for name in names:
            place = client.post("/combined-scores", data=typed(two, "0.4", "0.6", name=name)).location
        for path in ("/combined-scores", place):
            client.get(path)
            with count_statements() as seen:
                client.get(path)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
