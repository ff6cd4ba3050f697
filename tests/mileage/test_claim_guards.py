"""적립신청의 안전장치: which day counts, who stands in for a head, and one fact claimed twice."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Refused
from app.mileage import services
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, Transfer
from app.mileage.queries import turns
from app.mileage.queries.items import item_on
from tests.factories import mileage as factory
from tests.refusals import refused
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)

IN_JANUARY = datetime(2027, 1, 31, 3, tzinfo=UTC)
IN_FEBRUARY = datetime(2027, 2, 1, 3, tzinfo=UTC)
AGAIN = "두 번째 서식은 다른 민원의 것으로 따로 고쳤습니다."


def again(claim):
    return db.session.get_one(Claim, claim.id)


def made(cast, name, role):
    """Give somebody of the control tower's department a role there, and return the actor."""
    person = db.session.get_one(Person, getattr(cast, name).id)
    grant_role(person=person, role=role, department_id=cast.tower, starts_on=clock.today(), actor=cast.goh)
    return actor_of_person(person.id)


def test_a_fact_of_last_year_is_claimed_until_the_end_of_january(cast, items):
    with clock.frozen_at(IN_JANUARY), transaction():
        claim = factory.draft(cast.kim, day=date(2026, 1, 1))
    with clock.frozen_at(IN_JANUARY), pytest.raises(Refused, match="2026-01-01"), transaction():
        factory.draft(cast.kim, day=date(2025, 12, 31))
    with clock.frozen_at(IN_FEBRUARY), pytest.raises(Refused, match="2027-01-01"), transaction():
        services.submit_claim(claim=again(claim), actor=cast.kim)
    with clock.frozen_at(IN_FEBRUARY), pytest.raises(Refused), transaction():
        factory.draft(cast.kim, day=date(2026, 12, 31))


def test_a_claim_handed_in_in_january_is_still_decided_in_february(cast, items):
    with clock.frozen_at(IN_JANUARY), transaction():
        claim = factory.confirmed(cast.kim, cast.lee, day=date(2026, 12, 1))
    with clock.frozen_at(IN_FEBRUARY), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    assert db.session.query(Transfer).one().occurred_on == date(2026, 12, 1)


def test_a_share_of_the_head_does_not_skip_the_heads_confirmation(cast, items):
    with transaction():
        claim = factory.submitted(cast.kim, shares={cast.kim: "99.99", cast.lee: "0.01"})
    assert not claim.skips_head
    with pytest.raises(Refused), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    with pytest.raises(Refused), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    with pytest.raises(Denied), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.choi)
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.acting)
    assert again(claim).state is ClaimState.CONFIRMED


def test_two_of_the_control_tower_decide_where_every_head_has_a_part(cast, items):
    with transaction():
        claim = factory.submitted(cast.kim, shares={cast.kim: 50, cast.lee: 25, cast.acting: 25})
    assert [len(owed_by(who)) for who in (cast.lee, cast.acting, cast.choi, cast.bae)] == [0, 0, 1, 1]
    assert [turn.what.msgid for turn in awaited_by(cast.kim)] == ["Mileage claim waits for the control tower"]
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.choi)
    with pytest.raises(Refused), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    with transaction():
        services.verify_claim(claim=again(claim), actor=cast.bae)
    found = again(claim)
    assert (found.state, found.confirmer_id, found.verifier_id) == (ClaimState.POSTED, cast.choi.id, cast.bae.id)


def test_the_control_tower_may_return_a_claim_it_confirms_in_the_heads_place(cast, items, as_):
    with transaction():
        claim_id = factory.submitted(cast.kim, shares={cast.kim: 50, cast.lee: 25, cast.acting: 25}).id
    client = as_(cast.choi)
    page = client.get(f"/mileage/claims/{claim_id}").text
    assert ("/confirmations" in page, "/returns" in page, "/verifications" in page) == (True, True, False)
    assert "민원 서식" in client.get("/mileage/claims?scope=to-confirm").text
    answer = client.post(f"/mileage/claims/{claim_id}/returns", data={"reason": "증빙에 날짜가 보이지 않습니다."})
    assert answer.status_code == 302


def departmental(cast):
    """A claim of the control tower's own department for a department item, confirmed by its head."""
    coordinator, head = made(cast, "jung", Role.COORDINATOR), made(cast, "bae", Role.HEAD)
    return factory.confirmed(coordinator, head, code="D11")


def test_the_control_tower_does_not_verify_what_its_own_department_gets(cast, items):
    with transaction():
        claim = departmental(cast)
    assert owed_by(cast.choi) == []
    with refused("This would pay your own department"), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)


def test_the_control_tower_of_another_department_verifies_it(cast, items):
    with transaction():
        claim = departmental(cast)
        person = db.session.get_one(Person, cast.han.id)
        grant_role(person=person, role=Role.CONTROL_TOWER, starts_on=clock.today(), actor=cast.goh)
        services.verify_claim(claim=claim, actor=actor_of_person(person.id))
    assert again(claim).state is ClaimState.POSTED


