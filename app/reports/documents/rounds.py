"""평가보고서 통합문서: ranking, every line, and what proves it."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO

from app.core.i18n import format_day, format_moment
from app.core.messages import _
from app.core.sheets import Column, Kind, Sheet, write_workbook
from app.core.sheets.columns import Cell
from app.evaluation.queries.results import Explanation, LineView
from app.reports.documents.score_parts import mark_of
from app.reports.queries.rounds import RoundReport

RANKING_TITLE = "순위"
LINES_TITLE = "지표별 득점"
SEAL_TITLE = "확인"

RANKING = (
    Column("평가군", width=14),
    Column("순위", kind=Kind.NUMBER, width=8),
    Column("부서", width=20),
    Column("총점", kind=Kind.NUMBER, width=10),
    Column("등급", width=8),
    Column("평가군 부서 수", kind=Kind.NUMBER, width=12),
)
LINES = (
    Column("평가군", width=14),
    Column("부서", width=20),
    Column("지표코드", width=12),
    Column("지표명", width=30),
    Column("배점", kind=Kind.NUMBER, width=8),
    Column("실적", width=12),
    Column("상태", width=12),
    Column("평점", kind=Kind.NUMBER, width=10),
    Column("득점", kind=Kind.NUMBER, width=10),
    Column("산식", width=70),
)
ANNEX_TITLE = "산출 근거"
ANNEX = (
    Column("평가군", width=14),
    Column("부서", width=20),
    Column("지표코드", width=12),
    Column("지표명", width=30),
    Column("구분", width=20),
    Column("내용", width=90),
)
SEAL = (Column("항목", width=22), Column("값", width=76))


def round_file(report: RoundReport) -> BytesIO:
    """Return the workbook of a report as a file in memory."""
    buffer = BytesIO()
    sheets = [
        Sheet(RANKING_TITLE, RANKING, _ranking(report)),
        Sheet(LINES_TITLE, LINES, _lines(report)),
        Sheet(ANNEX_TITLE, ANNEX, _annex(report)),
        Sheet(SEAL_TITLE, SEAL, _seal(report)),
    ]
    marks = [f"sha256 {report.seal.sha256}" if report.seal else "", mark_of(report.seal)]
    write_workbook(buffer, sheets, watermark=" · ".join((report.round.code, *filter(None, marks))))
    buffer.seek(0)
    return buffer


def _ranking(report: RoundReport) -> Iterable[tuple[Cell, ...]]:
    for group in report.groups:
        for view in group.departments:
            yield group.name, view.rank, view.department, _number(view.total), view.grade, view.ranked_count


def _lines(report: RoundReport) -> Iterable[tuple[Cell, ...]]:
    for group in report.groups:
        for view in group.departments:
            yield from (_line(group.name, view.department, line) for line in view.lines)
            steps = " / ".join(map(str, view.explanation.lines))
            yield group.name, view.department, None, str(_("Total")), None, None, None, None, _number(view.total), steps


def _line(group: str, department: str, line: LineView) -> tuple[Cell, ...]:
    formula = [line.explanation.formula, *line.explanation.lines]
    return (
        group,
        department,
        line.code,
        line.name,
        _number(line.weight),
        None if line.actual is None else str(line.actual),
        str(line.state.label),
        _number(line.score),
        _number(line.points),
        " / ".join(str(step) for step in formula if step is not None),
    )


def _annex(report: RoundReport) -> Iterable[tuple[Cell, ...]]:
    """What stands behind each figure, one sentence a row: the same text as the annex of the page."""
    for group in report.groups:
        for view in group.departments:
            for line in view.lines:
                where = (group.name, view.department, line.code, line.name)
                yield from ((*where, *row) for row in _behind(line.explanation))
            total = (group.name, view.department, None, str(_("Total")))
            yield from ((*total, *row) for row in _behind(view.explanation))


def _behind(explanation: Explanation) -> Iterable[tuple[str, str]]:
    steps = [explanation.formula, *explanation.lines]
    yield from ((str(_("Derivation")), str(step)) for step in steps if step is not None)
    for section in explanation.sections:
        yield from ((str(section.title), str(label)) for label, _url in section.items)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _seal(report: RoundReport) -> Iterable[tuple[Cell, ...]]:
    yield "평가회차", f"{report.round.code} {report.round.name}"
    yield "기준일", format_day(report.round.base_on)
    yield "국면", str(report.round.phase.label)
    if report.seal is not None:
        yield "공개본", f"v{report.seal.version} · {format_moment(report.seal.published_at)}"
        yield "정정 사유", report.seal.correction_reason or None
        yield "SHA-256", report.seal.sha256
    if report.chain is not None:
        yield "감사기록", f"{report.chain.seq} · {report.chain.hash}"
