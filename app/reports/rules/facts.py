"""사실: what the product itself knows of a line, kept as plain texts and said in the reader's language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.messages import Message, _
from app.evaluation.enums import Direction
from app.innovation.enums import ObstacleLevel, ObstacleState, Stage, TaskState
from app.innovation.rules.common import day_text
from app.reports.enums import LineKind
from app.reports.rules.forecasts import Forecast, Goal, Point, forecast

Facts = Mapping[str, Any]
Words = Message | str
OFFERED = "offered"
"""The fact that holds what the product offered as words: what it has recorded in the period."""


def facts_in_words(kind: LineKind, facts: Facts) -> tuple[Words, ...]:
    """Return what is known as short phrases."""
    match kind:
        case LineKind.TASK:
            return _task(facts)
        case LineKind.OBSTACLE:
            return _obstacle(facts)
        case LineKind.SLOGAN:
            return (_("%(count)s practice items this year", count=facts["items"]),)
        case LineKind.INDICATOR:
            return _indicator(facts)


def is_from_records(text: str, facts: Facts) -> bool:
    """Whether the words of a line hold what the product offered, as it offered it."""
    offered = str(facts.get(OFFERED, ""))
    return offered != "" and offered in text


def _task(facts: Facts) -> tuple[Words, ...]:
    stage, state = Stage(facts["stage"]), TaskState(facts["state"])
    words: list[Words] = [f"{stage.number}. {stage.label}" if state is TaskState.ACTIVE else state.label]
    if facts["items"]:
        words.append(_("practice items %(done)s of %(total)s", done=facts["items_done"], total=facts["items"]))
    if facts["items_late"]:
        words.append(_("%(count)s of them late", count=facts["items_late"]))
    if facts["obstacles"]:
        words.append(_("open obstacles: %(count)s", count=facts["obstacles"]))
    return (*words, facts["leader"]) if facts["leader"] else tuple(words)


def _obstacle(facts: Facts) -> tuple[Words, ...]:
    return (
        ObstacleState(facts["state"]).label,
        ObstacleLevel(facts["level"]).label,
        _("asked: %(who)s", who=facts["asked"]),
        _("by %(day)s", day=day_text(date.fromisoformat(facts["due_on"]))),
    )


def _indicator(facts: Facts) -> tuple[Words, ...]:
    target = facts["target"]
    words: list[Words] = [
        _("target %(target)s %(unit)s", target=target, unit=facts["unit"]) if target else _("no target"),
        _("on %(day)s", day=day_text(date.fromisoformat(facts["goal_on"]))),
    ]
    if facts["direction"]:
        words.append(Direction(facts["direction"]).label)
    if facts["is_counted"]:
        words.append(_("counted by the product"))
    return tuple(words)


def forecast_of(facts: Facts, value: Decimal | None) -> Forecast | None:
    """Return the forecast of an indicator from the facts kept with its line and its value so far."""
    first = None
    if facts.get("first_value") is not None:
        first = Point(date.fromisoformat(facts["first_on"]), Decimal(facts["first_value"]))
    now = None if value is None else Point(date.fromisoformat(facts["value_on"]), value)
    goal = Goal(
        day=date.fromisoformat(facts["goal_on"]),
        target=Decimal(facts["target"]) if facts["target"] else None,
        direction=Direction(facts["direction"]) if facts["direction"] else None,
        unit=facts["unit"],
    )
    return forecast(first, now, goal)
