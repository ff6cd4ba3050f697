"""Forms: the shape of input, cleaned the same way everywhere, with labels in the reader's language."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.i18n import get_translations
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.core.errors import Invalid
from app.core.i18n import language
from app.core.messages import Labelled, Message, _
from app.core.numbers import is_sensible, whole_number

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Characters that show nothing and can make a text read other than it is: control, direction, invisible ones."""
BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
TITLE_LENGTH = 200
TEXT_LENGTH = 10_000


def clean_text(value: str | None) -> str:
    """Return the text in NFC without control, direction and invisible characters and without spaces around it.

    One rule for every text people type: such characters are left out, never refused, so that nobody is asked to
    find what cannot be seen. The zero width joiner stays: emoji and some scripts need it.
    """
    text = BREAKS.sub("\n", unicodedata.normalize("NFC", value or ""))
    return CONTROL.sub("", text).strip()


def clean_line(value: str | None) -> str:
    """Return the text cleaned as `clean_text` does, on one line."""
    return " ".join(clean_text(value).split())


class Form(FlaskForm):  # type: ignore[misc]  # the library is untyped
    """Base of all forms: CSRF token by Flask-WTF, idempotency key by `core.idempotency`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # the library is untyped
        """What WTForms itself says, in the reader's language; its catalogues are read once, not for every form."""

        def get_translations(self, _form: object) -> object:
            """Return the sentences of the library."""
            return _library_sentences(language())

    first: ClassVar[tuple[str, ...]] = ()
    """Fields that stand before the inherited ones on the page; the summary of errors follows this order."""

    came_late = False
    """Whether somebody else was faster: the page that shows the form again answers 409."""

    idempotency_key = HiddenField()

    def __iter__(self) -> Iterator[Any]:
        """Go through the fields in the order of the page."""
        names = (*self.first, *(name for name in self._fields if name not in self.first))
        return iter([self[name] for name in names])

    def show(self, error: Invalid) -> None:
        """Put the reasons of a refused service call beside the fields they belong to."""
        for name, reasons in error.fields.items():
            self[name].errors = [*self[name].errors, *reasons]


_OURS = {
    sentence.msgid: sentence
    for sentence in (
        _("Number must be between %(min)s and %(max)s."),
        _("Number must be at least %(min)s."),
        _("Number must be at most %(max)s."),
        _("Field cannot be longer than %(max)d character."),
        _("Field cannot be longer than %(max)d characters."),
        _("Not a valid integer value."),
    )
}
"""Sentences of the library that its Korean catalogue says stiffly: they stand in ours."""


