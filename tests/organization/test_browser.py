"""The administration in a real browser: nothing inaccessible, nothing too wide, nothing refused by the policy."""

from datetime import date

import pytest

from app.accounts.models import Person
from app.core.database import db, transaction
from app.organization.enums import HolidayKind
from app.organization.services import add_holiday
from tests.browser import PHONE, WIDE, Visitor, serve

PATHS = (
    "/admin",
    "/admin/departments",
    "/admin/departments/new",
    "/admin/people",
    "/admin/people/new",
    "/admin/people/{lee}",
    "/admin/people/{lee}/roles/new",
    "/admin/people/{lee}/transfers/new",
    "/admin/people/{lee}/invitations",
    "/admin/workbook",
    "/admin/peer-groups",
    "/admin/holidays",
    "/admin/settings",
    "/admin/settings/edit",
    "/admin/access-records",
)


@pytest.mark.browser
@pytest.mark.engine_free
@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_administration_is_accessible_at_every_width(app, cast, browser, size):
    with transaction():
        db.session.get(Person, cast.lee.id).name = "이소나무" * 12
        add_holiday(day=date(2026, 12, 24), name="개청기념일", kind=HolidayKind.OWN, actor=cast.goh)
    wrong = {}
    with serve(app) as base:
        visitor = Visitor(browser, base, size=size, language="ko")
        visitor.sign_in_as(cast.goh)
        for pattern in PATHS:
            path = pattern.format(lee=cast.lee.id)
            visitor.open(path)
            found = [*visitor.axe(), *visitor.complaints]
            if visitor.overflow() > 0:
                found.append(f"{visitor.overflow()} pixels too wide")
            visitor.complaints.clear()
            if found:
                wrong[path] = found
        visitor.close()
    assert wrong == {}
