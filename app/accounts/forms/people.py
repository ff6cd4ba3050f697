"""Shapes of input about people, transfers and roles."""

from wtforms import BooleanField

from app.core.access import Role
from app.core.forms import Form, choice, day_field, record_choice, short_text
from app.core.messages import _

GRANTED = tuple(role for role in Role if role is not Role.STAFF)
"""Everybody with an account is staff; the others are given."""


class PersonForm(Form):
    """직원 정보. The employee number and the department are chosen once; later the department is a transfer."""

    name = short_text(_("Name"))
    rank = short_text(_("Rank"), required=False, max_length=20)
    series = short_text(_("Series"), required=False, max_length=40)
    joined_on = day_field(_("Joined on"))
    left_on = day_field(_("Left on"), required=False)
    email = short_text(_("Mail address"), required=False, max_length=254)


class NewPersonForm(PersonForm):
    """직원 등록."""

    first = ("employee_no",)
    employee_no = short_text(_("Employee number"), max_length=20)
    department_id = record_choice(_("Department"), required=False)


class TransferForm(Form):
    """인사이동."""

    department_id = record_choice(_("New department"))
    on = day_field(_("First day in the new department"))


class RoleForm(Form):
    """역할 부여."""

    role = choice(_("Role"), Role, members=GRANTED)
    department_id = record_choice(_("Department of the role"), required=False)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False)
    acting = BooleanField(_("Acting head (직무대리)"))


class RoleEndingForm(Form):
    """역할 종료: without a day, at once."""

    ends_on = day_field(_("Last day"), required=False)


class AccountClosureForm(Form):
    """계정 폐쇄."""
