"""같은 증빙과 이중 적립: flagged to head and control tower, with links to what they may read; a reason to go on."""

import pytest
from sqlalchemy import select

from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ClaimState, EventCode, ReversalReason
from app.mileage.models import Claim, Transfer
from app.mileage.queries.twins import paid_already
from app.mileage.services.awards import Fact, pay_people
from tests.factories import mileage as factory
from tests.refusals import refused

WHY = "제안 채택과는 다른 일로, 서식을 따로 고친 것입니다."
SAME, AUTOMATIC = "Same evidence file", "already paid automatically"


def again(claim):
    return db.session.get_one(Claim, claim.id)


def award(cast, *people, day=factory.DAY, source="task:7:completed"):
    fact = Fact(source=source, actor_id=cast.choi.id, occurred_on=day)
    return pay_people(EventCode.TASK_COMPLETED, [person.id for person in people], fact)


def page(client, claim):
    return client.get(f"/mileage/claims/{claim.id}").text


def test_the_same_file_in_two_claims_is_flagged_to_head_and_tower(cast, items, as_):
    with transaction():
        first = factory.submitted(cast.park, title="민원봉사과의 서식", code="P07")
        second = factory.submitted(cast.kim)
    seen = page(as_(cast.lee), second)
    assert SAME in seen
    assert f"(no. {first.id})" in seen
    assert "민원봉사과의 서식" not in seen
    assert f'href="/mileage/claims/{first.id}"' not in seen
    with transaction():
        services.confirm_claim(claim=again(second), actor=cast.lee)
    seen = page(as_(cast.choi), second)
    assert SAME in seen
    assert f'href="/mileage/claims/{first.id}"' in seen
    assert SAME not in page(as_(cast.kim), second)
    with transaction():
        services.verify_claim(claim=again(second), actor=cast.choi)


def test_drafts_and_withdrawn_claims_are_nobodys_twins(cast, items, as_):
    with transaction():
        factory.draft(cast.kim, code="P07")
        services.withdraw_claim(claim=factory.submitted(cast.kim, code="P07"), actor=cast.kim)
        claim = factory.submitted(cast.kim)
    assert SAME not in page(as_(cast.lee), claim)


@pytest.mark.parametrize("who", ["kim", "ahn"])
def test_what_was_paid_automatically_that_day_needs_a_reason(cast, items, as_, who):
    with transaction():
        (paid,) = award(cast, getattr(cast, who))
        claim = factory.submitted(cast.kim, shares={cast.kim: 60, cast.ahn: 40})
    seen = page(as_(cast.lee), claim)
    assert AUTOMATIC in seen
    assert f"/mileage/transfers/{paid.id}" not in seen
    with transaction():
        services.confirm_claim(claim=again(claim), actor=cast.lee)
    assert f"/mileage/transfers/{paid.id}" in page(as_(cast.choi), claim)
    with refused("already paid automatically"), transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi, reason=" ")
    with transaction():
        services.verify_claim(claim=again(claim), actor=cast.choi, reason=WHY)
    assert (again(claim).state, again(claim).twin_reason) == (ClaimState.POSTED, WHY)


def test_other_days_other_people_and_reversed_awards_ask_nothing(cast, items):
    with transaction():
        award(cast, cast.kim, day=factory.DAY.replace(day=2))
        award(cast, cast.ahn, source="task:8:completed")
        award(cast, cast.kim, source="task:9:completed")
        wrong = db.session.scalars(select(Transfer).where(Transfer.source == "task:9:completed")).one()
        services.reverse_transfer(
            transfer=wrong,
            actor=cast.choi,
            reason_code=ReversalReason.FACT_WRONG,
            reason="과제가 아직 끝나지 않았습니다.",
        )
        claim = factory.confirmed(cast.kim, cast.lee)
        services.verify_claim(claim=claim, actor=cast.choi)
    assert again(claim).twin_reason is None


def test_an_award_for_an_idea_with_hidden_names_is_not_told(cast, items, monkeypatch):
    with transaction():
        award(cast, cast.kim, source="issue:5:adopted")
        claim = factory.submitted(cast.kim)
    assert len(paid_already(claim)) == 1
    monkeypatch.setattr("app.mileage.queries.twins.hidden_sources", frozenset)
    assert paid_already(claim) == []
