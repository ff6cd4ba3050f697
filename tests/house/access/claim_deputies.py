"""What the matrix of deputies acts on: 안 stands in for 이, and a claim of 김 waits."""

from datetime import timedelta

from app.core import clock
from app.core.database import transaction
from app.mileage import services
from app.mileage.enums import DeputyOffice
from app.mileage.queries.claim_deputies import Seat
from app.mileage.services.claim_deputies import DeputyText
from tests.factories import mileage as factory


def build(cast):
    with transaction():
        factory.items()
        claim = factory.submitted(cast.kim).id
        deputy = services.name_deputy(
            actor=cast.lee,
            text=DeputyText(
                seat=Seat(DeputyOffice.HEAD, cast.traffic, ""),
                deputy_id=cast.ahn.id,
                starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=4),
                reason="해외 연수로 자리를 비웁니다.",
            ),
        ).id
    return {"claim": claim, "deputy": deputy}
