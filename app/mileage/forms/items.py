"""적립항목 입력."""

from decimal import Decimal

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from app.core.errors import Refused
from app.core.forms import Form, choice, choices, day_field, decimal_number, long_text, reason_text, short_text
from app.core.messages import _
from app.core.values import Value
from app.mileage.enums import EventCode, ItemConfirmer, ItemFormula, ItemSubject, ItemTrigger
from app.mileage.models import MileageItem
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import Formula, bands_text, parse_bands, settled
from app.mileage.rules.item_changes import CODE, Disclosure
from app.mileage.rules.shares import is_in_hundredths
from app.mileage.services.item_changes import Change, ItemTerms

MOST = 100_000
LEAST = Decimal("0.01")
_NUMBERS = ("points", "cap_case", "cap_day", "cap_month", "cap_year")
_FORMULA = ("formula", "figure_name", "bands")
_OF_A_PREVIEW = frozenset((*_NUMBERS, *_FORMULA))


class ItemEndForm(Form):
    """From when an item no longer holds, and why."""

    takes_effect_on = day_field(_("First day"))
    changed_on = day_field(_("Day of the change"), required=False)
    disclosed_on = day_field(_("Disclosed to staff on"), required=False)
    opinions = long_text(_("What people said about it"), required=False, max_length=2000)
    disaster = short_text(_("Large disaster it answers to"), required=False)
    reason = reason_text(_("Reason for the change"))

    def change(self) -> Change:
        """Return from when, why and how it was disclosed; None for a disclosure that is not whole."""
        changed_on, disclosed_on = self.changed_on.data, self.disclosed_on.data
        disclosure = None
        if changed_on and disclosed_on:
            disclosure = Disclosure(
                disclosed_on=disclosed_on,
                opinions=self.opinions.data or "",
                changed_on=changed_on,
                disaster=self.disaster.data or None,
            )
        return Change(takes_effect_on=self.takes_effect_on.data, reason=self.reason.data, disclosure=disclosure)


class ItemForm(ItemEndForm):
    """The terms of an item."""

    name_ko = short_text(_("Name in Korean"))
    name_en = short_text(_("Name in English"))
    description_ko = long_text(_("Definition in Korean"), max_length=2000)
    description_en = long_text(_("Definition in English"), max_length=2000)
    core_values = choices(_("Innovation values"), Value)
    points = decimal_number(_("Points"), least=LEAST, most=MOST)
    formula = choice(_("How many points it pays"), ItemFormula, default=ItemFormula.FIXED)
    figure_name = short_text(_("Figure that is counted"), required=False)
    bands = short_text(_("Bands of the figure"), required=False, max_length=500)
    cap_case = decimal_number(_("Cap per case"), required=False, least=LEAST, most=MOST)
    cap_day = decimal_number(_("Cap per day"), required=False, least=LEAST, most=MOST)
    cap_month = decimal_number(_("Cap per month"), required=False, least=LEAST, most=MOST)
    cap_year = decimal_number(_("Cap per year"), required=False, least=LEAST, most=MOST)
    trigger = choice(_("How it is paid"), ItemTrigger)
    event_code = choice(_("Fact that pays it"), EventCode, required=False)
    confirmer = choice(_("Who confirms"), ItemConfirmer)
    evidence_required = BooleanField(_("Evidence is required"))
    highest_group = short_text(_("Group of which only the highest pays"), required=False, max_length=20)
    feeds_promotion = BooleanField(_("Counts towards promotion points"))

    def fill(self, item: MileageItem, *, feeds_promotion: bool) -> None:
        """Show the terms of a version."""
        for name in (*_NUMBERS, "name_ko", "name_en", "description_ko", "description_en", "highest_group"):
            self[name].data = getattr(item, name)
        self.formula.data, self.figure_name.data = item.formula, item.figure_name
        self.bands.data = bands_text(item.reckoning.bands)
        for name in ("trigger", "event_code", "confirmer", "evidence_required"):
            self[name].data = getattr(item, name)
        self.core_values.data = [Value(value) for value in item.core_values]
        self.feeds_promotion.data = feeds_promotion

    def validate_preview(self) -> bool:
        """Validate the numbers alone: a preview asks for nothing else."""
        self.validate()
        for name in set(self._fields) - _OF_A_PREVIEW:
            self[name].errors = []
        return not self.errors

    def caps(self) -> Caps:
        """Return the caps."""
        return Caps(case=self.cap_case.data, day=self.cap_day.data, month=self.cap_month.data, year=self.cap_year.data)

    def reckoning(self) -> Formula:
        """Return how many points it pays."""
        return settled(
            Formula(
                kind=self.formula.data or ItemFormula.FIXED,
                points=self.points.data or Decimal(0),
                figure_name=self.figure_name.data or None,
                bands=parse_bands(self.bands.data),
            )
        )

    def terms(self) -> ItemTerms:
        """Return the terms."""
        return ItemTerms(
            name_ko=self.name_ko.data,
            name_en=self.name_en.data,
            description_ko=self.description_ko.data,
            description_en=self.description_en.data,
            core_values=tuple(value.value for value in self.core_values.data),
            points=self.points.data or Decimal(0),
            caps=self.caps(),
            evidence_required=self.evidence_required.data,
            trigger=self.trigger.data,
            event_code=self.event_code.data,
            confirmer=self.confirmer.data,
            highest_group=self.highest_group.data or None,
            feeds_promotion=self.feeds_promotion.data,
            formula=self.formula.data,
            figure_name=self.figure_name.data or None,
            bands=parse_bands(self.bands.data),
        )

    def validate_bands(self, field: Field) -> None:
        """Say beside the field which band cannot be read."""
        try:
            parse_bands(field.data)
        except Refused as refusal:
            raise ValidationError(str(refusal.reason)) from refusal

    def _hundredths(self, field: Field) -> None:
        if field.data is not None and not is_in_hundredths(field.data):
            raise ValidationError(str(_("Points have at most two decimal places.")))

    validate_points = validate_cap_case = validate_cap_day = validate_cap_month = validate_cap_year = _hundredths


class NewItemForm(ItemForm):
    """An item that is new: its code, and whom it pays."""

    code = short_text(_("Code of the item"), max_length=20)
    subject = choice(_("Who is paid"), ItemSubject)

    def validate_code(self, field: Field) -> None:
        """Refuse codes that would not stay readable in workbooks."""
        if not CODE.fullmatch(field.data or ""):
            raise ValidationError(str(_("Only letters A–Z, digits and hyphens.")))
