"""What is late, read for everybody at once, is what each first page shows; and many people cost no more than few."""

import re
from datetime import date, timedelta

import pytest

from app.accounts.models import Account, Person
from app.accounts.queries.actors import actor_of_person
from app.core import clock, shared_turns
from app.core.database import db, transaction
from app.home.queries.overdue import overdue_of
from app.home.queries.turns import owed_by
from app.notifications.queries.recipients import everybody_here
from tests.house.test_access_matrix import AREAS, build
from tests.statements import count_statements


def one_by_one(people, day):
    """What `owed_by` says of each."""
    found = {}
    for person_id in people:
        late = [turn for turn in owed_by(actor_of_person(person_id)) if turn.due_on is not None and turn.due_on < day]
        if late:
            found[person_id] = sorted((turn.endpoint, turn.due_on) for turn in late)
    return found


def at_once(people, day):
    return {person_id: sorted(map(tuple, turns)) for person_id, turns in overdue_of(people, day).items()}


ALONE = (
    "claim_panels",
    "evaluation",
    "innovation_b",
    "reopenings",
    "scorecards",
    "slogan_cycle",
    "voice_answering",
)
"""Scenes that cannot stand in the office of others: they use a code, a slogan or a deputy a second time."""

BESIDE = [area for area in AREAS if area not in ALONE]
OFFICES = [[area] for area in ALONE] + [BESIDE[first::8] for first in range(8)]
"""Every scene once, several in an office: reading everybody costs the same for one scene as for six."""


@pytest.mark.slow
@pytest.mark.parametrize("areas", OFFICES, ids="+".join)
def test_everybody_at_once_is_everybody_one_by_one(areas, app, cast):
    """The scenes of the access tables, looked at on a day when whatever has a day is late, and on days before."""
    for area in areas:
        build(area, cast)
    db.session.rollback()
    people = everybody_here()
    for days in (5, 60, 400):
        with clock.frozen_at(clock.now() + timedelta(days=days)):
            people = everybody_here()
            day = clock.today()
            assert at_once(people, day) == one_by_one(people, day)


def test_nobody_is_asked_what_another_is_asked(app, cast, monkeypatch):
    """The people stand in each part once, joined; an inner select that has them too would answer for everybody."""
    made = []

    def keep(*given):
        made.append(original(*given))
        return made[-1]

    original = shared_turns._statement
    monkeypatch.setattr(shared_turns, "_statement", keep)
    overdue_of(everybody_here(), clock.today())
    assert all("JOIN readers ON true" in str(statement) for statement in made)
    assert [found for text in map(str, made) for found in re.findall(r"(?:FROM|,)\s+readers\b(?!\.)", text)] == []


def employed(cast, count):
    """Further people of the traffic department; return their ids."""
    with transaction():
        made = [
            Person(
                employee_no=f"p{number:03}",
                name=f"직원{number}",
                department_id=cast.traffic,
                joined_on=date(2020, 1, 1),
            )
            for number in range(count)
        ]
        db.session.add_all(made)
        db.session.flush()
        db.session.add_all(Account(person_id=one.id) for one in made)
        return [one.id for one in made]


def test_thirty_people_cost_as_many_statements_as_three(app, cast):
    people = employed(cast, 30)
    db.session.rollback()
    with count_statements() as few:
        overdue_of(people[:3], clock.today())
    with count_statements() as many:
        overdue_of(people, clock.today())
    assert len(few) == len(many) == 2


def test_a_number_of_the_people_is_never_compared_in_python(app, cast):
    stand_in, _readers = shared_turns.stand_in_of([actor_of_person(cast.lee.id)])
    for wrong in (
        lambda: stand_in.id == cast.lee.id,
        lambda: stand_in.department_id != cast.traffic,
        lambda: cast.traffic in stand_in.headed_department_ids,
        lambda: stand_in.heads(cast.traffic),
    ):
        with pytest.raises(TypeError):
            bool(wrong())
