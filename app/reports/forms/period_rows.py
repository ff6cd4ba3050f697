"""The rows of the report as its form shows them: what must be said on top, what is filled in already folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.messages import Message
from app.reports.enums import LineKind
from app.reports.forms.period_reports import FIELDS, PeriodReportForm
from app.reports.models import PeriodReportLine
from app.reports.queries.periods.subject import Subject
from app.reports.rules.facts import facts_in_words, forecast_of
from app.reports.rules.forecasts import Forecast
from app.reports.rules.lines import LineContent, LineKey
from app.reports.rules.period_proposals import Standing, proposed, settled, standing_of

Earlier = Mapping[LineKey, PeriodReportLine]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing with what is known of it, what the form says, and the line of the last report."""

    subject: Subject
    words: tuple[Message | str, ...]
    before: PeriodReportLine | None
    forecast: Forecast | None
    line: LineContent
    standing: Standing
    is_on_top: bool


def proposals_of(subjects: Sequence[Subject], earlier: Earlier) -> dict[LineKey, LineContent]:
    """Return what the form begins with for each thing."""
    return {
        one.key: proposed(one.suggestion, one.facts, earlier.get(one.key), frozenset(dict(one.obstacles)))
        for one in subjects
    }


def rows_of(form: PeriodReportForm, proposals: Mapping[LineKey, LineContent], earlier: Earlier) -> list[Row]:
    """Return the rows of a form as it stands."""
    return [_row(form, subject, proposals[subject.key], earlier.get(subject.key)) for subject in form.subjects]


def _row(form: PeriodReportForm, subject: Subject, proposal: LineContent, before: PeriodReportLine | None) -> Row:
    line = form.content(subject)
    standing = standing_of(line, proposal, before, subject.facts)
    fields = [field for name in FIELDS if (field := form.of(subject, name)) is not None]
    is_figure = subject.kind is LineKind.INDICATOR
    return Row(
        subject=subject,
        words=facts_in_words(subject.kind, subject.facts),
        before=before,
        forecast=forecast_of(subject.facts, subject.suggestion.value) if is_figure else None,
        line=settled(line, before),
        standing=standing,
        is_on_top=standing.is_on_top or any(field.errors for field in fields),
    )
