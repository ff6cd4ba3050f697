"""수상·방문·선제 사례."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from app.core.forms import (
    Form,
    choice,
    day_field,
    decimal_number,
    long_text,
    offer,
    reason_text,
    record_choice,
    short_text,
)
from app.core.messages import _
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel
from app.voice.rules.recognitions import PRESET, Weights
from app.voice.services.recognitions import RecognitionText

SHARERS = 4


class RecognitionForm(Form):
    """What is handed in, with the departments' shares and evidence."""

    kind = choice(_("Kind"), RecognitionKind, blank=True)
    level = choice(_("Level of the giver"), RecognitionLevel, blank=True)
    title = short_text(_("Title"))
    giver = short_text(_("Given by, or who came"))
    happened_on = day_field(_("Day of the award or visit"))
    note = long_text(_("What it was given for, or what they came to learn"), required=False, max_length=2000)
    evidence = MultipleFileField(_("Evidence"))

    @property
    def share_rows(self) -> list[tuple[Any, Any]]:
        """The fields of the departments' parts: (department, percent)."""
        return [(self[f"department_{n}"], self[f"share_{n}"]) for n in range(1, SHARERS + 1)]

    def offer_departments(self, units: Sequence[tuple[int, str]]) -> None:
        """Fill the departments that can be chosen."""
        for unit, _share in self.share_rows:
            offer(unit, units, blank=True)

    def fill_shares(self, shares: Iterable[tuple[int, int]]) -> None:
        """Show parts that are known."""
        for (unit, share), (known, percent) in zip(self.share_rows, shares, strict=False):
            unit.data, share.data = known, percent

    def share_map(self) -> dict[int, int]:
        """Return department id → percent of the rows that were filled in; one named twice gets both shares."""
        shares: dict[int, int] = {}
        for unit, share in self.share_rows:
            if unit.data is not None:
                shares[unit.data] = shares.get(unit.data, 0) + (share.data or 0)
        return shares

    def text(self) -> RecognitionText:
        """Return what the service takes."""
        return RecognitionText(
            kind=self.kind.data,
            level=self.level.data,
            title=self.title.data,
            giver=self.giver.data,
            happened_on=self.happened_on.data,
            shares=self.share_map(),
            note=self.note.data or "",
        )

    def uploads(self) -> list[Any]:
        """Return the files that were chosen."""
        return [upload for upload in self.evidence.data or () if upload and getattr(upload, "filename", "")]


for _n in range(1, SHARERS + 1):
    setattr(RecognitionForm, f"department_{_n}", record_choice(_("Department"), required=False))
    setattr(
        RecognitionForm,
        f"share_{_n}",
        IntegerField(_("Share in percent"), validators=[Optional(), NumberRange(1, 100)]),
    )


class DecisionForm(Form):
    """A reason that is kept and shown."""

    reason = reason_text(_("Reason"))


class WeightsForm(Form):
    """A table of weights from a day on."""

    valid_from = day_field(_("Holds from"))
    reason = reason_text(_("Reason"))

    def field_of(self, kind: RecognitionKind, level: RecognitionLevel) -> Any:  # noqa: ANN401  a form's field
        """Return the field of one weight."""
        return self[f"{kind.value}_{level.value}"]

    def weights(self) -> Weights:
        """Return the table that was typed."""
        return {pair: self.field_of(*pair).data for pair in PRESET}


for _kind, _level in PRESET:
    setattr(
        WeightsForm,
        f"{_kind.value}_{_level.value}",
        decimal_number(_("%(kind)s · %(level)s", kind=_kind.label, level=_level.label), least=0, most=100),
    )


def weights_data(weights: Weights) -> dict[str, Decimal]:
    """Return a table as the form shows it."""
    return {f"{kind.value}_{level.value}": weight for (kind, level), weight in weights.items()}
