"""이의신청: what is appealed against and why, the reply, decisions, and what is corrected."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field, FieldList, FormField, IntegerField, SelectChoice, StringField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from app.core.forms import (
    Form,
    choice,
    decimal_number,
    offer,
    reason_text,
    record_choice,
    short_text,
)
from app.core.messages import Labelled, _
from app.evaluation.enums import AdjustmentKind, AppealOutcome, CorrectionKind
from app.evaluation.rules.appeals import Terms, read_time
from app.evaluation.rules.corrections import CorrectionDraft

ROWS = 3


class AppealTermsForm(Form):
    """How long departments may appeal."""

    days = IntegerField(_("Days to appeal"), validators=[InputRequired(), NumberRange(1, 60)])
    closing_time = StringField(_("Hour at which the last day ends"), validators=[InputRequired(), Length(max=5)])
    second_days = IntegerField(_("Days to take a decision further"), validators=[InputRequired(), NumberRange(1, 30)])

    def validate_closing_time(self, field: Field) -> None:
        """Say beside the field how an hour is written."""
        try:
            read_time(field.data)
        except ValueError:
            raise ValidationError(str(_("Write the hour as 18:00."))) from None

    def terms(self) -> Terms:
        """Return what was chosen."""
        return Terms(days=self.days.data, closing_time=self.closing_time.data, second_days=self.second_days.data)


class AppealForm(Form):
    """What the appeal is against, and why."""

    indicator_id = record_choice(_("What the appeal is against"), required=False)
    reason = reason_text(_("What the appeal asks for, and why"))
    evidence = MultipleFileField(_("Evidence"))

    def offer_lines(self, lines: Sequence[tuple[int, str]]) -> None:
        """Offer the lines of the result, and all of it."""
        whole = SelectChoice("", _("The whole result"))
        self.indicator_id.choices = [whole, *(SelectChoice(value, text) for value, text in lines)]

    def uploads(self) -> list[Any]:
        """Return the files that were chosen."""
        return uploads_of(self.evidence)


class EvidenceForm(Form):
    """More evidence."""

    evidence = MultipleFileField(_("Evidence"))

    def uploads(self) -> list[Any]:
        """Return the files that were chosen."""
        return uploads_of(self.evidence)


def uploads_of(field: Any) -> list[Any]:  # noqa: ANN401  a file field
    """Return the files that were chosen."""
    return [upload for upload in field.data or () if upload and getattr(upload, "filename", "")]


class WordsForm(Form):
    """A reply, or why a decision is taken further."""

    words = reason_text(_("Reason"))


class ReplyForm(Form):
    """What the control tower says."""

    words = reason_text(_("Reply the department reads"))


class DecisionForm(Form):
    """How an appeal is decided."""

    outcome = choice(_("Decision"), AppealOutcome, blank=True)
    words = reason_text(_("Reason the department reads"))


class DeciderForm(Form):
    """Who decides at the second level."""

    decider_id = record_choice(_("Head or HR of another office"))


class LineKind(Labelled):
    """What of a line is corrected."""

    VALUE = "value", _("Actual value")
    SCORE = "score", _("Score")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class LineRow(PlainForm):  # type: ignore[misc]  # the library is untyped
    """A line that is corrected; an empty row is none."""

    indicator_id = record_choice(_("Indicator"), required=False)
    kind = choice(_("What is corrected"), LineKind, required=False)
    figure = short_text(_("Counts from now on"), required=False, max_length=40)


class CorrectionForm(Form):
    """What an accepted appeal corrects: lines, the peer group, bonus and penalty points."""

    lines = FieldList(FormField(LineRow), min_entries=ROWS, max_entries=ROWS)
    peer_group_id = record_choice(_("Peer group"), required=False)
    adjustment = choice(_("Bonus or penalty"), AdjustmentKind, required=False)
    item = short_text(_("Item"), required=False, max_length=100)
    source = short_text(_("Fact it rests on"), required=False, max_length=100)
    points = decimal_number(_("Points that count from now on"), required=False, least=Decimal(0))
    second_id = record_choice(_("Who of another office confirms"))
    reason = reason_text(_("Reason of the correction"))

    def offer_choices(
        self,
        lines: Sequence[tuple[int, str]],
        groups: Sequence[tuple[int, str]],
        seconds: Sequence[tuple[int, str]],
    ) -> None:
        """Fill in what can be chosen."""
        for entry in self.lines:
            offer(entry.form.indicator_id, lines, blank=True)
        offer(self.peer_group_id, groups, blank=True)
        offer(self.second_id, seconds, blank=True)

    def drafts(self, department_id: int) -> list[CorrectionDraft]:
        """Return what is corrected; numbers stay as they were typed, the service reads them."""
        reason = self.reason.data
        found = [
            _of_line(entry.form, department_id, reason)
            for entry in self.lines
            if entry.form.indicator_id.data is not None and entry.form.kind.data is not None
        ]
        if self.peer_group_id.data is not None:
            after: dict[str, object] = {"peer_group_id": self.peer_group_id.data}
            found.append(
                CorrectionDraft(kind=CorrectionKind.MEMBER, after=after, reason=reason, department_id=department_id)
            )
        if self.adjustment.data is not None:
            after = {
                "kind": self.adjustment.data.value,
                "item": self.item.data,
                "source": self.source.data,
                "points": "" if self.points.data is None else str(self.points.data),
            }
            found.append(
                CorrectionDraft(kind=CorrectionKind.ADJUSTMENT, after=after, reason=reason, department_id=department_id)
            )
        return found


def _of_line(row: Any, department_id: int, reason: str) -> CorrectionDraft:  # noqa: ANN401  a row of the form
    figure = (row.figure.data or "").replace(",", "").strip()
    kind = CorrectionKind.SCORE if row.kind.data is LineKind.SCORE else CorrectionKind.MEASURE
    after: dict[str, object]
    if row.kind.data is LineKind.SCORE:
        after = {"score": figure}
    elif row.kind.data is LineKind.NOT_APPLICABLE:
        after = {"state": "not_applicable"}
    else:
        after = {"state": "value", ("grade" if figure.isalpha() else "value"): figure}
    return CorrectionDraft(
        kind=kind, after=after, reason=reason, department_id=department_id, indicator_id=row.indicator_id.data
    )
