"""Reads of the access log (접속기록)."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import AccessRecord, Person
from app.core.pages import Page, keyset_page


def access_records(cursor: str | None = None) -> Page[tuple[object, ...]]:
    """Return (moment, who, address, action, whom, how many, why), the latest first."""
    reader, concerned = aliased(Person), aliased(Person)
    statement = (
        select(
            AccessRecord.occurred_at,
            reader.name,
            AccessRecord.address,
            AccessRecord.action,
            concerned.name,
            AccessRecord.concerned_count,
            AccessRecord.reason,
        )
        .join(reader, reader.id == AccessRecord.person_id)
        .outerjoin(concerned, concerned.id == AccessRecord.concerned_person_id)
    )
    return keyset_page(statement, keys=[AccessRecord.id], cursor=cursor)
