"""Forms of the customer's voice."""

from datetime import datetime

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, DateField, DateTimeLocalField, IntegerField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.core import clock
from app.core.clock import SEOUL
from app.core.forms import Form, choice, choices, clean_text, long_text, reason_text, record_choice, short_text
from app.core.messages import _
from app.core.values import Value
from app.files.services import Upload
from app.voice.enums.customer_voices import Channel, ExtensionGround, LegalKind, NotCountedGround, VoiceKind
from app.voice.rules.voice_clock import LeftOut
from app.voice.rules.voices import FEWEST, FEWEST_ANSWER, MOST, MOST_PLACE, MOST_REFERENCE
from app.voice.services.customer_voices import VoiceText
from app.voice.services.voice_issues import IssueText

TAKEN_IN = tuple(channel for channel in Channel if channel is not Channel.CITIZENS)
"""Ways by which colleagues hear of a voice; on the public page citizens write themselves."""


SATISFACTION = (
    (5, _("5 very satisfied")),
    (4, _("4 satisfied")),
    (3, _("3 neither")),
    (2, _("2 dissatisfied")),
    (1, _("1 very dissatisfied")),
)
"""What the happy call asks: points and their words, the best first."""


class VoiceForm(Form):
    """A voice as it is written down."""

    kind = choice(_("Kind of voice"), VoiceKind, default=VoiceKind.COMPLAINT)
    channel = choice(_("How it came"), Channel, members=TAKEN_IN, default=Channel.PHONE)
    department = record_choice(_("Department that answers"))
    body = TextAreaField(
        _("What was said"), filters=[clean_text], validators=[DataRequired(), Length(min=FEWEST, max=MOST)]
    )
    received_at = DateTimeLocalField(_("Received at"), format="%Y-%m-%dT%H:%M", validators=[InputRequired()])
    place = short_text(_("Where it is about"), required=False, max_length=MOST_PLACE)
    legal_kind = choice(_("Kind of affair by law"), LegalKind, required=False)
    reference = short_text(_("Number in another system"), required=False, max_length=MOST_REFERENCE)
    praised_no = short_text(_("Employee number of the praised colleague"), required=False, max_length=20)

    def moment(self) -> datetime:
        """Return when it was received: typed on the office's wall clock."""
        typed: datetime = self.received_at.data
        return typed.replace(tzinfo=SEOUL)

    def text(self, praised_id: int | None) -> VoiceText:
        """Return what was written."""
        return VoiceText(
            channel=self.channel.data,
            kind=self.kind.data,
            department_id=self.department.data,
            body=self.body.data,
            received_at=self.moment(),
            legal_kind=self.legal_kind.data,
            place=self.place.data or "",
            reference=self.reference.data or "",
            praised_id=praised_id,
        )


def empty_voice(*, department: int | None, **known: object) -> VoiceForm:
    """Return the form with the present moment in it, and what is known already."""
    now = clock.to_seoul(clock.now()).replace(tzinfo=None, second=0, microsecond=0)
    return VoiceForm(formdata=None, data={"received_at": now, "department": department, **known})


class TransferForm(Form):
    """Pass a voice on."""

    to_department = record_choice(_("Department that answers"))
    reason = reason_text(_("Reason"))


class ExtensionForm(Form):
    """Extend the period."""

    ground = choice(_("Ground by law"), ExtensionGround, blank=True)
    amount = IntegerField(_("By how many days (hours where it is handled at once)"), validators=[InputRequired()])
    reason = reason_text(_("Reason"))


class NotCountedForm(Form):
    """Days that are no part of the period."""

    ground = choice(_("Why these days are not counted"), NotCountedGround, blank=True)
    first_day = DateField(_("First day"), validators=[InputRequired()])
    last_day = DateField(_("Last day"), validators=[InputRequired()])
    reason = reason_text(_("Reason"))

    def days(self) -> LeftOut:
        """Return what was typed. Raises `Refused` for days that cannot be."""
        return LeftOut(ground=self.ground.data, first=self.first_day.data, last=self.last_day.data)


class AnswerForm(Form):
    """Answer a voice."""

    answer = TextAreaField(
        _("Answer to the citizen"),
        filters=[clean_text],
        validators=[DataRequired(), Length(min=FEWEST_ANSWER, max=MOST)],
    )
    files = MultipleFileField(_("Files"))

    def uploads(self) -> list[Upload]:
        """Return the files that were chosen."""
        return [upload for upload in self.files.data or () if getattr(upload, "filename", "")]


class ReasonForm(Form):
    """Only a reason, for an action whose consequence stands beside it."""

    reason = reason_text(_("Reason"))


class CallForm(Form):
    """The happy call."""

    points = RadioField(
        _("Satisfaction with the answer"),
        choices=[SelectChoice(point, label) for point, label in SATISFACTION],
        coerce=int,
        validators=[InputRequired(_("Choose one."))],
    )
    note = long_text(_("What the citizen said"), required=False, max_length=2000)


class PraiseForm(Form):
    """Confirm praise."""

    note = long_text(_("How you know that it is so"), max_length=2000)


class ChangeForm(Form):
    """What has changed."""

    change = TextAreaField(
        _("What has changed?"), filters=[clean_text], validators=[DataRequired(), Length(min=10, max=2000)]
    )


class VoiceIssueForm(Form):
    """An issue made of voices."""

    title = short_text(_("Title"))
    problem = long_text(_("Present state and problem"))
    remedy = long_text(_("Idea for improvement"))
    effect = long_text(_("Expected effect"))
    expected_obstacle = long_text(_("Expected obstacle"), required=False)
    values = choices(_("Innovation values"), Value)

    def text(self) -> IssueText:
        """Return what was written."""
        return IssueText(
            title=self.title.data,
            problem=self.problem.data,
            remedy=self.remedy.data,
            effect=self.effect.data,
            expected_obstacle=self.expected_obstacle.data or "",
            values=tuple(self.values.data or ()),
        )


class LinkForm(Form):
    """Lead a voice to an issue that is there already."""

    number = short_text(_("Receipt number of the issue"), max_length=20)


class ImportForm(Form):
    """An exported list."""

    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a file."))])


class TermsForm(Form):
    """Whether heads approve answers."""

    head_approves = BooleanField(_("The head of the department approves every answer before it is given."))
    reason = reason_text(_("Reason"))
