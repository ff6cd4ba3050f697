"""Reads about obstacles; import them from here."""

from app.innovation.queries.obstacles.blockers import Blocker, BlockerFilter, Blockers, blockers
from app.innovation.queries.obstacles.facts import ListedObstacle, obstacle_facts, obstacles_of
from app.innovation.queries.obstacles.ladder import current_ladder, ladder_changes
from app.innovation.queries.obstacles.record import (
    ObstacleRecord,
    history,
    obstacle_or_404,
    obstacle_record,
    possible_owners,
)
from app.innovation.queries.obstacles.visibility import may_see_obstacle, visible_to
from app.innovation.queries.obstacles.wall import ObstacleFilter, ObstacleRow, list_obstacles
from app.innovation.queries.obstacles.wall_summary import WallSummary, wall_summary

__all__ = [
    "Blocker",
    "BlockerFilter",
    "Blockers",
    "ListedObstacle",
    "ObstacleFilter",
    "ObstacleRecord",
    "ObstacleRow",
    "WallSummary",
    "blockers",
    "current_ladder",
    "history",
    "ladder_changes",
    "list_obstacles",
    "may_see_obstacle",
    "obstacle_facts",
    "obstacle_or_404",
    "obstacle_record",
    "obstacles_of",
    "possible_owners",
    "visible_to",
    "wall_summary",
]
