"""Vocabulary of the 5S index."""

from app.core.messages import Labelled, Message, _
from app.core.readings import FigureRule
from app.core.values import Value

FIVE_S = (Value.SMILE, Value.SIMPLE, Value.SOFT, Value.SPEED, Value.SMART)
"""The five values with an index, in the order in which they are read."""


class FiveSPart(Labelled):
    """5S 지수의 부분: one of the five, or all of them together."""

    SMILE = "smile", _("Smile")
    SIMPLE = "simple", _("Simple")
    SOFT = "soft", _("Soft")
    SPEED = "speed", _("Speed")
    SMART = "smart", _("Smart")
    TOTAL = "total", _("5S index")


class FiveSSource(Labelled):
    """자료원: where a figure of the index comes from. Each belongs to one of the five."""

    SURVEYS = "surveys", _("Satisfaction and kindness surveys")
    ANSWERS = "answers", _("Satisfaction with the answer to a complaint")
    SAME_WORK = "same_work", _("Time of the same work against the year before")
    SHORTENING = "shortening", _("Shortening of the statutory period")
    IN_TIME = "in_time", _("Affairs done within the period")
    COOPERATION = "cooperation", _("Cooperation rated by other departments")
    RECOGNITIONS = "recognitions", _("Outside awards and visits")
    PROACTIVE = "proactive", _("Proactive cases")

    @property
    def of(self) -> Value:
        """Which of the five it measures."""
        return _OF[self]

    @property
    def rule(self) -> FigureRule:
        """How its rows become a figure."""
        return _RULES[self]

    @property
    def sentence(self) -> Message:
        """What exactly is counted."""
        return _SENTENCES[self]


class FiveSShown(Labelled):
    """대외 공개: what of the index people outside may read."""

    NOTHING = "nothing", _("Nothing")
    STANDING = "standing", _("The first three of each peer group, as they stand")


_OF = {
    FiveSSource.SURVEYS: Value.SMILE,
    FiveSSource.ANSWERS: Value.SMILE,
    FiveSSource.SAME_WORK: Value.SIMPLE,
    FiveSSource.SHORTENING: Value.SPEED,
    FiveSSource.IN_TIME: Value.SPEED,
    FiveSSource.COOPERATION: Value.SOFT,
    FiveSSource.RECOGNITIONS: Value.SMART,
    FiveSSource.PROACTIVE: Value.SMART,
}

_RULES = {
    FiveSSource.SURVEYS: FigureRule.MEAN,
    FiveSSource.ANSWERS: FigureRule.MEAN,
    FiveSSource.SAME_WORK: FigureRule.SHARE,
    FiveSSource.SHORTENING: FigureRule.SHARE,
    FiveSSource.IN_TIME: FigureRule.SHARE,
    FiveSSource.COOPERATION: FigureRule.MEAN,
    FiveSSource.RECOGNITIONS: FigureRule.SUM,
    FiveSSource.PROACTIVE: FigureRule.SUM,
}

_SENTENCES = {
    FiveSSource.SURVEYS: _(
        "Scores of the satisfaction, phone kindness and five-star surveys closed in the year, each weighted by its "
        "answers. A survey with fewer than five answers is left out."
    ),
    FiveSSource.ANSWERS: _(
        "Satisfaction with the answers to voices of the year, turned to 0–100; fewer than five ratings have no figure."
    ),
    FiveSSource.SAME_WORK: _(
        "How much time the cases of this year would have taken at last year's mean of the same affair in the same "
        "months, and how much less they took. Month stands against month: one that has only begun, or without a case in "
        "one of the years, is left out. All affairs together, not a mean of rates; affairs with fewer than ten cases in "
        "one of the years are left out."
    ),
    FiveSSource.SHORTENING: _(
        "(Statutory time − time taken) ÷ statutory time, of all affairs of the year added up first."
    ),
    FiveSSource.IN_TIME: _("Affairs of the year done within their period, of all that were done."),
    FiveSSource.COOPERATION: _(
        "Scores of the cooperation surveys closed in the year, each weighted by its answers. Only departments that "
        "worked with the rated one answer; fewer than five answers have no figure."
    ),
    FiveSSource.RECOGNITIONS: _(
        "Weights of the confirmed awards and benchmarking visits of the year, times the department's share."
    ),
    FiveSSource.PROACTIVE: _("Weights of the confirmed proactive cases of the year, times the department's share."),
}
