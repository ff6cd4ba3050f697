"""적립신청: claimed, confirmed by the head, verified by the control tower, posted once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Denied, Invalid, Refused, WrongState
from app.mileage import services
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, MileageItem, Transfer, YearLock
from app.mileage.queries import turns
from app.mileage.queries.claims import may_see_claim
from app.mileage.queries.items import item_on
from app.mileage.services.claims import ClaimText
from tests.factories import mileage as factory
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)


def paid_by_person():
    rows = db.session.query(Transfer).order_by(Transfer.id)
    return [(row.source, row.points) for row in rows]


def again(claim):
    return db.session.get_one(Claim, claim.id)


def clone_of(item, **changes):
    """The next version of an item."""
    kept = {column.key: getattr(item, column.key) for column in MileageItem.__table__.columns if column.key != "id"}
    return MileageItem(**kept | {"valid_until": None} | changes)


def test_a_claim_is_confirmed_verified_and_posted(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee, shares={cast.kim: 60, cast.ahn: 40})
    with transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    found = again(claim)
    assert (found.state, found.confirmer_id, found.verifier_id) == (ClaimState.POSTED, cast.lee.id, cast.choi.id)
    assert sorted(paid_by_person()) == [
        (f"claim:{claim.id}", Decimal("3.20")),
        (f"claim:{claim.id}", Decimal("4.80")),
    ]
    assert list(services.check_ledger()) == []


def test_an_acting_head_confirms(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.acting)
    assert claim.state is ClaimState.CONFIRMED


def test_a_claim_without_the_evidence_its_item_asks_for_is_refused(cast, items):
    item = item_on("P06", factory.DAY)
    details = ClaimText(item=item, title="제목", description="내용", happened_on=factory.DAY, points=item.points)
    with pytest.raises(Refused), transaction():
        services.submit_claim(claim=services.write_claim(actor=cast.kim, text=details), actor=cast.kim)


@pytest.mark.parametrize("name", ["kim", "ahn", "yoon", "kang", "choi", "goh"])
def test_only_the_head_of_the_claimants_department_confirms(cast, items, name):
    with transaction():
        claim = factory.submitted(cast.kim)
    with pytest.raises(Denied), transaction():
        services.confirm_claim(claim=again(claim), actor=getattr(cast, name))


def test_a_heads_claim_goes_straight_to_the_control_tower(cast, items):
    with transaction():
        claim = factory.submitted(cast.lee)
    with pytest.raises(Refused), transaction():
        services.confirm_claim(claim=again(claim), actor=cast.acting)
    with transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    assert again(claim).state is ClaimState.POSTED


def test_a_control_tower_member_does_not_verify_the_own_claim_or_one_with_a_share(cast, items):
    with transaction():
        shared = factory.confirmed(cast.kim, cast.lee, shares={cast.kim: 50, cast.choi: 50})
    with pytest.raises(Refused), transaction():
        services.verify_claim(claim=again(shared), actor=cast.choi)
    with transaction():
        services.verify_claim(claim=again(shared), actor=cast.bae)
    assert again(shared).state is ClaimState.POSTED


def test_a_claim_is_not_verified_before_the_head_has_confirmed(cast, items):
    with transaction():
        claim = factory.submitted(cast.kim)
    with pytest.raises(Refused), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)


@pytest.mark.parametrize("name", ["kim", "lee", "jung", "gam", "goh"])
def test_only_the_control_tower_verifies(cast, items, name):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
    with pytest.raises(Denied), transaction():
        services.verify_claim(claim=again(claim), actor=getattr(cast, name))


def test_two_verifications_at_once_pay_once(cast, items, at_once):
    with transaction():
        claim_id = factory.confirmed(cast.kim, cast.lee).id
    verifiers = [cast.choi, cast.bae]

    def verify(number):
        return services.verify_claim(claim=db.session.get_one(Claim, claim_id), actor=verifiers[number % 2])

    found = at_once(verify, 50)
    assert sum(not isinstance(answer, Exception) for answer in found) == 1
    assert {type(answer) for answer in found if isinstance(answer, Exception)} <= {Conflict, Refused, WrongState}
    assert paid_by_person() == [(f"claim:{claim_id}", Decimal(8))]


def test_a_returned_claim_is_mended_and_handed_in_again(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        services.return_claim(claim=claim, actor=cast.choi, reason="증빙에 날짜가 없습니다. 보완해 주세요.")
    assert [turn.params["claim_id"] for turn in owed_by(cast.kim)] == [claim.id]
    with transaction():
        services.submit_claim(claim=again(claim), actor=cast.kim)
    found = again(claim)
    assert (found.state, found.confirmer_id) == (ClaimState.SUBMITTED, None)


def test_a_posted_claim_cannot_be_withdrawn(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        services.verify_claim(claim=claim, actor=cast.choi)
    with pytest.raises(Refused), transaction():
        services.withdraw_claim(claim=again(claim), actor=cast.kim)


def test_nobody_withdraws_the_claim_of_another(cast, items):
    with transaction():
        claim = factory.submitted(cast.kim)
    with pytest.raises(Denied), transaction():
        services.withdraw_claim(claim=again(claim), actor=cast.lee)


@pytest.mark.parametrize(
    "options",
    [
        {"code": "P01"},
        {"shares": "short"},
        {"day": date(2026, 11, 24)},
        {"points": "0.001"},
        {"code": "D10"},
        {"day": date(2025, 3, 1)},
    ],
    ids=["automatic item", "shares of 90", "a day to come", "too fine", "department item of staff", "closed year"],
)
def test_what_cannot_be_claimed(cast, items, options):
    with transaction():
        db.session.add(
            YearLock(
                year=2025,
                starts_on=date(2025, 1, 1),
                ends_on=date(2025, 12, 31),
                closed_at=clock.now(),
                closed_by_id=cast.choi.id,
            )
        )
    if options.get("shares"):
        options = {"shares": {cast.kim: 50, cast.ahn: 40}}
    with pytest.raises((Refused, Denied)), transaction():
        factory.draft(cast.kim, **options)


def test_a_department_item_is_claimed_by_those_who_lead_and_paid_to_the_department(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kang, cast.lee, code="D10")
        services.verify_claim(claim=claim, actor=cast.choi)
    row = db.session.query(Transfer).one()
    assert (row.points, row.department_id, row.item_code) == (Decimal(10), cast.traffic, "D10")


INSIDER = {
    "confirm the own claim": "state = 'confirmed', confirmer_id = claimant_id, confirmed_at = created_at",
    "verify the own claim": "state = 'posted', verifier_id = claimant_id, verified_at = created_at, skips_head = TRUE",
    "decide with a share": "state = 'confirmed', confirmer_id = {sharer}, confirmed_at = created_at",
    "verify without a head": "state = 'posted', verifier_id = {tower}, verified_at = created_at",
    "both decisions": (
        "state = 'posted', confirmer_id = {tower}, confirmed_at = created_at, verifier_id = {tower}, "
        "verified_at = created_at"
    ),
}


@pytest.mark.parametrize("name", INSIDER)
def test_the_database_refuses_who_decides_about_the_own_claim(cast, items, name):
    with transaction():
        claim = factory.submitted(cast.kim, shares={cast.kim: 50, cast.ahn: 50})
        values = INSIDER[name].format(sharer=cast.ahn.id, tower=cast.choi.id)
        statement = text(f"UPDATE mileage_claims SET {values} WHERE id = {claim.id}")
    db.session.rollback()
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(statement)


def test_the_database_keeps_posted_claims_and_handed_in_shares_as_they_are(cast, items):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee)
        claim_id = claim.id
        services.verify_claim(claim=claim, actor=cast.choi)
    db.session.rollback()
    for statement in (
        "UPDATE mileage_claims SET points = 9900 WHERE id = :id",
        "DELETE FROM mileage_claims WHERE id = :id",
        "UPDATE mileage_claim_shares SET share = 1 WHERE claim_id = :id",
        "DELETE FROM mileage_claim_shares WHERE claim_id = :id",
    ):
        with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
            connection.execute(text(statement), {"id": claim_id})


def test_who_sees_a_claim(cast, items):
    with transaction():
        draft = factory.draft(cast.kim)
        claim = factory.submitted(cast.kim, shares={cast.kim: 50, cast.park: 50}, title="함께 한 일")
    names = ["kim", "ahn", "park", "lee", "acting", "kang", "yoon", "choi", "jung", "gam", "goh", "moon"]
    seen = {name: [may_see_claim(getattr(cast, name), c.id) for c in (draft, claim)] for name in names}
    assert seen == {
        "kim": [True, True],
        "ahn": [False, False],
        "park": [False, True],
        "lee": [False, True],
        "acting": [False, True],
        "kang": [False, True],
        "yoon": [False, False],
        "choi": [False, True],
        "jung": [False, True],
        "gam": [False, True],
        "goh": [False, False],
        "moon": [False, False],
    }


def test_turns_follow_the_claim(cast, items):
    with transaction():
        claim = factory.submitted(cast.kim)
    assert (len(owed_by(cast.lee)), len(owed_by(cast.choi)), len(awaited_by(cast.kim))) == (1, 0, 1)
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    assert (len(owed_by(cast.lee)), len(owed_by(cast.choi)), len(awaited_by(cast.kim))) == (0, 1, 1)
    with transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi)
    assert (len(owed_by(cast.lee)), len(owed_by(cast.choi)), len(awaited_by(cast.kim))) == (0, 0, 0)


def test_a_fact_is_claimed_by_the_terms_of_its_day(cast, items, as_):
    """The item pays 8 until the end of October and 20 since: what happened in October pays 8."""
    with transaction():
        old = item_on("P06", factory.DAY)
        old.valid_until = date(2026, 10, 31)
        db.session.add(clone_of(old, valid_from=date(2026, 11, 1), points=Decimal(20)))
    new = item_on("P06", date(2026, 11, 10))
    early = ClaimText(item=new, title="제목", description="내용", happened_on=date(2026, 10, 30), points=new.points)
    with pytest.raises(Invalid), transaction():
        services.write_claim(actor=cast.kim, text=early)
    sent = {"item_id": new.id, "title": "시월의 일", "description": "내용", "happened_on": "2026-10-30", "points": ""}
    assert as_(cast.kim).post("/mileage/claims", data=sent).status_code == 302
    claim = db.session.query(Claim).one()
    assert (claim.item_id, claim.points) == (old.id, old.points)


def test_points_count_in_the_month_of_the_fact(cast, items):
    with transaction():
        for number in range(4):
            day = factory.DAY - timedelta(days=20 * number)
            claim = factory.submitted(cast.kim, code="P14", day=day, paper=bytes(str(number), "ascii"))
            services.confirm_claim(claim=claim, actor=cast.lee)
            services.verify_claim(claim=claim, actor=cast.choi)
    assert sorted(points for _source, points in paid_by_person()) == [Decimal(4)] * 4
