"""설문, 문항, 회차, 고객군, 외부 결과."""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.core import clock
from app.core.forms import (
    Form,
    choice,
    clean_text,
    day_field,
    decimal_number,
    long_text,
    record_choice,
    record_choices,
    short_text,
)
from app.core.messages import Message, _
from app.core.numbers import is_sensible
from app.core.values import Value
from app.voice.enums.surveys import Conversion, GroupKind, QuestionKind, SurveyAudience, SurveyPurpose, WaveWay
from app.voice.rules.disclosure import MINIMUM
from app.voice.rules.survey_conversion import EntryItem
from app.voice.rules.surveys import SCALES, QuestionContent, Words
from app.voice.services.customer_groups import GroupContent
from app.voice.services.survey_entries import EntryContent
from app.voice.services.survey_waves import WaveContent
from app.voice.services.surveys import SurveyContent

MOST_PEOPLE = 100_000_000
MOST_MINIMUM = 1000
MOST_WEIGHT = 1000
FIRST_YEAR, LAST_YEAR = 1990, 2200
ITEM_PARTS = 3
_PARTS = re.compile(r"\t|;|\||,(?=\s*-?[\d.])")
"""What parts the three cells of an item: a tab out of a workbook, a semicolon, a bar, or a comma before a number."""
WRITTEN = tuple(purpose for purpose in SurveyPurpose if purpose is not SurveyPurpose.MONTHLY_QUESTION)
"""What surveys are written for; a question of the month has a page of its own."""


def whole_number_field(label: Message, *, least: int, most: int, required: bool = True) -> Any:  # noqa: ANN401  a field
    """A whole number."""

    def whole(_form: object, field: Field) -> None:
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(str(_("Write a whole number.")))

    field = decimal_number(label, required=required, least=least, most=most)
    field.kwargs["validators"] = [*field.kwargs["validators"], whole]
    return field


def _steps(text: object) -> int | None:
    """Read the steps of a scale; what is no number is judged with the question."""
    return int(str(text)) if str(text).isdecimal() and len(str(text)) < len("100") else None


class CustomerGroupForm(Form):
    """A customer group."""

    department_id = record_choice(_("Department"), required=False)
    name = short_text(_("Name of the group"))
    kind = choice(_("Kind of customers"), GroupKind)
    size = whole_number_field(_("How many there are, about"), least=0, most=MOST_PEOPLE, required=False)
    note = long_text(_("What sets them apart"), required=False, max_length=2000)

    def content(self) -> GroupContent:
        """Return what was typed."""
        return GroupContent(
            department_id=self.department_id.data,
            name=self.name.data,
            kind=self.kind.data,
            size=None if self.size.data is None else int(self.size.data),
            note=self.note.data,
        )


class SurveyForm(Form):
    """A survey as a whole."""

    title_ko = short_text(_("Title in Korean"))
    title_en = short_text(_("Title in English"), required=False)
    introduction_ko = long_text(_("Words before the questions, in Korean"), required=False, max_length=4000)
    introduction_en = long_text(_("Words before the questions, in English"), required=False, max_length=4000)
    purpose = choice(_("Purpose"), SurveyPurpose, members=WRITTEN)
    audience = choice(_("Who answers"), SurveyAudience)
    conversion = choice(_("How answers become 100 points"), Conversion)
    minimum = whole_number_field(_("Answers below which nothing is shown"), least=MINIMUM, most=MOST_MINIMUM)
    value = choice(_("Value it measures"), Value, required=False)
    department_id = record_choice(_("Department in charge"), required=False)

    def content(self) -> SurveyContent:
        """Return what was typed."""
        return SurveyContent(
            title_ko=self.title_ko.data,
            title_en=self.title_en.data,
            introduction_ko=self.introduction_ko.data,
            introduction_en=self.introduction_en.data,
            purpose=self.purpose.data,
            audience=self.audience.data,
            conversion=self.conversion.data,
            minimum=int(self.minimum.data),
            value=self.value.data,
            department_id=self.department_id.data,
        )


class QuestionForm(Form):
    """A question. Steps, answers and lines are written one on each line, in English behind a bar: "만족 | Satisfied"."""

    kind = choice(_("Kind of question"), QuestionKind)
    words_ko = long_text(_("Question in Korean"), max_length=1000)
    words_en = long_text(_("Question in English"), required=False, max_length=1000)
    points = SelectField(
        _("Steps of the scale"),
        choices=[SelectChoice(str(n), str(n)) for n in SCALES],
        coerce=_steps,
        validate_choice=False,
    )
    labels = long_text(_("Names of the steps, the worst first"), required=False, max_length=2000)
    options = long_text(_("Answers to choose from"), required=False, max_length=4000)
    rows = long_text(_("Lines of the question"), required=False, max_length=4000)
    weight = decimal_number(_("Weight in the score"), least=0, most=MOST_WEIGHT)
    required = BooleanField(_("An answer is required"))

    def content(self) -> QuestionContent:
        """Return what was typed."""
        return QuestionContent(
            kind=self.kind.data,
            words_ko=self.words_ko.data,
            words_en=self.words_en.data or "",
            points=self.points.data,
            labels=written_pairs(self.labels.data),
            options=written_pairs(self.options.data),
            rows=written_pairs(self.rows.data),
            weight=self.weight.data or Decimal(0),
            required=self.required.data,
        )


