"""자료원 화면 보존: kept when measuring closes, and proved by `flask check`."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from sqlalchemy import func, insert, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.events import publish
from app.core.messages import Message, _
from app.core.readings import Reading
from app.core.snapshots import canonical_json
from app.evaluation import sources
from app.evaluation.enums import MeasureState
from app.evaluation.models import ActualMeasure, EvaluationRound, SourcePicture
from app.evaluation.quality_events import SourcePicturesKept
from app.evaluation.queries.scoring import Member
from app.evaluation.queries.source_figures import Readings
from app.evaluation.rules.source_pictures import PictureFacts, content_of, reading_in


def keep_pictures(*, actor: Actor, record: EvaluationRound, readings: Readings, members: Sequence[Member]) -> int:
    """Keep what was read for every source × department of the round. Returns how many pictures."""
    newest = select(func.max(SourcePicture.taking)).where(SourcePicture.round_id == record.id)
    taking = (db.session.scalar(newest) or 0) + 1
    names = {member.department_id: member.department for member in members}
    values = [
        _row(record, name, (unit, names[unit]), reading) | {"taking": taking, "taken_by_id": actor.id}
        for name, by_department in readings.items()
        for unit, reading in by_department.items()
    ]
    if values:
        db.session.execute(insert(SourcePicture).execution_options(render_nulls=True), values)
        publish(SourcePicturesKept(actor_id=actor.id, round_id=record.id, pictures=len(values), taking=taking))
    return len(values)


def _row(record: EvaluationRound, source: str, unit: tuple[int, str], reading: Reading) -> dict[str, Any]:
    facts = PictureFacts(
        round_code=record.code,
        starts_on=record.starts_on,
        base_on=record.base_on,
        source=source,
        sentence=sources.sentence_of(source),
        department_id=unit[0],
        department=unit[1],
    )
    text = canonical_json(content_of(facts, reading)).decode()
    return {
        "round_id": record.id,
        "source": source,
        "department_id": unit[0],
        "department_name": unit[1],
        "figure": reading.figure,
        "content": text,
        "sha256": sha256(text.encode()).hexdigest(),
        "taken_at": clock.now(),
    }


def check_pictures() -> Iterator[Message]:
    """Say of every picture that does not hold why: its text, its figure, or the actual value copied from it."""
    copied = _copied_values()
    statement = (
        select(
            SourcePicture.round_id,
            SourcePicture.source,
            SourcePicture.department_id,
            EvaluationRound.code,
            SourcePicture.department_name,
            SourcePicture.figure,
            SourcePicture.content,
            SourcePicture.sha256,
        )
        .join(EvaluationRound, EvaluationRound.id == SourcePicture.round_id)
        .order_by(SourcePicture.round_id, SourcePicture.id)
    )
    newest: dict[tuple[int, str, int], tuple[str, str, Decimal | None]] = {}
    for round_id, source, unit, code, name, figure, text, kept in db.session.execute(statement):
        newest[round_id, source, unit] = (code, name, figure)
        fault = _fault(text, kept, figure)
        if fault is not None:
            yield _about(code, name, source, fault)
    for key, (code, name, figure) in newest.items():
        if any(value != figure for value in copied.get(key, ())):
            yield _about(code, name, key[1], _("the actual value is not the figure that was read."))


def _fault(text: str, kept: str, figure: Decimal | None) -> Message | None:
    if sha256(text.encode()).hexdigest() != kept:
        return _("its text does not hash to its hash.")
    try:
        content = json.loads(text)
        reading = reading_in(content)
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return _("its text cannot be read.")
    told = None if content["figure"] is None else Decimal(content["figure"])
    if not reading.figure == told == figure:
        return _("its rows do not give its figure.")
    return None


def _about(code: str, department: str, source: str, fault: Message) -> Message:
    return _(
        "The picture of “%(source)s” for %(department)s in round %(code)s: %(fault)s",
        source=source,
        department=department,
        code=code,
        fault=fault,
    )


def _copied_values() -> dict[tuple[int, str, int], list[Decimal | None]]:
    statement = select(
        ActualMeasure.round_id, ActualMeasure.named_source, ActualMeasure.department_id, ActualMeasure.value
    ).where(ActualMeasure.named_source.is_not(None), ActualMeasure.state == MeasureState.VALUE)
    found: dict[tuple[int, str, int], list[Decimal | None]] = {}
    for round_id, source, unit, value in db.session.execute(statement):
        found.setdefault((round_id, source or "", unit), []).append(value)
    return found
