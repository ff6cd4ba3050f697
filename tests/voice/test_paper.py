"""Citizens' pages and the page of an idea on paper: whose they are, nothing that can only be clicked, nothing folded away."""

import pytest

from app.core.database import transaction
from app.voice.services.customer_voices import transfer
from tests.factories import voice_answers as asked
from tests.factories import voice_citizens as made

PAPER = (680, 980)
"""Pixels between the margins of A4."""
CLICKED = "button:visible, a.button:visible, input[type=file]:visible"
WIDER = "[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length"


@pytest.fixture
def printed(visit, app):
    def show(path, actor=None):
        visitor = visit(actor, size=PAPER)
        page = visitor.open(path)
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(WIDER) == 0
        assert page.locator(CLICKED).count() == 0
        assert page.locator(".print-head").is_visible()
        return page

    return show


def test_the_pages_of_citizens_say_whose_they_are(cast, printed):
    with transaction():
        question = made.a_question(cast).id
        link = asked.link_of(cast, asked.open_survey(cast), department_id=cast.civil).key
    for path in ("/citizens", "/citizens/ideas", "/citizens/idea-lookups/new", f"/citizens/questions/{question}"):
        main = printed(path).locator("main").bounding_box()
        assert main["width"] > 0.85 * PAPER[0], path
    for path in ("/citizens/ideas/new", f"/s/{link}"):
        page = printed(path)
        assert (
            page.locator("details").first.get_attribute("open") is not None
            or page.locator("details p").first.is_visible()
        )
        assert page.locator("textarea").first.is_visible()


def test_the_page_of_an_idea_is_no_form_on_paper(cast, printed):
    with transaction():
        voice, _idea, _receipt = made.an_idea()
        transfer(actor=cast.choi, voice=voice, to_department_id=cast.traffic, reason="정류장은 교통과가 맡습니다.")
        number = voice.id
    page = printed(f"/voice/customer-voices/{number}", cast.lee)
    assert page.locator("main textarea:visible").count() == 0
    assert page.locator(".timeline").is_visible()
