"""설문 규칙: what a question needs, when a survey may be asked, and when a wave may open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.core.errors import Invalid, Refused, WrongState
from app.core.messages import Message, _
from app.voice.enums.surveys import QuestionKind, SurveyState, WaveState
from app.voice.rules.disclosure import MINIMUM

SCALES = (5, 7, 10)
MOST_QUESTIONS = 60
MOST_OPTIONS = 20
FEWEST_OPTIONS = 2
ENDS = 2
"""A scale names all of its steps, or only the two ends."""

Words = Mapping[str, str]
"""{"ko": …, "en": …}; English may be empty."""


@dataclass(frozen=True, kw_only=True)
class QuestionContent:
    """What is typed of a question; `labels` are the steps of a scale, the worst first."""

    kind: QuestionKind
    words_ko: str
    words_en: str = ""
    points: int | None = None
    labels: Sequence[Words] = ()
    options: Sequence[Words] = ()
    rows: Sequence[Words] = ()
    weight: Decimal = Decimal(1)
    required: bool = True

    @property
    def has_scale(self) -> bool:
        """Whether it is answered on a scale."""
        return self.kind in {QuestionKind.SCALE, QuestionKind.MATRIX}

    def columns(self) -> dict[str, Any]:
        """Return the columns of `SurveyQuestion`, only with what its kind uses."""
        labels = {"ko": [one["ko"] for one in self.labels], "en": [one["en"] or one["ko"] for one in self.labels]}
        return {
            "kind": self.kind,
            "words_ko": self.words_ko,
            "words_en": self.words_en,
            "points": self.points if self.has_scale else None,
            "labels": labels if self.has_scale and self.labels else {},
            "options": [dict(one) for one in self.options] if self.kind is QuestionKind.CHOICE else [],
            "rows": [dict(one) for one in self.rows] if self.kind is QuestionKind.MATRIX else [],
            "weight": self.weight if self.has_scale else Decimal(0),
            "required": self.required,
        }


@dataclass
class _Faults:
    fields: dict[str, list[Message]] = field(default_factory=dict)

    def add(self, name: str, reason: Message) -> None:
        self.fields.setdefault(name, []).append(reason)


def check_question(content: QuestionContent) -> None:
    """Raise Invalid, at the fields of the form, for a question nobody could answer."""
    faults = _Faults()
    if content.has_scale:
        if content.points not in SCALES:
            faults.add("points", _("Choose a scale of 5, 7 or 10 steps."))
        elif len(content.labels) not in {0, ENDS, content.points}:
            faults.add("labels", _("Name all %(points)s steps, or only the first and the last.", points=content.points))
    if content.kind is QuestionKind.CHOICE and not FEWEST_OPTIONS <= len(content.options) <= MOST_OPTIONS:
        faults.add("options", _("Write 2 to 20 answers, one on each line."))
    if content.kind is QuestionKind.MATRIX and not 1 <= len(content.rows) <= MOST_OPTIONS:
        faults.add("rows", _("Write 1 to 20 lines."))
    if faults.fields:
        raise Invalid(_("Please check the question."), fields=faults.fields)


def check_being_written(state: SurveyState, *, was_asked: bool) -> None:
    """Refuse a change of a survey that is ready, retired or was asked before."""
    if was_asked:
        raise WrongState(_("This survey was asked already. Make a new edition to change it."))
    if state is SurveyState.RETIRED:
        raise WrongState(_("This survey is no longer used."))


def check_release(kinds: Sequence[QuestionKind], weights: Sequence[Decimal]) -> None:
    """Refuse to call a survey ready that asks nothing, or has scales of which none counts."""
    if not kinds:
        raise Refused(_("Add at least one question first."))
    scales = [w for kind, w in zip(kinds, weights, strict=True) if kind in {QuestionKind.SCALE, QuestionKind.MATRIX}]
    if scales and not any(scales):
        raise Refused(_("No question counts into the score: give at least one of them a weight above 0."))


def check_minimum(minimum: int) -> None:
    """Refuse a survey that would show figures of fewer than five answers."""
    if minimum < MINIMUM:
        reason = _("At least %(least)s.", least=MINIMUM)
        raise Invalid(reason, fields={"minimum": [reason]})


def check_wave(opens_at: datetime, closes_at: datetime) -> None:
    """Refuse a wave that ends before it begins."""
    if closes_at <= opens_at:
        reason = _("The survey ends after it begins.")
        raise Invalid(reason, fields={"closes_on": [reason]})


def check_opening(state: WaveState, survey: SurveyState, closes_at: datetime, now: datetime) -> None:
    """Refuse to open a wave twice, of a survey that is not ready, or after its last day."""
    if state is not WaveState.DRAFT:
        raise WrongState(_("This wave was opened already."))
    if survey is not SurveyState.READY:
        raise Refused(_("The survey is not ready: complete its questions and declare it ready first."))
    if closes_at <= now:
        raise Refused(_("The last day of this wave is over. Set its days anew."))
