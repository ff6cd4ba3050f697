"""The scorecard: goals as data, weights from a day on, the tree of the city and of a department, the strategy map."""

import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.evaluation.enums import Weighing
from app.evaluation.models import Objective, ObjectiveLink, Perspective, StrategicGoal, WeightSet
from app.evaluation.queries import scorecards as queries
from app.evaluation.queries.indicators import indicator_rows
from app.evaluation.services.places import Place, place_named
from app.evaluation.services.scorecards import WeightSetDraft, decide_weights
from app.evaluation.services.strategy_maps import link_objectives
from tests.factories.evaluation import make_indicator, make_round
from tests.statements import count_statements

DAY = date(2026, 11, 23)
REASON = "2026년 성과관리 시행계획"


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def tree(cast, app):
    """Two perspectives with an objective each under one goal; one common and one own indicator of 교통과."""
    with transaction():
        first = place_named(Place(perspective="고객", objective="친절", strategic_goal="체감 행정"), actor=cast.choi)
        second = place_named(Place(perspective="성장", objective="배움", strategic_goal="체감 행정"), actor=cast.choi)
        common = make_indicator(cast.choi, "C1", perspective_id=first[0], objective_id=first[1], target=Decimal(90))
        own = make_indicator(
            cast.choi,
            "T1",
            perspective_id=second[0],
            objective_id=second[1],
            is_common=False,
            owner_department_id=cast.traffic,
        )
        make_round(cast.choi, [(common, 100)], [cast.traffic, cast.civil])
        return {"kind": first[1], "learn": second[1], "common": common.id, "own": own.id}


def decide(actor, weights, *, day=DAY, weighing=Weighing.OBJECTIVE):
    figures = {part: Decimal(weight) for part, weight in weights.items()}
    draft = WeightSetDraft(weighing=weighing, valid_from=day, reason=REASON, weights=figures)
    return decide_weights(actor=actor, draft=draft)


def city_on(day):
    return queries.city_tree(queries.weight_set_on(day))


def test_a_goal_is_one_row_for_all_its_objectives(tree):
    assert db.session.scalars(select(StrategicGoal.name)).all() == ["체감 행정"]
    assert len(set(db.session.scalars(select(Objective.strategic_goal_id)))) == 1


def test_a_goal_needs_an_objective(cast, app):
    with transaction(), pytest.raises(Refused):
        place_named(Place(perspective="고객", strategic_goal="체감 행정"), actor=cast.choi)


def test_weights_hold_from_their_day_and_the_past_stays(cast, tree):
    with transaction():
        decide(cast.choi, {tree["kind"]: 70, tree["learn"]: 30}, day=date(2026, 1, 1))
        decide(cast.choi, {tree["kind"]: 60, tree["learn"]: 40}, day=date(2027, 1, 1))
    then, now, later = (city_on(day) for day in (date(2025, 12, 31), DAY, date(2027, 3, 1)))
    assert [branch.stated for branch in then] == [None, None]
    assert [branch.stated for branch in now] == [Decimal(70), Decimal(30)]
    assert [branch.stated for branch in later] == [Decimal(60), Decimal(40)]
    with transaction(), pytest.raises(Refused):
        decide(cast.choi, {tree["kind"]: 50, tree["learn"]: 50}, day=date(2026, 11, 22))


def test_of_two_sets_of_a_day_the_later_decision_holds(cast, tree):
    with transaction():
        decide(cast.choi, {tree["kind"]: 70, tree["learn"]: 30})
        decide(cast.choi, {tree["kind"]: 50, tree["learn"]: 50})
    assert [branch.stated for branch in city_on(DAY)] == [Decimal(50), Decimal(50)]


def test_perspectives_can_be_weighed_instead(cast, tree):
    ids = db.session.scalars(select(Perspective.id).order_by(Perspective.position)).all()
    with transaction():
        decide(cast.choi, dict(zip(ids, (80, 20), strict=True)), weighing=Weighing.PERSPECTIVE)
    assert [branch.stated for branch in city_on(DAY)] == [Decimal(80), Decimal(20)]


def test_only_the_control_tower_decides(cast, tree):
    with transaction(), pytest.raises(Denied):
        decide(cast.lee, {tree["kind"]: 100})


@pytest.mark.parametrize("statement", ["UPDATE weight_parts SET weight = '99'", "DELETE FROM weight_sets"])
def test_weights_are_never_changed_in_the_database(cast, tree, statement):
    with transaction():
        decide(cast.choi, {tree["kind"]: 70, tree["learn"]: 30})
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_department_tree_has_the_composition_and_the_own_indicators(cast, tree):
    found = queries.round_of_unit(cast.traffic)
    leaves = [leaf for branch in queries.department_tree(cast.traffic, found, None) for leaf in branch.all_leaves()]
    assert [(leaf.code, leaf.weight) for leaf in leaves] == [("C1", Decimal(100)), ("T1", None)]
    civil = queries.department_tree(cast.civil, queries.round_of_unit(cast.civil), None)
    assert [leaf.code for branch in civil for leaf in branch.all_leaves()] == ["C1"]


def test_what_has_no_place_stands_last(cast, tree):
    with transaction():
        place = place_named(Place(perspective="고객", objective="둘 데 없는 목표"), actor=cast.choi)
        make_indicator(cast.choi, "A0", perspective_id=place[0], objective_id=place[1])
        make_indicator(cast.choi, "A9")
    city = city_on(DAY)
    assert [goal.name for goal in city[0].branches] == ["체감 행정", None]
    assert [branch.name for branch in city][-1] is None
    assert [row.code for row in indicator_rows()] == ["A0", "C1", "T1", "A9"]


