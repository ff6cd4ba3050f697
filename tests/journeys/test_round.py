"""평가회차 하나: the control tower sets it up, departments measure, an evaluator scores, the result is published."""

import pytest

from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, Publication, ScoreSheet
from app.evaluation.services.publications import check_publications
from tests.journeys.facts import books_are_in_order, count, stored

REASON = "평가위원회 심의 결과에 따른다."


@pytest.mark.browser
def test_a_round_is_set_up_measured_scored_and_published_with_its_hash(office):
    writes_the_definition_sheets(office.choi)
    round_id = opens_a_round(office.choi)
    composition_must_sum_to_100(office.choi, round_id)
    names_the_evaluator(office.choi, round_id)
    moves_on(office.choi, round_id, "실적 입력")
    actual_values_are_entered_and_approved(office, round_id)
    moves_on(office.choi, round_id, "자체평가")
    moves_on(office.choi, round_id, "평가")
    scores_the_sheets(office.moon, round_id)
    moves_on(office.choi, round_id, "조정")
    results_are_hidden(office.lee, round_id)
    sha256 = publishes(office.choi, round_id)

    reads_the_results(office.lee, round_id)
    assert stored(EvaluationRound, round_id).phase is Phase.PUBLISHED
    assert (count(Publication, round_id=round_id, sha256=sha256), count(ScoreSheet, round_id=round_id)) == (1, 2)
    assert list(check_publications()) == []
    books_are_in_order()


def writes_the_definition_sheets(choi):
    choi.opens("/indicators")
    choi.follows("새 지표")
    choi.types("코드", "001")
    choi.types("지표명", "정류장 그늘막 설치율")
    choi.types("단위", "%")
    choi.chooses("평가방법", "목표 달성도")
    choi.chooses("방향", "상향(높을수록 좋음)")
    choi.types("목표치", "80")
    choi.types("평점 상한", "100")
    choi.presses("저장")
    choi.sees("지표정의서", "001", "목표 달성도")
    choi.page_is_sound()
    choi.opens("/indicators/new")
    choi.types("코드", "Q1")
    choi.types("지표명", "혁신 노력")
    choi.chooses("구분", "정성")
    choi.chooses("평가방법", "평가위원 평가")
    choi.types("방법의 표", "독창성; 60; 어디에도 없던 방식\n효과성; 40; 시민이 바로 느끼는 효과")
    choi.presses("저장")
    choi.sees("독창성", "어디에도 없던 방식")


def opens_a_round(choi):
    choi.opens("/rounds")
    choi.follows("새 평가회차")
    choi.types("코드", "2026-F")
    choi.types("평가회차 이름", "2026년 최종 평가")
    choi.types("시작일", "2026-01-01")
    choi.types("기준일", "2026-11-30")
    choi.page_is_sound()
    choi.presses("저장")
    return int(choi.address.split("/")[2])


def composition_must_sum_to_100(choi, round_id):
    weighs(choi, round_id, "60", "30")
    choi.opens(f"/rounds/{round_id}")
    choi.presses("“실적 입력” 국면으로")
    choi.sees("다음 내용을 확인하세요.", "사업부서")
    assert stored(EvaluationRound, round_id).phase is Phase.PLANNING
    weighs(choi, round_id, "60", "40")
    choi.page_is_sound()


def weighs(choi, round_id, attainment, panel):
    choi.opens(f"/rounds/{round_id}/setup")
    choi.types("정류장 그늘막 설치율, 사업부서", attainment)
    choi.types("혁신 노력, 사업부서", panel)
    for name in (
        "자치행정과 (지원부서)",
        "기획예산담당관 (지원부서)",
        "도로과 (사업부서)",
        "대산읍 (읍면동)",
        "해미면 (읍면동)",
    ):
        choi.unticks(name)
    choi.presses("구성 저장")
    choi.sees("회차 구성을 저장했습니다.")


def names_the_evaluator(choi, round_id):
    choi.opens(f"/rounds/{round_id}")
    choi.follows("평가위원")
    choi.chooses("성과지표", "혁신 노력")
    choi.chooses_like("평가위원", "문살핌")
    choi.presses("위촉")
    choi.sees("평가위원을 위촉했습니다.", "문살핌")
    choi.page_is_sound()


def moves_on(choi, round_id, phase):
    choi.opens(f"/rounds/{round_id}")
    choi.presses(f"“{phase}” 국면으로")
    choi.sees(f"평가회차가 “{phase}” 국면이 되었습니다.")


def actual_values_are_entered_and_approved(office, round_id):
    for writer, head, department, value in (
        (office.kang, office.lee, "교통과", "72"),
        (office.seo, office.yoon, "민원봉사과", "60"),
    ):
        writer.opens(f"/rounds/{round_id}")
        writer.follows(department)
        writer.types("“정류장 그늘막 설치율”의 실적치", value)
        writer.chooses("“정류장 그늘막 설치율”의 상태", "실적")
        writer.types("“정류장 그늘막 설치율”의 근거", "그늘막 설치대장")
        writer.presses("실적 저장")
        writer.sees("실적을 저장했습니다.", "승인 대기")
        assert not writer.has_button("다른 직원이 입력한 실적 승인")
        head.opens(writer.address)
        head.page_is_sound()
        head.presses("다른 직원이 입력한 실적 승인")
        head.sees("실적 1건을 승인했습니다.")


def scores_the_sheets(moon, round_id):
    moon.opens(f"/rounds/{round_id}")
    moon.follows("내 평가표")
    moon.follows("교통과")
    for department, marks in (("교통과", ("90", "80")), ("민원봉사과", ("70", "75"))):
        moon.sees(department, "어디에도 없던 방식", "그늘막 설치대장")
        moon.page_is_sound()
        moon.types("독창성 (가중치 60)", marks[0])
        moon.types("효과성 (가중치 40)", marks[1])
        moon.presses("제출")
        moon.sees("평가표를 제출했습니다.")
    moon.sees("2 / 2")


def results_are_hidden(lee, round_id):
    lee.opens(f"/rounds/{round_id}/results", status=404)


def publishes(choi, round_id):
    choi.opens(f"/rounds/{round_id}/results")
    choi.sees("공개되지 않은 결과입니다.")
    choi.opens(f"/rounds/{round_id}")
    choi.follows("공개 화면으로")
    choi.types("공개의 근거가 된 결정", REASON)
    choi.presses("결과 공개")
    choi.sees("결과를 공개했습니다.", "최관제")
    choi.page_is_sound()
    return choi.page.get_by_role("main").locator("code").first.inner_text().replace("\u200b", "")


def reads_the_results(lee, round_id):
    """교통과: 60 × 90 / 100 + 40 × 86 / 100 = 88.4. 민원봉사과: 60 × 75 / 100 + 40 × 72 / 100 = 73.8."""
    lee.opens(f"/rounds/{round_id}/results")
    lee.sees("순위", "1 / 2", "88.4", "2 / 2", "73.8", "교통과", "민원봉사과")
    lee.page_is_sound()
    lee.follows("교통과")
    lee.sees("88.4", "54", "34.4")
    lee.unfolds("이 점수는")
    lee.sees("최관제", "규정")
    lee.page_is_sound()
