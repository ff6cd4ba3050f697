"""내 차례: indicators to rate, and panels that can be closed."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.evaluation.models import QualityPanel, QualityRater

_RATE = _("Rate the quality of indicators")
_CLOSE = _("Close the panel on the quality of indicators")
_PAGE = "evaluation.show_quality_panel"
_IS_OPEN = QualityPanel.closed_at.is_(None)


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the panels in which the actor has not handed in, and for the control tower those that can be closed."""
    mine = (
        _lines()
        .join(QualityRater, QualityRater.panel_id == QualityPanel.id)
        .where(_IS_OPEN, QualityRater.person_id == actor.id, QualityRater.handed_in_at.is_(None))
    )
    kinds = [Asked(what=_RATE, endpoint=_PAGE, param="panel_id", lines=mine)]
    if actor.has(Role.CONTROL_TOWER):
        waiting = exists(
            select(1).where(QualityRater.panel_id == QualityPanel.id, QualityRater.handed_in_at.is_(None))
        ).correlate(QualityPanel)
        ripe = _lines().where(_IS_OPEN, or_(~waiting, QualityPanel.due_on < clock.today()))
        kinds.append(Asked(what=_CLOSE, endpoint=_PAGE, param="panel_id", lines=ripe))
    return kinds


def awaited(_actor: Actor) -> Sequence[Asked]:
    """Nobody waits for a rating of their own."""
    return []


def _lines() -> AnySelect:
    return lines_of(QualityPanel.id, QualityPanel.name, due_on=QualityPanel.due_on, since=QualityPanel.opened_at)
