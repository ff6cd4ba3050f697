"""적립신청 대리, against raw SQL and acting heads: what the services refuse, the database refuses too."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction, writing
from app.core.errors import Refused
from app.mileage import services
from app.mileage.enums import DeputyOffice
from app.mileage.models import Claim
from app.mileage.queries import turns
from app.mileage.queries.claim_deputies import Seat
from app.mileage.services.claim_deputies import DeputyText
from tests.factories import mileage as factory
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)


@pytest.fixture
def away(cast, items):
    """이 heads the traffic department and is away this week; 안 stands in."""
    with transaction():
        today = clock.today()
        text_ = DeputyText(
            seat=Seat(DeputyOffice.HEAD, cast.traffic, ""),
            deputy_id=cast.ahn.id,
            starts_on=today,
            ends_on=today + timedelta(days=4),
            reason="해외 연수로 자리를 비웁니다.",
        )
        return services.name_deputy(actor=cast.lee, text=text_).id


RAW = {
    "a deputy nobody named": "confirmer_id = {kang}, confirmed_for_id = {lee}",
    "the claimant as deputy": "confirmer_id = {kim}, confirmed_for_id = {lee}",
    "in the place of the claimant": "confirmer_id = {ahn}, confirmed_for_id = {kim}",
    "on another day": "confirmer_id = {ahn}, confirmed_for_id = {lee}, decided_on = '2026-11-28'",
    "without a day": "confirmer_id = {ahn}, confirmed_for_id = {lee}, decided_on = NULL",
}


@pytest.mark.parametrize("name", RAW)
def test_the_database_refuses_it_too(cast, away, name):
    with transaction():
        claim_id = factory.submitted(cast.kim).id
    values = RAW[name].format(kang=cast.kang.id, lee=cast.lee.id, kim=cast.kim.id, ahn=cast.ahn.id)
    day = "" if "decided_on" in values else ", decided_on = '2026-11-23'"
    db.session.rollback()
    statement = (
        f"UPDATE mileage_claims SET state = 'confirmed', confirmed_at = created_at, {values}{day} WHERE id = :id"
    )
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text(statement), {"id": claim_id})


def test_the_database_refuses_a_share_of_the_deputy_and_of_the_one_stood_for(cast, away):
    with transaction():
        ids = [
            factory.submitted(cast.kim, shares={cast.kim: 50, cast.ahn: 50}).id,
            factory.submitted(cast.kim, shares={cast.kim: 50, cast.lee: 50}, paper=b"2").id,
        ]
    db.session.rollback()
    for claim_id in ids:
        with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
            connection.execute(
                text(
                    "UPDATE mileage_claims SET state = 'confirmed', confirmed_at = created_at, confirmer_id = :ahn, "
                    "confirmed_for_id = :lee, decided_on = '2026-11-23' WHERE id = :id"
                ),
                {"id": claim_id, "ahn": cast.ahn.id, "lee": cast.lee.id},
            )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mileage_claim_deputies SET ends_on = '2026-12-31'",
        "UPDATE mileage_claim_deputies SET deputy_id = {kim}",
        "DELETE FROM mileage_claim_deputies",
        "INSERT INTO mileage_claim_deputies (office, department_id, principal_id, deputy_id, starts_on, ends_on, reason, "
        "named_at, version) SELECT office, department_id, principal_id, {kim}, ends_on, ends_on, reason, named_at, 1 "
        "FROM mileage_claim_deputies",
        "INSERT INTO mileage_claim_deputies (office, department_id, principal_id, deputy_id, starts_on, ends_on, reason, "
        "named_at, version) SELECT office, department_id, deputy_id, {kim}, ends_on, ends_on, reason, named_at, 1 "
        "FROM mileage_claim_deputies",
        "INSERT INTO mileage_claim_deputies (office, department_id, principal_id, deputy_id, starts_on, ends_on, reason, "
        "named_at, version) SELECT office, department_id, {yoon}, {gam}, ends_on, ends_on, reason, named_at, 1 "
        "FROM mileage_claim_deputies",
        "INSERT INTO mileage_claim_deputies (office, department_id, principal_id, deputy_id, starts_on, ends_on, reason, "
        "named_at, version) SELECT office, department_id, {yoon}, {yoon}, ends_on, ends_on, reason, named_at, 1 "
        "FROM mileage_claim_deputies",
    ],
    ids=["longer", "another", "gone", "a second", "a chain", "an auditor", "oneself"],
)
def test_the_database_keeps_who_was_named(cast, away, statement):
    given = statement.format(kim=cast.kim.id, yoon=cast.yoon.id, gam=cast.gam.id)
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text(given))


def test_an_acting_head_of_the_tower_is_one_side_only(cast, items):
    """최 of the control tower acts for the traffic department today: what it gets, somebody else verifies."""
    with transaction():
        grant_role(
            person=db.session.get_one(Person, cast.choi.id),
            role=Role.HEAD,
            department_id=cast.traffic,
            starts_on=clock.today(),
            ends_on=clock.today(),
            acting=True,
            actor=cast.goh,
        )
        own = factory.confirmed(cast.kang, cast.lee, code="D10")
        persons = factory.confirmed(cast.kim, cast.lee, paper=b"2")
        ids = [own.id, persons.id]
    acting = actor_of_person(cast.choi.id)
    assert len(owed_by(acting)) == 0
    for claim_id in ids:
        with pytest.raises(Refused), transaction():
            services.verify_claim(claim=db.session.get_one(Claim, claim_id), actor=acting)
        db.session.rollback()
        with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
            connection.execute(
                text(
                    "UPDATE mileage_claims SET state = 'posted', verifier_id = :who, verified_at = created_at, "
                    "decided_on = '2026-11-23' WHERE id = :id"
                ),
                {"who": cast.choi.id, "id": claim_id},
            )
