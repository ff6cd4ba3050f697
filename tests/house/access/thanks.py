"""What the matrix of praise acts on: a message of 김 to 윤 that 한 reported, and one kept between 김 and 박."""

from app.core.database import transaction
from tests.factories import thanks as factory


def build(cast):
    with transaction():
        reported = factory.reported(cast.kim, cast.yoon, cast.han).id
        private = factory.sent(cast.kim, cast.park, keeps_private=True).id
    return {"reported": reported, "private": private}
