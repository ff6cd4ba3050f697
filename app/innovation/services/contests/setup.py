"""경연 준비와 정정: kind, days, criteria, groups and prizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.snapshots import to_plain
from app.innovation.enums.contests import ContestKind, ContestPeriod, ContestState, ContestStepKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import ContestChanged, ContestCorrected, ContestPrepared
from app.innovation.models import (
    Contest,
    ContestCriterion,
    ContestEntry,
    ContestGroup,
    ContestGroupPeer,
    ContestPrize,
)
from app.innovation.policy import POLICY
from app.innovation.queries.contests import peers_of, schedule_of, terms_of, weights_of
from app.innovation.rules import contests as rules
from app.innovation.rules.contests import Prize, Schedule, Weights
from app.innovation.services.contests.history import keep


@dataclass(frozen=True, kw_only=True)
class GroupDraft:
    """A group of the contest. `peer_group_ids`: whose departments enter here; none: the department chooses."""

    name: str
    shortlist_size: int
    prizes: tuple[Prize, ...]
    peer_group_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContestContent:
    """Everything that is set before the call opens."""

    kind: ContestKind
    name: str
    year: int
    period: ContestPeriod
    days: Schedule
    weights: Weights
    criteria: Sequence[tuple[str, Decimal]]
    groups: Sequence[GroupDraft]
    votes_per_person: int = 1
    notice: str = ""


def prepare_contest(*, actor: Actor, content: ContestContent) -> Contest:
    """Prepare a contest; nobody outside the control tower sees it before the call."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    _check(content)
    contest = Contest(state=ContestState.DRAFT, prepared_by_id=actor.id, prepared_at=clock.now(), **_columns(content))
    require_free_name(content.name, content.year)
    db.session.add(contest)
    db.session.flush()
    _write_rows(contest, content)
    keep(contest, ContestStepKind.SETUP, actor=actor)
    publish(
        ContestPrepared(
            actor_id=actor.id,
            contest_id=contest.id,
            kind=content.kind.value,
            year=content.year,
            results_only=False,
        )
    )
    return contest


