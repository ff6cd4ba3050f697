"""슬로건: practice and the score of the panel."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from app.core.database import db
from app.core.figures import ONE
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.models import Slogan, SloganBallot, SloganItemResult, SloganPanel, SloganReview
from app.innovation.rules.slogan_panels import panel_score
from app.innovation.rules.slogan_reviews import last_day


def _read_practice(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    kept: ColumnElement[int] = func.count().filter(SloganItemResult.outcome == ItemOutcome.DONE)
    columns = (Slogan.department_id, Slogan.id, Slogan.text, Slogan.year, SloganReview.half, SloganReview.id)
    statement = (
        select(*columns, kept, func.count())
        .join(SloganReview, SloganReview.slogan_id == Slogan.id)
        .join(SloganItemResult, SloganItemResult.review_id == SloganReview.id)
        .where(Slogan.department_id.in_(department_ids), SloganReview.state == SloganState.APPROVED)
        .where(Slogan.year.between(start.year - 1, end.year))
        .group_by(*columns)
        .order_by(Slogan.year, SloganReview.id)
    )
    for unit, slogan_id, text, year, half, _review, done, items in db.session.execute(statement):
        day = last_day(year, half)
        if start <= day <= end:
            row = ReadRow(kind="slogan", id=slogan_id, title=text, day=day, part=Decimal(done), of=Decimal(items))
            yield unit, row


def _read_panel(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    statement = (
        select(Slogan.department_id, SloganPanel.id, SloganPanel.closed_on, Slogan.id, Slogan.text, SloganBallot.total)
        .join(SloganBallot, SloganBallot.slogan_id == Slogan.id)
        .join(SloganPanel, SloganPanel.id == SloganBallot.panel_id)
        .where(Slogan.department_id.in_(department_ids), SloganPanel.closed_on.between(start, end))
        .order_by(SloganPanel.closed_on, SloganPanel.id, SloganBallot.id)
    )
    last: dict[int, tuple[int, ReadRow, list[Decimal]]] = {}
    for unit, panel_id, day, slogan_id, text, total in db.session.execute(statement):
        if unit not in last or last[unit][0] != panel_id:
            last[unit] = (panel_id, ReadRow(kind="slogan", id=slogan_id, title=text, day=day), [])
        last[unit][2].append(total)
    for unit, (_panel, row, totals) in last.items():
        score = panel_score(totals)
        if score is not None:
            told = ReadRow(kind=row.kind, id=row.id, title=row.title, day=row.day, part=score.figure, of=ONE)
            yield unit, told


slogan_practice = NamedSource(
    label=_("Share of slogan practice items kept"),
    sentence=_(
        "Of the practice items of the department's slogan, the percent kept, in the half years that ended between the "
        "days. Only self-evaluations that were approved count; an item kept in part is not kept."
    ),
    rule=FigureRule.SHARE,
    read=_read_practice,
)
slogan_panel_score = NamedSource(
    label=_("Score of the panel on slogans"),
    sentence=_(
        "The score, 0 to 100, of the department's slogan by the panel that was closed last between the days. With five "
        "or more evaluators the highest and the lowest are left out."
    ),
    rule=FigureRule.MEAN,
    read=_read_panel,
)
