"""점검 항목: a line of the checklist of a round."""

from dataclasses import dataclass

from app.core.messages import Message


@dataclass(frozen=True, kw_only=True)
class CheckItem:
    """One line: met or not. `is_required`: the round does not move on without it."""

    label: Message
    met: bool
    hint: Message | None = None
    is_required: bool = True
