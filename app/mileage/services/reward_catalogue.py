"""보상 품목과 운영기준: entered by the control tower, never changed. A change is another edition."""

from dataclasses import asdict, dataclass
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import Permission, RewardKind
from app.mileage.events import RewardOffered, RewardTermsSet
from app.mileage.models import Reward, RewardTerms
from app.mileage.policy import POLICY
from app.mileage.queries.rewards import last_edition
from app.mileage.rules import rewards as rules
from app.mileage.rules.rewards import Offer, Terms
from app.mileage.services.accounts import lock_pool


@dataclass(frozen=True, kw_only=True)
class RewardText:
    """What the control tower writes about a reward."""

    kind: RewardKind
    name: str
    description: str
    offer: Offer


def offer_reward(*, actor: Actor, code: str, text: RewardText) -> Reward:
    """Put a reward into the catalogue. Raises `Invalid` for a code that is taken or days that are not in order."""
    access.require(POLICY, Permission.REWARD_OFFER, actor)
    rules.check_offer(text.offer)
    lock_pool()
    if last_edition(code):
        raise Invalid(
            _("This code is taken."), fields={"code": [_("A reward has this code; open it and change its terms.")]}
        )
    return _enter(actor, code, 1, text)


def change_reward(*, reward: Reward, actor: Actor, text: RewardText) -> Reward:
    """Enter another edition. Raises `Conflict` if `reward` is not the last one: somebody was faster."""
    access.require(POLICY, Permission.REWARD_OFFER, actor, reward)
    rules.check_offer(text.offer)
    lock_pool()
    if last_edition(reward.code) != reward.edition:
        raise Conflict(_("This reward has a newer edition. Look at it again and decide anew."))
    return _enter(actor, reward.code, reward.edition + 1, text)


def set_reward_terms(*, actor: Actor, terms: Terms, valid_from: date, reason: str) -> RewardTerms:
    """Set the yearly limit and the days of a reservation from a day on; what is reserved keeps its day."""
    access.require(POLICY, Permission.REWARD_OFFER, actor)
    rules.check_terms(terms, valid_from=valid_from, today=clock.today())
    row = RewardTerms(
        valid_from=valid_from,
        **asdict(terms),
        reason=reason,
        created_at=clock.now(),
        created_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        RewardTermsSet(
            actor_id=actor.id,
            reward_terms_id=row.id,
            valid_from=valid_from.isoformat(),
            **asdict(terms),
            reason=FreeText(reason),
        )
    )
    return row


def _enter(actor: Actor, code: str, edition: int, text: RewardText) -> Reward:
    reward = Reward(
        code=code,
        edition=edition,
        kind=text.kind,
        name=text.name,
        description=text.description,
        **asdict(text.offer),
        created_at=clock.now(),
        created_by_id=actor.id,
    )
    db.session.add(reward)
    db.session.flush()
    until = text.offer.valid_until
    publish(
        RewardOffered(
            actor_id=actor.id,
            reward_id=reward.id,
            code=code,
            edition=edition,
            points=reward.points,
            earned_needed=reward.earned_needed,
            value_won=reward.value_won,
            stock=reward.stock,
            valid_from=text.offer.valid_from.isoformat(),
            valid_until=until.isoformat() if until else None,
        )
    )
    return reward
