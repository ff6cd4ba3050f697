"""외부인: people from outside whom a domain invites. They have neither account nor department nor role."""

import secrets

from app.accounts.models import Person
from app.core import clock
from app.core.database import db


def enter_outsider(*, name: str, institution: str) -> Person:
    """Enter a person from outside. The caller has asked who may, and publishes what happened.

    The number only fills the column: nobody types it, so nobody can be invited to an account by it.
    """
    person = Person(
        employee_no=f"x{secrets.token_hex(8)}",
        name=name,
        institution=institution,
        joined_on=clock.today(),
        version=1,
    )
    db.session.add(person)
    db.session.flush()
    return person
