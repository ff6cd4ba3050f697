"""통장·현황판 기준: what holds now, and how it came about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.mileage.models import MileageTerms
from app.mileage.rules.objections import Terms

_LAST = (
    select(MileageTerms.objection_days, MileageTerms.answer_days, MileageTerms.personal_board)
    .order_by(MileageTerms.id.desc())
    .limit(1)
)


_LAST_SET = _LAST.add_columns(MileageTerms.set_by_id)
_DAYS_SET = select(MileageTerms.objection_days, MileageTerms.set_by_id).order_by(MileageTerms.id.desc())


class TermsRow(NamedTuple):
    """One entry of the history."""

    objection_days: int
    answer_days: int
    personal_board: bool
    reason: str
    set_at: datetime
    set_by: str


def terms_now() -> Terms:
    """Return what holds; the preset (30 days, 14 days, no personal board) where the office has set nothing."""
    row = db.session.execute(_LAST).first()
    return Terms(**row._asdict()) if row else Terms()


def terms_for(person_id: int) -> Terms:
    """Return what holds for somebody who objects: one statement, two for whoever set the days last.

    Whoever sets them is held to the fewest since a colleague set them (or since the preset): nobody gives themselves
    more days for an objection of their own.
    """
    row = db.session.execute(_LAST_SET).first()
    if row is None:
        return Terms()
    terms = Terms(objection_days=row.objection_days, answer_days=row.answer_days, personal_board=row.personal_board)
    if row.set_by_id != person_id:
        return terms
    known = db.session.execute(_DAYS_SET).all()
    own = list(takewhile(lambda earlier: earlier.set_by_id == person_id, known))
    before = known[len(own)].objection_days if len(known) > len(own) else Terms().objection_days
    return replace(terms, objection_days=min(before, *(earlier.objection_days for earlier in own)))


def terms_history() -> Sequence[TermsRow]:
    """Return every entry with who made it, the latest first."""
    columns = (
        MileageTerms.objection_days,
        MileageTerms.answer_days,
        MileageTerms.personal_board,
        MileageTerms.reason,
        MileageTerms.set_at,
        Person.name,
    )
    statement = select(*columns).join(Person, Person.id == MileageTerms.set_by_id).order_by(MileageTerms.id.desc())
    return [TermsRow(*row) for row in db.session.execute(statement)]
