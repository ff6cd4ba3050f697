"""이어진 고객의 소리: what the voice says on the page of an issue or a task."""

from collections.abc import Sequence

from app.core.access import Actor
from app.core.messages import Message, _
from app.voice.queries.customer_voices import LinkedVoice, voices_behind

Line = tuple[Message, str, str | None]
"""Label, title, path of the page (None: the reader may not open it)."""
_LABEL = _("Customer's voice")


def of_issue(issue_id: int, actor: Actor) -> Sequence[Line]:
    """Return the voices an issue was made of."""
    return [_line(voice) for voice in voices_behind(actor, issue_id=issue_id)]


def of_task(task_id: int, actor: Actor) -> Sequence[Line]:
    """Return the voices a task goes back to."""
    return [_line(voice) for voice in voices_behind(actor, task_id=task_id)]


def _line(voice: LinkedVoice) -> Line:
    title = f"{voice.number} {voice.kind.label} · {voice.department}"
    if voice.is_readable:
        return _LABEL, f"{title}: {voice.excerpt}", f"/voice/customer-voices/{voice.id}"
    return _LABEL, title, None
