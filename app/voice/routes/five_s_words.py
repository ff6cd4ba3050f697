"""What stands beside the figures of the 5S index: findings, derivation panels, and the rows with their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for

from app.core.figures import bare, rounded
from app.core.i18n import format_day, format_moment
from app.core.messages import Message, _
from app.voice.enums.five_s import FiveSPart
from app.voice.models.five_s import FiveSRule, FiveSRun
from app.voice.queries.five_s import DepartmentYear, FigureView, HeatRow, YearState
from app.voice.rules.five_s import PartScore, Row, SourceScore, shown
from app.voice.rules.five_s_words import told_index, told_part, told_source

PAGES = {
    "survey_wave": ("voice.show_survey_wave", "wave_id"),
    "recognition": ("voice.show_recognition", "recognition_id"),
    "affair": ("voice.show_affair", "affair_id"),
}
"""Which page one row of a kind has: endpoint and parameter. The calls have the list they come from."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What the derivation panel shows."""

    part: FiveSPart
    title: str
    formula: str | None
    lines: Sequence[str]
    result: str
    by: str
    at: str
    rule_version: int
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """A row behind a figure as its table shows it."""

    title: str
    url: str | None
    day: str
    n: int | None
    part: Decimal
    of: Decimal | None
    is_example: bool


@dataclass(frozen=True, kw_only=True)
class ShownSource:
    """A source with its rule, how it came to its score, and its rows."""

    label: Message
    sentence: Message
    weight: str
    score: Decimal | None
    lines: Sequence[str]
    rows: Sequence[ShownRow]


def heat_finding(rows: Sequence[HeatRow]) -> Message:
    """Say who stands first in a peer group and how many have no index."""
    first = [row for row in rows if row.rank == 1]
    missing = sum(1 for row in rows if row.total is None)
    if not first:
        return _("No department of this peer group has enough figures for a place yet.")
    names = ", ".join(row.department for row in first)
    return _(
        "%(names)s stands first with %(score)s points; %(missing)s departments have no figure yet.",
        names=names,
        score=first[0].total,
        missing=missing,
    )


def department_finding(years: Sequence[DepartmentYear]) -> Message:
    """Say how the index went from the first year to the last."""
    known = [(one.year, total) for one in years if (total := one.scores.get(FiveSPart.TOTAL)) is not None]
    if not known:
        return _("This department has no index yet.")
    (first, before), (last, now) = known[0], known[-1]
    if first == last:
        return _("%(year)s: %(score)s points", year=str(last), score=now)
    return _(
        "From %(before)s points in %(first)s to %(now)s points in %(last)s.",
        before=before,
        first=str(first),
        now=now,
        last=str(last),
    )


def explained_index(opened: DepartmentYear, state: YearState) -> list[Panel]:
    """Return the panels of a department's year: the index, then each S with its way to the rows."""
    if opened.index is None or state.rule is None or state.run is None:
        return []
    index = opened.index
    total = Panel(
        part=FiveSPart.TOTAL,
        title=str(FiveSPart.TOTAL.label),
        formula=str(_("Weighted mean of the S that have a figure")),
        lines=[str(line) for line in told_index(index)],
        result=_score(index.score),
        **_made(state.rule, state.run),
    )
    return [
        total,
        *(
            explained_part(part, state.rule, state.run, opened.figure_ids.get(FiveSPart(part.value.value)))
            for part in index.parts
        ),
    ]


def explained_part(part: PartScore, rule: FiveSRule, run: FiveSRun, figure_id: int | None = None) -> Panel:
    """Return the panel of one S."""
    return Panel(
        part=FiveSPart(part.value.value),
        title=str(part.value.label),
        formula=str(
            _("100 × (figure − worst) ÷ (best − worst), kept within 0 and 100; then the weighted mean of the sources")
        ),
        lines=[str(line) for line in told_part(part)],
        result=_score(part.score),
        url=url_for("voice.show_five_s_figure", figure_id=figure_id) if figure_id else None,
        **_made(rule, run),
    )


def _made(rule: FiveSRule, run: FiveSRun) -> dict[str, Any]:
    by = _("run %(number)s, hash %(hash)s", number=run.number, hash=run.sha256[:12])
    return {"by": str(by), "at": format_moment(run.reckoned_at), "rule_version": rule.version}


def _score(score: Decimal | None) -> str:
    return str(_("No figure")) if score is None else str(_("%(points)s points", points=shown(score)))


def explained_figure(view: FigureView) -> list[ShownSource]:
    """Return the sources of an S with all their rows, each with its page if it has one."""
    return [
        ShownSource(
            label=one.rule.source.label,
            sentence=one.rule.source.sentence,
            weight=bare(one.rule.weight),
            score=shown(one.score),
            lines=[str(line) for line in told_source(one)],
            rows=[_row(row, one, view) for row in one.fact.rows],
        )
        for one in view.part.sources
    ]


def _row(row: Row, one: SourceScore, view: FigureView) -> ShownRow:
    return ShownRow(
        title=row.title or str(one.rule.source.label),
        url=_page(row, view),
        day=format_day(date.fromisoformat(row.day)) if row.day else "",
        n=row.n or None,
        part=rounded(row.part, 2),
        of=rounded(row.of, 2) if row.of else None,
        is_example=row.is_example,
    )


def _page(row: Row, view: FigureView) -> str | None:
    """Return the list or page behind a row."""
    if row.kind in PAGES:
        endpoint, parameter = PAGES[row.kind]
        place: dict[str, Any] = {parameter: row.id}
        return url_for(endpoint, **place)
    return url_for("voice.list_customer_voices", department=view.figure.department_id)
