"""Forms of the regular report: a group of fields for each thing the department speaks about."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import (
    Form,
    choice,
    day_field,
    decimal_number,
    long_text,
    offer,
    reason_text,
    record_choice,
    short_text,
)
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.enums import ReportCadence
from app.reports.enums import Light, LineKind
from app.reports.queries.periods.subject import Subject
from app.reports.rules.facts import is_from_records
from app.reports.rules.lines import LineContent, LineKey
from app.reports.rules.periods import DUE_WORKING_DAYS, MOST_WORKING_DAYS, Schedule

WORDS = {
    LineKind.TASK: _("What was done"),
    LineKind.OBSTACLE: _("What moved"),
    LineKind.SLOGAN: _("What was practised"),
    LineKind.INDICATOR: _("Remark"),
}


class PeriodReportForm(Form):
    """The report of a period; `period_form` makes it with the fields of its lines."""

    subjects: Sequence[Subject] = ()
    seen_version = HiddenField(default="0")

    def process(self, *args: Any, **values: Any) -> None:
        """Read what was sent. Words taken over count where nothing else was typed: as they were read, not as of now.

        Words that were changed afterwards are the department's own: they are no longer marked as taken over.
        """
        super().process(*args, **values)
        for subject in self.subjects:
            taken, text = self.of(subject, "taken"), self.of(subject, "text")
            if taken is None:
                continue
            if taken.data and not text.data:
                text.data = taken.data
            if taken.data and taken.data not in text.data:
                taken.data = ""

    def version_seen(self) -> int:
        """Return the version that was read; 0 if there was none, −1 for what is no number."""
        try:
            return whole_number(self.seen_version.data or "0")
        except ValueError:
            return -1

    def contents(self) -> list[LineContent]:
        """Return what was typed about each thing."""
        return [self.content(subject) for subject in self.subjects]

    def of(self, subject: Subject, field: str) -> Any:  # noqa: ANN401  any field of the library
        """Return a field of a line, None where the line has none of that name."""
        return self._fields.get(f"{subject.name}_{field}")

    def content(self, subject: Subject) -> LineContent:
        """Return what was typed about one thing."""
        typed = {field: found.data for field in FIELDS if (found := self.of(subject, field)) is not None}
        return LineContent(
            kind=subject.kind,
            record_id=subject.record_id,
            text=typed.get("text") or "",
            light=typed.get("light"),
            percent=typed.get("percent"),
            is_unchanged=bool(typed.get("unchanged")),
            unchanged_reason=typed.get("reason") or "",
            obstacle_id=typed.get("obstacle"),
            value=typed.get("value"),
        )


FIELDS = ("light", "percent", "obstacle", "value", "text", "unchanged", "reason", "taken")


def period_form(subjects: Sequence[Subject], before: Mapping[LineKey, bool]) -> type[PeriodReportForm]:
    """Make the form of these things. `before`: what the last report spoke about, and whether it said "no change"."""
    fields = {
        f"{subject.name}_{name}": made for subject in subjects for name, made in _fields_of(subject, before).items()
    }
    made: type[PeriodReportForm] = type("LinesForm", (PeriodReportForm,), {**fields, "subjects": subjects})
    return made


def filled(kind: type[PeriodReportForm], contents: Mapping[LineKey, LineContent], version: int) -> PeriodReportForm:
    """Return the form as it begins: with what was saved (`contents`), or with what the product proposes."""
    data: dict[str, Any] = {"seen_version": str(version)}
    for subject in kind.subjects:
        line = contents.get(subject.key, subject.suggestion)
        said = (line.light, line.percent, line.obstacle_id, line.value, line.text, line.is_unchanged)
        taken = subject.offered if is_from_records(line.text, subject.facts) else ""
        values = zip(FIELDS, (*said, line.unchanged_reason, taken), strict=True)
        data |= {f"{subject.name}_{name}": value for name, value in values}
    return kind(formdata=None, data=data)


def offer_obstacles(form: PeriodReportForm) -> PeriodReportForm:
    """Fill the lists of open obstacles, and let every field say which thing it is about."""
    for subject in form.subjects:
        field = form.of(subject, "obstacle")
        if field is not None:
            offer(field, subject.obstacles, blank=True)
        for name in FIELDS:
            if (part := form.of(subject, name)) is not None:
                part.about = subject.title
    return form


def _fields_of(subject: Subject, before: Mapping[LineKey, bool]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if subject.kind is LineKind.TASK:
        fields["light"] = choice(_("State"), Light, required=False)
        fields["percent"] = IntegerField(_("Percent done"), validators=[Optional(), NumberRange(0, 100)])
        if subject.obstacles:
            fields["obstacle"] = record_choice(_("Obstacle behind it"), required=False)
    if subject.kind is LineKind.INDICATOR:
        if not subject.is_counted:
            fields["value"] = decimal_number(_("Value so far"), required=False)
        return fields | {"text": short_text(WORDS[subject.kind], required=False)}
    fields["text"] = long_text(WORDS[subject.kind], required=False)
    if subject.offered:
        fields["taken"] = long_text(_("Take this over into the report"), required=False)
    if subject.key in before:
        fields["unchanged"] = BooleanField(_("No change"))
        if before[subject.key]:
            fields["reason"] = short_text(_("Why is there no change again?"), required=False)
    return fields


class ReportingCalendarForm(Form):
    """From when on, how often and by when departments report."""

    cadence = choice(_("How often"), ReportCadence)
    due_working_days = IntegerField(
        _("Due after the end of the period (working days)"),
        default=DUE_WORKING_DAYS,
        validators=[InputRequired(), NumberRange(1, MOST_WORKING_DAYS)],
    )
    starts_on = day_field(_("First day of the first period"))
    reason = reason_text(_("Reason"))

    def schedule(self) -> Schedule:
        """Return what was chosen."""
        return Schedule(self.cadence.data, self.due_working_days.data, self.starts_on.data)


class ReturnForm(Form):
    """Why a report goes back."""

    reason = reason_text(_("What is to be supplemented"))
