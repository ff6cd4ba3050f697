"""Shapes of input about choices and mail."""

from wtforms import HiddenField, IntegerField, PasswordField, SelectChoice, SelectField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.forms import Form, choice, short_text
from app.core.i18n import LANGUAGES
from app.core.messages import _
from app.notifications.enums import Encryption, Frequency, NoticeKind


class ChoicesForm(Form):
    """알림 설정: one field for each kind, made from the vocabulary."""

    language = SelectField(
        _("Language of the mail"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()]
    )


for _kind in NoticeKind:
    setattr(ChoicesForm, _kind.value, choice(_kind.label, Frequency))


class ReadingForm(Form):
    """모두 읽음."""


class MailSettingsForm(Form):
    """메일 설정."""

    host = short_text(_("Mail server"), required=False, max_length=200)
    port = IntegerField(_("Port"), validators=[InputRequired(), NumberRange(1, 65535)])
    encryption = choice(_("Encryption"), Encryption)
    user = short_text(_("User name"), required=False, max_length=200)
    password = PasswordField(_("Password"), validators=[Length(max=200)])
    sender = short_text(_("Sender"), required=False, max_length=254)
    site = short_text(_("Address of this site"), required=False, max_length=200)
    quiet_from = TimeField(_("Quiet from"), validators=[InputRequired()])
    quiet_until = TimeField(_("Quiet until"), validators=[InputRequired()])
    most_a_day = IntegerField(
        _("Mails a person gets on a day at most"), validators=[InputRequired(), NumberRange(0, 100)]
    )
    head_after_days = IntegerField(
        _("Working days after which the head hears of what is late"), validators=[InputRequired(), NumberRange(1, 60)]
    )
    version = HiddenField()


class MailTestForm(Form):
    """시험 메일."""

    to = short_text(_("Send it to"), max_length=254)


class MailRetryForm(Form):
    """다시 보내기."""
