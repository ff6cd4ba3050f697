"""A complaint becomes an issue, a task, a shorter handling time and a better SPEED, and reads in both directions."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.sheets import XLSX
from app.innovation.models import Issue, Task
from app.innovation.services.closings import close_task
from app.innovation.services.triage import adopt_issue
from app.jobs.running import work_until_idle
from app.organization.services import seed_holidays
from app.voice.enums.five_s import FiveSPart
from app.voice.models import Affair, CustomerVoice, HandlingBatch
from app.voice.models.five_s import FiveSFigure
from app.voice.services.voice_issues import IssueText, make_issue, tell_change
from tests.factories import innovation as make
from tests.factories import innovation_b as carried
from tests.factories import voice_five_s as index
from tests.factories import voice_handling as records
from tests.factories.voice_customer_voices import SAID, a_voice
from tests.journeys.facts import audited, books_are_in_order

AFFAIR, CASES = "수도요금 정산", 12
CHANGE = "이제 휴일에도 누리집에서 수도요금을 정산합니다."
WORDS = "누리집 정산으로 바꾸어 바로 처리합니다."
ORIGINS = "이어진 고객의 소리·민원 사무"
YEARS = (2026, 2027)


@pytest.mark.browser
def test_a_complaint_leads_to_a_better_speed_and_back(office, app):
    """The task is completed on 23 November 2026; what took three days in January 2026 takes an hour in January 2027."""
    cast = office.cast
    with transaction():
        seed_holidays(years=(2025, *YEARS), actor=None)
        voice_id, issue_id, task_id = a_complaint_that_led_to_a_completed_task(cast)
    reads_in(app, office.choi, "2026.xlsx", cases("전", "2026-01-05 10:00", "2026-01-08 10:00"))
    affair_id = names_the_task_behind_the_affair(office.lee, task_id)

    office.lets_pass(app, timedelta(days=84), "choi", "kim")
    reads_in(app, office.choi, "2027.xlsx", cases("후", "2027-01-05 10:00", "2027-01-05 11:00"))
    with clock.frozen_at(app.extensions["moment"]), transaction():
        for year in YEARS:
            index.ruled(cast, year, least=1)
    for year in YEARS:
        has_the_year_reckoned(app, office.choi, year)
    # 2026: nothing of the three days gained, all in time; 2027: 23 of 24 hours gained, all in time
    assert [str(speed_of(cast, year).score) for year in YEARS] == ["30.00", "100.00"]

    figure_id = speed_of(cast, 2027).id
    reads_forward(office.kim, voice_id, issue_id, task_id, affair_id, figure_id)
    reads_back(office.kim, voice_id, issue_id, task_id, affair_id, figure_id)
    batches = db.session.query(HandlingBatch.id).order_by(HandlingBatch.id).all()
    assert [audited("handling_batch", batch_id)[0] for (batch_id,) in batches] == ["handling_batch_read"] * 2
    books_are_in_order()


def a_complaint_that_led_to_a_completed_task(cast):
    """How an issue becomes a task and is completed is the journey of `test_issue_to_effect`."""
    voice = a_voice(cast)
    text = IssueText(
        title="휴일에도 되는 수도요금 정산",
        problem=SAID,
        remedy="누리집에서 언제든지 정산한다.",
        effect="이사하는 날 바로 정산한다.",
    )
    issue_id = make_issue(actor=cast.kim, voices=[voice], text=text)
    task, plan = carried.a_monitored_task(cast)
    adopt_issue(actor=cast.choi, issue=db.session.get_one(Issue, issue_id), task=task, reason=make.REASON)
    close_task(actor=cast.choi, task=task, closing=carried.a_submitted_closing(cast, task, plan))
    tell_change(actor=cast.choi, voice=voice, change=CHANGE)
    assert voice.task_ended_on == clock.today()
    return voice.id, issue_id, task.id


def cases(prefix, received, completed):
    """Twelve cases of the affair with a period of three days."""
    return [records.row(f"{prefix}{n}", received, completed, 사무명=AFFAIR) for n in range(CASES)]


def reads_in(app, choi, name, rows):
    """The control tower uploads a workbook; the records are read in beside the pages."""
    choi.opens("/voice/handling/batches/new")
    choi.attaches("엑셀 파일(.xlsx)", {"name": name, "mimeType": XLSX, "buffer": records.workbook(*rows)})
    choi.presses("기록 가져오기")
    job = choi.address
    with clock.frozen_at(app.extensions["moment"]):
        work_until_idle()
    choi.opens(job)
    choi.sees(f"{CASES}")
    choi.opens("/voice/handling/batches")
    choi.sees(name)


def names_the_task_behind_the_affair(lee, task_id):
    """The head of the department says which task changed the affair, from the day on which it was completed."""
    lee.opens("/voice/handling/affairs")
    lee.follows(AFFAIR)
    affair_id = lee.record_id
    assert affair_id == db.session.query(Affair.id).filter_by(name=AFFAIR).scalar()
    number = db.session.get_one(Task, task_id).number
    lee.unfolds("과제 연결")
    lee.types("혁신과제 번호", number)
    lee.types("적용일", clock.today().isoformat())
    lee.types("민원인에게 달라진 점", WORDS)
    lee.page_is_sound()
    lee.presses("연결")
    lee.sees("과제를 사무에 연결했습니다.", number, WORDS)
    return affair_id


def has_the_year_reckoned(app, choi, year):
    choi.opens(f"/voice/five-s?year={year}")
    choi.presses("다시 산정")
    with clock.frozen_at(app.extensions["moment"]):
        work_until_idle()


def speed_of(cast, year):
    db.session.rollback()
    figures = db.session.query(FiveSFigure).filter_by(year=year, department_id=cast.traffic, part=FiveSPart.SPEED)
    return figures.one()


def clicks(person, path):
    """Follow the link of the page that leads there."""
    with person.page.expect_navigation():
        person.page.get_by_role("main").locator(f'a[href="{path}"]:visible').first.click()
    assert person.address == path


def opens_origins(person):
    """Unfold what other rooms say of the record; it is fetched then."""
    person.unfolds(ORIGINS)
    person.page.locator("#origins-found").wait_for()


def reads_forward(kim, voice_id, issue_id, task_id, affair_id, figure_id):
    """From the voice on, by links alone: issue and task, the affair, the department's SPEED, and its rows."""
    kim.opens("/voice/customer-voices")
    clicks(kim, f"/voice/customer-voices/{voice_id}")
    kim.sees("그 뒤의 경과", CHANGE, AFFAIR)
    kim.page_is_sound()
    clicks(kim, f"/issues/{issue_id}")
    clicks(kim, f"/tasks/{task_id}")
    opens_origins(kim)
    clicks(kim, f"/voice/handling/affairs/{affair_id}")
    kim.sees("5S 지수에 반영된 곳", "30.00", "100.00", WORDS)
    kim.page_is_sound()
    clicks(kim, f"/voice/five-s/figures/{figure_id}")
    kim.sees("100.00점", AFFAIR)


def reads_back(kim, voice_id, issue_id, task_id, affair_id, figure_id):
    """From the score back, by links alone: the row behind it, the affair, its task, the voice; and by the issue."""
    assert kim.address == f"/voice/five-s/figures/{figure_id}"
    clicks(kim, f"/voice/handling/affairs/{affair_id}")
    clicks(kim, f"/tasks/{task_id}")
    opens_origins(kim)
    number = db.session.get_one(CustomerVoice, voice_id).number
    kim.sees(number, AFFAIR)
    clicks(kim, f"/voice/customer-voices/{voice_id}")
    kim.sees(SAID)
    clicks(kim, f"/issues/{issue_id}")
    opens_origins(kim)
    clicks(kim, f"/voice/customer-voices/{voice_id}")
    clicks(kim, f"/voice/handling/affairs/{affair_id}")
