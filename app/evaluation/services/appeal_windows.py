"""이의신청 기준·기간: set by the control tower before the phase of appeals, fixed when it begins."""

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.appeal_events import AppealTermsSet, AppealWindowOpened
from app.evaluation.enums import Permission, Phase
from app.evaluation.models import AppealTerms, AppealWindow, EvaluationRound
from app.evaluation.queries.appeal_terms import terms_of, window_of
from app.evaluation.rules.appeals import Terms, closing_moment, read_time

MOST_DAYS, MOST_SECOND_DAYS = 60, 30


def set_terms(*, actor: Actor, record: EvaluationRound, terms: Terms) -> None:
    """Set how long departments may appeal. A round already in that phase without a window gets it now.

    Raises WrongState once the window has opened, Refused for days or an hour out of bounds.
    """
    policy.require(Permission.APPEAL_TERMS, actor)
    if window_of(record.id) is not None or record.phase is Phase.FINAL:
        raise WrongState(_("The window has opened; its days do not move any more."))
    _check(terms)
    row = AppealTerms(
        round_id=record.id,
        days=terms.days,
        closing_time=terms.closing_time,
        second_days=terms.second_days,
        set_by_id=actor.id,
        set_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        AppealTermsSet(
            actor_id=actor.id,
            round_id=record.id,
            days=terms.days,
            closing_time=terms.closing_time,
            second_days=terms.second_days,
        )
    )
    if record.phase is Phase.APPEALS:
        open_window(actor=actor, record=record)


def open_window(*, actor: Actor, record: EvaluationRound) -> AppealWindow:
    """Let departments appeal from now on, by the terms of the round; called when the phase of appeals begins."""
    terms, now = terms_of(record.id), clock.now()
    window = AppealWindow(
        round_id=record.id,
        opened_at=now,
        closes_at=closing_moment(now, terms.days, terms.closing_time),
        closing_time=terms.closing_time,
        second_days=terms.second_days,
    )
    db.session.add(window)
    db.session.flush()
    closes_at = window.closes_at.isoformat()
    publish(AppealWindowOpened(actor_id=actor.id, round_id=record.id, closes_at=closes_at))
    return window


def _check(terms: Terms) -> None:
    if not 1 <= terms.days <= MOST_DAYS or not 1 <= terms.second_days <= MOST_SECOND_DAYS:
        raise Refused(_("Departments get 1 to 60 days to appeal, and 1 to 30 to take a decision further."))
    try:
        read_time(terms.closing_time)
    except ValueError:
        raise Refused(_("Write the hour as 18:00.")) from None
