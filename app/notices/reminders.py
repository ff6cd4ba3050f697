"""독촉: asks everybody's own turns, as the first page does, and reminds only those who are late."""

from collections.abc import Sequence
from datetime import date

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.turns import Turn
from app.home.queries.turns import owed_by
from app.notifications.queries.recipients import everybody_here
from app.notifications.services.reminders import Late, remind

TOLD_TO_HEADS = frozenset(
    {
        "evaluation.show_measures",
        "innovation.new_report",
        "innovation.new_slogan",
        "innovation.new_slogan_review",
        "innovation.show_closing",
        "innovation.show_cooperation",
        "innovation.show_finding",
        "innovation.show_meeting",
        "innovation.show_obstacle",
        "innovation.show_plan",
        "innovation.show_practice_item",
        "innovation.show_report",
        "innovation.show_spread",
        "innovation.show_task",
        "reports.edit_period_report",
        "reports.show_period_report",
    }
)
"""Pages of office work. What somebody owes as a proposer, an evaluator, a juror or in an own matter is told to nobody else."""


def remind_the_late(day: date) -> int:
    """Remind everybody who is late on a day, each once; return how many were told. Opens its own transactions.

    Turns are read as they are now, so that who closed a thing in the meantime hears nothing of it.
    """
    if day != clock.today():
        return 0  # what was missed yesterday is asked for today
    late = [one for person_id in everybody_here() if (one := _late(person_id, day)) is not None]
    db.session.rollback()
    with transaction():
        return remind(day=day, late=late)


def _late(person_id: int, day: date) -> Late | None:
    actor = actor_of_person(person_id)
    overdue = [] if actor is None else _overdue(actor, day)
    if not overdue:
        return None
    told = [turn.due_on for turn in overdue if turn.endpoint in TOLD_TO_HEADS and turn.due_on is not None]
    return Late(person_id, len(overdue), told)


def _overdue(actor: Actor, day: date) -> Sequence[Turn]:
    return [turn for turn in owed_by(actor) if turn.due_on is not None and turn.due_on < day]