class _Sentences:
    """The library's sentences in a language, some of them in our words."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401  the library's catalogue
        self._library = library

    def gettext(self, sentence: str) -> str:
        ours = _OURS.get(sentence)
        return str(ours) if ours is not None else str(self._library.gettext(sentence))

    def ngettext(self, one: str, many: str, count: int) -> str:
        ours = _OURS.get(one if count == 1 else many)
        return str(ours) if ours is not None else str(self._library.ngettext(one, many, count))


@cache
def _library_sentences(of_language: str) -> _Sentences:
    return _Sentences(get_translations((of_language,)))


def short_text(label: Message, *, required: bool = True, max_length: int = TITLE_LENGTH, **options: Any) -> StringField:
    """One line of text."""
    return StringField(
        label, filters=[clean_line], validators=[*_presence(required=required), Length(max=max_length)], **options
    )


def long_text(label: Message, *, required: bool = True, max_length: int = TEXT_LENGTH, **options: Any) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(
        label, filters=[clean_text], validators=[*_presence(required=required), Length(max=max_length)], **options
    )


def reason_text(label: Message, *, min_length: int = 10) -> TextAreaField:
    """A reason that will be kept and shown: at least a short sentence."""
    return TextAreaField(label, filters=[clean_text], validators=[DataRequired(), Length(min=min_length, max=2000)])


def day_field(label: Message, *, required: bool = True) -> DateField:
    """A date."""
    return DateField(label, validators=[InputRequired() if required else Optional()])


def choice(
    label: Message,
    kind: type[Labelled],
    *,
    required: bool = True,
    blank: bool = False,
    members: Sequence[Labelled] | None = None,
    **options: Any,
) -> SelectField:
    """One member of a vocabulary; `.data` is the member (or None where it is not required).

    With `blank` a required one begins with "(choose)": nobody answers by leaving it as it stands.
    """
    choices = [SelectChoice(member.value, member.label) for member in members or tuple(kind)]
    if blank or not required:
        choices.insert(0, SelectChoice("", _("(choose)") if required else _("(none)")))
    must = [InputRequired(_("Choose one.")) if blank else _chosen] if required else []
    return SelectField(label, choices=choices, coerce=_coerce(kind), validators=must, **options)


def choices(label: Message, kind: type[Labelled], *, required: bool = False) -> SelectMultipleField:
    """Any members of a vocabulary; `.data` is a list of members."""
    options = [SelectChoice(member.value, member.label) for member in kind]
    return SelectMultipleField(label, choices=options, coerce=kind, validators=[InputRequired()] if required else [])


def record_choice(label: Message, *, required: bool = True, **options: Any) -> SelectField:
    """A record by id. The route fills `.choices` with (id, text) pairs; see `offer`."""
    return SelectField(label, coerce=_id_or_none, validators=[_chosen] if required else [], choices=[], **options)


def record_choices(label: Message, *, required: bool = False) -> SelectMultipleField:
    """Any records by id. The route fills `.choices` with (id, text) pairs."""
    return SelectMultipleField(label, coerce=whole_number, validators=[InputRequired()] if required else [], choices=[])


def offer(field: Any, pairs: Iterable[tuple[int, object]], *, blank: bool = False) -> None:  # noqa: ANN401  a form's field
    """Fill a record field's choices; with `blank`, "(none)" comes first, or "(choose)" where one must be chosen."""
    rows = [SelectChoice(value, text) for value, text in pairs]
    must = _chosen in field.validators
    field.flags.required = field.flags.required or (blank and must)
    field.choices = [SelectChoice("", _("(choose)") if must else _("(none)")), *rows] if blank else rows


class DecimalText(StringField):  # type: ignore[misc]  # the library is untyped
    """A number typed as people write it ("1,234.5"); `.data` is a Decimal or None, never a float."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; raise `ValueError` (shown beside the field) when it is none."""
        text = clean_text(valuelist[0]).replace(",", "") if valuelist else ""
        self.raw_text = valuelist[0] if valuelist else ""
        if not text:
            self.data = None
            return
        self.data = _number(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        data: Any = self.data
        return "" if data is None else format(Decimal(data), "f")


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not is_sensible(number):
        raise ValueError(str(_("Write a number of at most 18 digits, for example 1,234.5.")))
    return number


def decimal_number(
    label: Message,
    *,
    required: bool = True,
    least: Decimal | int | None = None,
    most: Decimal | int | None = None,
    **options: Any,
) -> DecimalText:
    """An exact number, with bounds if there are any."""

    def within(_form: object, field: Field) -> None:
        if field.data is None:
            return
        if least is not None and field.data < least:
            raise ValidationError(str(_("At least %(least)s.", least=least)))
        if most is not None and field.data > most:
            raise ValidationError(str(_("At most %(most)s.", most=most)))

    return DecimalText(label, validators=[InputRequired() if required else Optional(), within], **options)


def _presence(*, required: bool) -> list[Any]:
    return [DataRequired()] if required else [Optional()]


def _chosen(_form: object, field: Field) -> None:
    if field.data is None:
        raise ValidationError(str(_("Choose one.")))


def _coerce(kind: type[Labelled]) -> Any:  # noqa: ANN401  WTForms' callable
    def coerce(value: object) -> Labelled | None:
        return kind(str(value)) if value else None

    return coerce


def _id_or_none(value: object) -> int | None:
    return whole_number(str(value)) if value not in {None, "", "None"} else None
