"""What the matrix of closings acts on: the year before the running one, proposed by 배; 윤 of 민원봉사과 is to confirm it."""

from app.core.database import transaction
from app.mileage import services
from tests.factories import mileage as points


def build(cast):
    with transaction():
        points.items()
        closing = services.propose_closing(actor=cast.bae, year=2025, second_id=cast.yoon.id)
    return {"year": closing.year}
