"""The form of a benchmark."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField

from app.core import clock
from app.core.forms import choice, choices, long_text, short_text
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.forms.rows import FormWithRows, Row, Rows
from app.innovation.models import Benchmark, BenchmarkFigure
from app.innovation.services.benchmarks import BenchmarkContent

FIRST_YEAR = 1990
NO_YEAR = 0


class ToldFigureRow(Row):
    """결과 수치 한 줄, as the source tells it."""

    substance = ("name", "text")

    name = short_text(_("What was measured"), required=False)
    text = short_text(_("As the source tells it"), required=False)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A name without its figure says nothing."""
        valid = super().validate(extra_validators)
        if not self.is_blank() and not self.text.data:
            self.text.errors = [*self.text.errors, _("Fill this in, or empty the whole row.")]
            return False
        return valid


class BenchmarkForm(FormWithRows):
    """A case of another office."""

    version = HiddenField()
    office = short_text(_("Office"))
    title = short_text(_("Title"))
    summary = long_text(_("What they do"))
    details = long_text(_("How they went about it"), required=False)
    obstacle_handling = long_text(_("Obstacles and how they were overcome"), required=False)
    year = SelectField(_("Year"), coerce=whole_number, default=NO_YEAR)
    field = choice(_("Field"), TaskField, required=False)
    values = choices(_("Innovation values"), Value)
    obstacle_kinds = choices(_("Kinds of obstacle"), ObstacleKind)
    figures = Rows(ToldFigureRow, _("Result figures"))
    document = short_text(_("Source document"))

    def __init__(self, **options: Any) -> None:
        """`options` are those of a WTForms form."""
        super().__init__(**options)
        years = range(clock.today().year, FIRST_YEAR - 1, -1)
        unknown = (str(NO_YEAR), _("The source names none"))
        self.year.choices = [unknown, *((str(year), str(year)) for year in years)]

    def seen_version(self) -> int:
        """Return the version the writer had before them; 0 for what cannot be one."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

    def content(self) -> BenchmarkContent:
        """Return what was written, without empty rows."""
        return BenchmarkContent(
            office=self.office.data,
            title=self.title.data,
            summary=self.summary.data,
            details=self.details.data or "",
            obstacle_handling=self.obstacle_handling.data or "",
            year=self.year.data or None,
            field=self.field.data,
            values=tuple(self.values.data or ()),
            obstacle_kinds=tuple(self.obstacle_kinds.data or ()),
            figures=[(row.name.data, row.text.data) for row in self.figures.filled()],
            document=self.document.data,
        )


def benchmark_defaults(benchmark: Benchmark, figures: Sequence[BenchmarkFigure]) -> dict[str, Any]:
    """Return a benchmark in the shape of the form's first rendering."""
    texts = ("version", "office", "title", "summary", "details", "obstacle_handling", "field", "document")
    return {
        **{name: getattr(benchmark, name) for name in texts},
        "year": benchmark.year or NO_YEAR,
        "values": [Value(value) for value in benchmark.values],
        "obstacle_kinds": [ObstacleKind(kind) for kind in benchmark.obstacle_kinds],
        "figures": [{"name": figure.name, "text": figure.text} for figure in figures],
    }
