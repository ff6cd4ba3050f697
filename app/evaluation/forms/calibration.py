"""조정회의의 입력."""

from typing import Any, ClassVar

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import (
    Form,
    choice,
    clean_line,
    day_field,
    decimal_number,
    long_text,
    reason_text,
    record_choice,
    record_choices,
    short_text,
)
from app.core.messages import _
from app.core.numbers import whole_number
from app.evaluation.enums import CalibrationPreset, CaseOutcome
from app.evaluation.rules.calibration import PRESETS, Bounds
from app.evaluation.services.calibration import SessionDraft, Verdict

NEVER_SEEN = -1
"""A page that does not say what it showed has shown nothing: somebody else was faster."""


class BoundsForm(Form):
    """From where on a case is in conflict: a preset, or three figures of one's own."""

    preset = choice(_("Preset"), CalibrationPreset, required=False)
    spread = decimal_number(_("Points between the highest and the lowest mark"), required=False, least=0, most=100)
    rank_gap = IntegerField(
        _("Places between the raw and the balanced rank"), validators=[Optional(), NumberRange(1, 1000)]
    )
    margin = decimal_number(_("Points of the total to the border of a grade"), required=False, least=0, most=100)
    reason = reason_text(_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preset.choices = [SelectChoice("", _("(own figures)")), *self.preset.choices[1:]]

    def bounds(self) -> Bounds | None:
        """Return the bounds; None where a figure of one's own is missing."""
        if self.preset.data:
            return PRESETS[self.preset.data]
        if self.spread.data is None or self.rank_gap.data is None or self.margin.data is None:
            return None
        return Bounds(spread=self.spread.data, rank_gap=self.rank_gap.data, margin=self.margin.data)


class SessionForm(Form):
    """When and where, who is in the chair, who is there."""

    held_on = day_field(_("Day"))
    place = short_text(_("Where it is held"))
    chair = short_text(_("Chair"), max_length=100)
    person_ids = record_choices(_("People of the office who are there"))
    others = long_text(_("Others who are there"), required=False, max_length=2000)

    def draft(self) -> SessionDraft:
        """Return what was typed."""
        names = (clean_line(line)[:200] for line in (self.others.data or "").splitlines())
        return SessionDraft(
            held_on=self.held_on.data,
            place=self.place.data,
            chair=self.chair.data,
            person_ids=self.person_ids.data or [],
            others=[name for name in names if name],
        )


class DecisionForm(Form):
    """What is decided about a case."""

    first: ClassVar[tuple[str, ...]] = ("outcome", "indicator_id", "score", "reason")
    outcome = RadioField(
        _("Decision"),
        choices=[SelectChoice(outcome.value, outcome.label) for outcome in CaseOutcome],
        validators=[InputRequired(_("Choose one."))],
    )
    indicator_id = record_choice(_("Indicator whose score changes"), required=False)
    score = decimal_number(_("Score that counts instead"), required=False, least=0, most=100)
    reason = reason_text(_("Reason"))
    seen = HiddenField()

    def verdict(self) -> Verdict:
        """Return what was typed."""
        return Verdict(
            outcome=CaseOutcome(self.outcome.data),
            reason=self.reason.data,
            seen=_number(self.seen.data),
            score=self.score.data,
            indicator_id=self.indicator_id.data,
        )


def _number(text: str | None) -> int:
    try:
        return whole_number(text or "")
    except ValueError:
        return NEVER_SEEN