def test_the_database_refuses_a_verifier_of_the_department_that_is_paid(cast, items):
    with transaction():
        claim_id = departmental(cast).id
    db.session.rollback()
    statement = text(
        "UPDATE mileage_claims SET state = 'posted', verifier_id = :who, verified_at = created_at WHERE id = :id"
    )
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(statement, {"id": claim_id, "who": cast.choi.id})


TWINS = {
    "same paper": ({"day": date(2026, 11, 2)}, True),
    "same day": ({"paper": b"another"}, True),
    "same day of a team": ({"paper": b"another", "shared": True}, True),
    "neither": ({"paper": b"another", "day": date(2026, 11, 2)}, False),
    "another item": ({"code": "P07"}, False),
}


@pytest.mark.parametrize("name", TWINS)
def test_one_fact_claimed_twice_needs_a_reason(cast, items, name):
    options, looks_alike = TWINS[name]
    options = dict(options)
    shares = {"shares": {cast.ahn: 50, cast.kim: 50}} if options.pop("shared", False) else {}
    with transaction():
        first = factory.confirmed(cast.kim, cast.lee)
        services.verify_claim(claim=first, actor=cast.choi)
        second = factory.confirmed(cast.ahn if shares else cast.kim, cast.lee, **options, **shares)
    if looks_alike:
        for blank in ("", "  "):
            with refused("A claim that is already posted"), transaction():
                services.verify_claim(claim=again(second), actor=cast.choi, reason=blank)
    with transaction():
        services.verify_claim(claim=again(second), actor=cast.choi, reason=AGAIN if looks_alike else "")
    assert (again(second).state, again(second).twin_reason) == (ClaimState.POSTED, AGAIN if looks_alike else None)


def test_a_department_claims_one_day_once_too(cast, items):
    with transaction():
        first = factory.confirmed(cast.kang, cast.lee, code="D10")
        services.verify_claim(claim=first, actor=cast.choi)
        second = factory.confirmed(cast.kang, cast.lee, code="D10", paper=b"another")
        other = factory.confirmed(cast.seo, cast.yoon, code="D10", paper=b"a third")
        services.verify_claim(claim=other, actor=cast.choi)
    with pytest.raises(Refused), transaction():
        services.verify_claim(claim=again(second), actor=cast.choi)


def test_the_verifier_sees_the_twin_and_writes_why_it_is_another_fact(cast, items, as_):
    with transaction():
        first = factory.confirmed(cast.kim, cast.lee, title="먼저 지급된 신청")
        services.verify_claim(claim=first, actor=cast.choi)
        second = factory.confirmed(cast.kim, cast.lee)
        first_id, second_id = first.id, second.id
    client, where = as_(cast.choi), f"/mileage/claims/{second_id}"
    page = client.get(where).text
    assert f'href="/mileage/claims/{first_id}"' in page
    assert "먼저 지급된 신청" in page
    assert "먼저 지급된 신청" not in as_(cast.lee).get(where).text
    assert client.post(f"{where}/verifications").status_code == 422
    assert client.post(f"{where}/verifications", data={"reason": AGAIN}).status_code == 302
    assert AGAIN in as_(cast.kim).get(where).text


@pytest.mark.parametrize("last", ["66.667", "66.67"])
def test_shares_finer_than_a_hundredth_are_refused_beside_their_field(cast, items, as_, last):
    data = {"title": "제목", "description": "내용", "happened_on": "2026-11-20", "intent": "draft"}
    data |= {"item_id": item_on("P06", factory.DAY).id, "evidence": (BytesIO(factory.PDF), "증빙.pdf")}
    data |= {"shares-0-person_id": cast.kim.id, "shares-0-share": "33.333"}
    data |= {"shares-1-person_id": cast.ahn.id, "shares-1-share": last}
    answer = as_(cast.kim).post("/mileage/claims", data=data)
    assert answer.status_code == 422
    assert "at most two decimal places" in answer.text
    with refused("Shares have at most two decimal places."), transaction():
        factory.draft(cast.kim, shares={cast.kim: "33.333", cast.ahn: "66.667"})


def test_the_audit_entry_of_a_claim_says_how_it_is_shared(cast, items, published):
    with transaction():
        claim = factory.draft(cast.kim, shares={cast.kim: "60.5", cast.ahn: "39.5"})
    written = [event for event in published if type(event).__name__ == "ClaimWritten"]
    assert [event.claim_id for event in written] == [claim.id]
    assert {person: Decimal(share) for person, share in written[0].shares} == {
        cast.kim.id: Decimal("60.5"),
        cast.ahn.id: Decimal("39.5"),
    }
