"""연말 규칙: on the page, and whoever tries to save points from it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.mileage import services
from app.mileage.enums import YearEndKind
from app.mileage.models import Reward, RewardRequest, YearRule
from app.mileage.queries import year_closings as queries
from tests.factories import rewards
from tests.factories.year_closings import AFTER, YEAR, balance, confirm, propose, set_rule

WHY = "위원회에서 정한 연말 기준이다."
JANUARY = datetime(2027, 1, 28, 3, tzinfo=UTC)


@pytest.fixture
def asked(cast, items):
    """40 points of 2026 each for 김 and 안; 김 asks for a reward of 38 late in January."""
    with transaction():
        rewards.rich(cast.kim, cast.ahn)
        offer = rewards.reward(cast.choi, points="38").id
    with clock.frozen_at(JANUARY), transaction():
        return services.request_reward(actor=cast.kim, reward=db.session.get_one(Reward, offer)).id


def test_the_form_of_the_rule_says_what_is_wrong_and_saves_nothing(cast, as_):
    data = {"year": "2026", "subject": "person", "kind": "expire_all", "most": "5", "reason": WHY}
    assert as_(cast.choi).post("/mileage/year-rules", data=data).status_code == 422
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "most": "0"}).status_code == 422
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "year": "2024", "most": ""}).status_code == 422
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "most": "", "reason": "짧다"}).status_code == 422
    assert db.session.query(YearRule).count() == 0
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "most": ""}).status_code == 302
    assert db.session.query(YearRule).one().kind is YearEndKind.EXPIRE_ALL


def test_a_reward_asked_for_after_the_year_saves_no_points_from_it(cast, asked):
    """Ask in January, let the year be closed, take the request back: the old points would have outlived their year."""
    set_rule(cast, YearEndKind.CARRY_UP_TO, "10")
    with clock.frozen_at(AFTER):
        assert [(item.kind, item.id) for item in queries.blockers_of(YEAR)] == [("reward", asked)]
        with pytest.raises(Refused):
            propose(cast)
        with transaction():
            request = db.session.get_one(RewardRequest, asked)
            services.cancel_reward(request=request, actor=cast.kim, reason="다음에 신청합니다.")
        confirm(cast.yoon, propose(cast))
    assert balance(person_id=cast.kim.id) == Decimal(10)


def test_a_request_that_saves_nothing_holds_no_year_up(cast, asked):
    """Nothing expires without a rule, nor what a limit lets carry over in any case."""
    assert queries.blockers_of(YEAR) == []
    set_rule(cast, YearEndKind.CARRY_UP_TO, "40")
    assert queries.blockers_of(YEAR) == []


def test_what_is_approved_holds_no_year_up(cast, asked):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(JANUARY), transaction():
        services.approve_reward(request=db.session.get_one(RewardRequest, asked), actor=cast.choi)
    assert queries.blockers_of(YEAR) == []
