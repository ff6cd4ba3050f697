"""Campaigns of choi, issues of kim shared with ahn, a blind issue, and requests of choi to yoon for its names."""

from datetime import timedelta

from app.core import clock
from app.core.database import transaction
from app.innovation.services.unmaskings import agree_unmasking, ask_unmasking
from tests.factories import innovation as make

REASON = "포상 대상자의 중복 여부를 확인한다."


def build(cast):
    """Make the objects the paths name."""
    with transaction():
        campaign = make.a_campaign(cast.choi)
        later = clock.today() + timedelta(days=7)
        planned = make.a_campaign(cast.choi, starts_on=later, ends_on=later)
        shares = {cast.kim.id: 60, cast.ahn.id: 40}
        shared, declined = (make.an_issue(cast.kim, shares=shares, agreed=False) for _n in range(2))
        blind = [make.an_issue(cast.kim, blind=True) for _n in range(4)]
        asked = [ask_unmasking(actor=cast.choi, issue=issue, second=cast.yoon, reason=REASON) for issue in blind[1:]]
        agree_unmasking(actor=cast.yoon, unmasking=asked[0])
        made = {"campaign": campaign, "planned": planned, "shared": shared, "declined": declined, "blind": blind[0]}
        made |= dict(zip(("agreed", "waiting", "refused"), asked, strict=True))
        return {name: record.id for name, record in made.items()}
