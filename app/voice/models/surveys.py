"""설문과 문항: what is asked, in two languages, and how it becomes 100 points."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    enum_column,
    exact,
    foreign_key,
    json_dict,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.core.values import Value
from app.voice.enums.surveys import Conversion, QuestionKind, SurveyAudience, SurveyPurpose, SurveyState
from app.voice.rules.disclosure import MINIMUM

ASKED_ALREADY = "EXISTS (SELECT 1 FROM survey_waves w WHERE w.survey_id = {id} AND w.state <> 'draft')"
FIXED = ("conversion", "minimum", "audience", "purpose", "department_id", "title_ko", "root_id")
"""Columns of a survey nobody changes once it was asked: the figures of its waves were made with them."""


class Survey(Model):
    """설문: questions with their conversion. Changed by `services.surveys`; a changed one is a new edition.

    `department_id` None: of the whole office. `root_id`: the first edition (None: this is it); waves of all editions
    stand in one trend. `minimum`: answers below which no figure is shown, never under 5.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        CheckConstraint(f"minimum >= {MINIMUM}", name="minimum_is_five_or_more"),
        CheckConstraint("title_ko <> ''", name="title_is_given"),
        CheckConstraint("root_id IS NULL OR root_id <> id", name="not_its_own_root"),
    )

    id: Mapped[pk]
    title_ko: Mapped[short_text]
    title_en: Mapped[short_text] = mapped_column(default="")
    introduction_ko: Mapped[long_text] = mapped_column(default="")
    introduction_en: Mapped[long_text] = mapped_column(default="")
    purpose: Mapped[SurveyPurpose] = enum_column(SurveyPurpose)
    audience: Mapped[SurveyAudience] = enum_column(SurveyAudience)
    conversion: Mapped[Conversion] = enum_column(Conversion, default=Conversion.LINEAR)
    minimum: Mapped[int] = mapped_column(default=MINIMUM)
    value: Mapped[Value | None] = enum_column(Value, nullable=True)
    department_id: Mapped[int | None] = foreign_key("departments.id")
    state: Mapped[SurveyState] = enum_column(SurveyState, default=SurveyState.DRAFT)
    root_id: Mapped[int | None] = foreign_key("surveys.id")
    edition: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    created_at: Mapped[moment]

    def title(self, language: str) -> str:
        """The title in "ko" or "en"; Korean where there is no English one."""
        return (self.title_en if language == "en" else "") or self.title_ko

    def introduction(self, language: str) -> str:
        """The introduction in "ko" or "en"; Korean where there is no English one."""
        return (self.introduction_en if language == "en" else "") or self.introduction_ko


class SurveyQuestion(Model):
    """문항: `number` counts from 1. Frozen by the database once a wave of its survey was opened.

    scale: an answer is a whole number 1–`points`, best last; `labels` {"ko": […], "en": […]} names the steps (all of
    them, or only the first and last). choice: 1–len(`options`), `options` [{"ko", "en"}]. matrix: {"row number":
    1–`points`} over `rows` [{"ko", "en"}]. text: a string. `weight` 0: asked, but not counted into the score.
    """

    __tablename__ = "survey_questions"
    __table_args__ = (
        UniqueConstraint("survey_id", "number", name="number"),
        CheckConstraint("number > 0", name="number_above_zero"),
        CheckConstraint("words_ko <> ''", name="words_are_given"),
        CheckConstraint(
            "(kind IN ('scale', 'matrix')) = (points IS NOT NULL) AND (points IS NULL OR points IN (5, 7, 10))",
            name="points_of_a_scale",
        ),
        CheckConstraint("CAST(weight AS NUMERIC) >= 0", name="weight_not_below_zero"),
    )

    id: Mapped[pk]
    survey_id: Mapped[int] = foreign_key("surveys.id", index=False)
    number: Mapped[int]
    kind: Mapped[QuestionKind] = enum_column(QuestionKind)
    words_ko: Mapped[long_text]
    words_en: Mapped[long_text] = mapped_column(default="")
    points: Mapped[int | None]
    labels: Mapped[json_dict] = mapped_column(default=dict)
    options: Mapped[json_list] = mapped_column(default=list)
    rows: Mapped[json_list] = mapped_column(default=list)
    weight: Mapped[exact]
    required: Mapped[bool] = mapped_column(default=True)

    def words(self, language: str) -> str:
        """The question in "ko" or "en"; Korean where there is no English one."""
        return (self.words_en if language == "en" else "") or self.words_ko


for _operation, _rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
    trigger(
        "survey_questions",
        _operation,
        name=f"frozen_{_operation.lower()}",
        reason="survey_questions: what was asked once is never changed; make a new edition",
        condition=" OR ".join(ASKED_ALREADY.format(id=f"{row}.survey_id") for row in _rows),
    )
trigger(
    "surveys",
    "UPDATE",
    name="fixed_once_asked",
    reason="surveys: the conversion and the minimum of a survey that was asked stay",
    condition=f"({' OR '.join(f'NEW.{column} IS DISTINCT FROM OLD.{column}' for column in FIXED)}) "
    f"AND {ASKED_ALREADY.format(id='OLD.id')}",
)
trigger(
    "surveys",
    "DELETE",
    name="no_delete_once_asked",
    reason="surveys: a survey that was asked is never deleted",
    condition=ASKED_ALREADY.format(id="OLD.id"),
)
