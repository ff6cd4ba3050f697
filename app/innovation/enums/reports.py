"""Vocabulary of progress reports, check meetings and findings."""

from app.core.messages import Labelled, _


class ReportState(Labelled):
    """추진실적보고 상태. Moves are in `rules.reports`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class ReportCadence(Labelled):
    """보고 주기."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")


class MeetingKind(Labelled):
    """점검회의 종류."""

    WORKSHOP = "workshop", _("Workshop")
    HEADS = "heads", _("Meeting of department heads")
    CHECK = "check", _("Working-level check")
    ON_SITE = "on_site", _("Check on site")


class FindingKind(Labelled):
    """모니터링 의견 구분: who looked."""

    INSIDE = "inside", _("From inside the office")
    OUTSIDE = "outside", _("From outside the office")
