"""What every step of a contest leaves behind."""

from typing import Any

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums.contests import ContestStepKind
from app.innovation.models import Contest, ContestStep


def keep(
    contest: Contest, kind: ContestStepKind, *, actor: Actor, note: str = "", before: dict[str, Any] | None = None
) -> None:
    """Write the row of history; `before` is what a correction replaced."""
    db.session.add(
        ContestStep(
            contest_id=contest.id,
            kind=kind,
            note=note,
            before=before or {},
            taken_by_id=actor.id,
            taken_at=clock.now(),
        )
    )
    db.session.flush()
