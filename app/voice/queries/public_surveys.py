"""공개 설문: what stands behind the key of a link, for somebody without an account. Two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import bindparam, select

from app.core import clock
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.models import Department
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import Conversion, QuestionKind, SurveyPurpose, WaveState
from app.voice.models import Survey, SurveyLink, SurveyQuestion, SurveyWave
from app.voice.rules.monthly_questions import MOST_TEXT
from app.voice.rules.survey_answers import LONGEST_TEXT, Asked


class Door(Enum):
    """Whether a link takes answers now."""

    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class PublicQuestion:
    """A question as a citizen reads it, in plain values. Texts are (Korean, English)."""

    number: int
    kind: QuestionKind
    words: tuple[str, str]
    points: int
    labels: Mapping[str, Sequence[str]]
    options: Sequence[Mapping[str, str]]
    rows: Sequence[Mapping[str, str]]
    required: bool

    def asks(self, language: str) -> str:
        """The question in "ko" or "en"; Korean where there is no English one."""
        return (self.words[1] if language == "en" else "") or self.words[0]

    def lines(self, language: str) -> list[tuple[int, str]]:
        """Return (number, words) of the lines of a matrix."""
        return _numbered(self.rows, language)

    def choices(self, language: str) -> list[tuple[int, str]]:
        """Return (step, words) of what may be chosen; without words of its own a step is its number."""
        if self.kind is QuestionKind.CHOICE:
            return _numbered(self.options, language)
        named = list(self.labels.get(language) or self.labels.get("ko") or ())
        if len(named) == self.points:
            return list(enumerate(named, start=1))
        ends = {1: named[0], self.points: named[-1]} if named else {}
        steps = range(1, self.points + 1)
        return [(step, f"{step} ({ends[step]})" if ends.get(step) else str(step)) for step in steps]

    @property
    def is_short(self) -> bool:
        """Whether the steps are numbers that stand beside one another."""
        return (
            self.kind in {QuestionKind.SCALE, QuestionKind.MATRIX} and len(self.labels.get("ko") or ()) != self.points
        )


def _numbered(texts: Sequence[Mapping[str, str]], language: str) -> list[tuple[int, str]]:
    return [(number, text.get(language) or text["ko"]) for number, text in enumerate(texts, start=1)]


@dataclass(frozen=True, kw_only=True)
class PublicSurvey:
    """A survey as its link shows it. `department` None: about the whole office."""

    link_id: int
    key: str
    access: LinkAccess
    wave_id: int
    department: str | None
    titles: tuple[str, str]
    introductions: tuple[str, str]
    purpose: SurveyPurpose
    conversion: Conversion
    minimum: int
    opens_at: datetime
    closes_at: datetime
    door: Door
    questions: Sequence[PublicQuestion]

    def title(self, language: str) -> str:
        """The title in "ko" or "en"; Korean where there is no English one."""
        return (self.titles[1] if language == "en" else "") or self.titles[0]

    def introduction(self, language: str) -> str:
        """The introduction in "ko" or "en"; Korean where there is no English one."""
        return (self.introductions[1] if language == "en" else "") or self.introductions[0]

    def asked(self) -> list[Asked]:
        """Return the questions as far as an answer can be right or wrong."""
        return [
            Asked(
                number=row.number,
                kind=row.kind,
                steps=len(row.options) if row.kind is QuestionKind.CHOICE else row.points,
                rows=len(row.rows),
                required=row.required,
                longest=self.longest,
            )
            for row in self.questions
        ]

    @property
    def longest(self) -> int:
        """Characters of a text at most."""
        return MOST_TEXT if self.purpose is SurveyPurpose.MONTHLY_QUESTION else LONGEST_TEXT


_LINK = (
    select(
        SurveyLink.id,
        SurveyLink.key,
        SurveyLink.access,
        SurveyLink.wave_id,
        SurveyLink.ended_at,
        Department.name.label("department"),
        Survey.id.label("survey_id"),
        Survey.title_ko,
        Survey.title_en,
        Survey.introduction_ko,
        Survey.introduction_en,
        Survey.purpose,
        Survey.conversion,
        Survey.minimum,
        SurveyWave.state,
        SurveyWave.opens_at,
        SurveyWave.closes_at,
    )
    .join(SurveyWave, SurveyWave.id == SurveyLink.wave_id)
    .join(Survey, Survey.id == SurveyWave.survey_id)
    .outerjoin(Department, Department.id == SurveyLink.department_id)
    .where(SurveyLink.key == bindparam("key"))
)
_QUESTIONS = (
    select(SurveyQuestion).where(SurveyQuestion.survey_id == bindparam("survey_id")).order_by(SurveyQuestion.number)
)


def public_survey(key: str) -> PublicSurvey:
    """Return the survey behind a key. Raises Missing for a key nobody made."""
    row = db.session.execute(_LINK, {"key": key}).first() if key.isascii() and key.isalnum() else None
    if row is None:
        raise Missing(_("There is no survey at this address. Please check it once more."))
    return PublicSurvey(
        link_id=row.id,
        key=row.key,
        access=row.access,
        wave_id=row.wave_id,
        department=row.department,
        titles=(row.title_ko, row.title_en),
        introductions=(row.introduction_ko, row.introduction_en),
        purpose=row.purpose,
        conversion=row.conversion,
        minimum=row.minimum,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        door=door_of(row.state, row.opens_at, row.closes_at, row.ended_at),
        questions=public_questions(row.survey_id),
    )


def public_questions(survey_id: int) -> list[PublicQuestion]:
    """Return the questions of a survey in their order, as plain values: they outlive the transaction."""
    return [
        PublicQuestion(
            number=row.number,
            kind=row.kind,
            words=(row.words_ko, row.words_en),
            points=row.points or 0,
            labels=row.labels,
            options=row.options,
            rows=row.rows,
            required=row.required,
        )
        for row in db.session.scalars(_QUESTIONS, {"survey_id": survey_id})
    ]


def door_of(state: WaveState, opens_at: datetime, closes_at: datetime, ended_at: datetime | None) -> Door:
    """Say whether a link of a wave takes answers now."""
    now = clock.now()
    if ended_at is not None or state is WaveState.CLOSED or now >= closes_at:
        return Door.CLOSED
    return Door.OPEN if state is WaveState.OPEN and now >= opens_at else Door.NOT_YET
