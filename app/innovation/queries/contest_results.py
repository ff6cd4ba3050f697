"""경연 결과: what was published, word for word as it was frozen; the awards; the sheet for Excel."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.core.messages import _
from app.core.sheets import Column, Sheet
from app.core.sheets.columns import Kind
from app.innovation.models import Contest, ContestAward, ContestResult


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published result. `intact`: the content still has the fingerprint it was published under."""

    content: dict[str, Any]
    sha256: str
    publisher: str
    published_at: datetime
    intact: bool


def published_result(contest_id: int) -> Published | None:
    """Return the result of a contest, or None while there is none; in one statement."""
    row = db.session.execute(
        select(ContestResult, Person.name)
        .join(Person, Person.id == ContestResult.published_by_id)
        .where(ContestResult.contest_id == contest_id)
    ).one_or_none()
    if row is None:
        return None
    result, publisher = row
    return Published(
        content=_with_numbers(json.loads(result.content)),
        sha256=result.sha256,
        publisher=publisher,
        published_at=result.published_at,
        intact=sha256(result.content.encode()).hexdigest() == result.sha256,
    )


def award_lines(contest_id: int) -> list[dict[str, Any]]:
    """Return the awards in their order, as a result is frozen; those of a past contest exist before it is published."""
    rows = db.session.scalars(
        select(ContestAward).where(ContestAward.contest_id == contest_id).order_by(ContestAward.position)
    )
    return [
        {
            "group": row.group_name,
            "prize": row.prize,
            "department": row.department,
            "title": row.title,
            "honoured": row.honoured or None,
        }
        for row in rows
    ]


def result_sheets(contest: Contest, result: Published) -> Sequence[Sheet]:
    """Return the workbook of a published result: awards, and the scores of all entries where there are any."""
    texts = [("group", _("Group")), ("prize", _("Prize")), ("department", _("Department")), ("title", _("Title"))]
    award_columns = [Column(str(label), key, width=24) for key, label in [*texts, ("honoured", _("Honoured"))]]
    awards = [[award[column.key] for column in award_columns] for award in result.content["awards"]]
    sheets = [Sheet(str(_("Awards")), award_columns, awards)]
    if contest.results_only:
        return sheets
    numbers = [("votes", _("Votes")), ("first", _("First round")), ("committee", _("Committee")), ("place", _("Place"))]
    columns = [Column(str(label), key, width=24) for key, label in [("case", _("Case number")), *texts]]
    columns += [Column(str(label), key, kind=Kind.NUMBER) for key, label in numbers]
    lines = [[line[column.key] for column in columns] for line in result.content["entries"]]
    return [*sheets, Sheet(str(_("Scores")), columns, lines)]


def _with_numbers(content: dict[str, Any]) -> dict[str, Any]:
    """Make the scores of the entries numbers again; canonical JSON keeps them as text."""
    for line in content["entries"]:
        for name in ("first", "committee"):
            line[name] = None if line[name] is None else Decimal(line[name])
    return content
