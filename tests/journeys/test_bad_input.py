"""거친 입력: whatever is typed is kept as it was typed, shown as text, and never executed."""

import pytest
from playwright.sync_api import expect

from app.core.database import db, transaction
from app.files.models import EvidenceFile
from app.innovation.models import Issue, Slogan
from tests.factories import innovation_b
from tests.journeys.facts import count, stored
from tests.journeys.writing import write_issue, write_slogan

pytestmark = pytest.mark.browser

HARMFUL = [
    'O\'Brien의 제안 "그늘" & <그늘막>',
    "<script>document.title='당했다'</script>",
    "<img src=x onerror=\"document.title='당했다'\">",
    '=HYPERLINK("https://example.com","눌러 보세요")',
    "{{ 7 * 7 }} ${7 * 7} %(number)s %s",
    "'; DROP TABLE issues; --",
    "그늘막 🏖️👨‍👩‍👧 가나다 \u1100\u1161",
]


@pytest.mark.parametrize("title", HARMFUL, ids=["quotes", "script", "image", "formula", "template", "sql", "emoji"])
def test_a_title_is_kept_and_shown_as_it_was_typed(office, title):
    kept = title.replace("\u1100\u1161", "가")
    write_issue(office.kim, title=title)
    office.kim.presses("제출")
    expect(office.kim.page.get_by_role("heading", level=1)).to_have_text(f"2026-0001 {kept}")
    assert stored(Issue, office.kim.record_id).title == kept
    office.choi.opens("/issues")
    office.choi.sees(kept)
    assert "당했다" not in (office.choi.page.title(), office.kim.page.title())
    assert office.choi.page.locator("main img, main script").count() == 0
    office.choi.page_is_sound()


def test_ten_thousand_characters_are_kept_and_one_more_is_refused_with_everything_typed(office):
    text = "그늘막을 놓는다.\n" * 999 + "끝까지 그대로다."
    long = text + "가" * (10_000 - len(text))
    write_issue(office.kim)
    office.kim.page.evaluate("document.querySelectorAll('textarea').forEach(one => one.removeAttribute('maxlength'))")
    office.kim.types("현황·문제점", f"{long}나")
    office.kim.presses("제출")
    office.kim.sees("다음 내용을 확인하세요.")
    assert office.kim.reads("현황·문제점") == f"{long}나"
    assert office.kim.reads("제목") == "정류장 그늘막을 먼저 놓을 곳 정하기"
    assert count(Issue) == 0

    office.kim.types("현황·문제점", long)
    office.kim.presses("제출")
    assert stored(Issue, office.kim.record_id).problem == long
    office.kim.page_is_sound()


def test_an_unbroken_title_of_200_characters_fits_the_page(office):
    write_issue(office.kim, title="가" * 200)
    office.kim.presses("제출")
    office.kim.page_is_sound()
    office.choi.opens("/issues")
    office.choi.page_is_sound()


def test_an_empty_form_says_beside_each_field_what_is_missing(office):
    office.kim.opens("/issues/new")
    office.kim.presses("제출")
    office.kim.sees("다음 내용을 확인하세요.", "예상 장애요인")
    for field in ("title", "problem", "idea", "effect", "expected_obstacle"):
        expect(office.kim.page.locator(f"#{field}-error")).to_be_visible()
    office.kim.page_is_sound()
    assert count(Issue) == 0


def test_a_korean_file_name_of_200_characters_is_kept_and_comes_back(office):
    name = f"{'그늘막 설치 전후 비교표 ' * 20}"[:196] + ".txt"
    with transaction():
        task, plan = innovation_b.a_managed_task(office.cast)
        report = innovation_b.a_report(office.cast, task, plan)
    office.kim.opens(f"/progress-reports/{report.id}")
    office.kim.attaches("증빙자료 파일", {"name": name, "mimeType": "text/plain", "buffer": b"x"})
    office.kim.presses("첨부")
    office.kim.sees("증빙자료를 첨부했습니다.")
    kept = db.session.query(EvidenceFile).order_by(EvidenceFile.id.desc()).first()
    assert kept.name == " ".join(name.split())
    office.kim.page_is_sound()
    assert office.kim.downloads(kept.name).suggested_filename == kept.name


@pytest.mark.parametrize("name", ["보고서.exe", "보고서.html", "보고서.pdf"], ids=["program", "page", "false-pdf"])
def test_a_file_that_is_not_what_it_says_is_refused_in_words(office, name):
    with transaction():
        task, plan = innovation_b.a_managed_task(office.cast)
        report = innovation_b.a_report(office.cast, task, plan)
    before = count(EvidenceFile)
    office.kim.opens(f"/progress-reports/{report.id}")
    office.kim.attaches(
        "증빙자료 파일", {"name": name, "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
    )
    office.kim.presses("첨부")
    office.kim.sees("다음 내용을 확인하세요.")
    office.kim.page_is_sound()
    assert count(EvidenceFile) == before


def test_a_slogan_of_61_characters_is_refused_beside_the_field_and_everything_typed_is_kept(office):
    write_slogan(office.kang, text="가" * 60)
    office.kang.page.evaluate("document.querySelector('#text').removeAttribute('maxlength')")
    office.kang.types("슬로건", "가" * 61)
    office.kang.presses("임시 저장")
    expect(office.kang.page.locator("#text-error")).to_be_visible()
    assert office.kang.reads("슬로건") == "가" * 61
    assert office.kang.reads("의미") == "시민이 길에서 보내는 시간을 줄인다."
    assert (office.kang.reads("실천항목 1"), office.kang.reads("기한 (실천항목 1)")) == ("신호체계 점검", "2026-12-20")
    assert office.kang.page.get_by_label("신속(Speed)").is_checked()
    office.kang.page_is_sound()
    assert count(Slogan) == 0
    office.kang.types("슬로건", "가" * 60)
    office.kang.presses("임시 저장")
    assert stored(Slogan, office.kang.record_id).text == "가" * 60
