"""자료원 화면: what a picture of a source says, and reading it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.messages import Message
from app.core.readings import FigureRule, Reading, ReadRow

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """What was asked: the round and its days, the source and what it counts, the department as it was called."""

    round_code: str
    starts_on: date
    base_on: date
    source: str
    sentence: Message | None
    department_id: int
    department: str


def content_of(facts: PictureFacts, reading: Reading) -> Mapping[str, object]:
    """Return everything that was read, in no language: what was counted as its msgid, the days, the parts, the rows."""
    return {
        "format": FORMAT,
        "round": facts.round_code,
        "source": facts.source,
        "sentence": facts.sentence.msgid if facts.sentence else "",
        "department_id": facts.department_id,
        "department": facts.department,
        "starts_on": facts.starts_on,
        "base_on": facts.base_on,
        "rule": reading.rule,
        "figure": reading.figure,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "rows": reading.rows,
    }


def reading_in(content: Mapping[str, Any]) -> Reading:
    """Read the rows of a picture as they were kept. Raises KeyError, ValueError or TypeError for what is none."""
    return Reading(FigureRule(content["rule"]), tuple(_kept_row(row) for row in content["rows"]))


def _kept_row(row: Mapping[str, Any]) -> ReadRow:
    return ReadRow(
        kind=row["kind"],
        id=row["id"],
        title=row["title"],
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        part=Decimal(row["part"]),
        of=Decimal(row["of"]),
    )
