"""Bonus and penalty points are entered on a page of the round: once each, capped, never added twice."""

import re
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import AdjustmentKind, Phase
from app.evaluation.models import EvaluationRound, PointAdjustment
from app.evaluation.rules.adjustments import Adjustment, settle
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round, published_round
from tests.statements import count_statements


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def scored(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil, cast.tower])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: 80})
        approve(cast.lee, record, cast.traffic)
        return record.id


def typed(cast, **fields):
    given = {
        "department_id": cast.traffic,
        "kind": "bonus",
        "item": "수시평가",
        "source": "case:1",
        "points": "1.5",
        "cap": "2.5",
        "inside": "",
        "reason": "우수사례 선정",
    }
    return given | fields


def total(round_id, department_id):
    db.session.expire_all()
    found = compute_round(db.session.get(EvaluationRound, round_id)).departments
    return next(s.outcome for s in found if s.member.department_id == department_id)


def test_points_are_entered_shown_and_capped(cast, as_, scored):
    client = as_(cast.choi)
    for source in ("case:1", "case:2"):
        assert client.post(f"/rounds/{scored}/adjustments", data=typed(cast, source=source)).status_code == 302
    page = text_of(client.get(f"/rounds/{scored}/adjustments"))
    assert all(word in page for word in ("case:1", "case:2", "우수사례 선정", "교통과"))
    assert total(scored, cast.traffic).total == Decimal("82.50")


def test_what_an_indicator_contains_already_is_not_added_again(cast, as_, scored):
    client = as_(cast.choi)
    client.post(f"/rounds/{scored}/adjustments", data=typed(cast, inside="A1"))
    assert total(scored, cast.traffic).total == Decimal("80.00")
    client.post(f"/rounds/{scored}/adjustments", data=typed(cast, source="case:2"))
    found = total(scored, cast.traffic)
    assert found.total == Decimal("81.00")
    told = str(found.derivation[0])
    assert all(word in told for word in ("2.5", "1.5", "A1"))


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"points": "-1"}, 422),
        ({"points": "△3"}, 422),
        ({"reason": " "}, 422),
        ({"department_id": "tower"}, 422),
        ({"inside": "없음"}, 422),
        ({"cap": "9"}, 422),
        ({}, 422),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(cast, as_, scored, fields, status):
    client = as_(cast.choi)
    client.post(f"/rounds/{scored}/adjustments", data=typed(cast))
    wrong = {name: cast.tower if value == "tower" else value for name, value in fields.items()}
    answer = client.post(f"/rounds/{scored}/adjustments", data=typed(cast, **wrong))
    assert (answer.status_code, db.session.query(PointAdjustment).count()) == (status, 1)
    assert 'value="수시평가"' in text_of(answer)


def test_after_publication_the_form_is_gone_and_answers_409(cast, as_):
    with transaction():
        record = published_round(cast).id
    client = as_(cast.choi)
    assert 'name="points"' not in text_of(client.get(f"/rounds/{record}/adjustments"))
    answer = client.post(f"/rounds/{record}/adjustments", data=typed(cast))
    assert (answer.status_code, db.session.query(PointAdjustment).count()) == (409, 0)


def test_the_page_asks_as_often_for_three_as_for_one(cast, as_, scored):
    client, counts = as_(cast.choi), []
    for sources in (("case:1",), ("case:2", "case:3")):
        for source in sources:
            client.post(f"/rounds/{scored}/adjustments", data=typed(cast, source=source))
        client.get(f"/rounds/{scored}/adjustments")
        with count_statements() as seen:
            client.get(f"/rounds/{scored}/adjustments")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def entry(points, source, inside="", cap="2.5"):
    return Adjustment(
        kind=AdjustmentKind.BONUS,
        item="가점",
        points=Decimal(points),
        source=source,
        cap=Decimal(cap),
        inside=inside,
    )


@pytest.mark.parametrize(
    ("entries", "points"),
    [
        ([entry("1", "a", "A1")], "0"),
        ([entry("1", "a", "A1"), entry("1", "b")], "1"),
        ([entry("2", "a", "A1"), entry("2", "b")], "0.5"),
        ([entry("3", "a", "A1"), entry("1", "b")], "0"),
    ],
)
def test_points_inside_a_subtotal_use_up_the_cap_and_are_never_added(entries, points):
    (line,) = settle(entries)
    assert line.points == Decimal(points)
