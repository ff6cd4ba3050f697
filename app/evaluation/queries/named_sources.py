"""자료원 목록: every named source, which indicators read it, and its present figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.database import db
from app.core.messages import Message
from app.core.readings import FigureRule, Reading
from app.evaluation import sources
from app.evaluation.models import Indicator
from app.evaluation.queries.source_figures import existing_between
from app.organization.queries import departments_on


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A named source: what exactly it counts, how rows become a figure, and the indicators (id, code, name) that read it."""

    name: str
    label: Message | str
    sentence: Message | None
    rule: FigureRule | None
    indicators: Sequence[tuple[int, str, str]]


@dataclass(frozen=True, kw_only=True)
class SourceFigure:
    """What a source says of a department; its figure is None where there is nothing to know."""

    department_id: int
    department: str
    reading: Reading


def source_rows() -> Sequence[SourceRow]:
    """Return the sources in the order of their table, in one statement."""
    statement = select(Indicator.named_source, Indicator.id, Indicator.code, Indicator.name).where(
        Indicator.named_source.is_not(None)
    )
    used: dict[str, list[tuple[int, str, str]]] = {}
    for source, indicator_id, code, name in db.session.execute(statement.order_by(Indicator.code)):
        used.setdefault(source or "", []).append((indicator_id, code, name))
    return [
        SourceRow(
            name=name,
            label=sources.label_of(name),
            sentence=sources.sentence_of(name),
            rule=sources.rule_of(name),
            indicators=used.get(name, ()),
        )
        for name in sources.in_order()
    ]


def figures_of(name: str, start: date, end: date) -> Sequence[SourceFigure]:
    """Return what a source says of every department of today, in the order of the organization chart."""
    units = departments_on()
    there = existing_between([unit.id for unit in units], start, end)
    known = sources.readings(name, [unit.id for unit in units if unit.id in there], start, end)
    return [
        SourceFigure(department_id=unit.id, department=unit.name, reading=known[unit.id])
        for unit in units
        if unit.id in known
    ]
