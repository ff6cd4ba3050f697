"""The demo's year is lived day by day through the real services: steps in order of days, the clock set to each."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TypeVar

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.cli.demo.content_files import content
from app.core import clock
from app.core.access import Actor
from app.core.database import Model, db
from app.organization.models import Department

OFFICE_OPENS = time(9, 0)
LAST_DAY = date(2026, 11, 20)
"""The story ends here; what it plans for later days is entered on this one."""


Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Step:
    """Something that happens on a day. `order` puts steps of one day in sequence (lower first).

    0–9 organization, 10–19 items, indicators and slogans, 20–29 issues, 30–39 tasks and teams, 40–49 plans,
    50–59 reports and meetings, 60–69 obstacles, 70–79 stages, 80–89 closings and claims, 90–99 rounds.
    """

    day: date
    order: int
    run: Callable[[], None]


@dataclass
class Office:
    """What the steps look up: ids by the names of the content files, and what earlier steps have made."""

    people: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    made: dict[tuple[str, str], int] = field(default_factory=dict)

    def refresh(self) -> None:
        """Read people and departments after they were entered."""
        self.people = dict(db.session.execute(select(Person.employee_no, Person.id)).all())
        self.departments = dict(db.session.execute(select(Department.name, Department.id)).all())

    def actor(self, number: str) -> Actor:
        """Return the person as they may act on the present day of the story."""
        found = actor_of_person(self.people[number])
        if found is None:
            raise LookupError(f"{number} may not act on {clock.today()}")
        return found

    def head(self, department: str) -> Actor:
        """Return who heads the department, by its name, on the present day of the story."""
        today = clock.today().isoformat()
        number = next(
            person["number"]
            for person in content("people")["people"]
            for role in person["roles"]
            if (role["role"], role["department"]) == ("head", department)
            and role["starts_on"] <= today <= (role["ends_on"] or today)
        )
        return self.actor(number)

    def keep(self, noun: str, code: str, record_id: int) -> None:
        """Remember what a step has made, by the code of the content."""
        self.made[noun, code] = record_id

    def get(self, model: type[Record], noun: str, code: str) -> Record:
        """Return the record an earlier step has made."""
        return db.session.get_one(model, self.made[noun, code])


def live(steps: Iterable[Step]) -> int:
    """Run the steps in order, each at a minute of its own on its day. Returns how many."""
    ordered = sorted(steps, key=lambda step: (step.day, step.order))
    taken: Counter[date] = Counter()
    for step in ordered:
        day = min(step.day, LAST_DAY)
        moment = datetime.combine(day, OFFICE_OPENS, clock.SEOUL) + timedelta(seconds=10 * taken[day])
        taken[day] += 1
        with clock.frozen_at(moment):
            _run(step)
    return len(ordered)


def _run(step: Step) -> None:
    try:
        step.run()
    except Exception as error:
        error.add_note(f"Demo step of {step.day}, order {step.order}")
        raise


def on(text: str) -> date:
    """Read an ISO day."""
    return date.fromisoformat(text)


def paper(title: str) -> BytesIO:
    """Make the text file that stands in for a piece of evidence."""
    return BytesIO(f"{title}\n\n시연용으로 만든 자료입니다. 실제 문서가 아닙니다.\n".encode())


def paper_name(name: str) -> str:
    """Turn the name of a piece of evidence in the content into that of its text file."""
    return f"{name.rpartition('.')[0] or name}.txt"
