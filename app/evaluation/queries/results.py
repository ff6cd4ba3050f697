"""결과를 읽는 눈: a snapshot, published or only computed, as what a page shows."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.figures import bare, rounded
from app.core.messages import Message, _
from app.evaluation.enums import MeasureState
from app.evaluation.models import Publication
from app.evaluation.queries.releases import seen_by
from app.evaluation.queries.rows import rows_as

_Confirmer = aliased(Person, name="confirmer")
ANSWERS: Mapping[str, Message] = {"Done: 100": _("Yes"), "Not done: 0": _("No")}
"""What a derivation of yes or no means; a snapshot keeps the sentence, not the method."""

SHOWN_PLACES = 4
_ENDLESS = re.compile(r"-?\d+\.\d{5,}")


@dataclass(frozen=True)
class Section:
    """A part of the panel: its heading, and what it lists, each with an address where there is a page to open."""

    title: Message
    items: Sequence[tuple[Message | str, str | None]]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """「이 점수는」: what the panel beside a number shows."""

    title: str
    lines: Sequence[Message]
    result: str
    by: object
    at: str
    formula: Message | None = None
    sources: Sequence[Mapping[str, object]] = ()
    rule_version: object = None
    sections: Sequence[Section] = ()
    """What stands behind the figure: rules of the day, people, target, corrections."""


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One indicator of a department."""

    indicator_id: int
    code: str
    name: str
    unit: str
    weight: str
    state: MeasureState
    actual: Message | str | None
    note: str
    score: str | None
    points: str | None
    explanation: Explanation

    @property
    def shown_actual(self) -> Message | str | None:
        """The actual value as people read it: of a quotient that never ends four decimals."""
        if not isinstance(self.actual, str) or not _ENDLESS.fullmatch(self.actual):
            return self.actual
        return bare(rounded(Decimal(self.actual), SHOWN_PLACES))


@dataclass(frozen=True, kw_only=True)
class DepartmentView:
    """One department of a round."""

    department_id: int
    department: str
    peer_group_id: int
    peer_group: str
    is_ranked: bool
    total: str | None
    rank: int | None
    ranked_count: int
    grade: str | None
    lines: Sequence[LineView]
    explanation: Explanation

    @property
    def weight(self) -> Decimal:
        """Sum of the weights of the lines."""
        return sum((Decimal(line.weight) for line in self.lines), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class PublicationView:
    """A publication with who made it."""

    id: int
    version: int
    sha256: str
    correction_reason: str
    published_by: str
    confirmed_by: str | None
    """Who of another office confirmed it; None for the first version."""
    published_at: datetime
    release_at: datetime | None


@dataclass(frozen=True)
class Origin:
    """Who stands for a figure, and since when."""

    by: object
    at: str
    version: object = None


def publications_of(round_id: int, actor: Actor) -> Sequence[PublicationView]:
    """Return the publications of a round the actor may see, newest first, without their texts."""
    statement = (
        select(
            Publication.id,
            Publication.version,
            Publication.sha256,
            Publication.correction_reason,
            Person.name,
            _Confirmer.name,
            Publication.published_at,
            Publication.release_at,
        )
        .join(Person, Person.id == Publication.published_by_id)
        .outerjoin(_Confirmer, _Confirmer.id == Publication.confirmed_by_id)
        .where(Publication.round_id == round_id, seen_by(actor))
        .order_by(Publication.version.desc())
    )
    return rows_as(PublicationView, statement)


def content_of(publication_id: int) -> dict[str, Any]:
    """Return the content of a publication."""
    content: dict[str, Any] = json.loads(
        db.session.scalars(select(Publication.snapshot).where(Publication.id == publication_id)).one()
    )
    return content


def department_views(content: Mapping[str, Any], origin: Origin) -> list[DepartmentView]:
    """Return the departments of a snapshot, by peer group and rank, without their lines."""
    digits = content["round"]["digits"]
    return [_department(row, digits, origin) for row in content["departments"]]


def department_view(content: Mapping[str, Any], department_id: int, origin: Origin) -> DepartmentView | None:
    """Return one department of a snapshot with every line."""
    digits = content["round"]["digits"]
    found = next((row for row in content["departments"] if row["department_id"] == department_id), None)
    return None if found is None else _department(found, digits, origin, with_lines=True)


def _department(row: Mapping[str, Any], digits: int, origin: Origin, *, with_lines: bool = False) -> DepartmentView:
    total = None if row["total"] is None else format(Decimal(row["total"]), f".{digits}f")
    explanation = Explanation(
        title=row["department"],
        lines=[sentence(step) for step in row["derivation"]],
        result=total or "–",
        by=origin.by,
        at=origin.at,
        rule_version=origin.version,
    )
    return DepartmentView(
        department_id=row["department_id"],
        department=row["department"],
        peer_group_id=row["peer_group_id"],
        peer_group=row["peer_group"],
        is_ranked=row["is_ranked"],
        total=total,
        rank=row["rank"],
        ranked_count=row["ranked_count"],
        grade=row["grade"],
        lines=[_line(line, origin) for line in _aligned(row["lines"])] if with_lines else (),
        explanation=explanation,
    )


def _aligned(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines with as many decimals in every score, and in all points, as the longest of them has."""
    places = {name: max((_decimals(line[name]) for line in lines), default=0) for name in ("score", "points")}
    return [{**line, **{name: _with_decimals(line[name], digits) for name, digits in places.items()}} for line in lines]


def _decimals(figure: str | None) -> int:
    return len((figure or "").partition(".")[2])


def _with_decimals(figure: str | None, digits: int) -> str | None:
    return None if figure is None else format(Decimal(figure), f".{digits}f")


def line_view(line: Mapping[str, Any]) -> LineView:
    """Return one line of a snapshot, or one written like it, as a page shows it."""
    return _line(line, Origin(by="", at=""))


def _line(line: Mapping[str, Any], origin: Origin) -> LineView:
    steps = [sentence(step) for step in line["derivation"]]
    note = line["note"]
    answer = ANSWERS.get(steps[0].msgid) if steps else None
    explanation = Explanation(
        title=f"{line['code']} {line['name']}",
        formula=steps[0] if steps else None,
        lines=steps[1:],
        result=f"{line['points']} / {line['weight']}" if line["points"] else "–",
        sources=[{"label": note, "url": None}] if note else [],
        by=origin.by,
        at=origin.at,
        rule_version=origin.version,
    )
    return LineView(
        indicator_id=line["indicator_id"],
        code=line["code"],
        name=line["name"],
        unit="" if answer else line["unit"],
        weight=line["weight"],
        state=MeasureState(line["state"]),
        actual=answer or line["actual"],
        note=note,
        score=line["score"],
        points=line["points"],
        explanation=explanation,
    )


def sentence(plain: Mapping[str, Any]) -> Message:
    """Return a sentence of a snapshot, to be read in any language."""
    params = {name: sentence(value) if isinstance(value, Mapping) else value for name, value in plain["params"].items()}
    return Message(plain["msgid"], params)


def grade_counts(views: Sequence[DepartmentView]) -> dict[str, int]:
    """Count the grades given, best first as they appear."""
    counts: dict[str, int] = {}
    for view in views:
        if view.grade is not None:
            counts[view.grade] = counts.get(view.grade, 0) + 1
    return counts