def test_the_page_shows_both_trees(cast, as_, tree):
    city = text_of(as_(cast.kim).get("/indicators/scorecard"))
    assert "체감 행정" in city
    assert "C1 지표 C1" in city
    own = text_of(as_(cast.kim).get(f"/indicators/scorecard?department={cast.traffic}"))
    assert "T1 지표 T1" in own
    assert as_(cast.kim).get("/indicators/scorecard?department=9999999&on=어제").status_code == 200


def test_the_tree_takes_the_same_statements_whatever_its_size(cast, tree):
    with count_statements() as few:
        city_on(DAY)
    with transaction():
        for number in range(4):
            place = place_named(Place(perspective=f"관점 {number}", objective=f"목표 {number}"), actor=cast.choi)
            make_indicator(cast.choi, f"X{number}", perspective_id=place[0], objective_id=place[1])
    with count_statements() as many:
        city_on(DAY)
    assert len(few) == len(many)


def test_the_page_of_a_department_with_weights_takes_no_more_than_eight_statements(cast, as_, tree):
    with transaction():
        decide(cast.choi, {tree["kind"]: 70, tree["learn"]: 30})
    client = as_(cast.kim)
    with count_statements() as seen:
        client.get(f"/indicators/scorecard?department={cast.traffic}")
    assert len(seen) <= 8


def typed(tree, first, second, **fields):
    values = {"weighing": "objective", "valid_from": "2026-11-23", "reason": REASON + " 확정"}
    return values | {f"weight_{tree['kind']}": first, f"weight_{tree['learn']}": second} | fields


def test_weights_are_decided_on_the_page(cast, as_, tree):
    assert as_(cast.choi).post("/indicators/weights", data=typed(tree, "70", "30")).status_code == 302
    page = text_of(as_(cast.kim).get("/indicators/weights"))
    assert "친절" in page
    assert REASON in page


@pytest.mark.parametrize(
    ("first", "second", "told"), [("50", "49.99", "99.99"), ("△3", "100", "18"), ("신규", "-", "18")]
)
def test_what_is_no_weight_is_told_and_everything_typed_stays(cast, as_, tree, first, second, told):
    answer = as_(cast.choi).post("/indicators/weights", data=typed(tree, first, second))
    assert answer.status_code == 422
    page = text_of(answer)
    assert told in page
    assert f'value="{first}"' in page
    assert db.session.scalar(select(WeightSet.id)) is None


def test_a_past_day_is_refused_on_the_page(cast, as_, tree):
    as_(cast.choi).post("/indicators/weights", data=typed(tree, "70", "30"))
    late = as_(cast.choi).post("/indicators/weights", data=typed(tree, "60", "40", valid_from="2026-11-01"))
    assert late.status_code == 422


def test_links_are_made_and_a_circle_is_named(cast, as_, tree):
    client = as_(cast.choi)
    data = {"cause_id": tree["learn"], "effect_id": tree["kind"], "note": "배우면 더 친절해진다."}
    assert client.post("/indicators/strategy-map/links", data=data).status_code == 302
    page = text_of(as_(cast.kim).get("/indicators/strategy-map"))
    assert "배우면 더 친절해진다." in page
    back = {"cause_id": tree["kind"], "effect_id": tree["learn"], "note": "거꾸로"}
    refused = client.post("/indicators/strategy-map/links", data=back)
    assert refused.status_code == 422
    assert "친절 → 배움 → 친절" in text_of(refused)
    assert "거꾸로" in text_of(refused)


def test_a_link_is_taken_off_with_a_reason(cast, as_, tree):
    with transaction():
        link = link_objectives(
            actor=cast.choi, cause_id=tree["learn"], effect_id=tree["kind"], note="배우면 더 친절해진다."
        ).id
    path = f"/indicators/strategy-map/links/{link}/removals"
    assert as_(cast.choi).post(path, data={"reason": "짧음"}).status_code == 422
    assert as_(cast.choi).post(path, data={"reason": "근거가 없다는 위원회 의견"}).status_code == 302
    assert db.session.scalar(select(ObjectiveLink.id)) is None
    assert as_(cast.choi).post(path, data={"reason": "근거가 없다는 위원회 의견"}).status_code == 404


def test_an_empty_office_is_told_what_to_do(cast, as_):
    for path in ("/indicators/scorecard", "/indicators/strategy-map", "/indicators/weights", "/indicators/weights/new"):
        assert as_(cast.choi).get(path).status_code == 200


def test_a_target_that_stays_is_a_decision_too(cast, as_, tree):
    path = f"/indicators/{tree['common']}"
    assert as_(cast.choi).post(f"{path}/target-confirmations", data={"reason": ""}).status_code == 422
    reason = "작년 실적이 목표에 못 미쳐 그대로 둔다"
    assert as_(cast.choi).post(f"{path}/target-confirmations", data={"reason": reason}).status_code == 302
    page = text_of(as_(cast.kim).get(path))
    assert reason in page
    assert "2026-R" in page


def test_the_goal_is_part_of_the_definition_sheet(cast, as_, tree):
    page = text_of(as_(cast.choi).get(f"/indicators/{tree['common']}/edit"))
    assert 'value="체감 행정"' in page
