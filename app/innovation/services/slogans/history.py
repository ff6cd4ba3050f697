"""What every step of a slogan leaves behind."""

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.innovation.enums.slogan_steps import SloganStepKind
from app.innovation.models import Slogan, SloganStep


def keep(slogan: Slogan, kind: SloganStepKind, *, actor: Actor, note: str = "") -> None:
    """Write the row of history."""
    db.session.add(SloganStep(slogan_id=slogan.id, kind=kind, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
