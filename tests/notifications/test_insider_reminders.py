"""Somebody with two offices at once: a head who also acts for another one, or coordinates it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.notices.reminders import remind_the_late
from app.notifications.models import Reminder
from tests.factories.voice_customer_voices import a_voice

LATER = date(2026, 12, 14)


@pytest.mark.parametrize("role", [Role.HEAD, Role.COORDINATOR])
def test_who_holds_two_offices_is_reminded_of_both_and_keeps_nobody_else_from_it(app, cast, role):
    with transaction():
        second = RoleAssignment(role=role, acting=role is Role.HEAD, starts_on=date(2026, 11, 1), ends_on=LATER)
        second.person_id, second.department_id = cast.lee.id, cast.civil
        db.session.add(second)
        a_voice(cast, department_id=cast.civil)
    with clock.frozen_at(clock.start_of_day(LATER) + timedelta(hours=8, minutes=30)):
        remind_the_late(LATER)
    reminded = set(db.session.scalars(select(Reminder.person_id)))
    assert {cast.lee.id, cast.yoon.id, cast.seo.id} <= reminded
    assert cast.kang.id not in reminded
