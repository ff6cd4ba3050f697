"""결과: the computed round as a sheet, one row per department and indicator."""

from collections.abc import Iterator
from decimal import Decimal

from app.core.messages import Message, _
from app.core.sheets import Sheet, write_workbook
from app.core.sheets.columns import Cell
from app.core.sheets.writing import Target
from app.evaluation.enums import MeasureState, RoundingMode
from app.evaluation.models import EvaluationRound
from app.evaluation.services.scoring import DepartmentScore, ScoredLine, compute_round
from app.evaluation.services.workbooks import columns


def write_results(target: Target, *, record: EvaluationRound) -> dict[str, int]:
    """Score the round as it stands and write the sheet 결과; changes nothing. Returns the number of rows."""
    result = compute_round(record)
    rows = [row for score in result.departments for row in _rows(score)]
    return write_workbook(target, [Sheet(columns.RESULTS, columns.RESULT_COLUMNS, rows)])


def _rows(score: DepartmentScore) -> Iterator[list[Cell]]:
    for line in score.lines:
        yield [
            score.member.peer_group,
            score.member.department,
            line.exact.code,
            line.exact.weight,
            line.score,
            line.points,
            score.total,
            score.standing.rank,
            score.grade,
            formula_text(line),
        ]


def formula_text(line: ScoredLine) -> str:
    """Return the arithmetic of a line as one text."""
    steps = [str(step) for step in line.exact.derivation]
    if line.exact.state is MeasureState.VALUE and line.score is not None and line.score != line.exact.score:
        steps.append(_shown(_("Score shown"), line.score, line.rounding))
    if line.points is not None and line.points != line.exact.points:
        steps.append(_shown(_("Points shown"), line.points, line.rounding))
    return " → ".join(steps)


def _shown(what: Message, figure: Decimal, mode: RoundingMode) -> str:
    """Name the figure of a cell with the rounding that made it: one for each output."""
    digits = max(0, -int(figure.as_tuple().exponent))
    return str(
        _(
            "%(what)s (%(mode)s, %(digits)s decimals): %(figure)s",
            what=what,
            mode=mode.label,
            digits=digits,
            figure=figure,
        )
    )
