"""심의: off unless turned on; sealed votes of an odd number, and a verifier who follows them or says why not."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Invalid, OpumError, Refused, WrongState
from app.mileage import services
from app.mileage.enums import ClaimState, PanelOutcome, PanelVote
from app.mileage.models import Claim, ClaimPanel, PanelSeat
from app.mileage.queries import turns
from app.mileage.rules.claim_panels import Terms
from tests.factories import mileage as factory
from tests.refusals import refused
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)

WHY = "전후 자료를 보니 근거가 충분합니다."
NUMBERS = ["park", "han", "moon"]
AFTER = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


def again(claim):
    return db.session.get_one(Claim, claim.id)


@pytest.fixture
def terms(cast, items):
    with transaction():
        services.set_panel_terms(
            actor=cast.choi, terms=Terms(is_on=True, item_codes=("P06",)), reason="시범으로 두 항목을 심의합니다."
        )


@pytest.fixture
def panel(cast, terms):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        return services.convene_panel(claim=claim, actor=cast.choi, numbers=NUMBERS).id


def votes(cast, panel_id, **given):
    for name, vote in given.items():
        with transaction():
            found = db.session.get_one(ClaimPanel, panel_id)
            services.vote_on_claim(panel=found, actor=getattr(cast, name), vote=vote, reason=f"{name}: {WHY}")


FOR, AGAINST = PanelVote.FOR, PanelVote.AGAINST


def test_without_terms_nothing_changes(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
    with refused("needs no panel"), transaction():
        services.convene_panel(claim=again(claim), actor=cast.choi, numbers=NUMBERS)
    with transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)


@pytest.mark.parametrize(("above", "codes", "needed"), [("7.99", (), True), ("8", (), False), (None, ("P07",), False)])
def test_the_terms_say_which_claims(cast, items, above, codes, needed):
    terms = Terms(is_on=True, above_points=Decimal(above) if above else None, item_codes=codes)
    with transaction():
        services.set_panel_terms(actor=cast.choi, terms=terms, reason="시범으로 심의합니다.")
        claim = factory.confirmed(cast.kim, cast.lee)
    if needed:
        with refused("A panel looks at this claim first", WrongState), transaction():
            services.verify_claim(claim=again(claim), actor=cast.choi)
    else:
        with transaction():
            services.verify_claim(claim=again(claim), actor=cast.choi)


def test_only_the_control_tower_sets_terms_and_names(cast, terms):
    with pytest.raises(Denied), transaction():
        services.set_panel_terms(actor=cast.lee, terms=Terms(), reason="심의하지 않겠습니다.")
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
    with pytest.raises(Denied), transaction():
        services.convene_panel(claim=again(claim), actor=cast.lee, numbers=NUMBERS)


@pytest.mark.parametrize(
    "numbers",
    [
        ["park", "han"],
        ["park"],
        ["park", "park", "han"],
        ["park", "han", "kim"],
        ["park", "han", "ahn"],
        ["park", "han", "lee"],
        ["park", "han", "bae"],
        ["park", "han", "gam"],
        ["park", "han", "retired"],
        ["park", "han", "nobody"],
        ["park", "han", "moon", "yoon", "seo", "jung", "goh", "shin", "yang"],
    ],
)
def test_who_does_not_sit_on_it(cast, terms, numbers):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
    with pytest.raises(Invalid), transaction():
        services.convene_panel(claim=again(claim), actor=cast.choi, numbers=numbers)
    assert db.session.query(ClaimPanel).count() == 0


def test_the_votes_are_sealed_until_all_have_voted(cast, panel, as_):
    claim_id = db.session.get_one(ClaimPanel, panel).claim_id
    where = f"/mileage/claims/{claim_id}"
    assert [len(owed_by(who)) for who in (cast.park, cast.han, cast.kim)] == [1, 1, 0]
    client = as_(cast.park)
    assert client.post(f"/mileage/claim-panels/{panel}/votes", data={"vote": "", "reason": WHY}).status_code == 422
    assert client.post(f"/mileage/claim-panels/{panel}/votes", data={"vote": "for", "reason": WHY}).status_code == 302
    assert (
        client.post(f"/mileage/claim-panels/{panel}/votes", data={"vote": "against", "reason": WHY}).status_code == 409
    )
    assert WHY in client.get(where).text
    for reader in (cast.choi, cast.gam, cast.kim, cast.han):
        assert WHY not in as_(reader).get(where).text
    with refused("The panel votes until", WrongState), transaction():
        services.verify_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.choi)
    with refused("The panel votes until", WrongState), transaction():
        services.return_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.choi, reason=WHY)
    votes(cast, panel, han=FOR, moon=AGAINST)
    assert db.session.get_one(ClaimPanel, panel).outcome is PanelOutcome.FOR
    assert WHY in as_(cast.kim).get(where).text
    assert as_(cast.choi).post(f"{where}/verifications").status_code == 302
    assert db.session.get_one(Claim, claim_id).panel_reason is None
    assert list(services.check_ledger()) == []


def test_whoever_departs_from_the_panel_says_why_and_it_is_shown(cast, panel, as_):
    votes(cast, panel, park=AGAINST, han=AGAINST, moon=FOR)
    claim_id = db.session.get_one(ClaimPanel, panel).claim_id
    where, reason = f"/mileage/claims/{claim_id}", "심의 뒤에 전후 자료가 더 들어왔습니다."
    assert as_(cast.choi).post(f"{where}/verifications").status_code == 422
    assert as_(cast.choi).post(f"{where}/verifications", data={"reason": reason}).status_code == 302
    assert reason in as_(cast.kim).get(where).text


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"park": FOR, "han": FOR}, PanelOutcome.FOR),
        ({"park": FOR, "han": AGAINST}, PanelOutcome.NONE),
        ({"park": AGAINST}, PanelOutcome.NONE),
        ({}, PanelOutcome.NONE),
    ],
)
def test_when_its_days_are_over_the_votes_given_count(cast, panel, given, outcome):
    votes(cast, panel, **given)
    claim_id = db.session.get_one(ClaimPanel, panel).claim_id
    with clock.frozen_at(AFTER):
        with refused("The panel has ended.", WrongState):
            votes(cast, panel, moon=FOR)
        with transaction():
            services.verify_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.choi)
    assert db.session.get_one(ClaimPanel, panel).outcome is outcome


def test_a_claim_that_is_taken_back_ends_its_panel(cast, panel):
    votes(cast, panel, park=FOR)
    with transaction():
        claim = db.session.get_one(Claim, db.session.get_one(ClaimPanel, panel).claim_id)
        services.withdraw_claim(claim=claim, actor=cast.kim)
    with transaction():
        assert db.session.get_one(ClaimPanel, panel).closed_at is not None
    with pytest.raises(OpumError):
        votes(cast, panel, han=FOR)


def test_a_claim_handed_in_again_gets_a_panel_of_its_own(cast, panel):
    votes(cast, panel, park=AGAINST, han=AGAINST, moon=AGAINST)
    claim_id = db.session.get_one(ClaimPanel, panel).claim_id
    with clock.frozen_at(datetime(2026, 11, 23, 4, tzinfo=UTC)):
        with transaction():
            claim = db.session.get_one(Claim, claim_id)
            services.return_claim(claim=claim, actor=cast.choi, reason=WHY)
            services.submit_claim(claim=claim, actor=cast.kim)
            services.confirm_claim(claim=claim, actor=cast.lee)
        with refused("A panel looks at this claim first", WrongState), transaction():
            services.verify_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.choi)
        with transaction():
            claim = db.session.get_one(Claim, claim_id)
            second = services.convene_panel(claim=claim, actor=cast.choi, numbers=NUMBERS).id
    assert second != panel


def test_the_last_votes_at_once_close_it_once(cast, panel, at_once):
    people = [cast.park, cast.han, cast.moon]

    def vote(number):
        found = db.session.get_one(ClaimPanel, panel)
        services.vote_on_claim(panel=found, actor=people[number % 3], vote=FOR, reason=WHY)
        return number

    found = at_once(vote, 9)
    assert sum(isinstance(answer, int) for answer in found) == 3
    assert all(isinstance(answer, int | Refused) for answer in found)
    assert db.session.get_one(ClaimPanel, panel).outcome is PanelOutcome.FOR


def test_the_same_claim_gets_one_panel(cast, terms, at_once):
    with transaction():
        claim_id = factory.confirmed(cast.kim, cast.lee).id
    found = at_once(
        lambda _n: (
            services.convene_panel(claim=db.session.get_one(Claim, claim_id), actor=cast.choi, numbers=NUMBERS).id
        ),
        4,
    )
    assert sum(isinstance(answer, int) for answer in found) == 1


def test_a_member_sees_the_claim_and_strangers_do_not(cast, panel, as_):
    where = f"/mileage/claims/{db.session.get_one(ClaimPanel, panel).claim_id}"
    assert [as_(who).get(where).status_code for who in (cast.park, cast.seo)] == [200, 404]
    assert as_(cast.seo).post(f"/mileage/claim-panels/{panel}/votes", data={}).status_code == 404


RAW = {
    "a second vote": "UPDATE mileage_panel_seats SET vote = 'against' WHERE vote IS NOT NULL",
    "gone": "DELETE FROM mileage_panel_seats",
    "another outcome": "UPDATE mileage_claim_panels SET outcome = 'for', closed_at = convened_at, claim_id = claim_id + 1",
    "longer": "UPDATE mileage_claim_panels SET ends_on = '2027-01-01'",
    "the claimant": "INSERT INTO mileage_panel_seats (panel_id, person_id) VALUES ({panel}, {kim})",
    "the head": "INSERT INTO mileage_panel_seats (panel_id, person_id) VALUES ({panel}, {lee})",
    "posted before": (
        "UPDATE mileage_claims SET state = 'posted', verifier_id = {choi}, verified_at = created_at, "
        "decided_on = '2026-11-23'"
    ),
    "terms": "UPDATE mileage_panel_terms SET days = 60",
}


@pytest.mark.parametrize("name", RAW)
def test_the_database_keeps_it(cast, panel, name):
    votes(cast, panel, park=FOR)
    statement = RAW[name].format(panel=panel, kim=cast.kim.id, lee=cast.lee.id, choi=cast.choi.id)
    db.session.rollback()
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("verifier", ["choi", "park"])
def test_the_database_wants_the_reason_and_another_verifier(cast, panel, verifier):
    given = AGAINST if verifier == "choi" else FOR
    votes(cast, panel, park=given, han=given, moon=given)
    db.session.rollback()
    statement = (
        "UPDATE mileage_claims SET state = 'posted', verifier_id = :who, verified_at = created_at, "
        "decided_on = '2026-11-23'"
    )
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text(statement), {"who": getattr(cast, verifier).id})


def test_the_terms_have_a_page(cast, items, as_):
    client = as_(cast.choi)
    assert client.get("/mileage/claim-panels/terms").status_code == 200
    data = {"is_on": "y", "above_points": "", "days": "7", "reason": WHY}
    assert client.post("/mileage/claim-panels/terms", data=data).status_code == 422
    assert client.post("/mileage/claim-panels/terms", data=data | {"days": "0", "item_codes": "P06"}).status_code == 422
    assert client.post("/mileage/claim-panels/terms", data=data | {"item_codes": ["P06", "P07"]}).status_code == 302
    assert "P06, P07" in as_(cast.gam).get("/mileage/claim-panels/terms").text
    with transaction():
        claim_id = factory.confirmed(cast.kim, cast.lee).id
    page = client.get(f"/mileage/claims/{claim_id}").text
    assert ("/panels" in page, "/verifications" in page) == (True, False)
    assert client.post(f"/mileage/claims/{claim_id}/panels", data={"numbers": "park, kim, han"}).status_code == 422
    assert client.post(f"/mileage/claims/{claim_id}/panels", data={"numbers": "park, moon han"}).status_code == 302
    assert db.session.query(PanelSeat).count() == 3
    assert db.session.get_one(Claim, claim_id).state is ClaimState.CONFIRMED
