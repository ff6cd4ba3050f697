"""Rows of a resource, as JSON values: one statement for a page, one more where the resource adds something."""

from typing import Any

from sqlalchemy import select

from app.api.queries.parameters import Asked
from app.api.resources.shapes import Resource, Row, written
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page


def page_of(resource: Resource, actor: Actor, asked: Asked) -> Page[Row]:
    """Return one page of what the actor may read, the oldest record first, so that new ones come at the end."""
    conditions = [wanted.condition(value) for wanted, value in asked.narrowed]
    statement = _statement(resource, actor).where(*conditions)
    listing = Keyset(statement, keys=[resource.key], size=asked.limit, smallest_first=True)
    page = listing.page(asked.cursor, _given(actor))
    return Page(_finished(resource, actor, list(page.rows)), page.next_cursor)


def record_of(resource: Resource, actor: Actor, record_id: int) -> Row:
    """Return one record. Raises `Missing` where there is none, or none the actor may read."""
    found = db.session.execute(_statement(resource, actor).where(resource.key == record_id), _given(actor)).all()
    rows = _finished(resource, actor, list(found))
    if not rows:
        raise Missing(_("There is no such record, or it is not open to you."))
    return rows[0]


def _statement(resource: Resource, actor: Actor) -> AnySelect:
    columns = [known.column.label(known.name) for known in resource.fields if known.column is not None]
    return resource.joined(select(*columns)).where(resource.visible(actor))


def _given(actor: Actor) -> dict[str, Any]:
    return {"me": actor.id}


def _finished(resource: Resource, actor: Actor, found: list[AnyRow]) -> list[Row]:
    stored = [known for known in resource.fields if known.column is not None]
    rows = [
        {known.name: written(known.kind, value) for known, value in zip(stored, values, strict=True)}
        for values in found
    ]
    order = [known.name for known in resource.fields]
    return [{name: row[name] for name in order} for row in resource.finish(actor, rows)]
