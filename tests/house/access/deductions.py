"""What the matrix of deductions acts on: one against 김 of 교통과, proposed by 배; 윤 decides, 최 answers an objection."""

from app.core.database import transaction
from tests.factories import deductions
from tests.factories import mileage as points


def build(cast):
    with transaction():
        points.items()
        points.award(cast.kim, "claim:7001")
        found = deductions.proposed(cast, cast.kim, proposer=cast.bae, decider=cast.yoon, reviewer=cast.choi)
    return {"account": found.account_id, "deduction": found.id}
