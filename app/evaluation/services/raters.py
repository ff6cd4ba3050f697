"""평가자 구분: the source of raters an evaluator belongs to in a round."""

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission, Phase
from app.evaluation.models import EvaluationRound, EvaluatorSource
from app.evaluation.queries.raters import candidates, panel_indicators, was_scored_already
from app.evaluation.rater_events import RaterSourceSet

BEFORE_SCORING = frozenset({Phase.PLANNING, Phase.MEASURING, Phase.SELF_REVIEW})


def set_rater_source(*, actor: Actor, record: EvaluationRound, evaluator_id: int, source: str) -> None:
    """Put an evaluator into one of the sources the sheets of the round know; a person belongs to one in a round.

    Raises Refused for a source no sheet knows and for who is no evaluator, WrongState once scoring has begun.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    if record.phase not in BEFORE_SCORING or was_scored_already(record):
        raise WrongState(_("Sources of raters are set before scoring begins."))
    if source not in {name for panel in panel_indicators(record) for name in panel.evaluator_sources}:
        raise Refused(_("No indicator of this round has the source “%(source)s”.", source=source))
    if evaluator_id not in candidates(record):
        raise Refused(_("This person is not an evaluator."))
    put_into_source(actor=actor, record=record, evaluator_id=evaluator_id, source=source)


def put_into_source(*, actor: Actor, record: EvaluationRound, evaluator_id: int, source: str) -> None:
    """Write the source of an evaluator; the caller has checked that it may be written."""
    row = source_row(record, evaluator_id)
    before = "" if row is None else row.name
    if before == source:
        return
    if row is None:
        row = EvaluatorSource(round_id=record.id, evaluator_id=evaluator_id)
        db.session.add(row)
    row.name, row.set_by_id, row.set_at = source, actor.id, clock.now()
    db.session.flush()
    publish(
        RaterSourceSet(actor_id=actor.id, round_id=record.id, evaluator_id=evaluator_id, source=source, before=before)
    )


def source_row(record: EvaluationRound, evaluator_id: int) -> EvaluatorSource | None:
    """Return the row that says to which source an evaluator belongs, or None."""
    return db.session.scalar(
        select(EvaluatorSource).where(
            EvaluatorSource.round_id == record.id, EvaluatorSource.evaluator_id == evaluator_id
        )
    )


def require_source(record: EvaluationRound, indicator_id: int, evaluator_id: int) -> None:
    """Raise Refused where an indicator is rated by sources and the evaluator is in none of them."""
    panel = next((row for row in panel_indicators(record) if row.indicator_id == indicator_id), None)
    if panel is None or not panel.sources:
        return
    row = source_row(record, evaluator_id)
    if row is None or row.name not in panel.evaluator_sources:
        raise Refused(
            _(
                "This indicator is rated by sources (%(names)s). Say first to which of them the person belongs, on the "
                "page of the assignment.",
                names=", ".join(panel.evaluator_sources),
            )
        )
