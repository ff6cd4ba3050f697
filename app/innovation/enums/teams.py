"""Vocabulary of teams and cooperation."""

from app.core.messages import Labelled, _


class TeamRole(Labelled):
    """실행팀 역할."""

    LEADER = "leader", _("Team leader")
    MEMBER = "member", _("Team member")


class OpinionAnswer(Labelled):
    """협조의견: what a cooperating department answers."""

    AGREE = "agree", _("Agree")
    CONDITIONAL = "conditional", _("Agree with conditions")
    OPPOSE = "oppose", _("Oppose")
