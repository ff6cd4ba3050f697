"""독촉: only to those who are late, once a day, and after some working days to the head as well."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core.access import Role
from app.core.database import db
from app.core.messages import Message, _
from app.notifications.enums import NoticeKind
from app.notifications.models import Reminder
from app.notifications.queries.mail_settings import mail_settings
from app.notifications.services.notices import Link, tell
from app.notifications.who import people
from app.organization.models import Department
from app.organization.queries import holidays_between
from app.organization.rules import is_working_day, working_days_between

_OWN = _("Things of yours that are late: %(own)s")
_OTHERS = _("Things in your department that are more than %(days)s working days late: %(others)s")
_BOTH = _("Late: %(own)s things of yours, and %(others)s in your department by more than %(days)s working days")
_HOME = Link("home.show_home")


class Late(NamedTuple):
    """What somebody owes that is late. `own`: how many things; `told_on`: the due days of those a head may hear of."""

    person_id: int
    own: int
    told_on: Sequence[date]


def remind(*, day: date, late: Sequence[Late]) -> int:
    """Remind those who are late, and heads of what has been late for long; return how many people were told.

    Nobody is reminded on a day off, nor twice on a day, however often this runs.
    """
    if not is_working_day(day, holidays_between(day, day)) or not late:
        return 0
    days = mail_settings().head_after_days
    others = _of_others(day, late, days)
    own = {one.person_id: one.own for one in late if one.own}
    sums = {person_id: (own.get(person_id, 0), others.get(person_id, 0)) for person_id in {*own, *others}}
    fresh = _write_down(day, sums)
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for person_id in fresh:
        alike[sums[person_id]].append(person_id)
    return sum(
        tell(
            who=people(*person_ids),
            kind=NoticeKind.REMINDER,
            sentence=_sentence(*counts, days),
            link=_HOME,
        )
        for counts, person_ids in sorted(alike.items())
    )


def _sentence(own: int, others: int, days: int) -> Message:
    template = _BOTH if own and others else _OWN if own else _OTHERS
    given = {"own": own, "others": others, "days": days}
    return Message(template.msgid, {name: value for name, value in given.items() if f"%({name})s" in template.msgid})


def _of_others(day: date, late: Sequence[Late], days: int) -> Mapping[int, int]:
    """Count by head what the people of their departments have left undone for more than `days` working days."""
    told = [one for one in late if one.told_on]
    if not told:
        return {}
    free = holidays_between(min(first for one in told for first in one.told_on), day)
    long = Counter(
        {one.person_id: sum(working_days_between(due, day, free) > days for due in one.told_on) for one in told}
    )
    units = dict(db.session.execute(select(Person.id, Person.department_id).where(Person.id.in_(list(long)))).all())
    heads, parents = _heads(day), _parents()
    counted: Counter[int] = Counter()
    for person_id, number in long.items():
        unit = units.get(person_id)
        if number and person_id in heads.get(unit, ()):
            unit = parents.get(unit)
        for head in heads.get(unit, ()):
            counted[head] += number if head != person_id else 0
    return {person_id: number for person_id, number in counted.items() if number}


def _heads(day: date) -> Mapping[int | None, Sequence[int]]:
    rows = db.session.execute(
        select(RoleAssignment.department_id, RoleAssignment.person_id).where(
            RoleAssignment.role == Role.HEAD, held_on(day)
        )
    )
    found: dict[int | None, list[int]] = defaultdict(list)
    for unit, person_id in rows:
        found[unit].append(person_id)
    return found


def _parents() -> Mapping[int | None, int | None]:
    return dict(db.session.execute(select(Department.id, Department.parent_id)).all())


def _write_down(day: date, sums: Mapping[int, tuple[int, int]]) -> Sequence[int]:
    """Write down who is reminded today; return those who had not been yet."""
    if not sums:
        return []
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    rows = [
        {"person_id": person_id, "reminded_on": day, "own": own, "others": others}
        for person_id, (own, others) in sorted(sums.items())
    ]
    fresh = insert(Reminder).values(rows).on_conflict_do_nothing(index_elements=["person_id", "reminded_on"])
    return db.session.scalars(fresh.returning(Reminder.person_id)).all()
