"""Shapes of input about the look of documents."""

import re
from collections.abc import Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Optional

from app.core.forms import Form, clean_line
from app.core.messages import _
from app.reports.services.document_settings import MOST_TITLES, TITLE_LENGTH

_BETWEEN = re.compile(r"[/,·]")
_PREFIX = "approval_"


class EmblemForm(Form):
    """기관 로고."""

    file = FileField(_("Picture (PNG or JPEG)"), validators=[FileRequired(_("Choose a picture."))])

    def blame_picture(self) -> None:
        """Show beside the picture why it was refused: the form asks for nothing else."""
        self.file.errors = [*self.file.errors, *(str(reason) for reason in self.form_errors)]
        self.form_errors.clear()


def titles_of(text: str | None) -> tuple[str, ...]:
    """Return the titles typed with "/", "," or "·" between them."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(text or ""))
    return tuple(part for part in parts if part)


def few_short_titles(_form: Form, field: Field) -> None:
    """Refuse more boxes, or longer titles, than a page has room for."""
    titles = titles_of(field.data)
    if len(titles) > MOST_TITLES:
        raise ValidationError(str(_("At most %(most)s titles.", most=MOST_TITLES)))
    if any(len(title) > TITLE_LENGTH for title in titles):
        raise ValidationError(str(_("A title has at most %(most)s characters.", most=TITLE_LENGTH)))


def approvals_form(kinds: Mapping[str, tuple[str, tuple[str, ...]]], *, typed: bool = True) -> Form:
    """Make a form with the titles of each kind of document; not `typed`: leave what was sent alone."""
    fields = {
        _PREFIX + kind: StringField(
            label, filters=[clean_line], validators=[Optional(), few_short_titles], default=" / ".join(titles)
        )
        for kind, (label, titles) in kinds.items()
    }
    made = type("OfficeApprovalsForm", (Form,), fields)
    form: Form = made() if typed else made(formdata=None)
    return form


def chosen_titles(form: Form) -> dict[str, tuple[str, ...]]:
    """Return the typed titles by kind of document."""
    return {
        field.short_name.removeprefix(_PREFIX): titles_of(field.data)
        for field in form
        if field.short_name.startswith(_PREFIX)
    }
