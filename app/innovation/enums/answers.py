"""Vocabulary of how issues are answered: counting of days, opinions, reviews, follow-up, revival."""

from app.core.messages import Labelled, _


class ClockCounting(Labelled):
    """기한 계산법: how the days of a period are counted."""

    CALENDAR = "calendar", _("Proposal rule: calendar days, first day not counted")
    WORKING = "working", _("Civil-affairs rule: working days, first day counted")


class IssueOpinionState(Labelled):
    """검토의견 상태: asked, drafted by the department, answered by its head, or no longer needed."""

    ASKED = "asked", _("Waiting for the answer")
    DRAFTED = "drafted", _("Drafted, waiting for the head")
    ANSWERED = "answered", _("Answered")
    DROPPED = "dropped", _("No longer needed")


class ReviewAdvice(Labelled):
    """검토 결과: what the reviewing department advises; the control tower decides."""

    ADOPT = "adopt", _("Advises to adopt it")
    REFUSE = "refuse", _("Advises not to adopt it")


class FollowUpResult(Labelled):
    """관리 결과: how far an adopted idea has come a year later."""

    CARRIED_OUT = "carried_out", _("Carried out")
    UNDER_WAY = "under_way", _("Being carried out")
    DELAYED = "delayed", _("Delayed")
    STOPPED = "stopped", _("Given up")


class RevivalState(Labelled):
    """재발견 상태: told to the proposer, claimed by the proposer, credited, or not the same idea."""

    TOLD = "told", _("Told to the proposer")
    CLAIMED = "claimed", _("Credit claimed")
    CREDITED = "credited", _("Credited")
    DENIED = "denied", _("Not the same idea")
