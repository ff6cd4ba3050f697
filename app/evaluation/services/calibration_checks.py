"""What a round in calibration needs before its results are published."""

from collections.abc import Iterable

from app.core.errors import Refused, WrongState
from app.core.messages import Message, _
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.calibration import open_session_id, session_was_held
from app.evaluation.services.calibration_agenda import agenda
from app.evaluation.services.check_items import CheckItem
from app.evaluation.services.scoring import RoundResult


def before_publication(record: EvaluationRound) -> Iterable[CheckItem]:
    """Sessions are closed, and cases in conflict decided; without the latter publishing needs a reason."""
    closed = open_session_id(record.id) is None
    hint = _("A calibration session is still open. Close it first.")
    yield CheckItem(label=_("No calibration session is open"), met=closed, hint=hint)
    try:
        count = len(agenda(record))
    except Refused as refusal:
        yield CheckItem(label=_("Every value can be scored"), met=False, hint=refusal.reason)
        return
    yield CheckItem(label=_("Cases in conflict are decided"), met=count == 0, hint=_undecided(count), is_required=False)


def require_no_open_session(record: EvaluationRound) -> None:
    """Raise WrongState while a session of the round is not closed: its minutes are not finished."""
    if open_session_id(record.id) is not None:
        raise WrongState(_("A calibration session is still open. Close it first."))


def require_no_session_held(record: EvaluationRound, refusal: Message) -> None:
    """Raise WrongState, saying so, once a calibration session of the round was held."""
    if session_was_held(record.id):
        raise WrongState(refusal)


def require_calibrated(record: EvaluationRound, result: RoundResult, reason: str) -> None:
    """Raise Refused where cases in conflict wait for a decision; only a reason lets results be published without."""
    require_no_open_session(record)
    if reason.strip():
        return
    count = len(agenda(record, result))
    if count:
        raise Refused(_undecided(count))


def _undecided(count: int) -> Message:
    return _("Cases in conflict without a decision: %(count)s. Publishing without them needs a reason.", count=count)
