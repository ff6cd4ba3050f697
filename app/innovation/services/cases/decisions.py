"""사례 승인, 공개, 반려, 철회."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor, allows
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.cases import CaseKind, CaseState, CaseStepKind
from app.innovation.enums.contests import ContestState
from app.innovation.enums.permissions import Permission
from app.innovation.events import CaseApproved, CasePublished, CaseReturned, CaseWithdrawn, FailureCasePublished
from app.innovation.models import Case, Contest, ContestEntry
from app.innovation.policy import POLICY
from app.innovation.queries.cases import case_people, figures_of
from app.innovation.rules import cases as rules
from app.innovation.services.cases.history import keep
from app.innovation.services.library_words import index_case


def approve_case(*, actor: Actor, case: Case) -> None:
    """Say as head, who had no part in it, that this is how it was."""
    work = case_people(case).work
    access.require(POLICY, Permission.CASE_APPROVE, actor, work)
    rules.check_approval(case.state, writer_ids=work.writer_ids, approver_id=actor.id)
    change_state(case, state=CaseState.APPROVED, approver_id=actor.id, approved_at=clock.now())
    keep(case, CaseStepKind.APPROVAL, actor=actor)
    publish(CaseApproved(actor_id=actor.id, case_id=case.id, department_id=case.department_id))


def publish_case(*, actor: Actor, case: Case) -> None:
    """Put the case on the shelves of the library, as control tower; its authors are rewarded."""
    work = case_people(case).work
    access.require(POLICY, Permission.CASE_PUBLISH, actor, work)
    rules.check_publication(
        case.state, writer_ids=work.writer_ids, approver_id=case.approver_id or 0, publisher_id=actor.id
    )
    change_state(case, state=CaseState.PUBLISHED, publisher_id=actor.id, published_on=clock.today())
    keep(case, CaseStepKind.PUBLICATION, actor=actor)
    words = [case.title, *(getattr(case, name) for name, _label in rules.TEXTS[case.kind])]
    index_case(case.id, [*words, *(figure.name for figure in figures_of(case.id))])
    fact = CasePublished if case.kind is CaseKind.BEST else FailureCasePublished
    publish(
        fact(
            actor_id=actor.id,
            case_id=case.id,
            department_id=case.department_id,
            author_ids=work.author_ids,
            task_id=case.task_id,
        )
    )


def return_case(*, actor: Actor, case: Case, reason: str) -> None:
    """Send the case back with a reason: the head what was handed in, the control tower what the head approved."""
    check_may_return(actor, case)
    rules.check_return(case.state, reason)
    change_state(case, state=CaseState.RETURNED, submitted_at=None, approver_id=None, approved_at=None)
    keep(case, CaseStepKind.RETURN, actor=actor, note=reason)
    publish(CaseReturned(actor_id=actor.id, case_id=case.id, reason=FreeText(reason)))


def withdraw_case(*, actor: Actor, case: Case, reason: str) -> None:
    """Take back one's own case, or a published one out of the library; what it has earned stays as it is."""
    check_may_withdraw(actor, case)
    rules.check_withdrawal(case.state, reason, by_control_tower=allows(POLICY, Permission.CASE_TAKE_OUT, actor))
    _require_in_no_contest(case)
    before = case.state
    change_state(case, state=CaseState.WITHDRAWN)
    keep(case, CaseStepKind.WITHDRAWAL, actor=actor, note=reason)
    publish(CaseWithdrawn(actor_id=actor.id, case_id=case.id, from_state=before.value, reason=FreeText(reason)))


def _require_in_no_contest(case: Case) -> None:
    """Refuse while a contest judges the case: it would be marked, and win, though nobody can read it."""
    name = db.session.scalar(
        select(Contest.name)
        .join(ContestEntry, ContestEntry.contest_id == Contest.id)
        .where(
            ContestEntry.case_id == case.id,
            ContestEntry.withdrawn_at.is_(None),
            Contest.state != ContestState.RESULT,
        )
        .limit(1)
    )
    if name is not None:
        raise Refused(
            _(
                "The case is entered in “%(contest)s”. Withdraw the entry while the call is open, or wait for the result.",
                contest=name,
            )
        )


def check_may_return(actor: Actor, case: Case) -> None:
    """Raise `Denied` unless it is the actor who decides about the case as it stands."""
    permission = Permission.CASE_APPROVE if case.state is CaseState.SUBMITTED else Permission.CASE_PUBLISH
    access.require(POLICY, permission, actor, case_people(case).work)


def check_may_withdraw(actor: Actor, case: Case) -> None:
    """Raise `Denied` unless the case is the actor's own, or public and the actor of the control tower."""
    if case.state is CaseState.PUBLISHED and allows(POLICY, Permission.CASE_TAKE_OUT, actor):
        return
    access.require(POLICY, Permission.CASE_WRITE, actor, case_people(case).work)
