"""Forms of cases: a best practice, and a failure case."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField

from app.core import clock
from app.core.access import Actor
from app.core.forms import choice, choices, decimal_number, long_text, short_text
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseKind
from app.innovation.forms.rows import FormWithRows, Row, Rows
from app.innovation.models import Case, CaseFigure
from app.innovation.queries.people import ids_by_number
from app.innovation.queries.tasks import task_by_number
from app.innovation.rules.cases import BEST_TEXTS, FAILURE_TEXTS, FIRST_YEAR, TEXTS
from app.innovation.services.cases import CaseContent, FigureDraft
from app.organization.rules import fiscal_year

NUMBER_LENGTH = 20


def years() -> list[int]:
    """Return the years a case may be of, this one first."""
    return list(range(fiscal_year(clock.today()), FIRST_YEAR - 1, -1))


class FigureRow(Row):
    """결과 수치 한 줄."""

    substance = ("name", "unit", "before", "after")

    name = short_text(_("What was measured"), required=False)
    unit = short_text(_("Unit"), required=False, max_length=40)
    before = decimal_number(_("Before"), required=False)
    after = decimal_number(_("After"), required=False)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A figure without its result says nothing; what it was before may be unknown."""
        valid = super().validate(extra_validators)
        if not self.is_blank() and self.after.data is None and not self.after.errors:
            self.after.errors = [_("Give the figure afterwards.")]
            return False
        return valid


class AuthorRow(Row):
    """공동 작성자 한 줄."""

    substance = ("number",)

    number = short_text(
        _("Employee number"),
        required=False,
        max_length=NUMBER_LENGTH,
        render_kw={"list": "people", "autocomplete": "off"},
    )


class CaseForm(FormWithRows):
    """What both kinds have. A draft may lack anything but its title; handing it in asks for the rest."""

    kind: ClassVar[CaseKind]

    version = HiddenField()
    title = short_text(_("Title"))
    year = SelectField(_("Year"), coerce=whole_number, default=lambda: fiscal_year(clock.today()))
    field = choice(_("Field"), TaskField, required=False)
    task_number = short_text(_("Number of the task it tells of"), required=False, max_length=NUMBER_LENGTH)
    values = choices(_("Innovation values"), Value)
    obstacle_kinds = choices(_("Kinds of obstacle"), ObstacleKind)
    figures = Rows(FigureRow, _("Result figures"))
    authors = Rows(AuthorRow, _("Co-authors"))

    def __init__(self, *, reader: Actor, known: Mapping[str, int] | None = None, **options: Any) -> None:
        """`known` are authors the case has already, by employee number: who has left stays one. `options`: WTForms'."""
        super().__init__(**options)
        self.reader, self.known = reader, dict(known or {})
        self.year.choices = [(str(year), str(year)) for year in years()]
        self.task_id: int | None = None
        self.author_ids: list[int] = []

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Look up the task and the colleagues that are named."""
        valid = bool(super().validate(extra_validators))
        self._find_task()
        self._find_authors()
        return valid and not self.task_number.errors and not self.authors.errors

    def _find_task(self) -> None:
        if not self.task_number.data or self.task_number.errors:
            return
        task = task_by_number(self.task_number.data, self.reader)
        self.task_id = task.id if task else None
        if task is None:
            self.task_number.errors = [*self.task_number.errors, _("There is no task with this number.")]

    def _find_authors(self) -> None:
        rows = self.authors.filled()
        numbers = [row.number.data for row in rows]
        ids = {**ids_by_number(set(numbers) - set(self.known)), **self.known}
        unknown = [number for number in numbers if number not in ids]
        self.author_ids = [ids[number] for number in numbers if number in ids]
        if unknown:
            sentence = _("Nobody who works here has the number %(number)s.", number=", ".join(unknown))
            self.authors.errors = [*self.authors.errors, sentence]

    def text_fields(self) -> list[Any]:
        """Return the fields of the long texts, in their order."""
        return [self[name] for name, _label in TEXTS[self.kind]]

    def seen_version(self) -> int:
        """Return the version the writer had before them; 0 for what cannot be one."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

    def content(self) -> CaseContent:
        """Return what was written, without empty rows."""
        return CaseContent(
            title=self.title.data,
            year=self.year.data,
            texts={name: self[name].data or "" for name, _label in TEXTS[self.kind]},
            field=self.field.data,
            values=tuple(self.values.data or ()),
            obstacle_kinds=tuple(self.obstacle_kinds.data or ()),
            figures=[
                FigureDraft(name=row.name.data, unit=row.unit.data or "", before=row.before.data, after=row.after.data)
                for row in self.figures.filled()
            ],
            co_author_ids=self.author_ids,
            task_id=self.task_id,
            no_task_reason=(self["no_task_reason"].data or "") if "no_task_reason" in self else "",
        )


class BestPracticeForm(CaseForm):
    """우수사례."""

    kind = CaseKind.BEST


class FailureCaseForm(CaseForm):
    """실패사례."""

    kind = CaseKind.FAILURE
    no_task_reason = short_text(_("No task, because …"), required=False)


for _form, _texts in ((BestPracticeForm, BEST_TEXTS), (FailureCaseForm, FAILURE_TEXTS)):
    for _name, _label in _texts:
        setattr(_form, _name, long_text(_label, required=False))

FORMS: dict[CaseKind, type[CaseForm]] = {CaseKind.BEST: BestPracticeForm, CaseKind.FAILURE: FailureCaseForm}


def case_defaults(
    case: Case, figures: Sequence[CaseFigure], authors: Sequence[tuple[str, str]], task_number: str | None
) -> dict[str, Any]:
    """Return a case in the shape of the form's first rendering. `authors` are (employee number, name)."""
    return {
        **{name: getattr(case, name) for name, _label in TEXTS[case.kind]},
        "version": case.version,
        "title": case.title,
        "year": case.year,
        "field": case.field,
        "values": [Value(value) for value in case.values],
        "obstacle_kinds": [ObstacleKind(kind) for kind in case.obstacle_kinds],
        "task_number": task_number or "",
        "no_task_reason": case.no_task_reason,
        "figures": [
            {"name": figure.name, "unit": figure.unit, "before": figure.before, "after": figure.after}
            for figure in figures
        ],
        "authors": [{"number": number} for number, _name in authors[1:]],
    }
