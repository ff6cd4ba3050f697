"""공동지표의 입력."""

from collections.abc import Mapping
from decimal import Decimal

from app.core.forms import Form, decimal_number, offer, record_choice
from app.core.messages import _


class JointForm(Form):
    """The lead department; the shares are added by `joint_form`."""

    lead_id = record_choice(_("Department that enters the value"))

    def shares(self, departments: Mapping[int, str]) -> dict[int, Decimal]:
        """Return what was typed; an empty share is none."""
        typed = {id_: self[share_name(id_)].data for id_ in departments}
        return {id_: Decimal(share) for id_, share in typed.items() if share is not None}


def share_name(department_id: int) -> str:
    """Return the field of a share."""
    return f"share_{department_id}"


def joint_form(departments: Mapping[int, str]) -> type[JointForm]:
    """Make the form with a share for each department ({id: name})."""
    fields = {
        share_name(id_): decimal_number(_("Share of %(name)s", name=name), required=False, least=0, most=100)
        for id_, name in departments.items()
    }
    return type("JointSharesForm", (JointForm,), fields)


def offer_leads(form: JointForm, departments: Mapping[int, str]) -> None:
    """Fill the departments that may enter the value."""
    offer(form.lead_id, departments.items(), blank=True)
