"""장애요인 현황: unsettled obstacles by level and age."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.messages import Message, _
from app.innovation.enums import ObstacleLevel
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles import visible_to
from app.innovation.rules.obstacles import SETTLED


@dataclass(frozen=True)
class AgeBand:
    """Days an obstacle has been open: up to `most` (None: no end)."""

    label: Message
    most: int | None


BANDS = (
    AgeBand(_("up to 7 days"), 7),
    AgeBand(_("8 to 14 days"), 14),
    AgeBand(_("15 to 30 days"), 30),
    AgeBand(_("over 30 days"), None),
)


@dataclass(frozen=True, kw_only=True)
class LevelAges:
    """One level of the ladder with the number of obstacles of each age band."""

    level: ObstacleLevel
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All that lie at the level."""
        return sum(self.counts)


def ages_by_level(actor: Actor) -> Sequence[LevelAges]:
    """Return the unsettled obstacles the actor may read, by level and age: one statement."""
    statement = select(Obstacle.level, Obstacle.reported_at).where(Obstacle.state.not_in(SETTLED), visible_to(actor))
    today = clock.today()
    counts = {level: [0] * len(BANDS) for level in ObstacleLevel}
    for level, reported_at in db.session.execute(statement):
        counts[level][band_of((today - clock.to_seoul(reported_at).date()).days)] += 1
    return [LevelAges(level=level, counts=tuple(found)) for level, found in counts.items()]


def band_of(days: int) -> int:
    """Return the place of the band an age belongs to."""
    return next(place for place, band in enumerate(BANDS) if band.most is None or days <= band.most)
