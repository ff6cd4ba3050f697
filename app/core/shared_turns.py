"""내 차례 of many people at once: the kinds of one stand-in, with columns where a person's own numbers would stand.

People who hold the same offices are asked the same kinds. Their numbers stand in rows of `readers`; the stand-in has
its columns. So one statement reads the turns of a whole page of people, and the rooms need not know of it.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Integer, cast, column, func, literal, null, select, true, union_all, values
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.operators import OperatorType, eq, ne

from app.core.access import Actor, Grant
from app.core.database import AnySelect, db
from app.core.turns import MOST, NO_DAY, Asked


class _Number(Integer):
    """A number of the people asked. To compare it in Python would always say no, so that raises `TypeError`."""

    class comparator_factory(Integer.Comparator[int]):  # noqa: N801  the library's name
        def operate(self, op: OperatorType, *other: Any, **more: Any) -> ColumnElement[Any]:
            found = super().operate(op, *other, **more)
            return Grouping(found) if op in {eq, ne} else found


class OverdueTurn(NamedTuple):
    """Something late: the page where it is done, and since when it has been due."""

    endpoint: str
    due_on: date


def standing_of(actor: Actor) -> Hashable:
    """Return what people must have in common to share a stand-in: the same roles, each for a department or for none."""
    offices = tuple((grant.role, grant.department_id is None, grant.acting) for grant in actor.grants)
    return actor.department_id is None, offices


def stand_in_of(actors: Sequence[Actor]) -> tuple[Actor, CTE]:
    """Return the stand-in of people of one standing, and the rows of their numbers."""
    one = actors[0]
    units = range(sum(grant.department_id is not None for grant in one.grants))
    columns = [column(name, _Number) for name in ("id", "department_id", *(f"unit_{number}" for number in units))]
    rows = [
        (
            actor.id,
            actor.department_id,
            *(grant.department_id for grant in actor.grants if grant.department_id is not None),
        )
        for actor in actors
    ]
    readers = values(*columns, name="readers").data(rows).cte("readers")
    here: Any = readers.c
    own = iter([here[f"unit_{number}"] for number in units])
    grants = [
        grant if grant.department_id is None else Grant(grant.role, next(own), grant.acting) for grant in one.grants
    ]
    unit = None if one.department_id is None else here.department_id
    return replace(one, id=here.id, department_id=unit, grants=tuple(grants)), readers


def read_overdue(
    kinds: Sequence[Asked], readers: CTE, people: Sequence[int], day: date
) -> Mapping[int, Sequence[OverdueTurn]]:
    """Return by person what was due before a day, of the kinds of a stand-in, in one statement (none without a day).

    Of each kind a person has at most as many as stand on a page. What is asked of a role and names nobody is asked of
    all of them.
    """
    dated = [kind for kind in kinds if _has_day(kind.lines)]
    found: dict[int, list[OverdueTurn]] = defaultdict(list)
    if not dated:
        return found
    for reader, place, due_on in db.session.execute(_statement(dated, readers, day)):
        turn = OverdueTurn(dated[place].endpoint, due_on)
        for person_id in people if reader is None else (reader,):
            found[person_id].append(turn)
    return found


def _statement(kinds: Sequence[Asked], readers: CTE, day: date) -> AnySelect:
    parts = [_of_readers(kind.lines, readers, place) for place, kind in enumerate(kinds)]
    every = union_all(*parts).subquery()
    of_one = (every.c.reader, every.c.kind)
    rank = func.row_number().over(partition_by=of_one, order_by=(every.c.due_on, every.c.id)).label("rank")
    late = select(*of_one, every.c.due_on, rank).where(every.c.due_on < day).subquery()
    return select(late.c.reader, late.c.kind, late.c.due_on).where(late.c.rank <= MOST)


def _of_readers(lines: AnySelect, readers: CTE, place: int) -> AnySelect:
    """Add who is asked and which kind it is; nobody (None) where the lines are those of a role."""
    asks = any(getattr(part, "table", None) is readers for part in visitors.iterate(lines))
    reader: ColumnElement[Any] = readers.c.id if asks else cast(null(), Integer)
    whole = lines.join(readers, true()) if asks else lines
    if asks and lines._group_by_clauses:  # noqa: SLF001  nothing public says whether a select counts
        whole = whole.group_by(readers.c.id)
    return whole.add_columns(reader.label("reader"), literal(place).label("kind"))


def _has_day(lines: AnySelect) -> bool:
    due_on: Any = lines.selected_columns["due_on"]
    return due_on.element is not NO_DAY
