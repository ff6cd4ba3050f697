"""시연 계정: the personas of the demo, one per role and the mayor. The demo's loader names them in a setting."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.organization.enums import SettingKey
from app.organization.queries import setting

PERSONAS: dict[str, Message] = {role.value: role.label for role in Role} | {"mayor": _("Mayor")}
"""What stands on each button. The mayor holds no role of its own: who heads the leading unit."""


@dataclass(frozen=True)
class Persona:
    """A button on the sign-in page of the demo."""

    key: str
    role: Message
    name: str
    department: str


def persona_numbers() -> dict[str, str]:
    """Return the employee number of each persona: the setting reads "staff=20180137 head=19980019"."""
    pairs = (part.partition("=") for part in setting(SettingKey.DEMO_PERSONAS).split())
    return {key: number for key, _sign, number in pairs if key in PERSONAS}


def personas() -> Sequence[Persona]:
    """Return the personas that exist, in the order of the roles."""
    numbers = persona_numbers()
    ids = select(Person.employee_no, Person.id).where(Person.employee_no.in_(numbers.values()))
    people = dict(db.session.execute(ids).all())
    found = {key: actor_of_person(people[number]) for key, number in numbers.items() if number in people}
    return [
        Persona(key, label, who.name, who.department_name)
        for key, label in PERSONAS.items()
        if (who := found.get(key)) is not None
    ]


def persona_actor(key: str) -> Actor:
    """Return the persona's actor. Raises `Missing` when there is none."""
    number = persona_numbers().get(key)
    person_id = db.session.scalar(select(Person.id).where(Person.employee_no == number)) if number else None
    who = actor_of_person(person_id) if person_id else None
    if who is None:
        raise Missing(_("There is no such persona."))
    return who
