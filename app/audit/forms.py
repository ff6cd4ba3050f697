"""The search of the audit log."""

import re
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from app.audit.labels import EVENT_LABELS, event_label
from app.audit.queries import Search
from app.core.forms import Form, day_field, short_text
from app.core.messages import _

_SUBJECT = re.compile(r"([a-z_]{1,80})(?::(\d{1,18}))?")


class SearchForm(Form):
    """Event, person, subject and days. A GET form: nothing to protect, everything may be empty."""

    class Meta:
        """Flask-WTF's settings."""

        csrf = False

    event = SelectField(_("Event"), validate_choice=False)
    person = short_text(_("Actor (name or employee number)"), required=False, max_length=50)
    subject: StringField = short_text(_("Subject (for example task:12)"), required=False, max_length=100)
    first_day = day_field(_("First day"), required=False)
    last_day = day_field(_("Last day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {self.event.data} if self.event.data else set()
        names = sorted(EVENT_LABELS.keys() | chosen, key=event_label)
        self.event.choices = [("", _("(all)")), *((name, event_label(name)) for name in names)]

    def validate_subject(self, field: StringField) -> None:
        """A kind of thing, with or without a number."""
        if field.data and not _SUBJECT.fullmatch(field.data):
            raise ValidationError(str(_("Write a kind and a number, for example task:12.")))

    def search(self) -> Search:
        """Return what to look for."""
        found = _SUBJECT.fullmatch(self.subject.data or "")
        return Search(
            event=self.event.data or None,
            person=self.person.data or None,
            subject_type=found[1] if found else None,
            subject_id=int(found[2]) if found and found[2] else None,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
        )
