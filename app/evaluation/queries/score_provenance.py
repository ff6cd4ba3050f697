"""득점의 내력: who entered and approved what a score rests on, by which rules, and where it can be looked up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, Role
from app.core.database import db
from app.evaluation.enums import Method, SheetState
from app.evaluation.models import ActualMeasure, Composition, RoundMember, ScoreSheet, SourcePicture
from app.evaluation.models.rounds import EVIDENCE_SUBJECT
from app.evaluation.queries.rows import rows_as
from app.evaluation.queries.targets import TargetChangeView, target_changes_of
from app.files.models import EvidenceFile
from app.files.queries import evidence_of

Place = tuple[int, int]
"""(indicator id, department id)"""

_Author = aliased(Person, name="author")
_Approver = aliased(Person, name="approver")
_Exempter = aliased(Person, name="exempter")


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What the round laid down for an indicator of a peer group."""

    indicator_id: int
    peer_group_id: int
    version: int
    method: Method
    named_source: str | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Who entered a value, approved it, and agreed that it does not apply."""

    indicator_id: int
    department_id: int
    entered_by: str | None
    """None: the office itself, on its command line or from a named source."""
    entered_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    exempted_by: str | None
    exempted_at: datetime | None
    exemption_reason: str


@dataclass(frozen=True)
class Provenance:
    """Everything behind the scores of some departments of a round."""

    laid: Mapping[tuple[int, int], Laid]
    """By (indicator id, peer group id)."""
    entries: Mapping[Place, Entry]
    sheets: Mapping[Place, Mapping[SheetState, int]]
    """Sheets of a panel that were handed in, by their state."""
    targets: Mapping[int, Sequence[TargetChangeView]]
    pictures: Collection[tuple[int, str]]
    """(department id, source) of which a picture was kept."""
    files: Mapping[int, Sequence[EvidenceFile]]
    """Evidence by department, as far as the reader may open it."""
    visited: Collection[int]
    """Departments whose measures and pictures the reader may open."""


def provenance_of(round_id: int, department_ids: Collection[int], actor: Actor) -> Provenance:
    """Read what stands behind the scores of departments in a round: seven statements, however many they are."""
    laid = {(row.indicator_id, row.peer_group_id): row for row in _laid(round_id)}
    visited = {unit for unit in department_ids if _visits(actor, unit)}
    return Provenance(
        laid=laid,
        entries={(row.indicator_id, row.department_id): row for row in _entries(round_id, department_ids)},
        sheets=_sheets(round_id, department_ids),
        targets=target_changes_of({indicator for indicator, _group in laid}),
        pictures=_pictures(round_id, department_ids),
        files=_files(round_id, visited),
        visited=visited,
    )


def _visits(actor: Actor, department_id: int) -> bool:
    everything = actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR)
    return everything or actor.coordinates(department_id) or actor.heads(department_id)


def _laid(round_id: int) -> Sequence[Laid]:
    statement = select(
        Composition.indicator_id,
        Composition.peer_group_id,
        Composition.indicator_version,
        Composition.method,
        Composition.named_source,
    ).where(Composition.round_id == round_id)
    return rows_as(Laid, statement)


def _entries(round_id: int, department_ids: Collection[int]) -> Sequence[Entry]:
    statement = (
        select(
            ActualMeasure.indicator_id,
            ActualMeasure.department_id,
            _Author.name,
            ActualMeasure.entered_at,
            _Approver.name,
            ActualMeasure.approved_at,
            _Exempter.name,
            ActualMeasure.exempted_at,
            ActualMeasure.exemption_reason,
        )
        .outerjoin(_Author, _Author.id == ActualMeasure.entered_by_id)
        .outerjoin(_Approver, _Approver.id == ActualMeasure.approved_by_id)
        .outerjoin(_Exempter, _Exempter.id == ActualMeasure.exempted_by_id)
        .where(ActualMeasure.round_id == round_id, ActualMeasure.department_id.in_(department_ids))
    )
    return rows_as(Entry, statement)


def _sheets(round_id: int, department_ids: Collection[int]) -> Mapping[Place, Mapping[SheetState, int]]:
    statement = (
        select(ScoreSheet.indicator_id, ScoreSheet.department_id, ScoreSheet.state, func.count())
        .where(
            ScoreSheet.round_id == round_id,
            ScoreSheet.department_id.in_(department_ids),
            ScoreSheet.state != SheetState.DRAFT,
        )
        .group_by(ScoreSheet.indicator_id, ScoreSheet.department_id, ScoreSheet.state)
    )
    found: dict[Place, dict[SheetState, int]] = {}
    for indicator, department, state, count in db.session.execute(statement):
        found.setdefault((indicator, department), {})[state] = count
    return found


def _pictures(round_id: int, department_ids: Collection[int]) -> Collection[tuple[int, str]]:
    statement = (
        select(SourcePicture.department_id, SourcePicture.source)
        .where(SourcePicture.round_id == round_id, SourcePicture.department_id.in_(department_ids))
        .distinct()
    )
    return {(department, source) for department, source in db.session.execute(statement)}


def _files(round_id: int, department_ids: Collection[int]) -> Mapping[int, Sequence[EvidenceFile]]:
    statement = select(RoundMember.id, RoundMember.department_id).where(
        RoundMember.round_id == round_id, RoundMember.department_id.in_(department_ids)
    )
    units = {row.id: row.department_id for row in db.session.execute(statement)}
    return {units[member]: files for member, files in evidence_of(EVIDENCE_SUBJECT, units).items()}
