"""The standard form: rows come and go on the server, everything typed stays, and a draft may lack anything."""

import re

import pytest

from app.core.database import db, transaction
from app.innovation.enums import Stage
from app.innovation.models import Plan
from app.innovation.queries.plans import rows_of
from app.innovation.services.plans import MeasureDraft
from tests.factories.innovation import a_task_in
from tests.factories.innovation_b import a_plan, a_submitted_plan, an_approved_plan
from tests.innovation.closings.test_walk import PLAN
from tests.statements import count_statements


@pytest.fixture
def task_id(cast):
    with transaction():
        return a_task_in(Stage.PLAN, cast).id


def test_adding_a_row_keeps_everything_typed_and_saves_nothing(task_id, cast, as_):
    answer = as_(cast.kim).post(f"/tasks/{task_id}/plans", data=PLAN | {"rows": "add:items"})
    assert answer.status_code == 422
    assert 'name="items-1-text"' in answer.text
    assert "승하차 자료 정리" in answer.text
    assert 'value="12,000,000"' in answer.text
    assert db.session.query(Plan).count() == 0


def test_the_key_of_a_form_is_not_used_up_by_adding_a_row(task_id, cast, as_):
    client, key = as_(cast.kim), {"idempotency_key": "k1"}
    client.post(f"/tasks/{task_id}/plans", data=PLAN | key | {"rows": "add:measures"})
    assert client.post(f"/tasks/{task_id}/plans", data=PLAN | key).status_code == 302
    assert client.post(f"/tasks/{task_id}/plans", data=PLAN | key).status_code == 303
    assert db.session.query(Plan).count() == 1


def test_removing_a_row_takes_exactly_that_row(task_id, cast, as_):
    rows = {"items-0-text": "하나", "items-1-text": "둘", "items-2-text": "셋", "rows": "remove:items:1"}
    page = as_(cast.kim).post(f"/tasks/{task_id}/plans", data=PLAN | rows).text
    assert re.findall(r'name="items-\d+-text"[^>]*value="([^"]*)"', page) == ["하나", "셋"]


def test_no_more_than_twenty_rows(task_id, cast, as_):
    rows = {f"items-{n}-text": f"과제 {n}" for n in range(20)} | {"rows": "add:items"}
    page = as_(cast.kim).post(f"/tasks/{task_id}/plans", data=PLAN | rows).text
    assert len(re.findall(r'name="items-\d+-text"', page)) == 20


def test_a_wrong_number_is_named_with_its_row_and_kept(task_id, cast, as_):
    answer = as_(cast.kim).post(f"/tasks/{task_id}/plans", data=PLAN | {"measures-0-target": "스물"})
    assert answer.status_code == 422
    assert "Row 1, Target" in answer.text
    assert 'value="스물"' in answer.text


def test_empty_rows_are_left_out_and_an_apostrophe_stays(task_id, cast, as_):
    rows = {"items-0-text": "kim's list 😀", "items-1-text": "", "measures-0-baseline": "0"}
    as_(cast.kim).post(f"/tasks/{task_id}/plans", data=PLAN | rows)
    found = rows_of(db.session.query(Plan.id).scalar())
    assert [row.text for row in found.items] == ["kim's list 😀"]
    assert [row.baseline for row in found.measures] == [0]


def test_the_owner_must_be_of_the_team_or_the_department(task_id, cast, as_):
    answer = as_(cast.kim).post(f"/tasks/{task_id}/plans", data=PLAN | {"items-0-owner": cast.park.id})
    assert answer.status_code == 422


def test_a_plan_costs_the_same_statements_for_one_and_three_rows(cast, as_):
    with transaction():
        one = an_approved_plan(cast)[1].id
        measures = tuple(MeasureDraft(name=f"지표 {n}", unit="곳", baseline=0, target=n) for n in (1, 2, 3))
        three = an_approved_plan(cast, measures=measures)[1].id
    client, counts = as_(cast.kim), []
    client.get(f"/plans/{one}")
    for plan_id in (one, three):
        with count_statements() as seen:
            assert client.get(f"/plans/{plan_id}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 9


def test_the_buttons_are_exactly_what_the_reader_may_do(cast, as_):
    with transaction():
        plan_id = a_submitted_plan(cast)[1].id
    pages = {name: as_(getattr(cast, name)).get(f"/plans/{plan_id}").text for name in ("kim", "lee", "choi", "park")}
    wanted = {"kim": (0, 0, 0), "lee": (1, 0, 1), "choi": (0, 0, 1), "park": (0, 0, 0)}
    for name, page in pages.items():
        found = tuple(
            int(path in page) for path in ("/head-approvals", "/tower-approvals", f"/plans/{plan_id}/returns")
        )
        assert found == wanted[name], name


def test_a_draft_says_what_is_missing_and_offers_no_submission(cast, as_):
    with transaction():
        plan_id = a_plan(cast, goal="")[1].id
    page = as_(cast.kim).get(f"/plans/{plan_id}").text
    assert "<li>Goal</li>" in page
    assert f"/plans/{plan_id}/submissions" not in page
