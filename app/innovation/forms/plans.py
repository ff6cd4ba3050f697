"""The standard form of an action plan."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from app.core import clock
from app.core.errors import Refused
from app.core.forms import choice, day_field, decimal_number, long_text, offer, record_choice, short_text
from app.core.messages import _
from app.innovation.enums import ObstacleKind, ReportCadence
from app.innovation.enums.measures import MeasureDirection, MeasureKind
from app.innovation.forms.rows import FormWithRows, Row, Rows
from app.innovation.rules.plans import check_day
from app.innovation.services.plans import ItemDraft, MeasureDraft, ObstacleDraft, PlanDraft


def check_near(_form: Any, field: Any) -> None:  # noqa: ANN401  forms and fields of an untyped library
    """Say beside the field that no plan reaches this day."""
    try:
        check_day(field.data, clock.today())
    except Refused as refusal:
        raise ValidationError(refusal.reason) from refusal


class ItemRow(Row):
    """실천과제 한 줄."""

    substance = ("text", "starts_on", "ends_on")

    text = short_text(_("What is done"), required=False)
    owner = record_choice(_("Owner"), required=False)
    starts_on = day_field(_("Starts on"), required=False)
    ends_on = day_field(_("Ends on"), required=False)

    validate_starts_on = validate_ends_on = check_near


class MeasureRow(Row):
    """지표 한 줄."""

    substance = ("name", "unit", "baseline", "target")

    name = short_text(_("Measure"), required=False)
    unit = short_text(_("Unit"), required=False, max_length=40)
    kind = choice(_("Kind of measure"), MeasureKind, default=MeasureKind.OTHER)
    direction = choice(_("Direction"), MeasureDirection, default=MeasureDirection.UP)
    baseline = decimal_number(_("Baseline"), required=False)
    target = decimal_number(_("Target"), required=False)


class ObstacleRow(Row):
    """예상 장애요인 한 줄."""

    substance = ("text", "handling")

    kind = choice(_("Kind of obstacle"), ObstacleKind, default=ObstacleKind.REGULATION)
    text = short_text(_("Expected obstacle"), required=False)
    handling = short_text(_("What is planned against it"), required=False)


class PlanForm(FormWithRows):
    """A version of the plan. A draft may lack anything; the submission asks for the rest."""

    version = HiddenField()
    background = long_text(_("Background"), required=False)
    goal = long_text(_("Goal"), required=False)
    items = Rows(ItemRow, _("Practice items"))
    budget = decimal_number(_("Budget in won"), required=False, least=0)
    budget_note = short_text(_("Note on the budget"), required=False)
    measures = Rows(MeasureRow, _("Measures"))
    obstacles = Rows(ObstacleRow, _("Expected obstacles"))
    no_obstacles = BooleanField(_("We have looked for obstacles and expect none."))
    cadence = choice(_("Progress reports"), ReportCadence, default=ReportCadence.QUARTERLY)
    report_from = day_field(_("Reports from"), required=False)
    report_until = day_field(_("Reports until"), required=False)

    validate_report_from = validate_report_until = check_near

    def offer_owners(self, people: Sequence[tuple[int, str]]) -> None:
        """Offer the people who may be named as owners, in every row."""
        for entry in self.items.entries:
            offer(entry.form.owner, people, blank=True)

    def is_stale(self, version: int) -> bool:
        """Whether somebody else has saved since this form was opened; then it shows both texts with that version."""
        stale = bool(self.version.data) and self.version.data != str(version)
        self.version.data = str(version)
        return stale

    def draft(self) -> PlanDraft:
        """Return what was written, without empty rows."""
        return PlanDraft(
            background=self.background.data or "",
            goal=self.goal.data or "",
            budget=self.budget.data,
            budget_note=self.budget_note.data or "",
            no_obstacles=self.no_obstacles.data,
            cadence=self.cadence.data,
            report_from=self.report_from.data,
            report_until=self.report_until.data,
            items=tuple(_item(row) for row in self.items.filled()),
            measures=tuple(_measure(row) for row in self.measures.filled()),
            obstacles=tuple(
                ObstacleDraft(kind=row.kind.data, text=row.text.data, handling=row.handling.data or "")
                for row in self.obstacles.filled()
            ),
        )


def plan_defaults(draft: PlanDraft) -> dict[str, Any]:
    """Return a version in the shape of the form's first rendering."""
    items = [
        {"text": item.text, "owner": item.owner_id, "starts_on": item.starts_on, "ends_on": item.ends_on}
        for item in draft.items
    ]
    return {
        **vars(draft),
        "items": items,
        "measures": [vars(measure) for measure in draft.measures],
        "obstacles": [vars(obstacle) for obstacle in draft.obstacles],
    }


def _item(row: Any) -> ItemDraft:  # noqa: ANN401  fields of an untyped library
    return ItemDraft(
        text=row.text.data, owner_id=row.owner.data, starts_on=row.starts_on.data, ends_on=row.ends_on.data
    )


def _measure(row: Any) -> MeasureDraft:  # noqa: ANN401  fields of an untyped library
    return MeasureDraft(
        name=row.name.data,
        unit=row.unit.data or "",
        direction=row.direction.data,
        kind=row.kind.data,
        baseline=row.baseline.data,
        target=row.target.data,
    )
