"""Shapes of input about departments, peer groups, days off and settings."""

from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import Form, choice, day_field, record_choice, short_text
from app.core.messages import _
from app.organization.enums import DepartmentKind, HolidayKind, PasswordPreset

MOST_BACKUPS = 60


class DepartmentForm(Form):
    """부서 정보."""

    name = short_text(_("Name"))
    kind = choice(_("Kind"), DepartmentKind)
    parent_id = record_choice(_("Bureau"), required=False)
    peer_group_id = record_choice(_("Peer group"), required=False)
    position = IntegerField(
        _("Place in the organization chart"), default=0, validators=[InputRequired(), NumberRange(0, 100_000)]
    )
    valid_from = day_field(_("Exists from"))
    valid_until = day_field(_("Exists until"), required=False)
    version = HiddenField()


class NewDepartmentForm(DepartmentForm):
    """부서 등록: the code is chosen once."""

    first = ("code",)
    code = short_text(_("Code"), max_length=20)


class PeerGroupForm(Form):
    """평가군."""

    code = short_text(_("Code"), max_length=20)
    name = short_text(_("Name"))
    position = IntegerField(_("Order in the list"), default=0, validators=[InputRequired(), NumberRange(0, 1_000)])


class HolidayForm(Form):
    """휴일."""

    day = day_field(_("Day"))
    name = short_text(_("Name"))
    kind = choice(_("Kind"), HolidayKind)


class HolidaySeedForm(Form):
    """공휴일 불러오기."""

    year = IntegerField(_("Year"), validators=[InputRequired(), NumberRange(2000, 2100)])


class SettingsForm(Form):
    """설정."""

    office_name = short_text(_("Name of the office"))
    control_tower = SelectField(_("Department that is the control tower"), choices=[])
    leading_office = SelectField(_("Unit whose head is the mayor"), choices=[])
    password_preset = choice(_("Password rules"), PasswordPreset)
    deduction_opinion_days = IntegerField(
        _("Days for an opinion about a deduction"), validators=[InputRequired(), NumberRange(5, 60)]
    )
    deduction_objection_days = IntegerField(
        _("Days for an objection to a deduction"), validators=[InputRequired(), NumberRange(5, 60)]
    )
    round_reopening_days = IntegerField(
        _("Days an opened round may be corrected"), validators=[InputRequired(), NumberRange(1, 60)]
    )
    nightly_backups = IntegerField(
        _("Nightly backups that are kept"), validators=[InputRequired(), NumberRange(0, MOST_BACKUPS)]
    )
