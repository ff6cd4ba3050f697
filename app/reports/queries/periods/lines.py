"""보고 줄: a stored line with what the product knows of it, its forecast, and the last report's line beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.core.messages import Message
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles import visible_to
from app.reports.enums import LineKind
from app.reports.models import PeriodReportLine
from app.reports.rules.facts import facts_in_words, forecast_of, is_from_records
from app.reports.rules.forecasts import Forecast
from app.reports.rules.lines import LineKey


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One line of a report as its page shows it; `obstacle` only where the reader may see it."""

    line: PeriodReportLine
    words: tuple[Message | str, ...]
    forecast: Forecast | None
    before: PeriodReportLine | None
    obstacle: str | None

    @property
    def is_from_records(self) -> bool:
        """Whether the department took over what the product had recorded."""
        return is_from_records(self.line.text, self.line.facts)


def by_thing(lines: Sequence[PeriodReportLine]) -> Mapping[LineKey, PeriodReportLine]:
    """Return lines by what they are about."""
    return {(line.kind, line.record_id): line for line in lines}


def shown_lines(
    lines: Sequence[PeriodReportLine], before: Sequence[PeriodReportLine], actor: Actor
) -> Sequence[ShownLine]:
    """Return the lines of a report beside those of the last one: one statement for the obstacles they name."""
    earlier, titles = by_thing(before), _titles(lines, actor)
    return [
        ShownLine(
            line=line,
            words=facts_in_words(line.kind, line.facts),
            forecast=forecast_of(line.facts, line.value) if line.kind is LineKind.INDICATOR else None,
            before=earlier.get((line.kind, line.record_id)),
            obstacle=titles.get(line.obstacle_id) if line.obstacle_id is not None else None,
        )
        for line in lines
    ]


def _titles(lines: Sequence[PeriodReportLine], actor: Actor) -> Mapping[int, str]:
    ids = {line.obstacle_id for line in lines if line.obstacle_id is not None}
    if not ids:
        return {}
    statement = select(Obstacle.id, Obstacle.title).where(Obstacle.id.in_(ids), visible_to(actor))
    return {row.id: row.title for row in db.session.execute(statement)}
