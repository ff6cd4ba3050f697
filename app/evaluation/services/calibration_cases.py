"""안건 하나: its marks without names, its evidence, what was decided, and what another score would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.figures import bare
from app.core.snapshots import to_plain
from app.evaluation.enums import CorrectionKind, Method
from app.evaluation.models import CalibrationCase, CalibrationSession, EvaluationRound
from app.evaluation.queries.calibration import DecisionRow, decisions_of, evidence_files, grounds_of, session_or_404
from app.evaluation.queries.scoring import Member, compositions_of
from app.evaluation.rules.calibration import CaseKey, Ground
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.methods.panel import PanelMarks, PanelParameters
from app.evaluation.rules.moves import Move, moves
from app.evaluation.services.calibration import (
    Presence,
    department_of,
    line_of_case,
    lines_of_case,
    presence_of,
)
from app.evaluation.services.calibration_agenda import counted_marks, panels_of
from app.evaluation.services.corrections import check_corrections
from app.evaluation.services.panels import panel_indicator_ids
from app.evaluation.services.publications import snapshot
from app.evaluation.services.scoring import RoundResult, compute_round
from app.files.models import EvidenceFile

SHOWN = frozenset({"score", "total", "rank", "grade"})
"""What of a move a session looks at."""


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A score the case is about, with the marks it rests on: highest first, so that no number stands for a person."""

    indicator_id: int
    name: str
    score: Decimal | None
    marks: Sequence[Decimal]


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as its page shows it."""

    session: CalibrationSession
    member: Member
    total: Decimal | None
    rank: int | None
    ranked_count: int
    grade: str | None
    grounds: Sequence[Ground]
    lines: Sequence[CaseLine]
    files: Sequence[EvidenceFile]
    decisions: Sequence[DecisionRow]
    presence: Presence


def case_view(record: EvaluationRound, case: CalibrationCase) -> CaseView:
    """Read a case. Raises Refused where a value of the round cannot be scored."""
    result, session = compute_round(record), session_or_404(case.session_id)
    rows = [row for row in compositions_of(record.id) if row.method is Method.PANEL]
    panels = panels_of(record, result, rows)
    score = department_of(result, case.department_id)
    assert score is not None, "a case names a department of its round"
    lines = lines_of_case(result, case, frozenset(row.indicator_id for row in rows))
    return CaseView(
        session=session,
        member=score.member,
        total=score.total,
        rank=score.standing.rank,
        ranked_count=score.standing.field,
        grade=score.grade,
        grounds=grounds_of(case),
        lines=[
            CaseLine(
                indicator_id=line.indicator_id,
                name=f"{line.exact.code} {line.exact.name}",
                score=line.exact.score,
                marks=_marks(panels, (case.department_id, line.indicator_id)),
            )
            for line in lines
        ],
        files=evidence_files(record, case.department_id),
        decisions=decisions_of([case.id]).get(case.id, ()),
        presence=presence_of(record, session.id, case.department_id),
    )


def _marks(panels: Mapping[CaseKey, tuple[PanelMarks, PanelParameters]], key: CaseKey) -> Sequence[Decimal]:
    return counted_marks(*panels[key]) if key in panels else ()


def what_would_move(
    record: EvaluationRound, case: CalibrationCase, indicator_id: int | None, score: Decimal
) -> Sequence[Move]:
    """Return every score, total, rank and grade another score would move. Writes nothing; raises Refused."""
    now = compute_round(record)
    line = line_of_case(now, case, indicator_id, panel_indicator_ids(record))
    draft = CorrectionDraft(
        kind=CorrectionKind.SCORE,
        after={"score": bare(score)},
        reason="-",
        department_id=case.department_id,
        indicator_id=line.indicator_id,
    )
    _checked, after = check_corrections(record, [draft])
    found = moves(_content(record, now), _content(record, after))
    return [move for move in found if move.fact in SHOWN]


def _content(record: EvaluationRound, result: RoundResult) -> dict[str, object]:
    plain = to_plain(snapshot(record, result, version=1, correction_reason=""))
    assert isinstance(plain, dict)
    return dict(plain)
