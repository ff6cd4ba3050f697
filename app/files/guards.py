"""Who may see a file is known by the domain it was handed in for; that domain says so here."""

from collections.abc import Callable

from app.core.access import Actor

Guard = Callable[[Actor, int], bool]

GUARDS: dict[str, Guard] = {}
"""For each subject type: may the actor see the subject with this id? Filled by the factory."""


def may_see(actor: Actor, subject_type: str, subject_id: int) -> bool:
    """Whether the actor may see evidence of this subject. A type nobody guards: no."""
    guard = GUARDS.get(subject_type)
    return guard is not None and guard(actor, subject_id)
