"""지표의 질: the panel, a rating, closing, and the decision about an indicator on the sunset list."""

from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import (
    Form,
    choice,
    day_field,
    long_text,
    offer,
    reason_text,
    record_choice,
    record_choices,
    short_text,
)
from app.core.messages import _
from app.evaluation.enums import QualityAspect, SunsetChoice
from app.evaluation.rules.indicator_quality import HIGHEST, LOWEST, Rating
from app.evaluation.services.quality_panels import QualityPanelDraft

FIRST_YEAR, LAST_YEAR = 2000, 2200
MARKS = [SelectChoice(str(mark), str(mark)) for mark in range(LOWEST, HIGHEST + 1)]


class QualityPanelForm(Form):
    """Whom to ask, about what, by when."""

    name = short_text(_("Name of the panel"), max_length=100)
    year = IntegerField(_("Year"), validators=[InputRequired(), NumberRange(FIRST_YEAR, LAST_YEAR)])
    round_id = record_choice(_("Indicators of the round"), required=False)
    due_on = day_field(_("Last day of rating"))
    rater_ids = record_choices(_("Raters"), required=True)

    def offer_places(self, rounds: Sequence[tuple[int, str]], raters: Sequence[tuple[int, str]]) -> None:
        """Fill rounds and people."""
        offer(self.round_id, rounds, blank=True)
        offer(self.rater_ids, raters)

    def draft(self) -> QualityPanelDraft:
        """Return what was typed."""
        return QualityPanelDraft(
            year=int(self.year.data or 0),
            name=self.name.data,
            due_on=self.due_on.data,
            rater_ids=self.rater_ids.data or [],
            round_id=self.round_id.data,
        )


class RatingForm(Form):
    """1 to 5 on each aspect, and words for the ends."""

    importance = RadioField(QualityAspect.IMPORTANCE.label, choices=MARKS, validators=[InputRequired()])
    fit = RadioField(QualityAspect.FIT.label, choices=MARKS, validators=[InputRequired()])
    challenge = RadioField(QualityAspect.CHALLENGE.label, choices=MARKS, validators=[InputRequired()])
    difficulty = RadioField(QualityAspect.DIFFICULTY.label, choices=MARKS, validators=[InputRequired()])
    note = long_text(_("Why"), required=False)

    def rating(self) -> Rating:
        """Return what was chosen."""
        marks = {aspect: int(self[aspect.value].data) for aspect in QualityAspect}
        return Rating(marks=marks, note=(self.note.data or "").strip())


def filled_rating(rating: Rating | None) -> dict[str, str]:
    """Return the values of the form for what was said so far."""
    if rating is None:
        return {}
    return {"note": rating.note} | {aspect.value: str(mark) for aspect, mark in rating.marks.items()}


class ClosingForm(Form):
    """Why the panel is closed although somebody is missing."""

    reason = long_text(_("Reason"), required=False)


class SunsetForm(Form):
    """Keep or retire, and why."""

    choice = choice(_("Decision"), SunsetChoice, blank=True)
    reason = reason_text(_("Reason"))
