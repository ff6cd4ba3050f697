"""A newcomer hands in the department's month on one page: counted actions, and a sum far below three minutes.

The model and its times are in docs/monthly-report.md.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.reports.enums import LineKind, PeriodReportState
from app.reports.models import PeriodReport, PeriodReportLine
from tests.browser import PHONE, WIDE
from tests.factories.evaluation import advance, make_indicator, make_round
from tests.factories.innovation import a_task
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.period_reports import a_calendar, a_running_task, an_approved_report, on
from tests.reports.newcomer_model import COUNTED, MOST, seconds

pytestmark = pytest.mark.browser

BEGUN = "함께할 사람을 모아 첫 회의를 열고 누가 무엇을 언제까지 할지 표로 나누었다."
PRACTISED = "월요일 아침에 슬로건을 함께 읽고 한 주 동안 지킨 일을 돌아가며 이야기하였다."
"""What only people know: it is typed letter by letter."""


@dataclass
class Newcomer:
    """Somebody who has not seen the page before; everything they do is counted."""

    page: Page
    clicks: int = 0
    keys: int = 0
    screenfuls: int = field(default=0)

    def clicks_on(self, place: Locator) -> None:
        """One click, with the moment it takes to decide on it."""
        self.clicks += 1
        place.click()

    def types(self, place: Locator, text: str) -> None:
        """A click into the last line of the field, then letter by letter: a Korean syllable is two or three keys."""
        self.clicks += 1
        place.click(position={"x": 24, "y": place.bounding_box()["height"] - 16})
        self.keys += len(unicodedata.normalize("NFD", text))
        self.page.keyboard.insert_text(text)

    def reads(self, *, whole: bool) -> None:
        """Reads the page, all of it or what stands on the first screen."""
        height = self.page.evaluate("Math.ceil(document.scrollingElement.scrollHeight / innerHeight)")
        self.screenfuls += height if whole else 1

    @property
    def seconds(self) -> float:
        """What the model gives for everything done so far."""
        return seconds(self.clicks, self.keys, self.screenfuls)


@pytest.fixture
def month(cast):
    """Three tasks reported in October; in November one of them met an obstacle, and a fourth was begun."""
    with transaction():
        a_calendar(cast)
        tasks = [a_running_task(cast, title=f"과제 {number}") for number in (1, 2, 3)]
        with on(date(2026, 10, 5)):
            approved_slogan(cast)
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
        with on(date(2026, 11, 4)):
            an_approved_report(cast, "2026-10")
        asked = {"suffering_department_id": cast.traffic, "asked_department_id": cast.civil, "owner_id": cast.park.id}
        obstacle = obstacle_of(cast, actor=cast.kang, task=tasks[0], **asked)
        return {"tasks": tasks, "new": a_task(cast, title="과제 4"), "obstacle": obstacle}


def row_of(page: Page, kind: str) -> Locator:
    return page.locator(f"details[data-line={kind}]").first


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_the_whole_month_is_reported_in_far_less_than_three_minutes(width, cast, month, visit):
    visitor = visit(cast.kang, size={"wide": WIDE, "phone": PHONE}[width])
    page = visitor.open("/")
    somebody = Newcomer(page)
    somebody.reads(whole=False)
    with page.expect_navigation():
        somebody.clicks_on(page.get_by_role("link", name="이번 기간 내 보고"))
    somebody.reads(whole=True)
    bar = page.locator("[data-left]")
    expect(bar).to_have_text(re.compile("써야 할 것 3건 남음"))
    expect(page.locator("details[data-line=task]")).to_have_count(2)
    assert visitor.axe() == []
    moved, new = page.locator("article[data-line=task]").all()
    obstacle = page.locator("article[data-line=obstacle]")
    for line in (moved, new, obstacle):
        somebody.clicks_on(line.get_by_label("이 글을 보고에 넣기"))
    expect(bar).to_have_text("제출할 수 있습니다")
    somebody.types(new.get_by_label("추진 실적"), BEGUN)
    somebody.clicks_on(row_of(page, "slogan").locator("summary"))
    somebody.types(row_of(page, "slogan").get_by_label("실천한 일"), PRACTISED)
    somebody.clicks_on(row_of(page, "indicator").locator("summary"))
    somebody.types(row_of(page, "indicator").get_by_label("지금까지의 값"), "47.5")
    with page.expect_navigation():
        somebody.clicks_on(page.get_by_role("button", name="저장하고 제출"))
    somebody.reads(whole=False)
    expect(page.get_by_role("main")).to_contain_text("승인 대기")
    assert (somebody.clicks, somebody.keys, somebody.screenfuls) == COUNTED[width]
    assert somebody.seconds < MOST[width], somebody
    assert [*visitor.complaints, visitor.overflow()] == [0]
    said = told()
    assert (said[LineKind.SLOGAN][0].is_unchanged, said[LineKind.INDICATOR][0].value) == (False, Decimal("47.5"))
    assert [line.is_unchanged for line in said[LineKind.TASK]] == [False, True, True, False]
    assert said[LineKind.TASK][3].text.endswith(BEGUN)
    assert all(line.facts["offered"] in line.text for line in (*said[LineKind.TASK][::3], *said[LineKind.OBSTACLE]))


def told():
    """What the report says that was handed in for November, by kind."""
    db.session.rollback()
    report = db.session.query(PeriodReport).filter_by(code="2026-11").one()
    assert report.state is PeriodReportState.SUBMITTED
    lines = db.session.query(PeriodReportLine).filter_by(report_id=report.id).order_by(PeriodReportLine.position).all()
    return {kind: [line for line in lines if line.kind is kind] for kind in LineKind}


def test_an_error_names_the_thing_and_leads_to_its_field_by_keyboard(cast, month, visit):
    visitor = visit(cast.kang, size=PHONE)
    page = visitor.open(f"/reports/periods/2026-11/departments/{cast.traffic}/edit")
    visitor.press("저장하고 제출")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(summary.get_by_role("link").first).to_contain_text("과제 1 · 추진 실적")
    page.locator("[data-left] a").focus()
    page.keyboard.press("Enter")
    field = page.locator("article[data-line=task]").first.get_by_label("추진 실적")
    expect(field).to_be_focused()
    bar = page.locator(".period-bar").bounding_box()
    box = field.bounding_box()
    assert box["y"] + box["height"] <= bar["y"], "the bar hides the field"
    assert [*visitor.axe(), *visitor.complaints, visitor.overflow()] == [0]


def test_what_is_typed_takes_no_change_back_and_is_never_thrown_away(cast, month, visit):
    visitor = visit(cast.kang)
    page = visitor.open(f"/reports/periods/2026-11/departments/{cast.traffic}/edit")
    row = row_of(page, "task")
    row.locator("summary").click()
    tick = row.get_by_label("변동 없음")
    expect(tick).to_be_checked()
    row.get_by_label("추진 실적").fill("이번 달에 한 일이 있다.")
    expect(tick).not_to_be_checked()
    row.get_by_label("추진 실적").fill("")
    expect(page.locator("[data-left]")).to_have_text("써야 할 것 4건 남음")
    tick.check()
    expect(page.locator("[data-left]")).to_have_text("써야 할 것 3건 남음")


def test_proposed_words_are_marked_editable_and_gone_when_they_are_not_wanted(cast, month, visit):
    visitor = visit(cast.kang)
    page = visitor.open(f"/reports/periods/2026-11/departments/{cast.traffic}/edit")
    line = page.locator("article[data-line=obstacle]")
    field, box = line.get_by_label("달라진 일"), line.get_by_label("이 글을 보고에 넣기")
    mark = line.get_by_text("제안된 글을 넣었습니다")
    expect(mark).to_be_hidden()
    field.fill("전화로 먼저 물었다.")
    box.check()
    expect(mark).to_be_visible()
    expect(field).to_have_value(re.compile(r"^전화로 먼저 물었다\.\n2026\. 11\. 23\. 장애요인 등록\n$"))
    box.uncheck()
    expect(field).to_have_value("전화로 먼저 물었다.")
    box.check()
    field.fill("")
    expect(box).not_to_be_checked()
    expect(page.locator("[data-left]")).to_have_text("써야 할 것 3건 남음")
