"""평가의 끝: three evaluators, one of them too close and one from outside, score eight departments.

The round is calibrated, published under embargo, one appeal is accepted, and version 2 says what moved.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import AppealState, MeasureState, Phase
from app.evaluation.models import ActualMeasure, Appeal, Correction, OutsideEvaluator, Publication, ScoreSheet
from app.evaluation.queries.sources import published_results
from app.evaluation.services.publications import check_publications
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.organization.queries import peer_groups
from tests.factories.evaluation import advance, make_indicator, make_panel, make_round
from tests.journeys.facts import books_are_in_order, count, stored

MORE = ("건설과", "도시과", "주택과", "축산과", "관광과")
MARKS = {"도로과": 88, "민원봉사과": 86, "건설과": 84, "도시과": 82, "주택과": 80, "축산과": 78, "관광과": 70}
TRAFFIC = {"moon": 60, "shin": 90, "guest": 75}
"""The three do not agree about 교통과."""
WHY = "심사위원 사이의 점수 차이가 커서 증빙을 다시 보고 정하였다."


@pytest.mark.browser
def test_a_round_is_scored_calibrated_released_contested_and_corrected(office, app):
    round_id = a_round_of_eight(office.cast)
    guest, code = invites_somebody_from_outside(office, round_id)
    names_the_evaluators(office.choi, round_id)
    moves_on(office.choi, round_id, "평가")
    guest.signs_in_with(code)
    scores(office.moon, f"/rounds/{round_id}/sheets", TRAFFIC["moon"], blocked="도로과")
    scores(office.shin, f"/rounds/{round_id}/sheets", TRAFFIC["shin"])
    scores(guest.person, "/panel/sheets", TRAFFIC["guest"])
    assert count(ScoreSheet, round_id=round_id) == 7 + 8 + 8
    moves_on(office.choi, round_id, "조정")
    calibrates(office.choi, round_id)
    publishes_under_embargo(office, app, round_id)
    moves_on(office.choi, round_id, "이의신청")
    appeal_id = appeals(office, round_id)
    corrects(office, appeal_id)
    says_what_moved(office, round_id)
    assert stored(Appeal, appeal_id).state is AppealState.CORRECTED
    assert (count(Publication, round_id=round_id), count(Correction, round_id=round_id)) == (2, 2)
    assert list(check_publications()) == []
    books_are_in_order()


def a_round_of_eight(cast):
    """교통과, 민원봉사과, 도로과 and five more, each with 80 of the 40 points that are counted; 60 are for evaluators."""
    with transaction():
        group = next(group for group in peer_groups() if group.code == "project")
        more = [
            Department(
                code=f"M{place}",
                name=name,
                kind=DepartmentKind.DIVISION,
                peer_group_id=group.id,
                position=20 + place,
                valid_from=date(2025, 1, 1),
            )
            for place, name in enumerate(MORE)
        ]
        db.session.add_all(more)
        db.session.flush()
        counted, panel = make_indicator(cast.choi, "A1"), make_panel(cast.choi, "Q1")
        members = [cast.traffic, cast.civil, cast.roads, *(unit.id for unit in more)]
        record = make_round(cast.choi, [(counted, 40), (panel, 60)], members)
        advance(cast.choi, record, Phase.MEASURING)
        db.session.add_all(_approved(cast, record, counted, unit) for unit in members)
        db.session.flush()
        advance(cast.choi, record, Phase.SELF_REVIEW)
        return record.id


def _approved(cast, record, indicator, department_id):
    return ActualMeasure(
        round_id=record.id,
        indicator_id=indicator.id,
        department_id=department_id,
        state=MeasureState.VALUE,
        value=Decimal(80),
        note="설치대장",
        entered_by_id=cast.kang.id,
        entered_at=clock.now(),
        approved_by_id=cast.lee.id,
        approved_at=clock.now(),
    )


class Guest:
    """An evaluator from outside at a browser of their own."""

    def __init__(self, person, number):
        self.person, self.number = person, number

    def signs_in_with(self, code):
        self.person.opens("/panel/sign-in")
        self.person.types("위촉번호", str(self.number))
        self.person.types("접속코드", code)
        self.person.presses("로그인")
        self.person.sees("내 평가표")
        self.person.page_is_sound()


def invites_somebody_from_outside(office, round_id):
    choi = office.choi
    choi.opens(f"/rounds/{round_id}")
    choi.follows("평가위원")
    choi.follows("외부 평가위원")
    choi.types("이름", "한밖에")
    choi.types("소속기관", "한서대학교")
    choi.types("전문 분야", "교통계획")
    choi.presses("위촉")
    choi.sees("한밖에", "한서대학교")
    number = db.session.query(OutsideEvaluator.id).filter_by(round_id=round_id).scalar()
    db.session.rollback()
    choi.page.locator("summary", has_text="코드 발급").first.click()
    with choi.page.expect_navigation():
        choi.page.get_by_role("button", name="코드 발급").last.click()
    choi.sees("접속코드", "한밖에")
    choi.page_is_sound()
    code = choi.page.get_by_role("main").locator("code").first.inner_text()
    choi.opens(choi.address)
    choi.does_not_see(code)
    return Guest(office.stranger(), number), code


def names_the_evaluators(choi, round_id):
    for name in ("문살핌", "신외부", "한밖에"):
        choi.opens(f"/rounds/{round_id}/evaluators")
        choi.chooses("성과지표", "정성 Q1")
        choi.chooses_like("평가위원", name)
        choi.presses("위촉")
        choi.sees(name)


def moves_on(choi, round_id, phase):
    choi.opens(f"/rounds/{round_id}")
    choi.presses(f"“{phase}” 국면으로")
    choi.sees(f"평가회차가 “{phase}” 국면이 되었습니다.")


def scores(person, sheets, of_traffic, *, blocked=None):
    """Fill in every sheet in the order the product gives, which is another one for each evaluator."""
    person.opens(sheets)
    if blocked:
        person.sees("이해관계가 있어 평가할 수 없음")
        assert not person.has_link(blocked)
    asked = sorted({*MARKS, "교통과"} - {blocked})
    seen = []
    person.page.get_by_role("main").locator("a", has_text="이어서 평가").first.click()
    for _sheet in asked:
        person.page.wait_for_selector("#sheet")
        department = person.page.locator("h1").inner_text()
        mark = str(MARKS.get(department, of_traffic))
        person.sees("설치대장")
        person.types("독창성 (가중치 60)", mark)
        person.types("효과성 (가중치 40)", mark)
        person.presses("제출")
        person.sees("평가표를 제출했습니다.")
        seen.append(department)
    assert sorted(seen) == asked
    person.opens(sheets)
    person.sees(f"{len(asked)} / {len(asked)}")
    person.page_is_sound()


def calibrates(choi, round_id):
    """교통과 got 60, 75 and 90: the session sets 85, so 32 + 60 × 85/100 = 83 instead of 77."""
    choi.opens(f"/rounds/{round_id}/calibration")
    choi.sees("교통과")
    choi.follows("회의 시작하기")
    choi.types("날짜", "2026-11-23")
    choi.types("장소", "중회의실")
    choi.types("주재자", "부시장")
    choi.ticks("윤바위 (민원봉사과)")
    choi.types("그 밖의 참석자", "나교수\n다위원")
    choi.presses("회의 시작")
    session = choi.address
    choi.page.get_by_role("main").locator("a", has_text="교통과").first.click()
    choi.page.wait_for_load_state()
    choi.sees("60", "75", "90")
    choi.page.get_by_label("점수 조정").check()
    choi.types("대신 반영할 점수", "85")
    choi.types("사유", WHY)
    choi.presses("결정 적기")
    choi.sees("결정을 적었습니다.")
    choi.opens(session)
    choi.presses("회의 닫기")
    choi.page_is_sound()


def publishes_under_embargo(office, app, round_id):
    choi, lee = office.choi, office.lee
    choi.opens(f"/rounds/{round_id}/publications")
    choi.types("공개의 근거가 된 결정", "평가위원회 의결. 나머지 안건은 조정하지 않기로 하였다.")
    choi.types("공개일", "2026-11-23")
    choi.types("공개 시각", "12:20")
    choi.presses("결과 공개")
    choi.sees("결과를 공개했습니다.")
    lee.opens(f"/rounds/{round_id}")
    lee.does_not_see("83.00")
    lee.opens(f"/rounds/{round_id}/results")
    lee.sees("12:20")
    lee.does_not_see("83.00", "3 / 8")
    office.lets_pass(app, timedelta(minutes=21), "choi", "lee", "bae", "yoon")
    lee.opens(f"/rounds/{round_id}/results")
    lee.sees("교통과", "83.00", "3 / 8")
    lee.page_is_sound()


def appeals(office, round_id):
    lee, choi, bae = office.lee, office.choi, office.bae
    lee.opens(f"/rounds/{round_id}/results/{office.cast.traffic}")
    lee.follows("결과에 이의신청")
    lee.chooses_like("이의신청 대상", "A1")
    lee.types("이의신청 취지와 이유", "8월 실적이 빠졌습니다. 증빙을 다시 보아 주십시오.")
    lee.attaches("증빙자료", {"name": "8월 실적.txt", "mimeType": "text/plain", "buffer": "8월 실적 20건".encode()})
    lee.presses("이의신청 내기")
    lee.page_is_sound()
    appeal_id = lee.record_id
    choi.opens(f"/rounds/appeals/{appeal_id}")
    choi.types("부서가 읽을 답변", "자료를 다시 확인하니 8월 실적이 빠져 있었습니다.")
    choi.presses("답변하기")
    assert not choi.has_button("결정")
    bae.opens(f"/rounds/appeals/{appeal_id}")
    bae.chooses("결정", "인용")
    bae.types("부서가 읽을 결정 이유", "증빙으로 8월 실적을 확인하였으므로 받아들입니다.")
    bae.presses("결정")
    lee.opens(f"/rounds/appeals/{appeal_id}")
    lee.sees("인용", "받아들입니다")
    return appeal_id


def corrects(office, appeal_id):
    """80 becomes 100: 40 + 51 = 91, and 교통과 is the first of eight."""
    choi, yoon = office.choi, office.yoon
    choi.opens(f"/rounds/appeals/{appeal_id}")
    choi.follows("정정안 쓰기")
    choi.chooses_like("성과지표", "A1")
    choi.chooses("정정할 내용", "실적")
    choi.types("앞으로 적용할 값", "100")
    choi.types("정정 사유", "이의신청 인용에 따라 8월 실적을 반영합니다.")
    choi.chooses_like("확인할 사람(다른 부서)", "민원봉사과 윤바위")
    choi.presses("바뀌는 내용 보고 확인 요청")
    choi.sees("도로과")
    choi.page_is_sound()
    yoon.opens(f"/rounds/appeals/{appeal_id}")
    yoon.presses("확인하고 새 공개본으로 공개")
    yoon.page_is_sound()


def says_what_moved(office, round_id):
    results = {row.department: (row.total, row.rank) for row in published_results(round_id)}
    db.session.rollback()
    assert results["교통과"] == (Decimal("91.00"), 1)
    assert results["도로과"] == (Decimal("84.80"), 2)
    lee = office.lee
    lee.opens(f"/rounds/{round_id}/results/{office.cast.traffic}")
    lee.sees("91.00", "1 / 8", "정정", "83")
    lee.follows("2판에서 바뀐 것")
    lee.sees("최관제", "윤바위", "도로과")
    lee.page_is_sound()
