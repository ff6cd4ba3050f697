"""이름 확인의 기한: the two read for a week, as two offices, and only the names they agreed about."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import AccessRecord, Person
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.innovation.models import Issue, Unmasking
from app.innovation.services import shares
from app.innovation.services import unmaskings as services
from tests.factories import innovation as make
from tests.refusals import refused

REASON = "포상 대상자의 중복 여부를 확인한다."


def agreed(cast):
    issue = make.an_issue(cast.kim, blind=True)
    unmasking = services.ask_unmasking(actor=cast.choi, issue=issue, second=cast.yoon, reason=REASON)
    services.agree_unmasking(actor=cast.yoon, unmasking=unmasking)
    return issue, unmasking


def read(actor, unmasking, issue):
    return [row.name for row in services.read_names(actor=actor, unmasking=unmasking, issue=issue, address="127.0.0.1")]


def test_the_two_read_the_names_for_seven_days(write, cast):
    issue, unmasking = agreed(cast)
    with clock.frozen_at(clock.now() + timedelta(days=7)):
        assert read(cast.choi, unmasking, issue) == ["김하늘"]
    with clock.frozen_at(clock.now() + timedelta(days=8)), refused("The names could be read until"):
        read(cast.yoon, unmasking, issue)


def test_shares_set_anew_end_the_agreement(write, cast):
    issue, unmasking = agreed(cast)
    shares.set_shares(actor=cast.kim, issue=issue, shares={cast.kim.id: 60, cast.han.id: 40}, reason=REASON)
    with refused("set anew after the agreement"):
        read(cast.choi, unmasking, issue)


def test_two_people_who_have_come_to_one_office_read_no_more(write, cast):
    issue, unmasking = agreed(cast)
    db.session.get_one(Person, cast.yoon.id).department_id = cast.tower
    db.session.flush()
    for who in (cast.choi, cast.yoon):
        with refused("from another office"):
            read(actor_of_person(who.id), unmasking, issue)


def test_the_page_says_until_when_and_why_no_longer(as_, cast, app):
    with transaction():
        _issue, unmasking = agreed(cast)
        path = f"/issues/unmaskings/{unmasking.id}"
    page = as_(cast.choi).get(path).text
    assert ("김하늘" in page, "2026. 11. 30." in page) == (True, True)
    with clock.frozen_at(clock.now() + timedelta(days=9)):
        closed = as_(cast.choi).get(path)
    assert (closed.status_code, "김하늘" in closed.text) == (200, False)
    assert "The names could be read until 2026. 11. 30." in closed.text
    assert db.session.query(AccessRecord).filter_by(action="issue_unmasking").count() == 1


def test_an_answered_request_stands(write, cast):
    issue, unmasking = agreed(cast)
    for change in (
        f"UPDATE unmaskings SET answered_at = '2030-01-01 00:00:00' WHERE id = {unmasking.id}",
        f"UPDATE unmaskings SET second_id = {cast.lee.id} WHERE id = {unmasking.id}",
        f"DELETE FROM unmaskings WHERE id = {unmasking.id}",
    ):
        with pytest.raises(DBAPIError, match="unmaskings: "), db.session.begin_nested():
            db.session.execute(text(change))
    assert db.session.get_one(Unmasking, unmasking.id).state == "agreed"
    assert db.session.get_one(Issue, issue.id).blind
