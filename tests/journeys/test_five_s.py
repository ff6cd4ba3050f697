"""An award becomes a figure of the 5S index, and the index a score of the round: read in the round, its report and 「이 점수는」."""

from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.core.documents.content import Derivation, Heading, Table, silently
from app.core.i18n import speaking
from app.evaluation.enums import Direction, Method, Phase
from app.jobs.running import work_until_idle
from app.reports.documents.registry import DOCUMENTS
from app.voice.enums.five_s import FiveSPart
from app.voice.models.five_s import FiveSFigure, FiveSRun
from app.voice.models.recognitions import Recognition
from tests.factories.evaluation import advance, make_indicator, make_round
from tests.journeys.facts import audited, books_are_in_order, stored

CERTIFICATE = {"name": "상장.txt", "mimeType": "text/plain", "buffer": "대중교통 시책평가 우수 상장".encode()}
RULES = "올해 지수를 처음 산정하려고 정한다."


@pytest.mark.browser
def test_an_award_becomes_a_score_that_opens_down_to_its_evidence(office):
    recognition_id = hands_in_an_award(office.kim)
    control_tower_confirms_it(office.choi, recognition_id)
    sets_the_rules_and_has_the_year_reckoned(office.choi)
    reads_the_index_of_the_department(office.park, office.cast.traffic)

    with transaction():
        record = a_round_that_reads_smart(office.cast)
    opens_the_score_down_to_the_evidence(office.bae, record.id, office.cast.traffic, recognition_id)
    the_report_tells_the_same(office.cast, record.id)

    assert audited("recognition", recognition_id) == ["recognition_written", "recognition_confirmed"]
    run = db.session.query(FiveSRun).one()
    assert audited("five_s_run", run.id) == ["five_s_reckoned"]
    books_are_in_order()


def hands_in_an_award(kim):
    kim.opens("/voice/recognitions")
    kim.sees("등록된 수상·방문이 아직 없습니다")
    kim.follows("수상·방문 등록")
    kim.chooses("구분", "수상")
    kim.chooses("수준", "중앙행정기관")
    kim.types("수상일 또는 방문일", "2026-06-10")
    kim.types("제목", "대중교통 시책평가 우수")
    kim.types("수여 기관 또는 방문 기관", "국토교통부")
    kim.page_is_sound()
    kim.presses("제출")
    kim.sees("상장, 공문, 방문자 명단 등 증빙자료를 하나 이상 첨부하세요.")
    kim.attaches("증빙자료", CERTIFICATE)
    kim.presses("제출")
    kim.sees("등록하였습니다. 컨트롤타워가 확인합니다.", "상장.txt")
    return kim.record_id


def control_tower_confirms_it(choi, recognition_id):
    choi.opens("/")
    choi.sees("수상·방문·선제 사례 확인")
    choi.opens(f"/voice/recognitions/{recognition_id}")
    choi.page_is_sound()
    choi.presses("확인")
    choi.sees("확인하였습니다. 능동(SMART) 점수에 반영됩니다.")
    assert stored(Recognition, recognition_id).weight == Decimal(10)


def sets_the_rules_and_has_the_year_reckoned(choi):
    choi.opens("/voice/five-s")
    choi.sees("이 해의 산정 기준이 아직 없습니다")
    choi.opens("/voice/five-s/rules/new?year=2026")
    choi.types("이 기준으로 정하는 사유", RULES)
    choi.page_is_sound()
    choi.presses("새 판으로 저장")
    choi.sees("산정 기준 1판을 저장하였습니다.", RULES)
    choi.opens("/voice/five-s")
    choi.presses("다시 산정")
    work_until_idle()


def reads_the_index_of_the_department(park, department_id):
    park.opens(f"/voice/five-s/departments/{department_id}")
    park.page_is_sound()
    park.sees("100.00점", "0이면 0점, 10이면 100점: 100 × (10 − 0) ÷ (10 − 0) → 100.00점")


def a_round_that_reads_smart(cast):
    """The indicator is met with 100 points. SMART has no proactive case, so the award alone counts."""
    indicator = make_indicator(
        cast.choi,
        "V1",
        Method.LINE,
        direction=Direction.UP,
        worst=Decimal(0),
        target=Decimal(100),
        named_source="voice.smart",
    )
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.roads])
    return advance(cast.choi, advance(cast.choi, record, Phase.MEASURING), Phase.SELF_REVIEW)


def opens_the_score_down_to_the_evidence(bae, round_id, department_id, recognition_id):
    bae.opens(f"/rounds/{round_id}/results/{department_id}/derivation")
    figure = db.session.query(FiveSFigure.id).filter_by(department_id=department_id, part=FiveSPart.SMART).scalar()
    bae.opens(bae.page.locator('a:has-text("5S 지수, 능동(Smart)")').first.get_attribute("href"))
    link = bae.page.locator(f'a[href="/voice/five-s/figures/{figure}"]').first
    assert "10 → 100.00 (n 1)" in (link.text_content() or "")
    bae.opens(f"/voice/five-s/figures/{figure}")
    bae.page_is_sound()
    bae.sees("100.00점")
    bae.follows("대중교통 시책평가 우수 (국토교통부)")
    assert bae.record_id == recognition_id
    bae.sees("상장.txt")


def the_report_tells_the_same(cast, round_id):
    with speaking("ko"):
        document = DOCUMENTS["round_report"].build(cast.choi, {"round_id": round_id, "annex": True}, silently)
        sheet = DOCUMENTS["department_sheet"].build(
            cast.choi, {"department_id": cast.traffic, "year": 2026, "annex": True}, silently
        )
    assert "5S 지수" in [part.text for part in document.parts if isinstance(part, Heading)]
    table = next(part for part in document.parts if isinstance(part, Table) and "5S 지수, 2026년" in part.caption)
    assert next(row for row in table.rows if row[1] == "교통과")[-2:] == (Decimal("100.00"), Decimal("100.00"))
    told = next(part for part in document.parts if isinstance(part, Derivation) and part.title == "교통과 5S 지수")
    assert "→ 100.00점" in str(told.parts)
    assert "교통과 5S 지수" in [part.title for part in sheet.parts if isinstance(part, Derivation)]
