"""슬로건 작성과 제출."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.events import FreeText, publish
from app.core.values import Value
from app.innovation.enums import SloganState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.search import SearchNoun
from app.innovation.enums.slogan_steps import SloganStepKind
from app.innovation.events import SloganChanged, SloganSubmitted, SloganWritten
from app.innovation.models import Slogan, SloganItem
from app.innovation.policy import POLICY
from app.innovation.policy.slogans import SloganOf
from app.innovation.queries.slogans import call_days
from app.innovation.rules import slogans as rules
from app.innovation.rules.slogan_calls import check_in_days, check_year
from app.innovation.services.search import index_for_search
from app.innovation.services.slogans.history import keep


@dataclass(frozen=True)
class PracticeItem:
    """실천항목: what is done and until when."""

    what: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class SloganContent:
    """What the department wrote."""

    text: str
    meaning: str
    values: tuple[Value, ...] = ()
    items: Sequence[PracticeItem] = ()


def write_slogan(*, actor: Actor, department_id: int, year: int, content: SloganContent) -> Slogan:
    """Begin the slogan of a department for a year, within the days of its call.

    `Conflict` for a second one, also when both come at once.
    """
    access.require(POLICY, Permission.SLOGAN_WRITE, actor, SloganOf(department_id))
    check_year(year, clock.today())
    check_in_days(None, call_days(year), clock.today())
    text = rules.check_text(content.text)
    inserted = _insert(actor, department_id, year, text, content)
    if inserted is None:
        rules.check_one_a_year(department_id, year, {(department_id, year)})
    slogan = db.session.get_one(Slogan, inserted)
    _write_items(slogan, content.items)
    keep(slogan, SloganStepKind.WRITING, actor=actor, note=text)
    index_for_search(SearchNoun.SLOGAN, slogan)
    publish(
        SloganWritten(
            actor_id=actor.id, slogan_id=slogan.id, department_id=department_id, year=year, text=FreeText(text)
        )
    )
    return slogan


def _insert(actor: Actor, department_id: int, year: int, text: str, content: SloganContent) -> int | None:
    """Insert unless the department has one for the year: a parallel request waits here and then gets None."""
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(Slogan).values(
        department_id=department_id,
        year=year,
        text=text,
        meaning=content.meaning,
        values=[value.value for value in content.values],
        state=SloganState.DRAFT,
        version=1,
        author_id=actor.id,
        edited_by_id=actor.id,
        written_at=clock.now(),
    )
    once = statement.on_conflict_do_nothing(index_elements=["department_id", "year"]).returning(Slogan.id)
    return db.session.execute(once).scalar_one_or_none()


def change_slogan(*, actor: Actor, slogan: Slogan, content: SloganContent) -> None:
    """Change a draft, or a slogan that came back."""
    access.require(POLICY, Permission.SLOGAN_WRITE, actor, slogan)
    rules.check_editing(slogan.state)
    text = rules.check_text(content.text)
    change_state(
        slogan,
        text=text,
        meaning=content.meaning,
        values=[value.value for value in content.values],
        edited_by_id=actor.id,
    )
    _write_items(slogan, content.items)
    keep(slogan, SloganStepKind.CHANGE, actor=actor, note=text)
    index_for_search(SearchNoun.SLOGAN, slogan)
    publish(SloganChanged(actor_id=actor.id, slogan_id=slogan.id, text=FreeText(text)))


def submit_slogan(*, actor: Actor, slogan: Slogan) -> None:
    """Put the slogan before the head."""
    access.require(POLICY, Permission.SLOGAN_WRITE, actor, slogan)
    items = db.session.execute(select(func.count()).where(SloganItem.slogan_id == slogan.id)).scalar_one()
    rules.check_submission(slogan.state, text=slogan.text, meaning=slogan.meaning, practice_item_count=items)
    check_in_days(slogan.state, call_days(slogan.year), clock.today())
    change_state(slogan, state=SloganState.SUBMITTED, submitted_at=clock.now())
    keep(slogan, SloganStepKind.SUBMISSION, actor=actor)
    publish(
        SloganSubmitted(actor_id=actor.id, slogan_id=slogan.id, department_id=slogan.department_id, year=slogan.year)
    )


def _write_items(slogan: Slogan, items: Sequence[PracticeItem]) -> None:
    db.session.execute(delete(SloganItem).where(SloganItem.slogan_id == slogan.id))
    db.session.add_all(
        SloganItem(slogan_id=slogan.id, position=position, what=item.what, due_on=item.due_on)
        for position, item in enumerate(items, start=1)
    )
    db.session.flush()
