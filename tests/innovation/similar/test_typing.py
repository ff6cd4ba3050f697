"""In a real browser: what resembles an idea appears while it is typed, and is joined by keyboard alone."""

import pytest

from app.core.database import db, transaction
from app.innovation.models import Issue, IssueParticipation
from tests.factories import innovation as make

pytestmark = [pytest.mark.browser, pytest.mark.engine_free]


def test_an_issue_is_joined_from_the_form_without_a_mouse(visit, cast):
    with transaction():
        make.an_issue(cast.kim)
    visitor = visit(cast.park)
    page = visitor.open("/issues/new")
    page.locator("#title").press_sequentially("그늘막을 놓을 곳의 순서")
    page.locator("#problem").press_sequentially("승객이 적은 정류장부터 그늘막이 놓인다.")
    button = page.get_by_role("button", name="2026-0001에 참여")
    button.wait_for()
    assert page.locator("[aria-live=polite] mark").first.inner_text() in {"정류장", "그늘막", "놓을"}
    assert visitor.axe() == []
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "승객이 적은 정류장부터" in page.locator("#words").input_value()
    visitor.press("참여")
    assert page.url.endswith("/issues/1#voices")
    page.get_by_text("박들판 · 민원봉사과").wait_for()
    db.session.rollback()
    assert (db.session.query(IssueParticipation).count(), db.session.query(Issue).count()) == (1, 1)
    assert visitor.complaints == []
