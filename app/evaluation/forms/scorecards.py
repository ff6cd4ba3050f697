"""성과표의 입력: weights, links of the strategy map."""

from collections.abc import Sequence
from decimal import Decimal

from app.core.forms import Form, choice, day_field, decimal_number, long_text, offer, reason_text, record_choice
from app.core.messages import _
from app.evaluation.enums import Weighing
from app.evaluation.queries.scorecards import Weighable
from app.evaluation.services.scorecards import WeightSetDraft

MOST_REASON = 2000


class WeightSetForm(Form):
    """From when weights hold and why; the weights themselves are added by `weight_set_form`."""

    weighing = choice(_("What is weighed"), Weighing)
    valid_from = day_field(_("Holds from"))
    reason = reason_text(_("Reason"))

    def draft(self, parts: Sequence[Weighable]) -> WeightSetDraft:
        """Return what was typed; an empty weight is no part."""
        typed = {part.id: self[part_name(part.id)].data for part in parts}
        return WeightSetDraft(
            weighing=self.weighing.data,
            valid_from=self.valid_from.data,
            reason=self.reason.data,
            weights={part: Decimal(weight) for part, weight in typed.items() if weight is not None},
        )


def part_name(part_id: int) -> str:
    """Return the field of a weight."""
    return f"weight_{part_id}"


def weight_set_form(parts: Sequence[Weighable]) -> type[WeightSetForm]:
    """Make the form with a field for each perspective or objective."""
    fields = {
        part_name(part.id): decimal_number(_("Weight of %(name)s", name=part.name), required=False, least=0, most=100)
        for part in parts
    }
    return type("WeightSetForm", (WeightSetForm,), fields)


class ObjectiveLinkForm(Form):
    """Two objectives and how the one helps the other."""

    cause_id = record_choice(_("Objective that helps"))
    effect_id = record_choice(_("Objective that is helped"))
    note = long_text(_("How it helps"), max_length=MOST_REASON)

    def offer(self, objectives: Sequence[tuple[int, str]]) -> None:
        """Fill the objectives."""
        offer(self.cause_id, objectives, blank=True)
        offer(self.effect_id, objectives, blank=True)


class ReasonForm(Form):
    """Why something is taken away or stays."""

    reason = reason_text(_("Reason"))
