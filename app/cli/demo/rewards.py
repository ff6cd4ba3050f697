"""보상: the catalogue with its terms, then every request on its days, with who decided and what came of it."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core import clock
from app.mileage import services
from app.mileage.enums import RewardKind
from app.mileage.models import Reward, RewardRequest
from app.mileage.rules.rewards import Offer, Terms
from app.mileage.services.reward_catalogue import RewardText


def steps(office: Office) -> Iterator[Step]:
    """Terms and catalogue, then the requests."""
    story = content("rewards")
    for row in story["terms"]:
        yield Step(on(row["set_on"]), 15, partial(_set_terms, office, row))
    for row in story["rewards"]:
        yield Step(on(row["offered_on"]), 16, partial(_offer, office, row))
    for row in story["editions"]:
        original = next(reward for reward in story["rewards"] if reward["code"] == row["code"])
        yield Step(on(row["changed_on"]), 17, partial(_change, office, {**original, **row}))
    for row in story["requests"]:
        yield Step(on(row["requested_on"]), 86, partial(_ask, office, row))
        yield from _decisions(office, row)


def _decisions(office: Office, row: dict[str, Any]) -> Iterator[Step]:
    for key, order, work in (
        ("approved_on", 87, _approve),
        ("given_on", 88, _hand_over),
        ("refused_on", 87, _refuse),
        ("cancelled_on", 87, _cancel),
        ("expires_on", 0, _expire),
    ):
        if row.get(key):
            yield Step(on(row[key]), order, partial(work, office, row))


def _set_terms(office: Office, row: dict[str, Any]) -> None:
    services.set_reward_terms(
        actor=office.actor(row["set_by"]),
        terms=Terms(yearly_cap_won=row["yearly_cap_won"], hold_days=row["hold_days"]),
        valid_from=on(row["set_on"]),
        reason=row["reason"],
    )


def _offer(office: Office, row: dict[str, Any]) -> None:
    reward = services.offer_reward(actor=office.actor(row["offered_by"]), code=row["code"], text=_text(row))
    office.keep("reward", row["code"], reward.id)


def _change(office: Office, row: dict[str, Any]) -> None:
    before = office.get(Reward, "reward", row["code"])
    later = _text({**row, "valid_from": row["changed_on"]})
    reward = services.change_reward(reward=before, actor=office.actor(row["changed_by"]), text=later)
    office.keep("reward", row["code"], reward.id)


def _text(row: dict[str, Any]) -> RewardText:
    return RewardText(
        kind=RewardKind(row["kind"]),
        name=row["name"],
        description=row["description"],
        offer=Offer(
            points=Decimal(row["points"]),
            value_won=row["value_won"],
            valid_from=on(row["valid_from"]),
            valid_until=on(row["valid_until"]) if row["valid_until"] else None,
            earned_needed=Decimal(row["earned_needed"]) if row["earned_needed"] else None,
            stock=row["stock"],
        ),
    )


def _ask(office: Office, row: dict[str, Any]) -> None:
    reward = office.get(Reward, "reward", row["reward"])
    request = services.request_reward(reward=reward, actor=office.actor(row["requester"]), wish=row["wish"])
    office.keep("reward_request", row["code"], request.id)


def _request(office: Office, row: dict[str, Any]) -> RewardRequest:
    return office.get(RewardRequest, "reward_request", row["code"])


def _approve(office: Office, row: dict[str, Any]) -> None:
    services.approve_reward(request=_request(office, row), actor=office.actor(row["approved_by"]))


def _hand_over(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor(row["given_by"])
    services.hand_over_reward(request=_request(office, row), actor=actor, given_on=clock.today())


def _refuse(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor(row["refused_by"])
    services.refuse_reward(request=_request(office, row), actor=actor, reason=row["reason"])


def _cancel(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor(row["requester"])
    services.cancel_reward(request=_request(office, row), actor=actor, reason=row["reason"])


def _expire(_office: Office, _row: dict[str, Any]) -> None:
    services.expire_rewards(clock.today())
