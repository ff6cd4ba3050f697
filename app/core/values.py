"""The ten values of the movement: five that citizens feel (5S) and five that staff live (5품)."""

from app.core.messages import Labelled, _


class ValueKind(Labelled):
    """가치 구분: what a value is directed at."""

    FIVE_S = "5s", _("5S: how citizens are served")
    FIVE_PUM = "5pum", _("5 pum: how staff work")


class Value(Labelled):
    """핵심가치: marks issues, tasks, slogans, cases, mileage items and indicators. Source: the 5S5품 study of Seosan, tables 3 and 4."""

    SMILE = "smile", _("Smile: kindness")
    SIMPLE = "simple", _("Simple: easy procedures")
    SOFT = "soft", _("Soft: flexible cooperation")
    SPEED = "speed", _("Speed: quick handling")
    SMART = "smart", _("Smart: acting first")
    HEAD = "head", _("Head: creativity")
    MOUTH = "mouth", _("Mouth: praise")
    HEART = "heart", _("Heart: empathy")
    HAND = "hand", _("Hand: written sharing")
    FOOT = "foot", _("Foot: going to the site")

    @property
    def kind(self) -> ValueKind:
        """Whether the value is one of the 5S or one of the 5품."""
        return ValueKind.FIVE_S if self in _FIVE_S else ValueKind.FIVE_PUM


_FIVE_S = frozenset({Value.SMILE, Value.SIMPLE, Value.SOFT, Value.SPEED, Value.SMART})
