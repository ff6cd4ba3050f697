"""봉인: fingerprints of what a phase has fixed, taken when it is left and compared by `flask check`.

Triggers refuse a change; a seal finds the one that got past them, also before anything is published.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.events import publish
from app.core.messages import Message, _
from app.core.snapshots import canonical_json, fingerprint
from app.evaluation.enums import MarkRule, Phase, SheetState
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    Criterion,
    EvaluationRound,
    EvaluatorSource,
    JointIndicator,
    JointShare,
    PanelRule,
    RoundMember,
    RoundSeal,
    ScoreEntry,
    ScoreSheet,
    SourcePicture,
    SurveyResult,
)
from app.evaluation.models.rounds import RULES
from app.evaluation.models.scoring_columns import SCORING_FIELDS
from app.evaluation.reopening_events import RoundSealed
from app.evaluation.rules import phases

MOST_NAMED = 5
"""Rows named in one sentence of `flask check`."""
_WHO = ("entered_by_id", "approved_by_id", "exempted_by_id")


@dataclass(frozen=True)
class _Part:
    """A table and the columns of it that a phase fixes."""

    model: Any
    columns: Sequence[str]


_PARTS: Mapping[Phase, Sequence[_Part]] = {
    Phase.PLANNING: (
        _Part(EvaluationRound, RULES),
        _Part(
            Composition,
            (
                *("round_id", "peer_group_id", "indicator_id", "indicator_version", "code", "name", "unit", "weight"),
                *("cadence", "position", *SCORING_FIELDS),
            ),
        ),
        _Part(Criterion, ("indicator_id", "name", "weight")),
        _Part(JointIndicator, ("round_id", "indicator_id", "lead_department_id")),
        _Part(JointShare, ("round_id", "indicator_id", "department_id", "share")),
        _Part(PanelRule, ("round_id", "mark_rule")),
        _Part(
            RoundMember,
            (
                *("round_id", "department_id", "department_name", "peer_group_id", "peer_group_name"),
                *("position", "is_ranked"),
            ),
        ),
    ),
    Phase.MEASURING: (
        _Part(
            ActualMeasure,
            (
                *("round_id", "indicator_id", "department_id", "state", "value", "grade", "units", "note"),
                *("named_source", "exemption_reason", *_WHO),
            ),
        ),
        _Part(SourcePicture, ("round_id", "source", "department_id", "taking", "sha256")),
    ),
    Phase.SCORING: (
        _Part(ScoreSheet, ("round_id", "indicator_id", "evaluator_id", "department_id", "state", "note")),
        _Part(ScoreEntry, ("sheet_id", "criterion_id", "mark", "note")),
        _Part(EvaluatorSource, ("round_id", "evaluator_id", "name")),
        _Part(SurveyResult, ("round_id", "indicator_id", "department_id", "source", "answers", "mean")),
    ),
}


def seal(record: EvaluationRound, actor: Actor) -> None:
    """Keep the fingerprints of what leaving the present phase fixes; called by `rounds.enter_phase`."""
    if record.phase not in _PARTS:
        return
    rows = {part.model.__tablename__: _digests(record.id, part.model, part.columns) for part in _PARTS[record.phase]}
    columns = {part.model.__tablename__: list(part.columns) for part in _PARTS[record.phase]}
    text = canonical_json({"columns": columns, "rows": rows}).decode()
    digest = sha256(text.encode()).hexdigest()
    kept = RoundSeal(round_id=record.id, phase=record.phase, content=text, sha256=digest, sealed_at=clock.now())
    db.session.add(kept)
    db.session.flush()
    publish(
        RoundSealed(
            actor_id=actor.id,
            round_id=record.id,
            phase=record.phase.value,
            sha256=digest,
            rows=sum(map(len, rows.values())),
        )
    )


def check_seals() -> Iterator[Message]:
    """Yield what is no longer as it was when a phase was left. Only the last seal of a phase that is over counts."""
    statement = (
        select(RoundSeal, EvaluationRound)
        .join(EvaluationRound, EvaluationRound.id == RoundSeal.round_id)
        .order_by(RoundSeal.round_id, RoundSeal.id)
    )
    newest = {(kept.round_id, kept.phase): (kept, record) for kept, record in db.session.execute(statement)}
    for kept, record in newest.values():
        if phases.ORDER.index(record.phase) > phases.ORDER.index(kept.phase):
            yield from _faults(kept, record)


def _faults(kept: RoundSeal, record: EvaluationRound) -> Iterator[Message]:
    where: dict[str, object] = {"code": record.code, "phase": kept.phase.label}
    if sha256(kept.content.encode()).hexdigest() != kept.sha256:
        yield _("Round %(code)s: the seal of “%(phase)s” does not hash to its hash.", **where)
        return
    content = json.loads(kept.content)
    models = {part.model.__tablename__: part.model for part in _PARTS[kept.phase]}
    changed = [
        f"{table} {key}"
        for table, sealed in content["rows"].items()
        for key in _differing(sealed, _digests(record.id, models[table], content["columns"][table]))
    ]
    if changed:
        named = ", ".join(changed[:MOST_NAMED])
        yield _(
            "Round %(code)s: %(count)s rows are not what they were when “%(phase)s” was left: %(rows)s",
            **where,
            count=len(changed),
            rows=named,
        )


def _differing(sealed: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return sorted((key for key in {*sealed, *now} if sealed.get(key) != now.get(key)), key=int)


def _digests(round_id: int, model: Any, columns: Sequence[str]) -> dict[str, str]:  # noqa: ANN401  a model
    """Return the fingerprint of each row by its id, in one statement."""
    table: Table = model.__table__
    wanted = [table.c[name] for name in columns]
    rows = db.session.execute(select(table.c.id, *wanted).where(_of_round(round_id, model)))
    return {str(row[0]): fingerprint(list(row[1:])) for row in rows}


def _of_round(round_id: int, model: Any) -> ColumnElement[bool]:  # noqa: ANN401  a model
    found: ColumnElement[bool]
    if model is EvaluationRound:
        found = EvaluationRound.id == round_id
    elif model is Criterion:
        found = Criterion.indicator_id.in_(select(Composition.indicator_id).where(Composition.round_id == round_id))
    elif model is PanelRule:
        found = (PanelRule.round_id == round_id) & (PanelRule.mark_rule != MarkRule.RAW)
    elif model is ScoreSheet:
        found = (ScoreSheet.round_id == round_id) & (ScoreSheet.state != SheetState.DRAFT)
    elif model is ScoreEntry:
        closed = select(ScoreSheet.id).where(ScoreSheet.round_id == round_id, ScoreSheet.state != SheetState.DRAFT)
        found = ScoreEntry.sheet_id.in_(closed)
    else:
        found = model.round_id == round_id
    return found
