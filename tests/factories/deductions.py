"""Deductions for tests: everything goes through the real services."""

from decimal import Decimal

from app.core.database import db
from app.mileage.enums import DeductionGround
from app.mileage.models import MileageAccount
from app.mileage.rules.owners import Owner
from app.mileage.services import deductions as services
from app.mileage.services.accounts import lock_owner, lock_pool
from app.mileage.services.deductions import DeductionText

WHY = "실적 사진이 다른 사업의 것으로 확인되었다."


def account_of(owner):
    """The account of an `Owner`, opened where there is none."""
    lock_pool()
    return db.session.get_one(MileageAccount, lock_owner(owner).id)


def proposed(cast, person=None, *, points="5", department=None, proposer=None, decider=None, reviewer=None):
    """A deduction that waits for the opinion of a person, or of the head of a department."""
    owner = Owner.person(person.id) if person else Owner.department(department)
    return services.propose_deduction(
        actor=proposer or cast.choi,
        account=account_of(owner),
        text=DeductionText(
            ground=DeductionGround.FALSE_CLAIM,
            reason=WHY,
            points=Decimal(points),
            decider_id=(decider or cast.yoon).id,
            reviewer_id=(reviewer or cast.bae).id,
        ),
    )


def heard(cast, person, **options):
    """A deduction the person has given an opinion about."""
    found = proposed(cast, person, **options)
    services.give_opinion(deduction=found, actor=person, opinion="사진은 같은 날 찍은 두 사업의 것이다.")
    return found


def decided(cast, person, *, decider=None, points_decided=None, **options):
    """A deduction that was decided and can be objected to."""
    found = heard(cast, person, decider=decider, **options)
    services.decide_deduction(
        deduction=found,
        actor=decider or cast.yoon,
        points=Decimal(points_decided) if points_decided else found.points,
        decision="의견을 살폈으나 사진의 날짜가 다르다.",
    )
    return found
