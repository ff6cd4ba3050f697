"""부서장이 승인하고 확인하는 일: a slogan of the coordinator and a mileage claim of 김하늘."""

from decimal import Decimal

import pytest

from app.innovation.enums import SloganState
from app.innovation.models import Slogan
from app.mileage.enums import ClaimState
from app.mileage.models import Claim
from tests.journeys.facts import audited, books_are_in_order, earnings, item_name, stored
from tests.journeys.writing import write_claim, write_slogan


@pytest.mark.browser
def test_the_head_approves_the_slogan_of_the_coordinator_and_the_department_earns(office):
    write_slogan(office.kang)
    office.kang.page_is_sound()
    office.kang.presses("임시 저장")
    office.kang.presses("부서장에게 제출")
    slogan_id = office.kang.record_id

    office.lee.opens("/")
    office.lee.sees("기다림은 줄이고 안전은 늘리고")
    office.lee.opens(f"/slogans/{slogan_id}")
    office.lee.presses("승인")
    office.lee.sees("슬로건을 승인했습니다.")
    office.lee.follows("포스터")
    office.lee.page_is_sound()

    office.park.opens("/slogans")
    office.park.sees("기다림은 줄이고 안전은 늘리고", "교통과")
    office.park.page_is_sound()
    slogan = stored(Slogan, slogan_id)
    assert (slogan.state, slogan.author_id, slogan.approved_by_id) == (
        SloganState.APPROVED,
        office.cast.kang.id,
        office.cast.lee.id,
    )
    assert sum(earnings(department_id=office.cast.traffic).values()) > 0
    assert audited("slogan", slogan_id) == ["slogan_written", "slogan_submitted", "slogan_approved"]
    books_are_in_order()


@pytest.mark.browser
def test_a_claim_is_provisional_until_the_head_confirms_and_the_control_tower_verifies_it(office):
    write_claim(office.kim)
    office.kim.page_is_sound()
    office.kim.presses("제출")
    office.kim.sees("신청을 제출했습니다.", "전후비교.pdf")
    claim_id = office.kim.record_id
    reads_provisional_points(office.kim)

    office.lee.opens("/")
    office.lee.sees("민원 서식 세 장을 한 장으로")
    office.lee.opens(f"/mileage/claims/{claim_id}")
    assert office.lee.downloads("전후비교.pdf").suggested_filename == "전후비교.pdf"
    office.lee.presses("확인")
    office.lee.sees("신청을 확인했습니다.")
    reads_provisional_points(office.kim)

    office.choi.opens(f"/mileage/claims/{claim_id}")
    office.choi.page_is_sound()
    office.choi.presses("검증하고 적립")
    office.choi.sees("신청을 검증하고 적립했습니다.", "이소나무", "최관제")

    office.kim.opens("/mileage")
    office.kim.sees(item_name("P06"), "+8")
    office.kim.does_not_see("적립 예정")
    office.kim.page_is_sound()
    assert stored(Claim, claim_id).state is ClaimState.POSTED
    assert earnings(person_id=office.cast.kim.id) == {"P06": Decimal(8)}
    steps = ["claim_written", "claim_submitted", "claim_confirmed", "claim_verified"]
    assert audited("claim", claim_id) == steps
    books_are_in_order()


def reads_provisional_points(kim):
    kim.opens("/mileage")
    kim.sees("적립 예정", "민원 서식 세 장을 한 장으로", "아직 적립된 점수가 없습니다")
