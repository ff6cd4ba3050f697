"""2진1퇴: what a task that brings in two practices and gives one up must name before it closes."""

from app.core.messages import Message, _


def unnamed_practices(first_new: str, second_new: str, abolished: str) -> tuple[Message, ...]:
    """Return the practices that are not named yet, in their order."""
    practices = (
        (first_new, _("First new practice")),
        (second_new, _("Second new practice")),
        (abolished, _("Abolished practice")),
    )
    return tuple(label for text, label in practices if not text.strip())
