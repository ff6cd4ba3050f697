"""Pages of objections: what each person meets, and what happens to wrong input."""

from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict
from app.core.messages import Message
from app.mileage.enums import ObjectionState
from app.mileage.models import Objection, Transfer
from app.mileage.queries.statements import own_account
from tests.factories import mileage as factory
from tests.factories import objections as made

LATE = datetime(2026, 12, 24, 3, 0, tzinfo=UTC)
TYPED = "세 사람이 함께 한 일인데 한 사람의 몫이 빠져 있습니다. 😀 <b>"


@pytest.fixture
def row(items, cast):
    with transaction():
        return factory.award(cast.kim, "task:1:plan", code="P06")


def only():
    return db.session.query(Objection).one()


def about(row, **changes):
    return {"account": row.credit_account_id, "transfer": row.id, "reason": TYPED} | changes


def test_an_objection_goes_its_whole_way_over_the_pages(row, as_, cast):
    client = as_(cast.kim)
    assert "Object to this row" in client.get(f"/mileage/transfers/{row.id}").text
    where = client.post("/mileage/objections", data=about(row)).location
    tower = as_(cast.choi)
    assert "세 사람이 함께" in tower.get(where).text
    data = {"outcome": "upheld", "remedy": "reversal", "words": made.WORDS}
    assert tower.post(f"{where}/answers", data=data).status_code == 302
    assert tower.post(f"{where}/answers", data=data).status_code == 409
    assert only().state is ObjectionState.ANSWERED
    assert db.session.query(Transfer).filter_by(reverses_id=row.id).count() == 1
    assert made.WORDS in client.get(f"/mileage/transfers/{row.id}").text


@pytest.mark.parametrize("reason", ["", "짧다", "   "])
def test_without_a_reason_nothing_is_kept_and_the_field_says_so(row, as_, cast, reason):
    answer = as_(cast.kim).post("/mileage/objections", data=about(row, reason=reason))
    assert answer.status_code == 422
    assert db.session.query(Objection).count() == 0


def test_too_late_says_until_when_and_keeps_what_was_typed(row, as_, cast):
    with clock.frozen_at(LATE):
        client = as_(cast.kim)
        assert "Object to this row" not in client.get(f"/mileage/transfers/{row.id}").text
        answer = client.post("/mileage/objections", data=about(row))
    assert answer.status_code == 422
    assert "One could object until" in answer.text
    assert "😀 &lt;b&gt;" in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"happened_on": "2026-11-24"}, "lies in the future"),
        ({"happened_on": "2026-10-01"}, "One could object until"),
        ({"happened_on": "어제"}, "Not a valid date"),
        ({"fact": ""}, "Fact that is missing"),
    ],
)
def test_a_missing_fact_needs_a_day_in_time(items, as_, cast, changes, sentence):
    data = {"fact": "협조의견 제때 회신", "happened_on": "2026-11-03", "reason": TYPED} | changes
    answer = as_(cast.han).post("/mileage/objections", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(Objection).count() == 0


def test_rows_and_accounts_of_others_are_404(row, as_, cast):
    with transaction():
        mine = factory.award(cast.ahn, "task:2:plan", code="P06")
    client = as_(cast.ahn)
    for data in (
        about(row),
        about(mine, transfer=row.id),
        about(row, transfer="x"),
        about(mine, transfer="", cut="99999999999999"),
    ):
        assert client.post("/mileage/objections", data=data).status_code == 404, data
    assert as_(cast.choi).post("/mileage/objections", data=about(mine, transfer=row.id)).status_code == 403
    tower_account = as_(cast.choi).post("/mileage/objections", data={"transfer": row.id, "reason": TYPED})
    assert tower_account.status_code == 404
    assert db.session.query(Objection).count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"outcome": "", "words": made.WORDS}, "Choose one."),
        ({"outcome": "upheld", "words": made.WORDS}, "Say what follows."),
        ({"outcome": "rejected", "remedy": "reversal", "words": made.WORDS}, "has no consequence"),
        ({"outcome": "upheld", "remedy": "claim", "words": made.WORDS}, "which item is to be claimed"),
        ({"outcome": "upheld", "remedy": "claim", "points": "0.001", "words": made.WORDS}, "At least 0.01"),
        ({"outcome": "rejected", "words": "짧다"}, "10"),
    ],
)
def test_an_answer_whose_parts_do_not_fit_is_shown_again(row, as_, cast, data, sentence):
    with transaction():
        objection = made.objected(cast.kim, row)
    answer = as_(cast.choi).post(f"/mileage/objections/{objection.id}/answers", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert only().state is ObjectionState.RECEIVED


def test_a_withdrawn_objection_is_not_answered_and_not_withdrawn_twice(row, as_, cast):
    with transaction():
        objection = made.objected(cast.kim, row)
    path, client = f"/mileage/objections/{objection.id}", as_(cast.kim)
    assert client.post(f"{path}/withdrawals").status_code == 302
    assert client.post(f"{path}/withdrawals").status_code == 409
    data = {"outcome": "rejected", "words": made.WORDS}
    assert as_(cast.choi).post(f"{path}/answers", data=data).status_code == 409
    assert client.post(f"{path}/claims").status_code == 409


def test_a_form_sent_twice_is_one_objection(row, as_, cast):
    client = as_(cast.kim)
    answers = [
        client.post("/mileage/objections", data=about(row, idempotency_key="same")).status_code for _n in range(2)
    ]
    assert answers == [302, 303]
    assert only().objector_id == cast.kim.id


def test_lists_show_one_s_own_and_all_only_to_those_who_read_every_account(row, as_, cast):
    with transaction():
        made.objected(cast.kim, row)
    assert f"/mileage/objections/{only().id}" in as_(cast.kim).get("/mileage/objections").text
    assert "You have objected to nothing" in as_(cast.ahn).get("/mileage/objections?scope=all").text
    assert f"/mileage/objections/{only().id}" in as_(cast.gam).get("/mileage/objections?scope=all").text
    assert own_account(cast.kim).has_objections


def raise_conflict(**_given):
    raise Conflict(Message("Somebody else has changed this."))


@pytest.mark.parametrize(
    ("service", "person", "end", "data"),
    [
        ("object_to", "kim", "", {"reason": TYPED}),
        ("answer_objection", "choi", "/answers", {"outcome": "rejected", "words": TYPED}),
        ("withdraw_objection", "kim", "/withdrawals", {}),
        ("claim_upheld", "kim", "/claims", {}),
    ],
)
def test_a_second_tab_keeps_what_was_typed(row, as_, cast, monkeypatch, service, person, end, data):
    with transaction():
        objection = made.missing(cast.kim, date(2026, 11, 20))
    path = f"/mileage/objections/{objection.id}{end}" if end else "/mileage/objections"
    monkeypatch.setattr(f"app.mileage.services.objections.{service}", raise_conflict)
    answer = as_(getattr(cast, person)).post(path, data=data if end else about(row))
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text
    assert "😀 &lt;b&gt;" in answer.text or not data


def test_an_answer_that_comes_late_is_shown_beside_the_one_that_stands(row, as_, cast):
    with transaction():
        objection = made.objected(cast.kim, row)
        made.answered(objection, cast.choi)
    data = {"outcome": "rejected", "words": TYPED}
    answer = as_(cast.bae).post(f"/mileage/objections/{objection.id}/answers", data=data)
    assert answer.status_code == 409
    assert "😀 &lt;b&gt;" in answer.text
