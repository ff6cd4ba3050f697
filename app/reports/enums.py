"""Vocabulary of reports."""

from app.core.messages import Labelled, _


class UnitRule(Labelled):
    """평가단위: among whom people are ranked and graded."""

    RANK = "rank", _("People of the same rank")
    PEER_GROUP = "peer_group", _("People of the same peer group")
    RANK_IN_GROUP = "rank_in_group", _("People of the same rank in the same peer group")


class Exclusion(Labelled):
    """제외사유: why somebody gets no grade. Who is excluded reduces the quota of grade B, not of S or A."""

    SHORT_SERVICE = "short_service", _("Served less than 2 months in the year")
    NO_DEPARTMENT_SCORE = "no_department_score", _("The department has no score in this round")
    BY_HR = "by_hr", _("Excluded by HR")


class LineNote(Labelled):
    """비고: what is missing in a line, so that nobody takes an empty cell for 0."""

    HR_ITEMS = "hr_items", _("Performance rating, bonuses and deductions not entered yet")
    NO_BASE = "no_base", _("No base amount for this rank")
    NO_RATING = "no_rating", _("No performance rating from HR")
    ALONE = "alone", _("Alone in the unit: the grade is what the quota gives one person")
    SUM_UNKNOWN = "sum_unknown", _("The sum of the department is not known: a base amount is missing in it")


class ListFormat(Labelled):
    """파일: as what a list is taken out."""

    XLSX = "xlsx", _("Excel workbook")
    CSV = "csv", _("Plain text with commas (CSV, UTF-8)")


class Verdict(Labelled):
    """접수·반려: what HR says about a batch."""

    ACCEPTED = "accepted", _("Accepted by HR")
    RETURNED = "returned", _("Returned by HR")


class RankBand(Labelled):
    """순위 구간: in which third of its peer group a department lies."""

    UPPER = "upper", _("Upper third")
    MIDDLE = "middle", _("Middle third")
    LOWER = "lower", _("Lower third")


class BatchState(Labelled):
    """인계 상태: where a batch stands. Exports from before the hand-over are never handed over."""

    PLAIN = "plain", _("Export without hand-over")
    WAITING = "waiting", _("With HR")
    COMPARED = "compared", _("Only to compare")
    ACCEPTED = "accepted", _("Accepted by HR")
    RETURNED = "returned", _("Returned by HR")
    REPLACED = "replaced", _("Replaced")


class ExportOrigin(Labelled):
    """작성 경로: where a batch was made."""

    PAGE = "page", _("On the page")
    CONSOLE = "console", _("On the command line")


class Light(Labelled):
    """신호등: how a task goes, in the eyes of its department."""

    GREEN = "green", _("On track")
    AMBER = "amber", _("Delayed")
    RED = "red", _("Stopped")


class LineKind(Labelled):
    """What a line of a regular report is about."""

    TASK = "task", _("Tasks")
    OBSTACLE = "obstacle", _("Obstacles")
    SLOGAN = "slogan", _("Slogan")
    INDICATOR = "indicator", _("Indicators")


class PeriodReportState(Labelled):
    """State of a regular report. Returned means: not handed in."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the head")
    RETURNED = "returned", _("To be supplemented")
    APPROVED = "approved", _("Approved")


class PeriodReportStepKind(Labelled):
    """정기보고 이력 구분."""

    WRITTEN = "written", _("Written")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned to be supplemented")
    APPROVED = "approved", _("Approved")


class Likelihood(Labelled):
    """달성 가능성: whether the straight line through two values reaches the target."""

    LIKELY = "likely", _("Target within reach")
    CLOSE = "close", _("Just short of the target")
    UNLIKELY = "unlikely", _("Target out of reach")


class Permission(Labelled):
    """What the policy of reports speaks about."""

    TOWER_READ = "tower_read", _("See the control tower dashboard")
    MAYOR_PAGE_READ = "mayor_page_read", _("See the page of the mayor")
    BUREAU_READ = "bureau_read", _("See the dashboard of the bureau")
    BUREAUS_READ_ALL = "bureaus_read_all", _("See the dashboards of all bureaus")
    DASHBOARD_READ = "dashboard_read", _("See the dashboard of the department")
    INTERIM_READ = "interim_read", _("See the interim figures of the department's indicators")
    SHEET_READ = "sheet_read", _("See the sheet of a department")
    SHEETS_READ_ALL = "sheets_read_all", _("See the sheets of all departments")
    BATCHES_READ = "batches_read", _("See the list of incentive batches")
    BATCHES_WRITE = "batches_write", _("Make and download incentive batches")
    BATCHES_PREPARE = "batches_prepare", _("Prepare an incentive batch without seeing names")
    BATCHES_DECIDE = "batches_decide", _("Accept or return an incentive batch")
    BATCH_RULES_WRITE = "batch_rules_write", _("Upload rule sets of incentives")
    BATCH_FACTS_WRITE = "batch_facts_write", _("Upload and take out the facts of HR")
    PERIOD_READ = "period_read", _("See the regular report of a department")
    PERIODS_READ_ALL = "periods_read_all", _("See which departments have reported")
    PERIOD_WRITE = "period_write", _("Write the regular report of a department")
    PERIOD_DECIDE = "period_decide", _("Approve or return a regular report")
    CALENDAR_SET = "calendar_set", _("Set the calendar of regular reports")
    DOCUMENTS_SET = "documents_set", _("Set how documents of the office look")
    DOCUMENT_SETTINGS_READ = "document_settings_read", _("See how documents of the office look")


class DocumentFormat(Labelled):
    """파일 형식: what a document is taken out as."""

    PDF = "pdf", _("PDF")
    HWPX = "hwpx", _("HWPX (Hangul)")
    XLSX = "xlsx", _("Excel")

    @property
    def media_type(self) -> str:
        """What the file says it is."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.HWPX: "application/hwp+zip",
    DocumentFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
