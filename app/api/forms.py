"""Shapes of input about tokens."""

from datetime import timedelta

from wtforms import SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired

from app.api.resources import RESOURCES
from app.core import clock
from app.core.forms import Form, choice, day_field, short_text
from app.core.messages import _
from app.organization.enums import ApiHolders

USUAL = timedelta(days=180)


class TokenForm(Form):
    """토큰 발급: for what, which resources, until when."""

    purpose = short_text(_("What for?"))
    scopes = SelectMultipleField(
        _("What may it read?"), choices=[], validators=[InputRequired(_("Choose at least one."))]
    )
    ends_on = day_field(_("Last day"))

    def offer_scopes(self, names: list[str]) -> None:
        """Offer the resources the actor may read."""
        self.scopes.choices = [SelectChoice(name, RESOURCES[name].title) for name in names]

    def propose_end(self) -> None:
        """Propose half a year."""
        self.ends_on.data = clock.today() + USUAL


class HoldersForm(Form):
    """토큰 보유 범위."""

    holders = choice(_("Who may hold tokens"), ApiHolders)
