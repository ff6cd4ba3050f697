"""Shapes of sign-in input."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from app.core.forms import Form, clean_text
from app.core.messages import _

PASSWORD_LENGTH = 128


class SignInForm(Form):
    """사번과 비밀번호."""

    employee_no = StringField(_("Employee number"), filters=[clean_text], validators=[DataRequired(), Length(max=20)])
    password = PasswordField(_("Password"), validators=[DataRequired(), Length(max=PASSWORD_LENGTH)])
    next = HiddenField()


class NewPasswordForm(Form):
    """비밀번호 변경."""

    old_password = PasswordField(_("Present password"), validators=[DataRequired(), Length(max=PASSWORD_LENGTH)])
    new_password = PasswordField(_("New password"), validators=[DataRequired(), Length(max=PASSWORD_LENGTH)])
    again = PasswordField(
        _("New password, once more"),
        validators=[DataRequired(), EqualTo("new_password", message=_("The two are not the same."))],
    )


class FirstPasswordForm(NewPasswordForm):
    """최초 비밀번호: the one-time code stands where the old password would."""

    first = ("employee_no", "old_password")
    employee_no = StringField(_("Employee number"), filters=[clean_text], validators=[DataRequired(), Length(max=20)])
    old_password = PasswordField(_("First code"), validators=[DataRequired(), Length(max=PASSWORD_LENGTH)])


class RenewalForm(NewPasswordForm):
    """비밀번호 갱신: for a password that has grown too old to sign in with."""

    first = ("employee_no",)
    employee_no = StringField(_("Employee number"), filters=[clean_text], validators=[DataRequired(), Length(max=20)])


class ReauthenticationForm(Form):
    """민감한 작업 전 본인 확인."""

    password = PasswordField(_("Password"), validators=[DataRequired(), Length(max=PASSWORD_LENGTH)])
    next = HiddenField()
