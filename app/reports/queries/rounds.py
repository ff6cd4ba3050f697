"""평가보고서: a round as one document, with what the reader may see of it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, select, true

from app.audit.models import AuditHead
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.i18n import format_moment
from app.core.messages import _
from app.core.snapshots import canonical_json
from app.evaluation import policy
from app.evaluation.enums import MeasureState, Permission, Phase
from app.evaluation.models import EvaluationRound, Publication
from app.evaluation.queries import results
from app.evaluation.queries.releases import has_released, seen_by
from app.evaluation.queries.results import DepartmentView, Origin
from app.evaluation.queries.score_sections import explained_views
from app.evaluation.rules import phases
from app.evaluation.services.publications import snapshot
from app.evaluation.services.scoring import compute_round

PUBLISHED = (Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL)


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One line of the list of reports."""

    id: int
    code: str
    name: str
    year: int
    base_on: date
    phase: Phase

    @property
    def is_published(self) -> bool:
        """Whether everybody may see something of it."""
        return self.phase in PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What proves the report: the publication and the head of the audit chain when it was printed."""

    publication_id: int
    version: int
    sha256: str
    published_at: datetime
    correction_reason: str
    release_at: datetime | None = None

    @property
    def embargo(self) -> datetime | None:
        """Until when only the control tower and the auditor may know it; None once everybody may."""
        return self.release_at if self.release_at is not None and self.release_at > clock.now() else None


@dataclass(frozen=True, kw_only=True)
class ChainHead:
    """The end of the audit chain at the moment of printing."""

    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class GroupReport:
    """One peer group: its departments by rank, and how many got each grade of those that are shown."""

    name: str
    departments: tuple[DepartmentView, ...]
    grades: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class RoundReport:
    """A round as the reader may see it. `seal` is None before publication: then it is a draft."""

    round: RoundRow
    seal: Seal | None
    chain: ChainHead | None
    groups: tuple[GroupReport, ...]
    is_whole: bool

    @property
    def is_interim(self) -> bool:
        """Whether something is not due yet in any department shown."""
        return any(is_interim(view) for group in self.groups for view in group.departments)


def is_interim(view: DepartmentView) -> bool:
    """Whether something of a department is not due yet."""
    return any(line.state is MeasureState.NOT_DUE for line in view.lines)


def list_rounds(actor: Actor) -> Sequence[RoundRow]:
    """Return the rounds of which the reader may see a report, the latest first."""
    statement = (
        select(
            EvaluationRound.id,
            EvaluationRound.code,
            EvaluationRound.name,
            EvaluationRound.year,
            EvaluationRound.base_on,
            EvaluationRound.phase,
        )
        .where(visible_to(actor))
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    )
    return [RoundRow(**row._mapping) for row in db.session.execute(statement)]  # noqa: SLF001  SQLAlchemy's public name


def round_row(round_id: int, actor: Actor) -> RoundRow | None:
    """Return a round of which the reader may see a report, None where there is none."""
    record = db.session.scalar(select(EvaluationRound).where(EvaluationRound.id == round_id, visible_to(actor)))
    return None if record is None else _row(record)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Rounds whose report the actor may open: released ones, for control tower and auditor all."""
    if policy.allows(Permission.RESULTS_PREVIEW, actor):
        return true()
    return has_released()


def round_report(round_id: int, actor: Actor, *, with_annex: bool = False) -> RoundReport:
    """Put the report of a round together for a reader, on request with all that stands behind each figure.

    `Missing` where the reader may see nothing of it.
    """
    record = db.session.scalar(select(EvaluationRound).where(EvaluationRound.id == round_id, visible_to(actor)))
    if record is None:
        raise Missing(_("There is no such report."))
    whole = policy.allows(Permission.RESULTS_READ_ALL, actor)
    wanted = None if whole else _own_departments(actor)
    seal = seal_of(record.id, actor)
    return RoundReport(
        round=_row(record),
        seal=seal,
        chain=chain_head(),
        groups=_groups(department_views(record, seal, wanted, behind=actor if with_annex else None)),
        is_whole=whole,
    )


def department_views(
    record: EvaluationRound, seal: Seal | None, wanted: Collection[int] | None, *, behind: Actor | None = None
) -> list[DepartmentView]:
    """Return departments with every line: as published, or as they stand now. `wanted` None: all of them.

    `behind` is the reader where the annex is wanted: what stands behind each figure.
    """
    if seal is None:
        result = compute_round(record, with_marks=phases.marks_visible(record.phase))
        content: dict[str, Any] = json.loads(canonical_json(snapshot(record, result, version=0, correction_reason="")))
        origin = Origin(by="", at="")
    else:
        content = results.content_of(seal.publication_id)
        origin = Origin(by="", at=format_moment(seal.published_at), version=seal.version)
    ids = [view.department_id for view in results.department_views(content, origin)]
    chosen = [one for one in ids if wanted is None or one in wanted]
    if behind is not None:
        return explained_views(record.id, content, chosen, origin, behind)
    views = (results.department_view(content, one, origin) for one in chosen)
    return [view for view in views if view is not None]


def _row(record: EvaluationRound) -> RoundRow:
    return RoundRow(
        id=record.id,
        code=record.code,
        name=record.name,
        year=record.year,
        base_on=record.base_on,
        phase=record.phase,
    )


def _own_departments(actor: Actor) -> frozenset[int]:
    own = {actor.department_id, *actor.coordinated_department_ids}
    return frozenset(one for one in own if one is not None)


def _groups(views: Sequence[DepartmentView]) -> tuple[GroupReport, ...]:
    return tuple(_group(name, tuple(found)) for name, found in groupby(views, key=lambda view: view.peer_group))


def _group(name: str, views: tuple[DepartmentView, ...]) -> GroupReport:
    return GroupReport(name=name, departments=views, grades=results.grade_counts(views))


def seal_of(round_id: int, actor: Actor) -> Seal | None:
    """Return the newest publication of a round the actor may see, None before there is one."""
    statement = (
        select(
            Publication.id.label("publication_id"),
            Publication.version,
            Publication.sha256,
            Publication.published_at,
            Publication.correction_reason,
            Publication.release_at,
        )
        .where(Publication.round_id == round_id, seen_by(actor))
        .order_by(Publication.version.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    return None if row is None else Seal(**row._mapping)  # noqa: SLF001  SQLAlchemy's public name


def chain_head() -> ChainHead | None:
    """Return the head of the audit chain, None in an office where nothing has happened yet."""
    row = db.session.execute(select(AuditHead.seq, AuditHead.hash)).first()
    return None if row is None else ChainHead(seq=row.seq, hash=row.hash)
