"""실행계획의 차이: two versions, or what is stored and what was typed, field by field and row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.i18n import format_day, format_number
from app.core.messages import Message, _
from app.innovation.models import Plan
from app.innovation.queries.plans import ItemRow, MeasureRow, ObstacleRow, PlanRows
from app.innovation.rules.differences import Piece, RowChange, compare_rows, compare_texts
from app.innovation.services.plans import PlanDraft


@dataclass(frozen=True)
class FieldChange:
    """One field of the standard form with its pieces."""

    label: Message
    pieces: Sequence[Piece]
    is_same: bool


@dataclass(frozen=True)
class TableChange:
    """One list of the standard form: the names of its columns and its rows."""

    label: Message
    columns: Sequence[Message]
    rows: Sequence[RowChange]

    @property
    def is_same(self) -> bool:
        """Whether no row changed."""
        return all(row.is_same for row in self.rows)


def compare_fields(before: Plan | PlanDraft, after: Plan | PlanDraft) -> Sequence[FieldChange]:
    """Compare the single fields of the form, in their order."""
    labels = (
        (_("Background"), "background"),
        (_("Goal"), "goal"),
        (_("Budget in won"), "budget"),
        (_("Note on the budget"), "budget_note"),
        (_("No obstacles expected"), "no_obstacles"),
        (_("Progress reports"), "cadence"),
        (_("Reports from"), "report_from"),
        (_("Reports until"), "report_until"),
    )
    found = []
    for label, name in labels:
        old, new = _text(getattr(before, name)), _text(getattr(after, name))
        found.append(FieldChange(label, compare_texts(old, new), is_same=old == new))
    return found


def compare_tables(before: PlanRows, after: PlanRows) -> Sequence[TableChange]:
    """Compare practice items, measures and expected obstacles."""
    pairs = zip(_tables(before), _tables(after), strict=True)
    return [TableChange(label, columns, compare_rows(old, new)) for (label, columns, old), (_l, _c, new) in pairs]


def rows_of_draft(draft: PlanDraft, names: Mapping[int, str]) -> PlanRows:
    """Return what was typed in the shape in which a version is read; `names` are people by id."""
    return PlanRows(
        items=[
            ItemRow(item.text, item.owner_id, names.get(item.owner_id or 0), item.starts_on, item.ends_on)
            for item in draft.items
        ],
        measures=[MeasureRow(id=0, **vars(measure)) for measure in draft.measures],
        obstacles=[ObstacleRow(**vars(obstacle)) for obstacle in draft.obstacles],
    )


def _tables(rows: PlanRows) -> Sequence[tuple[Message, Sequence[Message], Sequence[Sequence[str]]]]:
    items = [(row.text, row.owner or "", _text(row.starts_on), _text(row.ends_on)) for row in rows.items]
    measures = [
        (row.name, row.unit, str(row.kind.label), str(row.direction.label), _text(row.baseline), _text(row.target))
        for row in rows.measures
    ]
    obstacles = [(row.text, str(row.kind.label), row.handling) for row in rows.obstacles]
    return [
        (_("Practice items"), (_("What is done"), _("Owner"), _("Starts on"), _("Ends on")), items),
        (
            _("Measures"),
            (_("Measure"), _("Unit"), _("Kind"), _("Direction"), _("Baseline"), _("Target")),
            measures,
        ),
        (_("Expected obstacles"), (_("Expected obstacle"), _("Kind"), _("What is planned against it")), obstacles),
    ]


def _text(value: object) -> str:
    """Return what the reader sees of a value; nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return str(getattr(value, "label", value))
