"""경연대회: entries and awards."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core.clock import start_of_day, to_seoul
from app.core.database import db
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows
from app.innovation.enums.contests import ContestPeriod
from app.innovation.models import Contest, ContestAward, ContestEntry, ContestResult

_ENDS = {
    ContestPeriod.FIRST_QUARTER: (3, 31),
    ContestPeriod.FIRST_HALF: (6, 30),
    ContestPeriod.SECOND_QUARTER: (6, 30),
    ContestPeriod.THIRD_QUARTER: (9, 30),
}
"""Month and day on which a part of the year ends; the others end with the year."""


def _read_awards(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    statement = (
        select(
            ContestAward.department_id,
            Contest.id,
            Contest.name,
            ContestAward.prize,
            ContestResult.published_at,
            Contest.results_only,
            Contest.year,
            Contest.period,
        )
        .join(Contest, Contest.id == ContestAward.contest_id)
        .join(ContestResult, ContestResult.contest_id == Contest.id)
        .where(ContestAward.department_id.in_(department_ids), Contest.year.between(start.year - 1, end.year))
        .order_by(Contest.year, ContestAward.id)
    )
    for unit, contest_id, name, prize, at, is_past, year, period in db.session.execute(statement):
        day = _last_day(year, period) if is_past else to_seoul(at).date()
        if unit is not None and start <= day <= end:
            yield unit, ReadRow(kind="contest", id=contest_id, title=f"{name}: {prize}", day=day)


def _last_day(year: int, period: ContestPeriod) -> date:
    """Of a contest held elsewhere only its period is known; when it was entered here says nothing."""
    return date(year, *_ENDS.get(period, (12, 31)))


def _read_entries(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    statement = (
        select(ContestEntry.department_id, Contest.id, Contest.name, ContestEntry.entered_at)
        .join(Contest, Contest.id == ContestEntry.contest_id)
        .where(
            ContestEntry.department_id.in_(department_ids),
            ContestEntry.withdrawn_at.is_(None),
            ContestEntry.entered_at >= start_of_day(start),
            ContestEntry.entered_at < start_of_day(date.fromordinal(end.toordinal() + 1)),
        )
        .order_by(ContestEntry.entered_at, ContestEntry.id)
    )
    for unit, contest_id, name, at in db.session.execute(statement):
        yield unit, ReadRow(kind="contest", id=contest_id, title=name, day=to_seoul(at).date())


contest_awards = NamedSource(
    label=_("Awards in contests"),
    sentence=_(
        "Prizes the department won in contests whose result is published, by the day of publication. Of a contest held "
        "elsewhere only the period is known: its prizes count on the last day of it."
    ),
    rule=FigureRule.SUM,
    read=_read_awards,
)
contest_entries = NamedSource(
    label=_("Entries in contests"),
    sentence=_("Cases the department entered in contests, by the day of the entry; what was withdrawn is not counted."),
    rule=FigureRule.SUM,
    read=_read_entries,
)
