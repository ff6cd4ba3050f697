"""알림: people read what they were told, up to some days ago; the last days are still unread."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from app.accounts.queries.actors import actor_of_person
from app.cli.demo.steps import Office, Step
from app.notifications.services import read_all

READ_ON = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 11, 17))


def steps(office: Office) -> Iterator[Step]:
    """Read at the end of every quarter, and three days before the story ends."""
    for day in READ_ON:
        yield Step(day, 99, partial(_read, office))


def _read(office: Office) -> None:
    for person_id in office.people.values():
        reader = actor_of_person(person_id)
        if reader is not None:
            read_all(actor=reader)
