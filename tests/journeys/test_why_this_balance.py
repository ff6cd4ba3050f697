"""왜 이 잔액인가: somebody who knows nothing of the product answers it from the screen alone, and objects where it is wrong."""

from datetime import date

import pytest

from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ObjectionState, ReversalReason
from app.mileage.models import Objection, Transfer
from app.mileage.queries.statements import own_account
from tests.factories import mileage
from tests.journeys.facts import stored

pytestmark = pytest.mark.browser


def a_statement_with_everything(cast):
    """A shared claim, a row cut by the cap of the year, one that came to nothing, and one that was taken back.

    Returns the account of 김 and the number of the row the claim paid it.
    """
    claim = mileage.confirmed(cast.kim, cast.lee, shares={cast.kim: "66.67", cast.ahn: "33.33"})
    services.verify_claim(claim=claim, actor=cast.choi)
    for number in range(3):
        mileage.award(cast.kim, f"task:{number + 1}:plan", code="P13")
    wrong = mileage.award(cast.kim, "claim:900", code="P12", day=date(2026, 3, 2))
    services.reverse_transfer(
        transfer=wrong, actor=cast.choi, reason_code=ReversalReason.PAID_TWICE, reason="같은 강의가 두 번 적립되었다"
    )
    account = own_account(cast.kim)
    return account, db.session.query(Transfer).filter_by(claim_id=claim.id, credit_account_id=account.id).one().id


def test_the_screen_answers_why_the_account_stands_where_it_stands(office):
    with transaction():
        account, row_id = a_statement_with_everything(office.cast)
    kim = office.kim
    kim.opens("/mileage")
    kim.sees("잔액 11.33점 = 거래 5건의 합:", "적립 +14.33", "취소 -3")
    kim.page_is_sound()

    kim.follows("2026년 통장 인쇄")
    kim.sees("2026. 1. 1. 이전 잔액", "한도로 줄어 적립되지 않은 점수: 연 한도 3", "위변조 확인값")
    assert kim.address == f"/mileage/accounts/{account.id}/years/2026"
    kim.page_is_sound()

    kim.follows("왜 적립되지 않았나")
    kim.sees("이전 사용 6, 이번 적립 3, 지급 0, 한도로 줄어듦 3", "그날의 적립항목", "2025. 1. 1.")
    kim.page_is_sound()

    kim.opens("/mileage")
    kim.follows(f"이체 {row_id}번")
    kim.sees(
        "이소나무",
        "최관제",
        "증빙.pdf",
        "전체 점수는 8.00점이며, 나눈 몫은 5.33 + 2.67입니다",
        "김하늘 66.67 %",
        "최대잔여법",
    )
    kim.page_is_sound()


def test_what_looks_wrong_is_objected_to_and_answered_by_somebody_apart(office):
    with transaction():
        _account, row_id = a_statement_with_everything(office.cast)
    kim, bae = office.kim, office.bae
    kim.opens(f"/mileage/transfers/{row_id}")
    kim.follows("이 거래에 이의신청")
    kim.types("무엇이 왜 잘못되었는지", "셋이 함께 했는데 한 사람의 몫이 빠져 있습니다.")
    kim.presses("이의신청 내기")
    kim.sees("이의신청 접수", "D-14")
    where = kim.address
    kim.page_is_sound()

    office.choi.opens(where)
    assert not office.choi.has_button("답변하기")
    bae.opens("/")
    bae.sees("통장 이의신청에 답변")
    bae.opens(where)
    bae.chooses("인정 여부", "이의신청 인정")
    bae.chooses("조치(인정할 때)", "그 거래를 취소함")
    bae.types("신청인이 읽을 답변", "합의서를 보니 세 사람이 함께 한 일이 맞아 취소합니다.")
    bae.presses("답변하기")
    bae.page_is_sound()
    assert stored(Objection, kim.record_id).state is ObjectionState.ANSWERED

    kim.opens(f"/mileage/transfers/{row_id}")
    kim.sees("취소된 이체입니다.", "합의서를 보니 세 사람이 함께 한 일이 맞아 취소합니다.")
    kim.opens("/mileage")
    kim.sees("잔액 6점 = 거래 6건의 합:")
