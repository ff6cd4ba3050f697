"""Passwords for the cast, and an app that guards its forms as in an office."""

import pytest

from app.accounts.services import passwords
from app.core.database import transaction

PASSWORD = "긴나무숲 1234 #"


@pytest.fixture
def password(cast):
    """The password of kim, freshly set."""
    return give_password(cast.kim)


def give_password(actor, secret=PASSWORD):
    with transaction():
        passwords.set_password(person_id=actor.id, employee_no=actor.employee_no, password=secret)
    return secret


@pytest.fixture
def guarded(app):
    """The same office with its form tokens on."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False
