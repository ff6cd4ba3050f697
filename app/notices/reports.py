"""Notices about regular reports of departments, and incentive batches."""

from collections.abc import Mapping, Sequence

import app.reports.events as facts
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.messages import _
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import Who, heads, holders, people
from app.reports.models import IncentiveBatch, PeriodReport

_PAPER, _INCENTIVE = NoticeKind.PAPER, NoticeKind.INCENTIVE


def _report(event: AnyEvent) -> Subject | None:
    report = record(PeriodReport, event.period_report_id)
    link = Link("reports.show_period_report", {"code": event.code, "department_id": event.department_id})
    return None if report is None else Subject(event.code, link, report)


def _batch(event: AnyEvent) -> Subject | None:
    batch = record(IncentiveBatch, event.incentive_batch_id)
    link = Link("reports.show_incentive_export", {"batch_id": event.incentive_batch_id})
    return None if batch is None else Subject(batch.number, link, batch)


def _heads(event: AnyEvent, _subject: Subject) -> Who:
    return heads(event.department_id)


def _authors(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.author_id, subject.row.submitted_by_id)


def _hr(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.HR)


def _maker(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.created_by_id)


REPORTS: Mapping[type[Event], Sequence[Reaction]] = {
    facts.PeriodReportSubmitted: [
        telling(_report, Telling(_PAPER, _heads, _("Your department's report of %(title)s waits for your approval")))
    ],
    facts.PeriodReportReturned: [
        telling(_report, Telling(_PAPER, _authors, _("Your department's report of %(title)s came back")))
    ],
    facts.PeriodReportApproved: [
        telling(_report, Telling(_PAPER, _authors, _("Your department's report of %(title)s is approved")))
    ],
    facts.IncentiveHandedOver: [
        telling(_batch, Telling(_INCENTIVE, _hr, _("Accept or return the incentive batch %(title)s")))
    ],
    facts.IncentiveAccepted: [
        telling(_batch, Telling(_INCENTIVE, _maker, _("HR has accepted the incentive batch %(title)s")))
    ],
    facts.IncentiveReturned: [
        telling(_batch, Telling(_INCENTIVE, _maker, _("HR has returned the incentive batch %(title)s")))
    ],
}
