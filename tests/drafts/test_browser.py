"""Typing, losing the session, signing in again: the text is back."""

import pytest

from app.accounts.models import SignInSession
from app.core import clock
from app.core.database import db, transaction
from app.innovation.models import Issue

TEXT = "승객이 적은 정류장부터 그늘막이 놓인다."


def kill_sessions():
    with transaction():
        db.session.query(SignInSession).update({"ended_at": clock.now()})


@pytest.mark.browser
@pytest.mark.engine_free
def test_what_was_typed_is_back_after_a_lost_session(cast, visit):
    visitor = visit(cast.kim)
    page = visitor.open("/issues/new")
    page.get_by_label("제목").first.fill("그늘막 순서")
    page.get_by_label("현황·문제점").fill(TEXT)
    page.get_by_text("임시저장함 12:00:00").wait_for()
    kill_sessions()
    page.get_by_label("개선방안").fill("승하차 자료로 정한다.")
    page.get_by_text("로그인이 끝났습니다.").wait_for()
    visitor.sign_in_as(cast.kim)
    page = visitor.open("/issues/new")
    assert page.get_by_label("현황·문제점").input_value() == TEXT
    assert page.get_by_text("쓰던 글").first.is_visible()


@pytest.mark.browser
@pytest.mark.engine_free
def test_an_open_page_goes_on_with_a_fresh_token_after_a_new_sign_in(app, cast, visit, monkeypatch):
    monkeypatch.setitem(app.config, name="WTF_CSRF_ENABLED", value=True)
    visitor = visit(cast.kim)
    page = visitor.open("/issues/new")
    token = page.locator("input[name=csrf_token]").first.input_value()
    page.get_by_label("제목").first.fill("그늘막 순서")
    page.get_by_text("임시저장함 12:00:00").wait_for()
    kill_sessions()
    visitor.context.clear_cookies(name="session")
    visitor.sign_in_as(cast.kim)
    page.get_by_label("현황·문제점").fill(TEXT)
    page.get_by_label("개선방안").fill("승하차 자료로 정한다.")
    page.get_by_label("기대효과").fill("더 많은 승객이 그늘에 선다.")
    page.get_by_label("예상되는 장애요인이 없습니다").check()
    page.wait_for_function("old => document.querySelector('input[name=csrf_token]').value !== old", arg=token)
    visitor.press("제출")
    db.session.rollback()
    assert db.session.query(Issue).one().problem == TEXT
