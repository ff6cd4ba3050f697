"""지난 경연: a contest held elsewhere, of which only the result is entered, and which says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums.contests import ContestKind, ContestPeriod, ContestState, ContestStepKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import ContestPrepared
from app.innovation.models import Contest, ContestAward
from app.innovation.policy import POLICY
from app.innovation.services.contests.history import keep
from app.innovation.services.contests.setup import require_free_name
from app.organization.models import Department
from app.organization.rules import fiscal_year


@dataclass(frozen=True, kw_only=True)
class PastWinner:
    """One award of a past contest. The department is kept as it was called then; `title` may be unknown."""

    group: str
    prize: str
    department: str
    title: str = ""
    honoured: str = ""


@dataclass(frozen=True, kw_only=True)
class PastContest:
    """A past contest. `source`: the document or the report that says so."""

    kind: ContestKind
    name: str
    year: int
    period: ContestPeriod
    source: str
    winners: Sequence[PastWinner]
    notice: str = ""


def record_past_contest(*, actor: Actor, content: PastContest) -> Contest:
    """Enter the result of a past contest, without votes and marks; a second person publishes it."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    _check(content)
    require_free_name(content.name, content.year)
    contest = Contest(
        kind=content.kind,
        name=content.name,
        year=content.year,
        period=content.period,
        notice=content.notice,
        results_only=True,
        source=content.source,
        # nothing was weighed here; the columns hold what sums to 100
        staff_vote_weight=Decimal(0),
        member_weight=Decimal(100),
        expert_weight=Decimal(0),
        state=ContestState.DRAFT,
        prepared_by_id=actor.id,
        prepared_at=clock.now(),
    )
    db.session.add(contest)
    db.session.flush()
    _write_awards(contest, content.winners)
    keep(contest, ContestStepKind.SETUP, actor=actor)
    publish(
        ContestPrepared(
            actor_id=actor.id,
            contest_id=contest.id,
            kind=content.kind.value,
            year=content.year,
            results_only=True,
        )
    )
    return contest


def _check(content: PastContest) -> None:
    if content.year > fiscal_year(clock.today()):
        raise Refused(_("A past contest cannot lie in a year to come."))
    if not content.source.strip():
        raise Refused(_("Say where the result was published."))
    if not content.winners:
        raise Refused(_("Enter at least one winner."))


def _write_awards(contest: Contest, winners: Sequence[PastWinner]) -> None:
    rows = db.session.execute(select(Department.name, Department.id).where(Department.valid_until.is_(None)))
    known = {name: department_id for name, department_id in rows}  # noqa: C416  rows are no pairs to mypy
    db.session.add_all(
        ContestAward(
            contest_id=contest.id,
            position=position,
            group_name=winner.group,
            prize=winner.prize,
            department=winner.department,
            department_id=known.get(winner.department),
            title=winner.title,
            honoured=winner.honoured,
        )
        for position, winner in enumerate(winners, start=1)
    )
    db.session.flush()
