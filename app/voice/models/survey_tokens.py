"""응답권: hashes of the tokens nobody has used yet, the tickets of the pool, and who has taken one.

A token that is used is deleted, in the transaction that keeps the answer: no row is left that could be joined to it, not
by a time, not by an order, not by the number of a transaction. No table here has a time or a number that counts up.
"""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key, trigger

_TOKENS, _TICKETS, _TAKINGS = "survey_tokens", "survey_tickets", "survey_takings"


class SurveyToken(Model):
    """응답권: may be used once. Only the hash is kept; rows are put in by the order of the hashes."""

    __tablename__ = _TOKENS
    __table_args__ = ({"sqlite_with_rowid": False},)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    link_id: Mapped[int] = foreign_key("survey_links.id")


class SurveyTicket(Model):
    """응답권 추첨표: one of the pool; with the server's key it becomes a token. Deleted when it is dealt."""

    __tablename__ = _TICKETS

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    link_id: Mapped[int] = foreign_key("survey_links.id")


class SurveyTaking(Model):
    """응답권 수령: that a colleague has taken a token of a link, not which, and not when."""

    __tablename__ = _TAKINGS
    __table_args__ = ({"sqlite_with_rowid": False},)

    link_id: Mapped[int] = foreign_key("survey_links.id", primary_key=True, index=False)
    person_id: Mapped[int] = foreign_key("people.id", primary_key=True)


trigger(_TOKENS, "UPDATE", name="no_update", reason=f"{_TOKENS}: rows are never changed")
trigger(_TICKETS, "UPDATE", name="no_update", reason=f"{_TICKETS}: rows are never changed")
trigger(_TAKINGS, "UPDATE", name="no_update", reason=f"{_TAKINGS}: rows are never changed")
trigger(
    _TAKINGS,
    "INSERT",
    name="not_the_own_department",
    reason=f"{_TAKINGS}: nobody rates the own department",
    condition="EXISTS (SELECT 1 FROM people p JOIN survey_links l ON l.department_id = p.department_id "
    "WHERE p.id = NEW.person_id AND l.id = NEW.link_id)",
)
trigger(
    _TAKINGS,
    "INSERT",
    name="not_the_own_office",
    reason=f"{_TAKINGS}: nobody rates the department they head or coordinate",
    # only what has no end: the database does not know the day in Seoul, and may not be stricter than the service
    condition="EXISTS (SELECT 1 FROM role_assignments r JOIN survey_links l ON l.department_id = r.department_id "
    "WHERE r.person_id = NEW.person_id AND l.id = NEW.link_id AND r.role IN ('head', 'coordinator') "
    "AND r.ends_on IS NULL AND r.starts_on <= CURRENT_DATE)",
)
