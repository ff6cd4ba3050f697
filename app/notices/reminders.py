"""독촉: asks everybody's own turns, as the first page does but for many people at once, and reminds only the late."""

from collections.abc import Sequence
from datetime import date

from app.core import clock
from app.core.database import db, transaction
from app.core.shared_turns import OverdueTurn
from app.home.queries.overdue import overdue_of
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
        "voice.show_customer_voice",
        "voice.show_monthly_question",
    }
)
"""Pages of office work. What somebody owes as a proposer, an evaluator, a juror or in an own matter is told to nobody else."""


def remind_the_late(day: date) -> int:
    """Remind everybody who is late on a day, each once; return how many were told. Opens its own transactions.

    Turns are read as they are now, so that who closed a thing in the meantime hears nothing of it.
    """
    if day != clock.today():
        return 0  # what was missed yesterday is asked for today
    late = [_late(person_id, overdue) for person_id, overdue in sorted(overdue_of(everybody_here(), day).items())]
    db.session.rollback()
    with transaction():
        return remind(day=day, late=late)


def _late(person_id: int, overdue: Sequence[OverdueTurn]) -> Late:
    return Late(person_id, len(overdue), [turn.due_on for turn in overdue if turn.endpoint in TOLD_TO_HEADS])
