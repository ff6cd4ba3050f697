"""The words behind the figures of the boards: what `score_panel` shows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.core.i18n import format_day, format_number
from app.core.messages import Message, _
from app.mileage.queries.board import BoardRow
from app.mileage.queries.improvement import Improvement
from app.mileage.routes.links import Explanation
from app.mileage.rules.boards import Span


def explain_board_row(row: BoardRow, today: date) -> Explanation:
    """Explain the points per head and the band of a department."""
    total = f"{format_number(row.own_points)} + {format_number(row.member_points)} = {format_number(row.points)}"
    head = "–" if row.per_head is None else format_number(row.per_head)
    lines = [
        _("Points of the department and of its people this year, what was taken back left out: %(sum)s.", sum=total),
        _("Divided by the %(people)s people of today.", people=row.headcount),
        _(
            "Bands are made inside the peer group: the leading quarter (at least one, ties too), the others with points, the rest."
        ),
    ]
    if row.next is not None:
        lines.append(
            _(
                "To “%(band)s” %(head)s points per head are missing: %(points)s in all, as things stand today.",
                band=row.next.band.label,
                head=format_number(row.next.missing_per_head),
                points=format_number(row.next.missing),
            )
        )
    return _explanation(row.department, f"{format_number(row.points)} ÷ {row.headcount} = {head}", lines, head, today)


def explain_improvement(row: Improvement, span: Span) -> Explanation:
    """Explain the change of a department."""
    now, before, change = (_figure(value) for value in (row.per_head, row.per_head_before, row.change))
    lines = [
        _(
            "%(first)s to %(last)s: %(points)s points ÷ %(people)s people = %(head)s.",
            **_period(span.start, span.end),
            points=_figure(row.points or Decimal(0)),
            people=row.people,
            head=now,
        ),
        _(
            "%(first)s to %(last)s: %(points)s points ÷ %(people)s people = %(head)s.",
            **_period(span.start_before, span.end_before),
            points=_figure(row.points_before),
            people=row.people_before,
            head=before,
        ),
        _("People are those of the last day of each period. What is missing is not zero: it is not compared."),
    ]
    return _explanation(row.department, f"{now} − {before} = {change}", lines, change, span.end)


def _period(first: date, last: date) -> dict[str, str]:
    return {"first": format_day(first), "last": format_day(last)}


def _figure(value: Decimal | None) -> str:
    return "–" if value is None else format_number(value)


def _explanation(title: str, formula: str, lines: Sequence[Message], result: str, day: date) -> Explanation:
    return Explanation(
        title=title,
        formula=formula,
        lines=tuple(str(line) for line in lines),
        result=result,
        sources=(),
        by=str(_("Ledger")),
        at=format_day(day),
        rule_version="",
    )
