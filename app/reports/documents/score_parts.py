"""Scores as parts of a document: the lines of a department, and 「이 점수는」 behind each figure."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from app.core.documents.content import EMPTY, Cell, Column, Derivation, Facts, Heading, Part, Table
from app.core.i18n import format_moment
from app.core.messages import Message, _
from app.evaluation.queries.results import DepartmentView, Explanation, LineView
from app.reports.queries.rounds import Seal


def mark_of(seal: Seal | None) -> str:
    """Return what stands on every page of a paper with results that not everybody may know yet; "" once they may."""
    return mark_until(seal.embargo) if seal else str(_("Draft, not published"))


def mark_until(embargo: datetime | None) -> str:
    """Return the mark of results under embargo; "" without one."""
    return str(_("Not to be told before %(at)s", at=format_moment(embargo))) if embargo else ""


def number_of(text: str | None) -> Decimal | None:
    """Return a kept figure as a number; empty stays empty."""
    return None if text is None else Decimal(text)


def place_of(view: DepartmentView) -> str:
    """Return "2 / 14", or what is said of a department outside the ranking."""
    return f"{view.rank} / {view.ranked_count}" if view.rank else str(_("not ranked"))


def total_facts(view: DepartmentView) -> Facts:
    """Return total, rank and grade of a department, and how the total came about."""
    steps = " ".join(str(step) for step in view.explanation.lines)
    return Facts(
        (
            (str(_("Total")), number_of(view.total)),
            (str(_("Rank in %(group)s", group=view.peer_group)), place_of(view)),
            (str(_("Grade")), view.grade),
            (str(_("How it came about")), steps),
        )
    )


def line_table(view: DepartmentView) -> Table:
    """Return every indicator of a department with its points and how they came about."""
    columns = (
        Column(str(_("Indicator"))),
        Column(str(_("Weight")), "number"),
        Column(str(_("Actual")), "number"),
        Column(str(_("State"))),
        Column(str(_("Score")), "number"),
        Column(str(_("Points")), "number"),
        Column(str(_("How it came about"))),
    )
    return Table(
        str(_("Lines of %(department)s", department=view.department)),
        columns,
        [_line(line) for line in view.lines],
        empty=str(_("The department has no indicators in this round.")),
        sheet=str(_("Indicator scores")),
    )


def _line(line: LineView) -> tuple[Cell, ...]:
    return (
        f"{line.code} {line.name}",
        number_of(line.weight),
        _actual(line),
        str(line.state.label),
        number_of(line.score),
        number_of(line.points),
        _came_about(line),
    )


def _actual(line: LineView) -> str:
    if line.actual is None:
        return EMPTY
    return f"{line.shown_actual} {line.unit}".strip()


def _came_about(line: LineView) -> str:
    steps = "; ".join(str(step) for step in (line.explanation.formula, *line.explanation.lines) if step is not None)
    return f"{steps} ({line.note})" if line.note else steps


def derivations(view: DepartmentView) -> Iterator[Part]:
    """Return the annex of a department: for every figure what stands behind it."""
    yield Heading(str(_("Annex: where the figures of %(department)s come from", department=view.department)), 2)
    for explanation in (*(line.explanation for line in view.lines), view.explanation):
        yield _derivation(explanation)


def _derivation(explanation: Explanation) -> Derivation:
    steps = (explanation.formula, *explanation.lines)
    said: list[tuple[Message | str, tuple[str, ...]]] = [
        (_("Derivation"), tuple(str(step) for step in steps if step is not None)),
        *((part.title, tuple(str(label) for label, _url in part.items)) for part in explanation.sections),
    ]
    return Derivation(
        explanation.title, explanation.result, tuple((str(title), sentences) for title, sentences in said if sentences)
    )
