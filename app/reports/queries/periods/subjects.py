"""보고 대상: everything a department speaks about in a period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.reports.enums import LineKind
from app.reports.models import PeriodReportLine
from app.reports.queries.periods.indicators import indicator_subjects
from app.reports.queries.periods.subject import Subject
from app.reports.queries.periods.work import work_subjects
from app.reports.rules.periods import Period


def subjects_of(department_id: int, period: Period, before: Sequence[PeriodReportLine]) -> list[Subject]:
    """Return tasks, obstacles, the slogan and the indicators; `before` are the lines of the last report."""
    typed = {
        line.record_id: (date.fromisoformat(line.facts["value_on"]), line.value)
        for line in before
        if line.kind is LineKind.INDICATOR and line.value is not None
    }
    percents = {line.record_id: line.percent for line in before if line.kind is LineKind.TASK}
    work = [_not_behind(subject, percents.get(subject.record_id)) for subject in work_subjects(department_id, period)]
    return [*work, *indicator_subjects(department_id, period, typed)]


def _not_behind(subject: Subject, percent: int | None) -> Subject:
    """Propose no smaller percentage for a task than its department gave last time."""
    if subject.kind is not LineKind.TASK or percent is None or percent <= (subject.suggestion.percent or 0):
        return subject
    return replace(subject, suggestion=replace(subject.suggestion, percent=percent))
