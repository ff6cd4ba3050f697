"""경연 출품, 철회, 직원 투표."""

from sqlalchemy import select

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.enums.contests import ContestState, ContestStepKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import CaseEntered, ContestVoteCast, EntryWithdrawn
from app.innovation.models import (
    Case,
    CaseAuthor,
    Contest,
    ContestEntry,
    ContestGroup,
    ContestGroupPeer,
    ContestVote,
)
from app.innovation.policy import POLICY
from app.innovation.queries.cases import case_or_404, case_people
from app.innovation.queries.contest_conflicts import has_to_do_with
from app.innovation.queries.contest_marks import vote_count
from app.innovation.queries.people import all_here
from app.innovation.rules import contests as rules
from app.innovation.rules.common import check_reason
from app.innovation.services.contests.history import keep
from app.organization.models import Department


def enter_case(
    *, actor: Actor, contest: Contest, case_id: int, group_id: int | None = None, honoured_id: int | None = None
) -> ContestEntry:
    """Enter a published best practice for its department, once a contest.

    `group_id` is needed only where the groups of the contest do not follow the office's; `honoured_id` is the person
    the award is for, if not the department.
    """
    case = case_or_404(case_id, actor)
    access.require(POLICY, Permission.CONTEST_ENTER, actor, case_people(case).work)
    rules.check_entering(contest.state, clock.today(), contest.call_ends_on or clock.today())
    if case.kind is not CaseKind.BEST or case.state is not CaseState.PUBLISHED:
        raise Refused(_("Only a published best practice can be entered."))
    _require_honourable(honoured_id, case)
    _require_new(contest, case)
    entry = ContestEntry(
        contest_id=contest.id,
        group_id=_group_for(contest, case.department_id, group_id),
        case_id=case.id,
        department_id=case.department_id,
        honoured_id=honoured_id,
        entered_by_id=actor.id,
        entered_at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    publish(
        CaseEntered(
            actor_id=actor.id,
            contest_id=contest.id,
            entry_id=entry.id,
            case_id=case.id,
            department_id=case.department_id,
        )
    )
    return entry


def withdraw_entry(*, actor: Actor, contest: Contest, entry: ContestEntry, reason: str) -> None:
    """Take an entry back before the first round; the case may be entered anew while the call is open."""
    case = db.session.get_one(Case, entry.case_id)
    access.require(POLICY, Permission.CONTEST_ENTER, actor, case_people(case).work)
    if contest.state is not ContestState.CALL:
        raise Refused(_("An entry can be withdrawn before the first round begins, not now."))
    check_reason(reason)
    entry.withdrawn_at, entry.withdrawn_by_id = clock.now(), actor.id
    db.session.flush()
    keep(contest, ContestStepKind.WITHDRAWAL, actor=actor, note=f"{case.number} {case.title}: {reason}")
    publish(EntryWithdrawn(actor_id=actor.id, contest_id=contest.id, entry_id=entry.id, reason=FreeText(reason)))


def cast_vote(*, actor: Actor, contest: Contest, entry: ContestEntry) -> None:
    """Vote for the entry of somebody else, once; a vote is not taken back."""
    access.require(POLICY, Permission.CONTEST_VOTE, actor)
    if not contest.staff_vote_weight:
        raise Refused(_("There is no staff vote in this contest."))
    # two votes of one person in the same moment must not both count
    db.session.execute(select(Contest.id).where(Contest.id == contest.id).with_for_update())
    given = vote_count(contest.id, actor.id)
    rules.check_vote(
        contest.state,
        own=is_own(entry, actor.id),
        voted=_has_voted(entry, actor),
        given=given,
        allowed=contest.votes_per_person,
    )
    db.session.add(
        ContestVote(contest_id=contest.id, entry_id=entry.id, person_id=actor.id, slot=given + 1, cast_at=clock.now())
    )
    db.session.flush()
    publish(ContestVoteCast(actor_id=actor.id, contest_id=contest.id))


def is_own(entry: ContestEntry, person_id: int) -> bool:
    """Whether the person has to do with the entry and may not vote for it."""
    statement = (
        select(ContestEntry.id)
        .join(Case, Case.id == ContestEntry.case_id)
        .where(ContestEntry.id == entry.id, has_to_do_with(person_id))
    )
    return db.session.scalar(statement) is not None


def _has_voted(entry: ContestEntry, actor: Actor) -> bool:
    statement = select(ContestVote.id).where(ContestVote.entry_id == entry.id, ContestVote.person_id == actor.id)
    return db.session.scalar(statement) is not None


def _require_honourable(honoured_id: int | None, case: Case) -> None:
    """Refuse to honour somebody who has left, or whose work the case is not: that would take a juror out of the round."""
    if honoured_id is None:
        return
    if not all_here([honoured_id]):
        raise Refused(_("The person to be honoured does not work here."))
    wrote = select(CaseAuthor.id).where(CaseAuthor.case_id == case.id, CaseAuthor.person_id == honoured_id)
    belongs = select(Person.id).where(Person.id == honoured_id, Person.department_id == case.department_id)
    if not db.session.scalar(select(wrote.exists() | belongs.exists())):
        sentence = _("An author of the case or somebody of its department can be honoured, nobody else.")
        raise Invalid(sentence, fields={"number": [sentence]})


def _require_new(contest: Contest, case: Case) -> None:
    statement = select(ContestEntry.id).where(
        ContestEntry.contest_id == contest.id, ContestEntry.case_id == case.id, ContestEntry.withdrawn_at.is_(None)
    )
    if db.session.scalar(statement) is not None:
        raise Conflict(_("This case is entered already."))


def _group_for(contest: Contest, department_id: int, chosen: int | None) -> int:
    """Return the group the department's peer group belongs to, or the chosen one among those without peer groups."""
    by_peers = db.session.scalar(
        select(ContestGroupPeer.group_id)
        .join(Department, Department.peer_group_id == ContestGroupPeer.peer_group_id)
        .where(ContestGroupPeer.contest_id == contest.id, Department.id == department_id)
    )
    if by_peers is not None:
        return by_peers
    free = select(ContestGroup.id).where(
        ContestGroup.contest_id == contest.id,
        ContestGroup.id == chosen,
        ~select(ContestGroupPeer.id).where(ContestGroupPeer.group_id == ContestGroup.id).exists(),
    )
    found = db.session.scalar(free)
    if found is None:
        sentence = _("Choose the group the case is entered in.")
        raise Invalid(sentence, fields={"group": [sentence]})
    return found
