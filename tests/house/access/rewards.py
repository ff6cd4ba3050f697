"""What the matrix of rewards acts on: a voucher, requests of 김 for it, and one of 최 of the control tower."""

from app.core.database import transaction
from app.mileage import services
from tests.factories import mileage as points
from tests.factories import rewards as factory


def build(cast):
    with transaction():
        points.items()
        factory.rich(cast.kim, cast.choi)
        reward = factory.reward(cast.choi)
        asked = services.request_reward(actor=cast.kim, reward=reward).id
        refusable = services.request_reward(actor=cast.kim, reward=reward).id
        of_tower = services.request_reward(actor=cast.choi, reward=reward).id
    return {"reward": reward.id, "request": asked, "refusable": refusable, "of_tower": of_tower}
