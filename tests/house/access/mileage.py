"""What the matrix of mileage acts on: a claim of 김 that waits for the head, a draft, and points of 김 and 교통과."""

from app.core.database import transaction
from app.mileage import services
from app.mileage.models import MileageAccount
from app.mileage.rules.owners import Owner
from tests.factories import mileage as factory


def build(cast):
    with transaction() as session:
        factory.items()
        claim = factory.submitted(cast.kim).id
        draft = factory.draft(cast.kim).id
        confirmed = factory.confirmed(cast.kim, cast.acting).id
        transfer = factory.award(cast.kim, "claim:900").id
        services.post_award(
            item_code="D10", owner=Owner.department(cast.traffic), source="claim:901", actor_id=cast.choi.id
        )
        account = session.query(MileageAccount).filter_by(person_id=cast.kim.id).one().id
        unit = session.query(MileageAccount).filter_by(department_id=cast.traffic).one().id
    return {
        "claim": claim,
        "draft": draft,
        "confirmed": confirmed,
        "transfer": transfer,
        "account": account,
        "unit": unit,
        "traffic": cast.traffic,
    }