class WaveForm(Form):
    """A wave: its days, its departments and customer groups."""

    name = short_text(_("Name of the wave"))
    year = whole_number_field(_("Year"), least=FIRST_YEAR, most=LAST_YEAR)
    way = choice(_("Where the figures come from"), WaveWay)
    opens_on = day_field(_("First day"))
    closes_on = day_field(_("Last day"))
    every_department = BooleanField(_("All departments"))
    departments = record_choices(_("Departments it asks about"))
    groups = record_choices(_("Customer groups counted apart"))

    def validate_closes_on(self, field: Field) -> None:
        """Refuse a last day before the first one."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(str(_("The survey ends after it begins.")))

    def content(self) -> WaveContent:
        """Return what was typed; the last day counts to its end."""
        return WaveContent(
            name=self.name.data,
            year=int(self.year.data),
            way=self.way.data,
            opens_at=clock.start_of_day(self.opens_on.data),
            closes_at=clock.start_of_day(self.closes_on.data + timedelta(days=1)),
            department_ids=self._asked(),
            group_ids=self.groups.data,
        )

    def choose_departments(self, chosen: Collection[int]) -> None:
        """Tick the departments of a wave: the one box for all, or theirs."""
        self.every_department.data = bool(chosen) and set(chosen) == set(self._every())
        self.departments.data = [] if self.every_department.data else list(chosen)

    def _asked(self) -> list[int]:
        return self._every() if self.every_department.data else self.departments.data

    def _every(self) -> list[int]:
        return [one.value for one in self.departments.choices]


class EntryForm(Form):
    """A table of figures from outside."""

    department_id = record_choice(_("Department"), required=False)
    place = short_text(_("Whose figures they are"))
    day = day_field(_("Day of the survey"))
    answers = whole_number_field(_("How many answered, if known"), least=1, most=MOST_PEOPLE, required=False)
    items = long_text(_("Items: name, weight, points"))
    published = decimal_number(_("Total as it was published"), required=False, least=0, most=MOST_PEOPLE)
    source = long_text(_("Where the figures come from"), max_length=2000)

    def validate_items(self, field: Field) -> None:
        """Name every line that is no item, with its number."""
        faults = [str(found) for found in _items(field.data) if isinstance(found, Message)]
        if faults:
            raise ValidationError(" ".join(faults))

    def content(self) -> EntryContent:
        """Return what was typed."""
        return EntryContent(
            department_id=self.department_id.data,
            place=self.place.data,
            day=self.day.data,
            answers=None if self.answers.data is None else int(self.answers.data),
            items=[item for item in _items(self.items.data) if isinstance(item, EntryItem)],
            published=self.published.data,
            source=self.source.data,
        )


def written_lines(pairs: Sequence[Words]) -> str:
    """Write steps, answers or lines as the form shows them."""
    return "\n".join(f"{one['ko']} | {one['en']}" if one["en"] not in {"", one["ko"]} else one["ko"] for one in pairs)


def written_pairs(text: str | None) -> list[Words]:
    """Read steps, answers or lines: the inverse of `written_lines`."""
    found: list[Words] = []
    for line in clean_text(text).split("\n"):
        korean, _bar, english = (part.strip() for part in line.partition("|"))
        if korean:
            found.append({"ko": korean[:200], "en": english[:200]})
    return found


def _items(text: str | None) -> list[EntryItem | Message]:
    """Read items, a line each; what is none becomes the sentence that says so."""
    found: list[EntryItem | Message] = []
    for number, line in enumerate((text or "").split("\n"), start=1):
        if line.strip():
            found.append(_item(number, line))
    return found


def _item(number: int, line: str) -> EntryItem | Message:
    parts = [part.strip() for part in _PARTS.split(line)]
    if len(parts) != ITEM_PARTS or not parts[0]:
        return _("Line %(line)s: write name, weight and points.", line=number)
    try:
        weight, points = Decimal(parts[1]), Decimal(parts[2])
    except InvalidOperation:
        return _("Line %(line)s: weight and points are numbers.", line=number)
    if not (is_sensible(weight) and is_sensible(points) and weight > 0 and 0 <= points <= weight):
        return _("Line %(line)s: points lie between 0 and the weight.", line=number)
    return EntryItem(name=parts[0][:200], weight=weight, points=points)