def change_contest(
    *, actor: Actor, contest: Contest, content: ContestContent, seen_version: int, reason: str = ""
) -> None:
    """Change a preparation, or correct an open call with a reason. `Conflict` if it is not the version that was seen."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    if contest.results_only:
        raise Refused(_("A contest entered as results only is not changed; enter it anew."))
    rules.check_editing(contest.state, reason)
    if contest.version != seen_version:
        raise Conflict(CHANGED)
    _check(content)
    require_free_name(content.name, content.year, except_id=contest.id)
    corrected = contest.state is ContestState.CALL
    present = content_of(contest)
    before = to_plain(present) if corrected else {}
    change_state(contest, **_columns(content))
    _write_rows(contest, content)
    _require_same_departments(contest, present, content)
    kind = ContestStepKind.CORRECTION if corrected else ContestStepKind.CHANGE
    keep(contest, kind, actor=actor, note=reason, before=before if isinstance(before, dict) else {})
    publish(
        ContestCorrected(actor_id=actor.id, contest_id=contest.id, reason=FreeText(reason))
        if corrected
        else ContestChanged(actor_id=actor.id, contest_id=contest.id)
    )


def content_of(contest: Contest) -> ContestContent:
    """Return a contest in the shape it was set up in."""
    terms, peers = terms_of(contest.id), peers_of(contest.id)
    return ContestContent(
        kind=contest.kind,
        name=contest.name,
        year=contest.year,
        period=contest.period,
        days=schedule_of(contest),
        weights=weights_of(contest),
        criteria=[(name, weight) for _id, name, weight in terms.criteria],
        groups=[
            GroupDraft(
                name=group.name,
                shortlist_size=group.shortlist_size,
                prizes=group.prizes,
                peer_group_ids=tuple(peers.get(group.id, ())),
            )
            for group in terms.groups
        ],
        votes_per_person=contest.votes_per_person,
        notice=contest.notice,
    )


def require_free_name(name: str, year: int, *, except_id: int = 0) -> None:
    """Refuse the name of another contest of the year."""
    taken = select(Contest.id).where(Contest.name == name, Contest.year == year, Contest.id != except_id)
    if db.session.scalar(taken) is not None:
        sentence = _("There is a contest of this name in the year already.")
        raise Invalid(sentence, fields={"name": [sentence]})


def _require_same_departments(contest: Contest, present: ContestContent, wanted: ContestContent) -> None:
    """Refuse, once there are entries, other departments in a group: the entries would stand in the wrong one."""
    entered = select(ContestEntry.id).where(ContestEntry.contest_id == contest.id, ContestEntry.withdrawn_at.is_(None))
    if db.session.scalar(entered.limit(1)) is None:
        return
    before, after = (
        {group.name: frozenset(group.peer_group_ids) for group in content.groups if group.peer_group_ids}
        for content in (present, wanted)
    )
    if before != after:
        raise Refused(_("Cases have been entered: which departments enter which group stays as it is."))


def _check(content: ContestContent) -> None:
    rules.check_schedule(content.days)
    rules.check_weights(content.weights)
    rules.check_criteria(content.criteria)
    rules.check_groups([group.name for group in content.groups], [group.peer_group_ids for group in content.groups])


def _columns(content: ContestContent) -> dict[str, Any]:
    days, weights = content.days, content.weights
    return {
        "kind": content.kind,
        "name": content.name,
        "year": content.year,
        "period": content.period,
        "notice": content.notice,
        "call_starts_on": days.call_starts_on,
        "call_ends_on": days.call_ends_on,
        "first_round_ends_on": days.first_round_ends_on,
        "committee_on": days.committee_on,
        "staff_vote_weight": weights.staff_vote,
        "member_weight": weights.member,
        "expert_weight": weights.expert,
        "votes_per_person": content.votes_per_person,
    }


def _write_rows(contest: Contest, content: ContestContent) -> None:
    """Write criteria, groups and prizes anew; a group keeps its id by its name, because entries stand in it."""
    for table in (ContestGroupPeer, ContestPrize, ContestCriterion):
        db.session.execute(delete(table).where(table.contest_id == contest.id))
    db.session.add_all(
        ContestCriterion(contest_id=contest.id, position=position, name=name, weight=weight)
        for position, (name, weight) in enumerate(content.criteria, start=1)
    )
    groups = _kept_groups(contest, [group.name for group in content.groups])
    for position, draft in enumerate(content.groups, start=1):
        group = groups.get(draft.name) or ContestGroup(contest_id=contest.id, name=draft.name)
        group.position, group.shortlist_size = position, draft.shortlist_size
        db.session.add(group)
        db.session.flush()
        _write_group(contest, group, draft)
    db.session.flush()


def _kept_groups(contest: Contest, names: Sequence[str]) -> dict[str, ContestGroup]:
    """Return the groups that stay by name and remove the others; refuse where an entry stands in one of those."""
    groups = db.session.scalars(select(ContestGroup).where(ContestGroup.contest_id == contest.id)).all()
    for group in groups:
        if group.name in names:
            continue
        if db.session.scalar(select(ContestEntry.id).where(ContestEntry.group_id == group.id).limit(1)):
            raise Refused(_("The group “%(name)s” has entries; it keeps its name and stays.", name=group.name))
        db.session.delete(group)
    db.session.flush()
    return {group.name: group for group in groups if group.name in names}


def _write_group(contest: Contest, group: ContestGroup, draft: GroupDraft) -> None:
    db.session.add_all(
        ContestPrize(contest_id=contest.id, group_id=group.id, position=position, name=prize.name, places=prize.places)
        for position, prize in enumerate(draft.prizes, start=1)
    )
    db.session.add_all(
        ContestGroupPeer(contest_id=contest.id, group_id=group.id, peer_group_id=peer) for peer in draft.peer_group_ids
    )
