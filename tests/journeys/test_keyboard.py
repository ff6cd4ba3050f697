"""마우스 없이, 다른 말로, 다시 로그인하고: the ways of using the product besides the usual one."""

import pytest
from playwright.sync_api import expect

from app.accounts.services import passwords
from app.core.database import transaction
from app.innovation.enums import Stage
from tests.browser import PHONE
from tests.factories import innovation

pytestmark = pytest.mark.browser

MOST_TABS = 60


def focused(person):
    """The words of what has the keyboard now."""
    return person.page.evaluate("document.activeElement.innerText").strip()


def tabs_to(person, text):
    """Press the tab key until it stands on these words."""
    for _press in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        if focused(person) == text:
            return
    pytest.fail(f"The tab key does not come to “{text}”.")


def test_the_skip_link_comes_first_and_leads_past_the_menu(office):
    office.kim.opens("/")
    office.kim.page.keyboard.press("Tab")
    assert focused(office.kim) == "본문으로 건너뛰기"
    office.kim.page.keyboard.press("Enter")
    assert office.kim.page.evaluate("document.activeElement.id") == "main"


def test_the_board_is_walked_with_arrow_keys_and_a_task_is_opened_with_enter(office):
    with transaction():
        first = innovation.a_task(office.cast, title="그늘막 놓는 순서 바꾸기")
        innovation.a_task(office.cast, title="버스 정류장 의자 고치기")
        framed = innovation.a_task_in(Stage.FRAMING, office.cast)
        number = framed.number
    office.kim.opens("/tasks")
    office.kim.page_is_sound()
    cards = office.kim.page.locator(".board-column").first.locator(".board-card > a").all_inner_texts()
    assert len(cards) == 2
    tabs_to(office.kim, cards[0])
    office.kim.page.keyboard.press("ArrowDown")
    assert focused(office.kim) == cards[1]
    office.kim.page.keyboard.press("ArrowRight")
    office.kim.page.keyboard.press("ArrowLeft")
    assert focused(office.kim) == cards[0]
    office.kim.page.keyboard.press("ArrowRight")
    with office.kim.page.expect_navigation():
        office.kim.page.keyboard.press("Enter")
    office.kim.sees(number)
    assert first.number != number


def test_an_issue_is_handed_in_without_a_mouse(office):
    office.kim.opens("/issues/new")
    page = office.kim.page
    for text in ("정류장 그늘막", "승객이 적은 곳부터 놓인다.", "승하차 자료로 정한다.", "더 많이 그늘에 선다."):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    page.keyboard.insert_text("자료가 다른 부서에 있다.")
    tabs_to(office.kim, "제출")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    office.kim.sees("접수했습니다. 접수번호는 2026-0001입니다.")


def test_the_page_stays_the_same_in_the_other_language(office):
    office.kim.opens("/tasks?view=table")
    office.kim.presses("English")
    expect(office.kim.page.get_by_role("heading", level=1)).to_have_text("Innovation tasks")
    assert office.kim.page.url.endswith("/tasks?view=table")
    office.kim.page_is_sound()
    office.kim.presses("한국어")
    expect(office.kim.page.get_by_role("heading", level=1)).to_have_text("혁신과제")


def test_who_is_signed_out_on_the_way_comes_back_to_where_the_link_led(office):
    secret = "그늘막-아래서-쉰다-2026"
    with transaction():
        passwords.set_password(person_id=office.cast.kim.id, employee_no="kim", password=secret)
    office.kim.opens("/mileage/claims")
    office.kim.page.context.clear_cookies(name="opum_session")
    office.kim.opens("/mileage/claims?scope=all")
    office.kim.sees("로그인")
    office.kim.page_is_sound()
    office.kim.types("사번", "kim")
    office.kim.types("비밀번호", secret)
    office.kim.presses("로그인")
    assert office.kim.page.url.endswith("/mileage/claims?scope=all")
    office.kim.sees("마일리지 적립신청")


def test_the_menu_of_a_phone_leads_everywhere(cast, visit):
    visitor = visit(cast.kim, size=PHONE)
    page = visitor.open("/")
    page.locator("summary", has_text="메뉴").click()
    with page.expect_navigation():
        page.get_by_role("navigation", name="주 메뉴").get_by_role("link", name="장애요인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("장애요인")
    assert (visitor.axe(), visitor.overflow() <= 0, visitor.complaints) == ([], True, [])
