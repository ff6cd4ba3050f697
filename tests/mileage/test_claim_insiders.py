"""적립신청: what somebody with an account and a motive tries around a panel, a deputy and a claim that is handed in."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Invalid, WrongState
from app.mileage import services
from app.mileage.enums import ClaimState, DeputyOffice, PanelVote
from app.mileage.models import Claim, ClaimPanel
from app.mileage.queries import turns
from app.mileage.queries.claim_deputies import Seat
from app.mileage.rules.claim_panels import Terms
from app.mileage.services.claim_deputies import DeputyText
from tests.factories import claim_uploads as uploads
from tests.factories import mileage as factory
from tests.refusals import refused
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns)

WHY = "전후 자료를 보니 근거가 충분합니다."
NUMBERS = ["park", "han", "moon"]
MARKED = Terms(is_on=True, item_codes=("P06",))
OFF = Terms(is_on=False)
LATER = datetime(2026, 11, 23, 4, tzinfo=UTC)


def again(claim):
    return db.session.get_one(Claim, claim.id)


def set_terms(actor, terms):
    with transaction():
        services.set_panel_terms(actor=actor, terms=terms, reason="시범으로 두 항목을 심의합니다.")


def raw(statement, **values):
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        connection.execute(text(statement), values)


def acting_head(cast, actor, unit):
    person = db.session.get_one(Person, actor.id)
    today = clock.today()
    grant_role(
        person=person, role=Role.HEAD, department_id=unit, starts_on=today, ends_on=today, acting=True, actor=cast.goh
    )
    return actor_of_person(actor.id)


@pytest.fixture
def marked(cast, items):
    """A panel looks at every claim for P06."""
    set_terms(cast.choi, MARKED)


def shared_with_the_tower(cast):
    return factory.confirmed(cast.kim, cast.lee, shares={cast.kim: 50, cast.choi: 50})


def read_in_by_the_tower(cast):
    uploads.upload(cast.choi, uploads.row(evidence="증빙.pdf"), handed_in=True)
    claim = db.session.query(Claim).one()
    services.confirm_claim(claim=claim, actor=cast.lee)
    return claim


@pytest.mark.parametrize(
    ("begun", "sentence"),
    [
        (shared_with_the_tower, "Nobody decides about a claim of their own."),
        (read_in_by_the_tower, "Whoever entered a claim for somebody does not decide about it."),
    ],
)
def test_nobody_names_the_panel_about_a_claim_they_have_a_part_in(cast, marked, begun, sentence, as_):
    with transaction():
        claim_id = begun(cast).id
    with refused(sentence), transaction():
        services.convene_panel(claim=db.session.get_one(Claim, claim_id), actor=cast.choi, numbers=NUMBERS)
    answer = as_(cast.choi).post(f"/mileage/claims/{claim_id}/panels", data={"numbers": "park, han, moon"})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    with pytest.raises(DatabaseError, match="names the panel"):
        raw(
            "INSERT INTO mileage_claim_panels (claim_id, convened_by_id, convened_at, ends_on, version) "
            "SELECT id, :who, submitted_at, '2026-12-01', 1 FROM mileage_claims",
            who=cast.choi.id,
        )
    with transaction():
        services.convene_panel(claim=db.session.get_one(Claim, claim_id), actor=cast.bae, numbers=NUMBERS)


def test_an_acting_head_of_the_department_does_not_name_the_panel_either(cast, marked, as_):
    with transaction():
        actor = acting_head(cast, cast.choi, cast.traffic)
        claim = factory.confirmed(cast.kim, cast.lee)
    with refused("somebody else of the control tower"), transaction():
        services.convene_panel(claim=again(claim), actor=actor, numbers=NUMBERS)
    assert "/panels" not in as_(actor).get(f"/mileage/claims/{claim.id}").text


def test_an_acting_head_of_the_claimants_department_does_not_sit_on_the_panel(cast, marked):
    with transaction():
        acting_head(cast, cast.park, cast.traffic)
        claim = factory.confirmed(cast.kim, cast.lee)
    with pytest.raises(Invalid), transaction():
        services.convene_panel(claim=again(claim), actor=cast.choi, numbers=NUMBERS)
    assert db.session.query(ClaimPanel).count() == 0


def test_who_works_for_no_department_cannot_vote_and_is_not_named(cast, marked):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
    with pytest.raises(Invalid), transaction():
        services.convene_panel(claim=again(claim), actor=cast.choi, numbers=["park", "han", "shin"])


def test_terms_that_are_turned_off_do_not_free_a_claim_that_is_handed_in(cast, marked, as_):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
    set_terms(cast.choi, OFF)
    with refused("A panel looks at this claim first", WrongState), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    page = as_(cast.choi).get(f"/mileage/claims/{claim.id}").text
    assert ("/panels" in page, "/verifications" in page) == (True, False)
    with transaction():
        services.convene_panel(claim=again(claim), actor=cast.choi, numbers=NUMBERS)
    with clock.frozen_at(LATER), transaction():
        claim = factory.confirmed(cast.ahn, cast.lee, paper=b"2")
        services.verify_claim(claim=again(claim), actor=cast.choi)


def test_terms_one_has_loosened_do_not_hold_for_the_own_claim(cast, marked):
    set_terms(cast.choi, Terms(is_on=True, above_points=Decimal(900)))
    with clock.frozen_at(LATER), transaction():
        claim = factory.confirmed(cast.kim, cast.lee, shares={cast.kim: 50, cast.choi: 50})
    with clock.frozen_at(LATER), refused("A panel looks at this claim first", WrongState), transaction():
        services.verify_claim(claim=again(claim), actor=cast.bae)
    set_terms(cast.bae, Terms(is_on=True, above_points=Decimal(900)))
    with clock.frozen_at(LATER + timedelta(hours=1)), transaction():
        claim = factory.confirmed(cast.ahn, cast.lee, shares={cast.ahn: 50, cast.choi: 50}, paper=b"2")
        services.verify_claim(claim=again(claim), actor=cast.bae)


def test_nobody_votes_about_a_claim_that_was_taken_back(cast, marked):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        panel_id = services.convene_panel(claim=claim, actor=cast.choi, numbers=NUMBERS).id
    with transaction():
        services.withdraw_claim(claim=again(claim), actor=cast.kim)
    with refused("not waiting for the control tower", WrongState), transaction():
        panel = db.session.get_one(ClaimPanel, panel_id)
        services.vote_on_claim(panel=panel, actor=cast.park, vote=PanelVote.FOR, reason=WHY)


@pytest.mark.parametrize(
    "change",
    [
        "points = points + 40",
        "figure = 3",
        "happened_on = '2026-11-01'",
        "title = '다른 일'",
        "department_id = {civil}",
    ],
)
def test_the_database_keeps_what_was_handed_in(cast, items, change):
    with transaction():
        claim_id = factory.confirmed(cast.kim, cast.lee).id
    statement = f"UPDATE mileage_claims SET {change} WHERE id = :id".format(civil=cast.civil)
    with pytest.raises(DatabaseError, match="handed in"):
        raw(statement, id=claim_id)


def test_the_database_lets_no_claim_begin_decided(cast, items):
    with transaction():
        claim_id = factory.draft(cast.kim).id
    columns = (
        "item_id, claimant_id, department_id, title, description, happened_on, points, version, created_at, skips_head"
    )
    with pytest.raises(DatabaseError, match="begins"):
        raw(
            f"INSERT INTO mileage_claims ({columns}, state, verifier_id, verified_at, decided_on) "
            f"SELECT {columns}, 'posted', :who, created_at, '2026-11-23' FROM mileage_claims WHERE id = :id",
            who=cast.choi.id,
            id=claim_id,
        )


def test_a_deputy_who_has_left_the_office_stands_in_no_more(cast, items):
    with transaction():
        seat = Seat(DeputyOffice.HEAD, cast.traffic, "")
        days = {"starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 27)}
        services.name_deputy(actor=cast.lee, text=DeputyText(seat=seat, deputy_id=cast.ahn.id, reason=WHY, **days))
        claim = factory.submitted(cast.kim)
    assert (len(owed_by(cast.ahn)), len(owed_by(cast.lee))) == (1, 0)
    with transaction():
        db.session.get_one(Person, cast.ahn.id).left_on = date(2026, 11, 22)
    assert len(owed_by(cast.lee)) == 1
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    assert again(claim).state is ClaimState.CONFIRMED


@pytest.mark.parametrize("change", ["cap_case = 900", "points = 90", "cap_year = NULL", "highest_group = 'x'"])
def test_the_database_keeps_the_item_of_a_claim_that_is_on_its_way(cast, items, change):
    with transaction():
        factory.confirmed(cast.kim, cast.lee)
    with pytest.raises(DatabaseError, match="add a new row"):
        raw(f"UPDATE mileage_items SET {change} WHERE code = 'P06'")


def test_who_has_become_auditor_hands_in_no_draft_of_before(cast, items, as_):
    with transaction():
        claim = factory.draft(cast.kim)
        today = clock.today()
        person = db.session.get_one(Person, cast.kim.id)
        grant_role(person=person, role=Role.AUDITOR, starts_on=today, actor=cast.goh)
    actor = actor_of_person(cast.kim.id)
    with pytest.raises(Denied), transaction():
        services.submit_claim(claim=again(claim), actor=actor)
    page = as_(actor).get(f"/mileage/claims/{claim.id}").text
    assert ("/submissions" in page, "/edit" in page) == (False, False)
