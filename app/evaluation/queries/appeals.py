"""Reads about appeals: who may see which, what has become of them, and what they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.appeal_policy import POLICY, AppealWork
from app.evaluation.enums import AppealOutcome, AppealState, AppealStepKind, Permission
from app.evaluation.models import Appeal, AppealCorrection, AppealStep, Indicator, Publication, RoundMember
from app.evaluation.queries.rows import rows_as
from app.evaluation.rules.appeals import MAY_BE_RAISED, TO_CORRECT, WAITING, AppealFacts

_Replier = aliased(Person, name="replier")
_Named = aliased(Person, name="named")


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """One line of the list of appeals. `code` and `indicator` are None for an appeal against the whole result."""

    id: int
    department: str
    code: str | None
    indicator: str | None
    state: AppealState
    outcome: AppealOutcome | None
    filed_at: datetime
    raise_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class StepView:
    """Something that happened to an appeal, with who did it."""

    kind: AppealStepKind
    outcome: AppealOutcome | None
    words: str
    named: str | None
    taken_by: str
    taken_by_id: int
    taken_at: datetime
    version: int | None


@dataclass(frozen=True, kw_only=True)
class AppealView:
    """An appeal with its names. `against_version` is the published version it was filed against."""

    record: Appeal
    department: str
    code: str | None
    indicator: str | None
    against_version: int
    steps: Sequence[StepView]
    work: AppealWork

    @property
    def facts(self) -> AppealFacts:
        """What the rules ask about."""
        return facts_of(self.record)

    def step(self, kind: AppealStepKind) -> StepView | None:
        """Return the last step of a kind."""
        return next((step for step in reversed(self.steps) if step.kind is kind), None)


def facts_of(appeal: Appeal) -> AppealFacts:
    """Return what the rules ask about an appeal."""
    return AppealFacts(
        state=appeal.state,
        outcome=appeal.outcome,
        raise_until=appeal.raise_until,
        is_settled=appeal.settled_at is not None,
    )


def work_of(appeal: Appeal) -> AppealWork:
    """Return what the policy asks about an appeal: two statements."""
    replier = db.session.execute(
        select(_Replier.id, _Replier.department_id)
        .join(AppealStep, AppealStep.taken_by_id == _Replier.id)
        .where(AppealStep.appeal_id == appeal.id, AppealStep.kind == AppealStepKind.ANSWERED)
    ).first()
    seconds = select(AppealCorrection.second_id).where(AppealCorrection.appeal_id == appeal.id)
    return AppealWork(
        department_id=appeal.department_id,
        filed_by_id=appeal.filed_by_id,
        state=appeal.state,
        replied_by_id=replier[0] if replier else None,
        replier_department_id=replier[1] if replier else None,
        second_decider_id=appeal.second_decider_id,
        second_ids=frozenset(db.session.scalars(seconds)),
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Appeals the actor may read: the same as `Permission.APPEAL_READ`, as a condition."""
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return true()
    asked = select(AppealCorrection.appeal_id).where(AppealCorrection.second_id == actor.id)
    units = [*actor.headed_department_ids, *actor.coordinated_department_ids]
    return or_(
        Appeal.department_id.in_(units),
        Appeal.filed_by_id == actor.id,
        Appeal.second_decider_id == actor.id,
        Appeal.id.in_(asked),
        Appeal.id.in_(_replied_by_department_of(actor)),
    )


def _replied_by_department_of(actor: Actor) -> AnySelect:
    return (
        select(AppealStep.appeal_id)
        .join(_Replier, _Replier.id == AppealStep.taken_by_id)
        .where(AppealStep.kind == AppealStepKind.ANSWERED, _Replier.department_id.in_(actor.headed_department_ids))
    )


def appeal_rows(round_id: int, actor: Actor) -> Sequence[AppealRow]:
    """Return the appeals of a round the actor may read, the newest first, in one statement."""
    statement = (
        select(
            Appeal.id,
            RoundMember.department_name,
            Indicator.code,
            Indicator.name,
            Appeal.state,
            Appeal.outcome,
            Appeal.filed_at,
            Appeal.raise_until,
        )
        .join(RoundMember, _is_member())
        .outerjoin(Indicator, Indicator.id == Appeal.indicator_id)
        .where(Appeal.round_id == round_id, visible_to(actor))
        .order_by(Appeal.id.desc())
    )
    return rows_as(AppealRow, statement)


def _is_member() -> ColumnElement[bool]:
    return and_(RoundMember.round_id == Appeal.round_id, RoundMember.department_id == Appeal.department_id)


def appeal_or_404(appeal_id: int, actor: Actor) -> AppealView:
    """Return an appeal the actor may read. Raises Missing."""
    statement = (
        select(Appeal, RoundMember.department_name, Indicator.code, Indicator.name, Publication.version)
        .join(RoundMember, _is_member())
        .join(Publication, Publication.id == Appeal.publication_id)
        .outerjoin(Indicator, Indicator.id == Appeal.indicator_id)
        .where(Appeal.id == appeal_id)
    )
    found = db.session.execute(statement).first()
    work = work_of(found[0]) if found else None
    if found is None or work is None or not access.allows(POLICY, Permission.APPEAL_READ, actor, work):
        raise Missing(_("There is no such appeal."))
    record, department, code, name, version = found
    return AppealView(
        record=record,
        department=department,
        code=code,
        indicator=name,
        against_version=version,
        steps=_steps(appeal_id),
        work=work,
    )


def _steps(appeal_id: int) -> Sequence[StepView]:
    statement = (
        select(
            AppealStep.kind,
            AppealStep.outcome,
            AppealStep.words,
            _Named.name,
            Person.name,
            AppealStep.taken_by_id,
            AppealStep.taken_at,
            Publication.version,
        )
        .join(Person, Person.id == AppealStep.taken_by_id)
        .outerjoin(_Named, _Named.id == AppealStep.named_id)
        .outerjoin(Publication, Publication.id == AppealStep.publication_id)
        .where(AppealStep.appeal_id == appeal_id)
        .order_by(AppealStep.id)
    )
    return rows_as(StepView, statement)


def may_see(actor: Actor, appeal_id: int) -> bool:
    """Whether the actor may open the evidence of an appeal."""
    appeal = db.session.get(Appeal, appeal_id)
    return appeal is not None and access.allows(POLICY, Permission.APPEAL_READ, actor, work_of(appeal))


def to_correct_now() -> ColumnElement[bool]:
    """Accepted appeals whose correction may be written: nobody may take them further any more."""
    decided = and_(
        Appeal.state.in_((AppealState.DECIDED, AppealState.DECIDED_AGAIN)), Appeal.outcome.in_(tuple(TO_CORRECT))
    )
    return and_(decided, ~to_raise())


def to_raise() -> ColumnElement[bool]:
    """Appeals whose first decision the department may still take further."""
    return and_(
        Appeal.state == AppealState.DECIDED,
        Appeal.outcome.in_(tuple(MAY_BE_RAISED)),
        Appeal.raise_until >= clock.now(),
        Appeal.settled_at.is_(None),
    )


def open_appeals(round_id: int) -> int:
    """Return how many appeals of a round are still open: the round does not end before they are over."""
    decided = Appeal.state.in_((AppealState.DECIDED, AppealState.DECIDED_AGAIN))
    is_open = or_(Appeal.state.in_(tuple(WAITING)), and_(decided, Appeal.outcome.in_(tuple(TO_CORRECT))), to_raise())
    statement = select(func.count()).select_from(Appeal).where(Appeal.round_id == round_id, is_open)
    return db.session.scalar(statement) or 0
