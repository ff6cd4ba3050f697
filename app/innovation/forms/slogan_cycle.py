"""Forms of the year of slogans: the call, the half-year self-evaluation, the panel and its score sheets."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field, HiddenField, MultipleFileField

from app.core.figures import HUNDRED
from app.core.forms import (
    Form,
    choice,
    day_field,
    decimal_number,
    long_text,
    reason_text,
    record_choice,
    record_choices,
    short_text,
)
from app.core.messages import _
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.models import SloganCriterion, SloganItem, SloganItemResult
from app.innovation.rules.slogan_calls import CallDays
from app.innovation.services.slogans import CallContent, ItemReport, PanelContent

CRITERIA = 5
"""Criteria a panel can have."""


class SeenVersion(Form):
    """A form that knows which version its writer saw."""

    version = HiddenField()

    def seen_version(self) -> int:
        """Return the version the writer had before them; 0 for what cannot be one."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0


class SloganCallForm(SeenVersion):
    """The call for the slogans of a year."""

    first = ("starts_on", "ends_on", "guidance")

    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    guidance = long_text(_("Guidance"))

    def content(self) -> CallContent:
        """Return what was written."""
        days = CallDays(starts_on=self.starts_on.data, ends_on=self.ends_on.data)
        return CallContent(days=days, guidance=self.guidance.data)


class SloganReviewForm(SeenVersion):
    """A half year with the slogan; `review_form` adds the fields of the practice items."""

    done = long_text(_("What we did"))
    next_steps = long_text(_("What we do next"), required=False)
    item_ids: Sequence[int] = ()

    def item_fields(self) -> Iterator[tuple[Field, Field, Field]]:
        """Yield outcome, words and files of each practice item."""
        for item_id in self.item_ids:
            yield self[f"outcome_{item_id}"], self[f"words_{item_id}"], self[f"files_{item_id}"]

    def results(self) -> Sequence[ItemReport]:
        """Return what was said of each practice item; a browser sends a file without a name when there is none."""
        return [
            ItemReport(
                item_id=item_id,
                outcome=outcome.data,
                words=words.data,
                uploads=[upload for upload in files.data or () if getattr(upload, "filename", "")],
            )
            for item_id, (outcome, words, files) in zip(self.item_ids, self.item_fields(), strict=True)
        ]


def review_form(items: Sequence[SloganItem], data: Mapping[str, object] | None = None) -> SloganReviewForm:
    """Make the form for the practice items of a slogan."""
    fields: dict[str, Any] = {"item_ids": tuple(item.id for item in items)}
    for item in items:
        fields[f"outcome_{item.id}"] = choice(_("Outcome of practice item %(row)s", row=item.position), ItemOutcome)
        fields[f"words_{item.id}"] = long_text(_("Words on practice item %(row)s", row=item.position), max_length=2000)
        fields[f"files_{item.id}"] = MultipleFileField(_("Evidence files of practice item %(row)s", row=item.position))
    form: SloganReviewForm = type("SloganReviewForm", (SloganReviewForm,), fields)(data=data)
    return form


def review_defaults(results: Mapping[int, SloganItemResult]) -> dict[str, object]:
    """Return what the form shows of the outcomes that are there."""
    data: dict[str, object] = {}
    for item_id, result in results.items():
        data |= {f"outcome_{item_id}": result.outcome, f"words_{item_id}": result.words}
    return data


class SloganPanelForm(Form):
    """The panel for the slogans of a year."""

    year = record_choice(_("Year"))
    due_on = day_field(_("Last day of scoring"))
    evaluators = record_choices(_("Evaluators"), required=True)

    def criterion_fields(self) -> Iterator[tuple[Field, Field]]:
        """Yield the pairs of fields of the criteria."""
        for row in range(1, CRITERIA + 1):
            yield self[f"name_{row}"], self[f"weight_{row}"]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A criterion has both its name and its weight."""
        super().validate(extra_validators)
        for name, weight in self.criterion_fields():
            if name.data and weight.data is None and not weight.errors:
                weight.errors = [_("Give the weight.")]
            if weight.data is not None and not name.data:
                name.errors = [_("Give the criterion a name.")]
        return not self.errors

    def content(self) -> PanelContent:
        """Return what was decided; empty rows are left out."""
        criteria = [(name.data, weight.data) for name, weight in self.criterion_fields() if name.data]
        return PanelContent(due_on=self.due_on.data, criteria=criteria, evaluator_ids=tuple(self.evaluators.data))


for _row in range(1, CRITERIA + 1):
    setattr(SloganPanelForm, f"name_{_row}", short_text(_("Criterion %(row)s", row=_row), required=False))
    setattr(
        SloganPanelForm,
        f"weight_{_row}",
        decimal_number(_("Weight (criterion %(row)s)", row=_row), required=False, least=0, most=100),
    )


class EvaluatorReplacementForm(Form):
    """An evaluator who has not scored yet, and who comes in their place."""

    evaluator = record_choice(_("Evaluator who leaves"))
    successor = record_choice(_("Evaluator who comes"))
    reason = reason_text(_("Reason"))


class SloganBallotForm(Form):
    """A score sheet; `ballot_form` adds a field for each criterion."""

    criterion_ids: Sequence[int] = ()
    comment = long_text(_("Comment"), required=False, max_length=2000)

    def marks(self) -> dict[int, Decimal]:
        """Return the marks by criterion."""
        return {criterion_id: self[f"mark_{criterion_id}"].data for criterion_id in self.criterion_ids}


def ballot_form(
    criteria: Sequence[SloganCriterion], marks: Mapping[int, Decimal] | None = None, comment: str = ""
) -> SloganBallotForm:
    """Make the score sheet for the criteria of a panel, with the marks given before."""
    fields: dict[str, Any] = {"criterion_ids": tuple(criterion.id for criterion in criteria)}
    for criterion in criteria:
        label = _(
            "%(criterion)s (weight %(weight)s)", criterion=criterion.name, weight=f"{criterion.weight.normalize():f}"
        )
        fields[f"mark_{criterion.id}"] = decimal_number(label, least=0, most=HUNDRED)
    fields["first"] = tuple(f"mark_{criterion.id}" for criterion in criteria)
    data = {f"mark_{criterion_id}": mark for criterion_id, mark in (marks or {}).items()}
    form: SloganBallotForm = type("SloganBallotForm", (SloganBallotForm,), fields)(data={**data, "comment": comment})
    return form
