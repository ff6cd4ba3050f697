"""Vocabulary of contests (경연대회)."""

from app.core.messages import Labelled, _


class ContestKind(Labelled):
    """경연 구분."""

    COMPETITION = "competition", _("Best-practice competition")
    PERIODIC = "periodic", _("Periodic evaluation")
    KINGS = "kings", _("5S5pum kings")


class ContestPeriod(Labelled):
    """경연 기간: the part of the year a contest is about."""

    YEAR = "year", _("Whole year")
    FIRST_HALF = "first_half", _("First half")
    SECOND_HALF = "second_half", _("Second half")
    FIRST_QUARTER = "first_quarter", _("First quarter")
    SECOND_QUARTER = "second_quarter", _("Second quarter")
    THIRD_QUARTER = "third_quarter", _("Third quarter")
    FOURTH_QUARTER = "fourth_quarter", _("Fourth quarter")


class ContestState(Labelled):
    """경연 상태. The moves are in `rules.contests.NEXT`."""

    DRAFT = "draft", _("Being prepared")
    CALL = "call", _("Call for entries")
    FIRST_ROUND = "first_round", _("First round")
    SHORTLIST = "shortlist", _("Shortlist")
    COMMITTEE = "committee", _("Committee")
    RESULT = "result", _("Result published")


class JurorKind(Labelled):
    """심사자 구분: members and experts score the first round, the committee the shortlist."""

    MEMBER = "member", _("Panel member")
    EXPERT = "expert", _("Expert")
    COMMITTEE = "committee", _("Committee member")


class ContestStepKind(Labelled):
    """경연 이력 구분."""

    SETUP = "setup", _("Contest prepared")
    CHANGE = "change", _("Preparation changed")
    CORRECTION = "correction", _("Corrected after the call had opened")
    CALL = "call", _("Call opened")
    FIRST_ROUND = "first_round", _("First round opened")
    SHORTLIST = "shortlist", _("First round closed, shortlist drawn")
    COMMITTEE = "committee", _("Committee opened")
    RESULT = "result", _("Result published")
    REMOVAL = "removal", _("Juror taken off")
    WITHDRAWAL = "withdrawal", _("Entry withdrawn")
