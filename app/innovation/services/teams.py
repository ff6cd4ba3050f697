"""실행팀과 협조의견."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, func, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Denied, Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.cooperation import PlanPart
from app.innovation.enums.permissions import Permission
from app.innovation.events import OpinionAnswered, OpinionAsked, OpinionReminded, TeamSet
from app.innovation.models import FormerMember, Opinion, OpinionReminder, Task, TeamMember
from app.innovation.policy import POLICY
from app.innovation.queries.joint_leads import lead_ids
from app.innovation.queries.teams import awaits_decision, waiver_ids
from app.innovation.rules.contributions import check_contributions
from app.innovation.rules.stages import check_active
from app.innovation.rules.teams import check_cooperation_request, check_opinion, check_team_change
from app.innovation.services.numbers import next_number
from app.innovation.services.tasks import touch
from app.organization.queries import holidays_between
from app.organization.rules import add_working_days

LONGEST_TERM = 30
"""Working days a department may get for its answer at most."""
HORIZON = timedelta(days=4 * LONGEST_TERM)
"""Far enough ahead to know every day off within the longest term."""


def set_team(*, actor: Actor, task: Task, leader_id: int, shares: Mapping[int, int]) -> None:
    """Set leader and members with their shares (person id → whole percent, the leader included)."""
    access.require(POLICY, Permission.TEAM_SET, actor, task)
    check_active(task.state)
    check_contributions(shares, leader_id)
    touch(task, leader_id=leader_id)
    check_team_change(awaits_decision=awaits_decision(task), waived=bool(waiver_ids(task) & set(shares)))
    _write_members(task, shares, actor)
    others = tuple(person for person in shares if person != leader_id)
    publish(
        TeamSet(
            actor_id=actor.id,
            task_id=task.id,
            leader_id=leader_id,
            member_ids=others,
            member_shares=tuple((person, str(share)) for person, share in shares.items()),
        )
    )


def _write_members(task: Task, shares: Mapping[int, int], actor: Actor) -> None:
    """Keep the rows of those who stay, so that the day they joined stays too, and who was taken off."""
    present = {
        member.person_id: member
        for member in db.session.scalars(select(TeamMember).where(TeamMember.task_id == task.id))
    }
    gone = set(present) - set(shares)
    db.session.add_all(
        FormerMember(
            task_id=task.id,
            person_id=person_id,
            joined_at=present[person_id].joined_at,
            left_at=clock.now(),
            taken_off_by_id=actor.id,
        )
        for person_id in sorted(gone)
    )
    db.session.execute(delete(TeamMember).where(TeamMember.task_id == task.id, TeamMember.person_id.in_(gone)))
    for person_id, share in shares.items():
        if person_id in present:
            present[person_id].share = share
        else:
            db.session.add(TeamMember(task_id=task.id, person_id=person_id, share=share, joined_at=clock.now()))
    db.session.flush()


def ask_opinion(
    *,
    actor: Actor,
    task: Task,
    department_id: int,
    working_days: int,
    question: str = "",
    part: PlanPart = PlanPart.WHOLE,
) -> Opinion:
    """Ask a department to cooperate and to answer within so many working days.

    With the first question the task becomes a collaboration project: it gets its number and its room.
    """
    access.require(POLICY, Permission.OPINION_ASK, actor, task)
    check_active(task.state)
    if not 1 <= working_days <= LONGEST_TERM:
        raise Refused(_("A department gets 1 to %(most)s working days to answer.", most=LONGEST_TERM))
    asked = set(db.session.scalars(select(Opinion.department_id).where(Opinion.task_id == task.id)))
    check_cooperation_request(department_id, lead_department_id=task.lead_department_id, asked=asked)
    today = clock.today()
    holidays = holidays_between(today, today + HORIZON)
    opinion = Opinion(
        task_id=task.id,
        department_id=department_id,
        question=question,
        part=part,
        asked_by_id=actor.id,
        asked_at=clock.now(),
        due_on=add_working_days(today, working_days, holidays),
    )
    db.session.add(opinion)
    touch(task, cooperation_number=task.cooperation_number or _cooperation_number())
    publish(
        OpinionAsked(actor_id=actor.id, task_id=task.id, department_id=department_id, due_on=opinion.due_on.isoformat())
    )
    return opinion


def _cooperation_number() -> str:
    """Return the next number of a collaboration project, such as "2026-협업-01"."""
    year = clock.today().year
    return f"{year}-협업-{next_number('cooperation', year):02d}"


def remind_of_opinion(*, actor: Actor, task: Task, opinion: Opinion, note: str = "") -> OpinionReminder:
    """Remind a department that has not answered; once a day is enough."""
    access.require(POLICY, Permission.OPINION_ASK, actor, task)
    check_active(task.state)
    if opinion.answer is not None:
        raise Refused(_("This department has answered already."))
    touch(task)
    last = db.session.scalar(
        select(func.max(OpinionReminder.reminded_at)).where(OpinionReminder.opinion_id == opinion.id)
    )
    if last is not None and clock.to_seoul(last).date() == clock.today():
        raise Refused(_("This department was reminded today already."))
    reminder = OpinionReminder(opinion_id=opinion.id, note=note, reminded_by_id=actor.id, reminded_at=clock.now())
    db.session.add(reminder)
    db.session.flush()
    publish(
        OpinionReminded(actor_id=actor.id, task_id=task.id, opinion_id=opinion.id, department_id=opinion.department_id)
    )
    return reminder


def answer_opinion(*, actor: Actor, task: Task, opinion: Opinion, answer: OpinionAnswer, reason: str = "") -> None:
    """Answer for the cooperating department; only once, and only by its head or acting head."""
    access.require(POLICY, Permission.OPINION_ANSWER, actor, opinion)
    check_active(task.state)
    if opinion.answer is not None:
        raise Conflict(_("This department has answered already."))
    if set(actor.headed_department_ids) & lead_ids(task):
        raise Denied(_("Whoever heads a department that leads the task does not answer for one that is asked."))
    check_opinion(answer, reason)
    in_time = clock.today() <= opinion.due_on
    change_state(
        opinion,
        answer=answer,
        reason=reason,
        answered_by_id=actor.id,
        answered_at=clock.now(),
        in_time=in_time,
    )
    publish(
        OpinionAnswered(
            actor_id=actor.id,
            task_id=task.id,
            opinion_id=opinion.id,
            department_id=opinion.department_id,
            answer=answer.value,
            in_time=in_time,
        )
    )
