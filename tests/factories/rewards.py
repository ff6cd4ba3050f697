"""Rewards for tests: everything goes through the real services."""

from datetime import date
from decimal import Decimal

from app.mileage import services
from app.mileage.enums import RewardKind
from app.mileage.rules.rewards import Offer, Terms
from app.mileage.services.reward_catalogue import RewardText
from tests.factories import mileage as factory

START = date(2026, 1, 1)


def text(*, kind=RewardKind.VOUCHER, name="지역상품권 5만원", points="8", value_won=50_000, **options):
    """What the control tower writes."""
    earned = options.pop("earned_needed", None)
    offer = Offer(
        points=Decimal(points),
        value_won=value_won,
        valid_from=options.pop("valid_from", START),
        earned_needed=None if earned is None else Decimal(earned),
        **options,
    )
    return RewardText(kind=kind, name=name, description="상품권을 총무 담당이 건넨다.", offer=offer)


def reward(tower, code="VOUCHER", **options):
    """A reward of the catalogue."""
    return services.offer_reward(actor=tower, code=code, text=text(**options))


def rich(*people, awards=5):
    """Give people 8 points for each award, earned on the day of play: 40 are the most a year."""
    for person in people:
        for number in range(awards):
            factory.award(person, f"claim:7{number}{person.id:03}")


def terms(tower, *, cap=None, days=14, valid_from=None):
    """Set the terms from today."""
    return services.set_reward_terms(
        actor=tower,
        terms=Terms(yearly_cap_won=cap, hold_days=days),
        valid_from=valid_from or date(2026, 11, 23),
        reason="위원회에서 정한 기준이다.",
    )
