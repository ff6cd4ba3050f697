"""Reminders: only to who is late, once a day, after some working days to the head, and never about private matters."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import IssueState
from app.innovation.models import Issue
from app.notices.reminders import remind_the_late
from app.notifications.models import Notice, Reminder
from app.notifications.services.reminders import Late, remind
from tests.factories.innovation import an_issue
from tests.factories.innovation_c import obstacle_of


def reminded():
    """What each person's latest reminder says."""
    db.session.rollback()
    rows = db.session.execute(
        select(Notice.person_id, Notice.params).where(Notice.kind == "reminder").order_by(Notice.id)
    )
    return dict(rows.all())


@pytest.fixture
def late_obstacle(app, cast):
    """An obstacle 김 owns, due on the Wednesday after the day of play."""
    with transaction():
        return obstacle_of(cast, actor=cast.kim, owner_id=cast.kim.id, due_on=date(2026, 11, 25))


def on(day):
    return clock.frozen_at(clock.start_of_day(day) + timedelta(hours=8, minutes=30))


def test_only_who_is_late_is_reminded_once_a_day(late_obstacle, cast):
    with on(date(2026, 11, 25)):
        remind_the_late(clock.today())
        assert cast.kim.id not in reminded()
    with on(date(2026, 11, 26)):
        remind_the_late(clock.today())
        remind_the_late(clock.today())
        assert reminded()[cast.kim.id] == {"own": 1}
    assert db.session.scalars(select(Reminder.person_id).where(Reminder.person_id == cast.kim.id)).all() == [
        cast.kim.id
    ]


def test_the_head_hears_of_it_after_the_days_that_were_set(late_obstacle, cast):
    with on(date(2026, 11, 30)):  # three working days late
        remind_the_late(clock.today())
        assert reminded().get(cast.lee.id, {}).get("others") is None
    with on(date(2026, 12, 1)):
        remind_the_late(clock.today())
        assert reminded()[cast.lee.id]["others"] >= 1


def test_who_did_it_meanwhile_hears_nothing(late_obstacle, cast):
    with on(date(2026, 11, 26)):
        with transaction():
            db.session.execute(update(type(late_obstacle)).values(owner_id=cast.park.id))
        remind_the_late(clock.today())
        assert cast.kim.id not in reminded()


def test_nobody_is_reminded_on_a_day_off_or_for_a_day_that_is_over(late_obstacle, cast):
    with on(date(2026, 11, 28)):  # a Saturday
        assert remind_the_late(clock.today()) == 0
        assert remind_the_late(date(2026, 11, 27)) == 0


def test_a_late_supplement_is_nobody_elses_matter(app, cast):
    with transaction():
        issue = an_issue(cast.kim)
        db.session.execute(
            update(Issue)
            .where(Issue.id == issue.id)
            .values(state=IssueState.SUPPLEMENT_ASKED, supplement_due_on=date(2026, 11, 24))
        )
    with on(date(2026, 12, 10)):
        remind_the_late(clock.today())
        assert reminded()[cast.kim.id] == {"own": 1}
        assert cast.lee.id not in reminded()


def test_a_head_who_is_late_too_gets_one_reminder_for_both(app, cast):
    day, long_ago = date(2026, 12, 10), date(2026, 11, 24)
    with on(day), transaction():
        told = remind(day=day, late=[Late(cast.kim.id, 2, [long_ago, day]), Late(cast.lee.id, 1, [long_ago])])
    found = reminded()
    assert told == len(found)
    assert found[cast.lee.id] == {"own": 1, "others": 1, "days": 3}
