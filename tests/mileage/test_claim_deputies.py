"""적립신청 대리: whoever is away is stood for from–to, the record says so, and nobody decides about their own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.people import transfer_person
from app.accounts.services.roles import grant_role
from app.audit.models import AuditEntry
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Refused
from app.mileage import services
from app.mileage.enums import ClaimState, DeputyOffice
from app.mileage.models import Claim, ClaimDeputy
from app.mileage.queries import turns
from app.mileage.queries.claim_deputies import Seat
from app.mileage.services.claim_deputies import DeputyText
from tests.factories import claim_uploads as uploads
from tests.factories import mileage as factory
from tests.refusals import refused
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)

TODAY = date(2026, 11, 23)
REASON = "해외 연수로 자리를 비웁니다."


def again(claim):
    return db.session.get_one(Claim, claim.id)


def named(cast, principal, deputy, *, office=DeputyOffice.HEAD, unit=None, days=5, starts_on=TODAY):
    seat = Seat(office, unit or principal.department_id, "")
    return services.name_deputy(
        actor=principal,
        text=DeputyText(
            seat=seat,
            deputy_id=deputy.id,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=days - 1),
            reason=REASON,
        ),
    )


@pytest.fixture
def away(cast, items):
    """이 heads the traffic department and is away this week; 안 stands in."""
    with transaction():
        return named(cast, cast.lee, cast.ahn).id


def test_a_deputy_confirms_and_the_record_says_so(cast, away, as_):
    with transaction():
        claim_id = factory.submitted(cast.kim).id
    assert [len(owed_by(who)) for who in (cast.ahn, cast.lee, cast.acting)] == [1, 0, 1]
    client = as_(cast.ahn)
    assert "/confirmations" in client.get(f"/mileage/claims/{claim_id}").text
    assert "민원 서식" in client.get("/mileage/claims?scope=as-deputy").text
    assert client.post(f"/mileage/claims/{claim_id}/confirmations").status_code == 302
    claim = db.session.get_one(Claim, claim_id)
    assert (claim.state, claim.confirmer_id, claim.confirmed_for_id) == (
        ClaimState.CONFIRMED,
        cast.ahn.id,
        cast.lee.id,
    )
    assert "안바다, deputy of 이소나무" in as_(cast.kim).get(f"/mileage/claims/{claim_id}").text
    entry = db.session.query(AuditEntry).filter_by(event="claim_confirmed").one()
    assert f'"deputy_for_id":{cast.lee.id}' in entry.details.replace(" ", "")
    page = as_(cast.gam).get(f"/audit-entries/{entry.seq}").text
    assert "안바다, deputy of 이소나무" in page
    with transaction():
        services.verify_claim(claim=claim, actor=cast.choi)
    assert list(services.check_ledger()) == []


def test_the_right_of_whoever_is_away_rests_and_comes_back_at_once(cast, away, as_):
    with transaction():
        claim = factory.submitted(cast.kim)
    with refused("decides in your place"), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    page = as_(cast.lee).get(f"/mileage/claims/{claim.id}").text
    assert ("/confirmations" in page, "안바다 decides in your place" in page) == (False, True)
    answer = as_(cast.lee).post(f"/mileage/claims/{claim.id}/returns", data={"reason": REASON})
    assert (answer.status_code, "안바다 decides in your place" in answer.text) == (422, True)
    assert as_(cast.lee).post(f"/mileage/claim-deputies/{away}/ends").status_code == 302
    with pytest.raises(Denied), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.ahn)
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    assert again(claim).confirmed_for_id is None
    assert as_(cast.lee).post(f"/mileage/claim-deputies/{away}/ends").status_code == 409


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (datetime(2026, 11, 22, 14, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 27, 14, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), False),
    ],
)
def test_it_begins_and_ends_by_itself_at_midnight_in_seoul(cast, away, moment, allowed):
    with transaction():
        claim = factory.submitted(cast.kim)
    with clock.frozen_at(moment):
        deputy, head = actor_of_person(cast.ahn.id), actor_of_person(cast.lee.id)
        assert (len(owed_by(deputy)), len(owed_by(head))) == ((1, 0) if allowed else (0, 1))
        if allowed:
            with transaction():
                services.confirm_claim(claim=again(claim), actor=deputy)
        else:
            with pytest.raises(Denied), transaction():
                services.confirm_claim(claim=again(claim), actor=deputy)
            with transaction():
                services.confirm_claim(claim=again(claim), actor=head)


def own_claims(cast):
    """What 안 wrote, has a share in, or read in from a workbook."""
    factory.submitted(cast.ahn)
    factory.submitted(cast.kim, shares={cast.kim: 50, cast.ahn: 50}, paper=b"2")
    uploads.upload(cast.ahn, uploads.row("ahn", "셋째", evidence="증빙.pdf"), handed_in=True)
    return [claim.id for claim in db.session.query(Claim).order_by(Claim.id)]


def test_a_deputy_decides_nothing_of_their_own_and_the_head_does(cast, away):
    with transaction():
        ids = own_claims(cast)
    assert (len(owed_by(cast.ahn)), len(owed_by(cast.lee))) == (0, 3)
    for claim_id in ids:
        claim = db.session.get_one(Claim, claim_id)
        with pytest.raises(Refused), transaction():
            services.confirm_claim(claim=claim, actor=cast.ahn)
        with pytest.raises(Refused), transaction():
            services.return_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.ahn, reason=REASON)
        with transaction():
            services.confirm_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.lee)


def test_nobody_decides_in_the_place_of_somebody_with_a_share(cast, away):
    with transaction():
        claim = factory.submitted(cast.kim, shares={cast.kim: 50, cast.lee: 50})
    assert (len(owed_by(cast.ahn)), len(owed_by(cast.acting))) == (0, 1)
    with pytest.raises(Denied), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.ahn)


def test_a_deputy_of_the_control_tower_verifies(cast, items, as_):
    with transaction():
        named(cast, cast.choi, cast.jung, office=DeputyOffice.TOWER)
        claim = factory.confirmed(cast.kim, cast.lee)
        claim_id = claim.id
    assert [len(owed_by(who)) for who in (cast.choi, cast.bae, cast.jung)] == [0, 1, 1]
    with refused("decides in your place"), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    assert as_(cast.jung).post(f"/mileage/claims/{claim_id}/verifications").status_code == 302
    found = db.session.get_one(Claim, claim_id)
    assert (found.state, found.verifier_id, found.verified_for_id) == (ClaimState.POSTED, cast.jung.id, cast.choi.id)
    assert "정인사, deputy of 최관제" in as_(cast.kim).get(f"/mileage/claims/{claim_id}").text


def test_a_deputy_is_no_second_side(cast, items):
    """배 heads the tower's department and confirms; then 배's deputy in the control tower does not verify."""
    with transaction():
        grant_role(
            person=db.session.get_one(Person, cast.bae.id),
            role=Role.HEAD,
            department_id=cast.tower,
            starts_on=TODAY,
            actor=cast.goh,
        )
        head = actor_of_person(cast.bae.id)
        named(cast, head, cast.jung, office=DeputyOffice.TOWER)
        claim = factory.submitted(cast.choi)
        services.confirm_claim(claim=claim, actor=head)
    assert len(owed_by(cast.jung)) == 0
    with pytest.raises((Denied, Refused)), transaction():
        services.verify_claim(claim=again(claim), actor=cast.jung)


def test_a_deputy_returns_with_a_reason(cast, away):
    with transaction():
        claim = factory.submitted(cast.kim)
        services.return_claim(claim=claim, actor=cast.ahn, reason="증빙에 날짜가 없습니다. 보완해 주세요.")
    assert (again(claim).returner_id, again(claim).returned_for_id) == (cast.ahn.id, cast.lee.id)


def test_who_returns_a_second_time_for_the_same_is_looked_at_again(cast, away):
    with transaction():
        claim = factory.submitted(cast.kim)
        services.return_claim(claim=claim, actor=cast.ahn, reason="증빙에 날짜가 없습니다. 보완해 주세요.")
        services.submit_claim(claim=claim, actor=cast.kim)
        services.end_deputy(deputy=db.session.query(ClaimDeputy).one(), actor=cast.lee)
        claim_id = claim.id
    returned = text("UPDATE mileage_claims SET state = 'returned' WHERE id = :id AND returned_for_id IS NOT NULL")
    with pytest.raises(DBAPIError, match="named for that day"), transaction() as session:
        session.execute(returned, {"id": claim_id})


def test_naming_a_deputy_does_not_hold_up_rows_that_only_name_a_person(cast, items):
    with transaction():
        named(cast, cast.lee, cast.ahn)
        if db.engine.dialect.name == "postgresql":  # SQLite has one writer, and nothing beside it to hold up
            with db.engine.connect() as other:
                other.execute(text("SET lock_timeout = '2s'"))
                row = select(Person.id).where(Person.id == cast.ahn.id).with_for_update(read=True, key_share=True)
                assert other.scalar(row) == cast.ahn.id
    assert db.session.query(ClaimDeputy).count() == 1


def test_a_deputy_sees_what_waits_and_nothing_else(cast, away, as_):
    with transaction():
        waiting, draft = factory.submitted(cast.kim).id, factory.draft(cast.kim, paper=b"2").id
        other = factory.submitted(cast.park, paper=b"3").id
    client = as_(cast.ahn)
    assert [client.get(f"/mileage/claims/{one}").status_code for one in (waiting, draft, other)] == [200, 404, 404]
    with transaction():
        services.end_deputy(deputy=db.session.get_one(ClaimDeputy, away), actor=cast.ahn)
    assert client.get(f"/mileage/claims/{waiting}").status_code == 404


WRONG = {
    "oneself": ("Nobody is their own deputy.", {"deputy": "lee"}),
    "another department": ("works in the department", {"deputy": "park"}),
    "retired": ("works in the department", {"deputy": "retired"}),
    "acting head": ("may decide anyway", {"deputy": "acting"}),
    "yesterday": ("This day is over.", {"deputy": "ahn", "starts_on": TODAY - timedelta(days=1)}),
    "backwards": ("lies before the first", {"deputy": "ahn", "days": 0}),
    "too long": ("At most", {"deputy": "ahn", "days": 93}),
}


@pytest.mark.parametrize("name", WRONG)
def test_who_cannot_be_named(cast, items, name):
    sentence, options = WRONG[name]
    options = dict(options)
    deputy = getattr(cast, options.pop("deputy"), None)
    if deputy is None:
        deputy = db.session.query(Person).filter_by(employee_no="retired").one()
    with refused(sentence, Invalid), transaction():
        named(cast, cast.lee, deputy, **options)
    assert db.session.query(ClaimDeputy).count() == 0


def test_an_auditor_is_no_deputy(cast, items):
    with transaction():
        head = db.session.get_one(Person, cast.han.id)
        grant_role(person=head, role=Role.HEAD, department_id=cast.planning, starts_on=TODAY, actor=cast.goh)
    with refused("An auditor decides nothing.", Invalid), transaction():
        named(cast, actor_of_person(head.id), cast.gam, unit=cast.planning)


def test_only_who_has_the_right_names_somebody_for_it(cast, items):
    for who, office, unit in (
        (cast.kim, DeputyOffice.HEAD, cast.traffic),
        (cast.acting, DeputyOffice.HEAD, cast.traffic),
        (cast.lee, DeputyOffice.HEAD, cast.civil),
        (cast.lee, DeputyOffice.TOWER, cast.traffic),
        (cast.choi, DeputyOffice.HEAD, cast.tower),
    ):
        with pytest.raises(Denied), transaction():
            named(cast, who, cast.ahn, office=office, unit=unit)


def test_one_deputy_at_a_time_and_no_chain(cast, away, at_once):
    with refused("You have a deputy for some of these days"), transaction():
        named(cast, cast.lee, cast.kim, starts_on=TODAY + timedelta(days=4))
    with transaction():
        named(cast, cast.lee, cast.kim, starts_on=TODAY + timedelta(days=5))
        grant_role(
            person=db.session.get_one(Person, cast.ahn.id), role=Role.CONTROL_TOWER, starts_on=TODAY, actor=cast.goh
        )
    deputy = actor_of_person(cast.ahn.id)
    with refused("A deputy has no deputy"), transaction():
        named(cast, deputy, cast.kang, office=DeputyOffice.TOWER)
    found = at_once(lambda _number: named(cast, cast.yoon, cast.park).id, 8)
    assert sum(isinstance(answer, int) for answer in found) == 1


def test_the_right_ends_with_the_role_and_with_the_department(cast, away):
    with transaction():
        claim = factory.submitted(cast.kim)
        transfer_person(
            person=db.session.get_one(Person, cast.ahn.id), to_department_id=cast.civil, on=TODAY, actor=cast.goh
        )
    with pytest.raises(Denied), transaction():
        services.confirm_claim(claim=again(claim), actor=actor_of_person(cast.ahn.id))
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)


def test_the_page_names_a_deputy_or_says_why_not_and_keeps_what_was_typed(cast, items, as_):
    client = as_(cast.lee)
    data = {
        "seat": f"head-{cast.traffic}",
        "deputy_id": cast.ahn.id,
        "starts_on": "2026-11-23",
        "ends_on": "2026-11-22",
        "reason": REASON,
    }
    answer = client.post("/mileage/claim-deputies", data=data)
    assert answer.status_code == 422
    assert REASON in answer.text
    assert client.post("/mileage/claim-deputies", data=data | {"ends_on": "2026-11-27"}).status_code == 302
    page = client.get("/mileage/claim-deputies").text
    assert ("안바다" in page, "Stands in" in page) == (True, True)
    assert "안바다" in as_(cast.choi).get("/mileage/claim-deputies").text
    assert REASON not in as_(cast.yoon).get("/mileage/claim-deputies").text
    assert client.post("/mileage/claim-deputies", data=data | {"seat": f"tower-{cast.tower}"}).status_code == 422


def test_the_pages_cost_the_same_whatever_is_there(cast, away, as_):
    client, counts = as_(cast.ahn), []
    for number in range(2):
        with transaction():
            for more in range(1 + 3 * number):
                factory.submitted(cast.kim, paper=bytes([number, more]), title=f"{number} {more}")
        for path in ("/mileage/claims?scope=as-deputy", "/mileage/claim-deputies", "/"):
            client.get(path)
            with count_statements() as counted:
                client.get(path)
            counts.append(len(counted))
    assert counts[:3] == counts[3:]
    assert max(counts[:2]) <= 8
