"""조정회의: who may write down what a session decided. The database refuses the same."""

from collections.abc import Collection

from sqlalchemy import select

from app.accounts.queries.roles import offices_on
from app.core import clock
from app.core.access import Actor, offices_of
from app.core.database import db
from app.core.errors import Denied, Refused
from app.core.messages import _
from app.evaluation.enums import SheetState
from app.evaluation.models import CalibrationCase, EvaluationRound, ScoreSheet


def require_another_office(actor: Actor, person_ids: Collection[int]) -> None:
    """Raise Refused unless somebody present belongs to the office, and to another one of it than the actor does."""
    own, today = offices_of(actor), clock.today()
    if not any(key != actor.id and not offices_on(key, today) & own for key in person_ids):
        raise Refused(
            _("Nobody who is there is of another office than yours: one office alone decides about no score.")
        )


def require_no_own_marks(actor: Actor, record: EvaluationRound, case: CalibrationCase) -> None:
    """Raise Denied for who scored the department of a case in this round."""
    own = select(ScoreSheet.id).where(
        ScoreSheet.round_id == record.id,
        ScoreSheet.department_id == case.department_id,
        ScoreSheet.evaluator_id == actor.id,
        ScoreSheet.state == SheetState.SUBMITTED,
    )
    if db.session.scalar(own.limit(1)) is not None:
        raise Denied(_("You scored this department: somebody else writes down what is decided about it."))
