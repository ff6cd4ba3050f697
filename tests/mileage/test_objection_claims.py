"""What an upheld objection comes to: a claim its objector can hand in, for the account it was about."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ClaimState, ItemFormula, ItemSubject, ItemTrigger, ObjectionResult, ObjectionState, Remedy
from app.mileage.models import Claim
from app.mileage.queries.items import item_on, items_on
from app.mileage.queries.statements import account_or_404
from app.mileage.queries.year_closings import blockers_of
from app.mileage.rules.caps import Caps
from app.mileage.rules.owners import Owner
from app.mileage.services.claims import ClaimText
from app.mileage.services.objections import Ground, claim_upheld, object_to
from tests.conftest import NOON
from tests.factories import items as item_factory
from tests.factories import mileage as points
from tests.factories import objections as made
from tests.factories.year_closings import YEAR, acting_for, propose
from tests.refusals import refused

DAY, TODAY = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def of_traffic(items, cast):
    """The account of 교통과; returns its id."""
    with transaction():
        owner = Owner.department(cast.traffic)
        return services.post_award(item_code="D10", owner=owner, source="task:1:done", actor_id=None).credit_account_id


def missing_for(account_id, actor):
    with transaction():
        ground = Ground(fact="교통과가 함께 한 일", happened_on=DAY)
        return object_to(account=account_or_404(account_id, actor), ground=ground, actor=actor, reason=made.REASON)


def claimed_item(subject):
    return next(row for row in items_on(DAY) if row.trigger is ItemTrigger.CLAIM and row.subject is subject)


def uphold(objection, by, item):
    with transaction():
        made.answered(objection, by, ObjectionResult.UPHELD, remedy=Remedy.CLAIM, item_id=item.id, points=Decimal(5))


def test_who_only_acts_for_a_department_does_not_get_its_claim_for_the_own_one(of_traffic, cast):
    """A claim pays the department its claimant works in: 윤 heads 민원봉사과 and acts for 교통과."""
    acting = acting_for(cast.yoon, cast.traffic, first=DAY, last=NOON.date(), day=NOON)
    objection = missing_for(of_traffic, acting)
    with refused("works in another department"):
        uphold(objection, cast.choi, claimed_item(ItemSubject.DEPARTMENT))
    db.session.refresh(objection)
    assert objection.state is ObjectionState.RECEIVED


def test_who_has_moved_since_does_not_take_the_claim_along(of_traffic, cast):
    objection = missing_for(of_traffic, cast.lee)
    uphold(objection, cast.choi, claimed_item(ItemSubject.DEPARTMENT))
    with transaction():
        db.session.query(Person).filter_by(id=cast.lee.id).update({"department_id": cast.civil})
    moved = acting_for(cast.lee, cast.civil, first=DAY, last=NOON.date(), day=NOON)
    assert moved.department_id == cast.civil
    with refused("You work in another department now"), transaction():
        claim_upheld(objection=objection, actor=moved)
    assert db.session.query(Claim).count() == 0


def test_what_waits_for_a_figure_is_not_offered_and_not_answered(items, cast, as_):
    """The objector could never draft such a claim, and an answer stays."""
    with transaction():
        by_hours = {"formula": ItemFormula.PER_UNIT, "figure_name": "교육 시간", "points": Decimal("0.5")}
        item_factory.entered(cast.choi, "P90", caps=Caps(case=Decimal(4)), **by_hours)
        objection = made.missing(cast.kim, TODAY)
    item, figured = item_on("P06", TODAY), item_on("P90", TODAY)
    page = as_(cast.choi).get(f"/mileage/objections/{objection.id}").text
    assert f'<option value="{item.id}">' in page
    assert f'<option value="{figured.id}">' not in page
    with refused("is paid by a figure"):
        uphold(objection, cast.choi, figured)


@pytest.fixture
def upheld_late(items, cast):
    """A fact of December that 김 misses in January and the control tower upholds in February."""
    with clock.frozen_at(datetime(2027, 1, 20, 3, tzinfo=UTC)), transaction():
        return made.missing(cast.kim, date(2026, 12, 28))


FEBRUARY = datetime(2027, 2, 2, 3, tzinfo=UTC)


def test_the_days_the_tower_takes_do_not_cost_the_points(upheld_late, cast):
    """The last day to claim facts of last year has passed when the objection is upheld; the year is still open."""
    item = item_on("P06", date(2026, 12, 28))
    with clock.frozen_at(FEBRUARY):
        uphold(upheld_late, cast.choi, item)
        with transaction():
            claim = claim_upheld(objection=upheld_late, actor=cast.kim)
        with transaction():
            services.edit_claim(claim=claim, actor=cast.kim, text=said(claim, item, claim.happened_on))
            points.evidence(claim, cast.kim)
            services.submit_claim(claim=claim, actor=cast.kim)
        with transaction():
            services.confirm_claim(claim=claim, actor=cast.lee)
            services.verify_claim(claim=claim, actor=cast.bae)
    assert (claim.state, claim.happened_on) == (ClaimState.POSTED, date(2026, 12, 28))


def test_no_other_day_of_last_year_is_claimed_with_it(upheld_late, cast):
    item = item_on("P06", date(2026, 12, 28))
    with clock.frozen_at(FEBRUARY):
        uphold(upheld_late, cast.choi, item)
        with transaction():
            claim = claim_upheld(objection=upheld_late, actor=cast.kim)
        with refused("Only facts since"), transaction():
            services.edit_claim(claim=claim, actor=cast.kim, text=said(claim, item, date(2026, 12, 27)))
        with refused("Only facts since"), transaction():
            services.write_claim(actor=cast.kim, text=said(claim, item, date(2026, 12, 28)))


def said(claim, item, day):
    return ClaimText(item=item, title=claim.title, description="설명", happened_on=day, points=claim.points)


def test_a_year_is_not_closed_over_objections_about_it(upheld_late, as_, cast):
    def waiting():
        return [(item.kind, item.id) for item in blockers_of(YEAR)]

    with clock.frozen_at(FEBRUARY):
        assert waiting() == [("objection", upheld_late.id)]
        page = as_(cast.choi).get(f"/mileage/closings/{YEAR}").text
        assert f'href="/mileage/objections/{upheld_late.id}"' in page
        with refused("are still on the way"):
            propose(cast)
        uphold(upheld_late, cast.choi, item_on("P06", date(2026, 12, 28)))
        assert waiting() == [("objection", upheld_late.id)]
        with transaction():
            claim_upheld(objection=upheld_late, actor=cast.kim)
        assert waiting() == []


def test_what_nobody_can_claim_any_more_does_not_keep_a_year_open(upheld_late, cast):
    with clock.frozen_at(FEBRUARY):
        uphold(upheld_late, cast.choi, item_on("P06", date(2026, 12, 28)))
        with transaction():
            db.session.get_one(Person, cast.kim.id).left_on = date(2027, 2, 2)
        assert blockers_of(YEAR) == []
