"""민원처리기록 묶음: who may take one back, and when."""

from app.core.errors import Refused, WrongState
from app.core.messages import _
from app.voice.enums.handling_records import BatchState


def check_withdrawal(state: BatchState, *, read_by_id: int, actor_id: int) -> None:
    """Say why this person may not withdraw the batch: figures change hands only before four eyes."""
    if state is not BatchState.COUNTED:
        raise WrongState(_("This batch was withdrawn already."))
    if read_by_id == actor_id:
        raise Refused(_("Who read the batch in cannot withdraw it; somebody else of the control tower does."))
