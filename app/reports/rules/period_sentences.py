"""제안하는 글: a sentence for each thing the product has recorded in a period. Nobody reports it without taking it over."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from app.core.messages import Message, _
from app.innovation.enums import CloseResult, OpinionAnswer, Stage
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.rules.common import day_text


class Happening(StrEnum):
    """What was recorded; its two words are named beside it."""

    TAKEN_UP = "taken_up"
    ADVANCED = "advanced"
    """from stage, to stage"""
    WENT_BACK = "went_back"
    """from stage, to stage"""
    PLAN = "plan"
    """number of the version"""
    ITEM_DONE = "item_done"
    """the practice item"""
    OPINION = "opinion"
    """the department, its answer"""
    CLOSED = "closed"
    """the result"""
    OBSTACLE_OF_TASK = "obstacle_of_task"
    """title of the obstacle, step"""
    OBSTACLE = "obstacle"
    """step"""
    PROMISED = "promised"
    """who, the promised day"""
    DECLINED = "declined"
    """who"""
    SLOGAN = "slogan"
    SELF_EVALUATION = "self_evaluation"


TELLING_STEPS = frozenset(ObstacleStep) - {ObstacleStep.OWNER_ASSIGNMENT, ObstacleStep.HANDOVER}
"""Steps that change how an obstacle stands; who looks after it is not reported."""

Say = Callable[[str, str, str], Message]


def sentence_of(happening: Happening, day: date, first: str | None, second: str | None) -> Message:
    """Say what was recorded on a day.

    >>> str(sentence_of(Happening.PLAN, date(2026, 11, 4), "2", None))
    '2026. 11. 4. Action plan (version 2) approved'
    """
    return _SENTENCES[happening](day_text(day), first or "", second or "")


def _stage(value: str) -> Message:
    return Stage(value).label


_SENTENCES: Mapping[Happening, Say] = {
    Happening.TAKEN_UP: lambda day, _first, _second: _("%(day)s Taken up as an innovation task", day=day),
    Happening.ADVANCED: lambda day, old, new: _(
        "%(day)s Stage “%(old)s” finished, “%(new)s” begun", day=day, old=_stage(old), new=_stage(new)
    ),
    Happening.WENT_BACK: lambda day, old, new: _(
        "%(day)s Sent back from stage “%(old)s” to “%(new)s”", day=day, old=_stage(old), new=_stage(new)
    ),
    Happening.PLAN: lambda day, number, _second: _(
        "%(day)s Action plan (version %(number)s) approved", day=day, number=number
    ),
    Happening.ITEM_DONE: lambda day, item, _second: _("%(day)s Practice item “%(item)s” done", day=day, item=item),
    Happening.OPINION: lambda day, who, answer: _(
        "%(day)s Opinion of %(who)s: %(answer)s", day=day, who=who, answer=OpinionAnswer(answer).label
    ),
    Happening.CLOSED: lambda day, result, _second: _(
        "%(day)s Task closed: %(result)s", day=day, result=CloseResult(result).label
    ),
    Happening.OBSTACLE_OF_TASK: lambda day, title, step: _(
        "%(day)s Obstacle “%(title)s”: %(step)s", day=day, title=title, step=ObstacleStep(step).label
    ),
    Happening.OBSTACLE: lambda day, step, _second: _("%(day)s %(step)s", day=day, step=ObstacleStep(step).label),
    Happening.PROMISED: lambda day, who, until: _(
        "%(day)s %(who)s promised it by %(until)s", day=day, who=who, until=day_text(date.fromisoformat(until))
    ),
    Happening.DECLINED: lambda day, who, _second: _("%(day)s %(who)s declined what was asked", day=day, who=who),
    Happening.SLOGAN: lambda day, _first, _second: _("%(day)s Slogan of the year approved", day=day),
    Happening.SELF_EVALUATION: lambda day, _first, _second: _(
        "%(day)s Self-evaluation of the half year approved", day=day
    ),
}
