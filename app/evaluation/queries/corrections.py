"""정정 as scoring and pages read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import db
from app.evaluation.enums import CorrectionKind, CorrectionOrigin
from app.evaluation.models import Correction, Publication
from app.evaluation.queries.rows import rows_as
from app.evaluation.rules.correction_words import in_words
from app.evaluation.rules.corrections import CorrectionDraft

_Entered = aliased(Person, name="entered")
_Confirmed = aliased(Person, name="confirmed")


@dataclass(frozen=True, kw_only=True)
class CorrectionView:
    """A correction with the names of both people."""

    id: int
    version: int
    origin: CorrectionOrigin
    origin_id: int
    kind: CorrectionKind
    department_id: int | None
    peer_group_id: int | None
    indicator_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    present: str
    entered_by: str
    confirmed_by: str | None
    made_at: datetime

    @property
    def before_in_words(self) -> str:
        """What counted before, as people read it."""
        return in_words(self.kind, self.before, {})

    @property
    def after_in_words(self) -> str:
        """What counts instead, as people read it."""
        return in_words(self.kind, self.after, {})

    @property
    def draft(self) -> CorrectionDraft:
        """What it replaces by what."""
        return CorrectionDraft(
            kind=self.kind,
            after=self.after,
            reason=self.reason,
            department_id=self.department_id,
            peer_group_id=self.peer_group_id,
            indicator_id=self.indicator_id,
            present=self.present,
        )


_CORRECTIONS = (
    select(
        Correction.id,
        Correction.version,
        Correction.origin,
        Correction.origin_id,
        Correction.kind,
        Correction.department_id,
        Correction.peer_group_id,
        Correction.indicator_id,
        Correction.before,
        Correction.after,
        Correction.reason,
        Correction.present,
        _Entered.name,
        _Confirmed.name,
        Correction.made_at,
    )
    .join(_Entered, _Entered.id == Correction.entered_by_id)
    .outerjoin(_Confirmed, _Confirmed.id == Correction.confirmed_by_id)
    .where(Correction.round_id == bindparam("round_id"))
    .order_by(Correction.id)
)
_COUNTING = _CORRECTIONS.where(Correction.version <= bindparam("version"))


def corrections_of(round_id: int, version: int | None = None) -> Sequence[CorrectionView]:
    """Return the corrections of a round that count in a publication (None: all), in the order they were made."""
    if version is None:
        return rows_as(CorrectionView, _CORRECTIONS.params(round_id=round_id))
    return rows_as(CorrectionView, _COUNTING.params(round_id=round_id, version=version))


def next_version(round_id: int) -> int:
    """Return the number of the publication that comes next: the one a correction made now counts from."""
    newest = select(func.max(Publication.version)).where(Publication.round_id == round_id)
    return (db.session.scalar(newest) or 0) + 1
