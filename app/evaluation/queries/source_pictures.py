"""What was counted of a department: as it stands now, and as it was kept when measuring was closed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db
from app.core.messages import Message
from app.core.readings import Reading, ReadRow
from app.evaluation import sources
from app.evaluation.enums import Phase
from app.evaluation.models import Composition, EvaluationRound, RoundMember, SourcePicture
from app.evaluation.queries.source_figures import existing_between
from app.evaluation.rules.source_pictures import reading_in


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What a source said of a department. `sha256` and `taken_at` are None for what stands there now.

    `sentence` says what was counted, `derivation` the arithmetic ("100 × 5 ÷ 8 = 62.50"; empty without a figure).
    """

    source: str
    label: Message | str
    sentence: Message | None
    starts_on: date
    base_on: date
    reading: Reading
    taking: int = 1
    sha256: str | None = None
    taken_at: datetime | None = None

    @property
    def figure(self) -> Decimal | None:
        """The figure, not rounded; None where there was nothing to know."""
        return self.reading.figure

    @property
    def derivation(self) -> str:
        """The arithmetic."""
        return self.reading.derivation

    @property
    def rows(self) -> Sequence[ReadRow]:
        """The rows it was read from."""
        return self.reading.rows


def pictures_of(round_id: int, department_id: int) -> Sequence[Picture]:
    """Return what was kept of a department when measuring was closed last, by source, in one statement."""
    statement = (
        select(SourcePicture)
        .where(SourcePicture.round_id == round_id, SourcePicture.department_id == department_id)
        .order_by(SourcePicture.taking, SourcePicture.source)
    )
    newest = {row.source: _kept(row) for row in db.session.scalars(statement)}
    return list(newest.values())


def _kept(row: SourcePicture) -> Picture:
    content = json.loads(row.content)
    return Picture(
        source=row.source,
        label=sources.label_of(row.source),
        sentence=Message(content["sentence"]) if content["sentence"] else None,
        starts_on=date.fromisoformat(content["starts_on"]),
        base_on=date.fromisoformat(content["base_on"]),
        reading=reading_in(content),
        taking=row.taking,
        sha256=row.sha256,
        taken_at=row.taken_at,
    )


def live_pictures(record: EvaluationRound, member: RoundMember) -> Sequence[Picture]:
    """Return what the sources of the round say of a department now; none once measuring is closed."""
    if record.phase not in {Phase.PLANNING, Phase.MEASURING}:
        return []
    statement = (
        select(Composition.named_source)
        .where(
            Composition.round_id == record.id,
            Composition.peer_group_id == member.peer_group_id,
            Composition.named_source.is_not(None),
        )
        .distinct()
        .order_by(Composition.named_source)
    )
    names = [name for name in db.session.scalars(statement) if name in sources.names()]
    unit, days = member.department_id, (record.starts_on, record.base_on)
    if not names or not existing_between([unit], *days):
        return []
    return [
        Picture(
            source=name,
            label=sources.label_of(name),
            sentence=sources.sentence_of(name),
            starts_on=record.starts_on,
            base_on=record.base_on,
            reading=reading,
        )
        for name in names
        if (reading := sources.readings(name, [unit], *days).get(unit)) is not None
    ]
