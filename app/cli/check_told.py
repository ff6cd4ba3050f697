"""What decides results and is not in the audit chain was not done by the product: somebody wrote it into the database.

Triggers let a row in that looks right, with the names of two people of two offices. The chain is signed, so whoever
has the database alone cannot tell it there.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.database import Model, db
from app.core.figures import bare
from app.core.messages import Message, _
from app.evaluation.enums import AppealStepKind, SheetState
from app.evaluation.models import (
    Appeal,
    AppealCorrection,
    AppealStep,
    CalibrationDecision,
    Correction,
    EvaluatorAssignment,
    PhaseChange,
    PointAdjustment,
    Publication,
    PublicShowing,
    ReopeningEntry,
    RoundReopening,
    RoundSeal,
    ScoreSheet,
    SurveyResult,
)
from app.evaluation.rules.corrections import without_words
from app.evaluation.rules.public_showings import Showing

Facts = tuple[object, ...]


@dataclass(frozen=True)
class _Kind:
    """A table, the event that tells of its rows, and the facts both must agree in."""

    model: type[Model]
    event: str
    of_row: Callable[[Any], Facts | None]
    """The facts of a row; None for one nothing has to be told of."""
    of_entry: Callable[[Mapping[str, Any], int | None], Sequence[Facts]]
    """The same facts of an entry, one for each row it tells of: of its details, and who did it."""
    stays: bool = True
    """Whether a row told of is never gone or another one: what was assigned may be taken away, a sheet opened again."""


def _correction(row: Correction) -> Facts:
    of = (row.kind.value, row.origin.value, row.department_id, row.indicator_id)
    return (row.id, row.round_id, row.version, row.entered_by_id, row.confirmed_by_id, *of, without_words(row.after))


def _decision(row: CalibrationDecision) -> Facts:
    figures = (None if figure is None else bare(figure) for figure in (row.score_before, row.score_after))
    return (row.case_id, row.decided_by_id, row.outcome.value, *figures)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


LEVELS = {AppealStepKind.DECIDED: 1, AppealStepKind.DECIDED_AGAIN: 2}


def _judgement(row: AppealStep) -> Facts | None:
    if row.kind not in LEVELS or row.outcome is None:
        return None
    return (row.appeal_id, LEVELS[row.kind], row.outcome.value, row.taken_by_id)


def _surveys(told: Mapping[str, Any], actor: int | None) -> Sequence[Facts]:
    found = []
    for figure in told["figures"]:
        department, _colon, numbers = figure.partition(": ")
        answers, mean = numbers.split(", ")
        of = (told["round_id"], told["indicator_id"], told["source"])
        found.append((*of, int(department), int(answers), Decimal(mean), actor))
    return found


KINDS = (
    _Kind(
        Correction,
        "round_corrected",
        _correction,
        lambda told, actor: [
            (
                *(told["correction_id"], told["round_id"], told["publication_version"], actor),
                *(told["confirmed_by_id"], told["kind"], told["origin"], told["department_id"], told["indicator_id"]),
                told["after"],
            )
        ],
    ),
    _Kind(
        PointAdjustment,
        "points_adjusted",
        lambda row: (row.id, row.round_id, row.department_id, row.kind.value, row.points),
        lambda told, _actor: [
            (
                *(told["adjustment_id"], told["round_id"], told["department_id"], told["kind"]),
                Decimal(told["points"]),
            )
        ],
    ),
    _Kind(
        Publication,
        "round_published",
        lambda row: (
            *(row.id, row.round_id, row.version, row.sha256),
            *(row.published_by_id, row.confirmed_by_id, row.release_at),
        ),
        lambda told, actor: [
            (
                *(told["publication_id"], told["round_id"], told["version"], told["sha256"]),
                *(actor, told["confirmed_by_id"], _moment(told["release_at"])),
            )
        ],
    ),
    _Kind(
        RoundSeal,
        "round_sealed",
        lambda row: (row.round_id, row.phase.value, row.sha256),
        lambda told, _actor: [(told["round_id"], told["phase"], told["sha256"])],
    ),
    _Kind(
        RoundReopening,
        "reopening_closed",
        lambda row: None if row.sha256 is None else (row.id, row.round_id, row.sha256),
        lambda told, _actor: [(told["reopening_id"], told["round_id"], told["sha256"])],
    ),
    _Kind(
        PhaseChange,
        "phase_changed",
        lambda row: (row.round_id, row.from_phase.value, row.to_phase.value, row.changed_by_id),
        lambda told, actor: [(told["round_id"], told["from_phase"], told["to_phase"], actor)],
    ),
    _Kind(
        CalibrationDecision,
        "calibration_decided",
        _decision,
        lambda told, actor: [
            (told["calibration_case_id"], actor, told["outcome"], told["score_before"], told["score_after"])
        ],
    ),
    _Kind(
        AppealStep,
        "appeal_decided",
        _judgement,
        lambda told, actor: [(told["appeal_id"], told["level"], told["outcome"], actor)],
    ),
    _Kind(
        Appeal,
        "appeal_filed",
        lambda row: (row.id, row.round_id, row.department_id, row.indicator_id, row.publication_id, row.filed_by_id),
        lambda told, actor: [
            (
                *(told["appeal_id"], told["round_id"], told["department_id"], told["indicator_id"]),
                *(told["publication_id"], actor),
            )
        ],
    ),
    _Kind(
        AppealCorrection,
        "appeal_correction_proposed",
        lambda row: (row.id, row.appeal_id, row.moves_sha256, row.second_id, row.proposed_by_id),
        lambda told, actor: [
            (told["proposal_id"], told["appeal_id"], told["moves_sha256"], told["second_id"], actor),
        ],
    ),
    _Kind(
        ReopeningEntry,
        "reopening_entry_made",
        lambda row: (row.id, row.reopening_id, row.kind.value, row.department_id, row.indicator_id, row.entered_by_id),
        lambda told, actor: [
            (
                *(told["entry_id"], told["reopening_id"], told["kind"]),
                *(told["department_id"], told["indicator_id"], actor),
            )
        ],
    ),
    _Kind(
        PublicShowing,
        "public_showing_set",
        lambda row: (row.round_id, *(getattr(row, field.name) for field in fields(Showing)), row.set_by_id),
        lambda told, actor: [
            (told["round_id"], *(field.name in told["shown"] for field in fields(Showing)), actor),
        ],
    ),
    _Kind(
        SurveyResult,
        "survey_entered",
        lambda row: (
            *(row.round_id, row.indicator_id, row.source, row.department_id),
            *(row.answers, row.mean, row.entered_by_id),
        ),
        _surveys,
    ),
    _Kind(
        ScoreSheet,
        "sheet_submitted",
        lambda row: (
            (row.id, row.round_id, row.indicator_id, row.department_id, row.evaluator_id)
            if row.state is SheetState.SUBMITTED
            else None
        ),
        lambda told, actor: (
            []
            if told["abstained"]
            else [(told["sheet_id"], told["round_id"], told["indicator_id"], told["department_id"], actor)]
        ),
        stays=False,
    ),
    _Kind(
        EvaluatorAssignment,
        "evaluator_assigned",
        lambda row: (row.round_id, row.indicator_id, row.evaluator_id, row.assigned_by_id),
        lambda told, actor: [(told["round_id"], told["indicator_id"], told["evaluator_id"], actor)],
        stays=False,
    ),
)


def check_told() -> Iterator[Message]:
    """Yield the rows of which the audit chain says nothing, or something else, and those it tells of that are gone."""
    for kind in KINDS:
        table: Any = kind.model
        told = _told(kind)
        for row in db.session.scalars(select(table).order_by(table.id)):
            facts = kind.of_row(row)
            if facts is None:
                continue
            if told[facts] > 0:
                told[facts] -= 1
                continue
            yield _(
                "Row %(id)s of %(table)s is not what the audit chain tells: it was written past the product.",
                id=row.id,
                table=table.__tablename__,
            )
        gone = told.total()
        if kind.stays and gone:
            yield _(
                "%(count)s rows of %(table)s are gone that the audit chain tells of.",
                count=gone,
                table=table.__tablename__,
            )


def _told(kind: _Kind) -> Counter[Facts]:
    entries = select(AuditEntry.details, AuditEntry.actor_id).where(AuditEntry.event == kind.event)
    return Counter(
        facts
        for details, actor_id in db.session.execute(entries)
        for facts in kind.of_entry(json.loads(details), actor_id)
    )
