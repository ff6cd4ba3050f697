"""이달의 질문: the list and the page of one, for the office and for the public. What the public reads is one function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, bindparam, or_, select

from app.core import clock
from app.core.database import AnySelect, UtcDateTime, db
from app.core.errors import Missing
from app.core.figures import rounded
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.voice.enums.monthly_questions import StatementKind
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import QuestionKind, WaveState
from app.voice.models import (
    MonthlyQuestion,
    MonthlyQuestionIssue,
    MonthlyQuestionStatement,
    Survey,
    SurveyLink,
    SurveyWave,
)
from app.voice.queries.survey_results import figures_of, wave_and_survey
from app.voice.queries.surveys import questions_of
from app.voice.rules.disclosure import disclosed
from app.voice.rules.monthly_questions import Promise

MOST_PAST = 24
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class QuestionRow:
    """A question as the lists show it. `key`: of the open link, None where it was taken out of use."""

    id: int
    wave_id: int
    title_ko: str
    title_en: str
    words_ko: str
    words_en: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    state: WaveState
    result_due_on: date
    reflection_due_on: date
    result_on: date | None
    reflection_on: date | None
    is_example: bool
    key: str | None

    def title(self, language: str) -> str:
        """The question in "ko" or "en"; Korean where there is no English one."""
        return (self.title_en if language == "en" else "") or self.title_ko

    def words(self, language: str) -> str:
        """What it is about, in "ko" or "en"."""
        return (self.words_en if language == "en" else "") or self.words_ko

    @property
    def first_day(self) -> date:
        """The first day on which it is answered."""
        return clock.to_seoul(self.opens_at).date()

    @property
    def last_day(self) -> date:
        """The last day on which it is answered, or was: earlier where it was closed early."""
        planned = date.fromordinal(clock.to_seoul(self.closes_at).date().toordinal() - 1)
        return min(planned, clock.to_seoul(self.closed_at).date()) if self.closed_at else planned

    @property
    def stage(self) -> str:
        """Where it stands: "planned", "open", "counting" (over, not closed yet), "closed" or "withdrawn"."""
        if self.state is WaveState.CLOSED:
            return "withdrawn" if self.closed_at and self.closed_at <= self.opens_at else "closed"
        now = clock.now()
        return "planned" if now < self.opens_at else "open" if now < self.closes_at else "counting"

    @property
    def result(self) -> Promise:
        """The day of the result."""
        return Promise(self.result_due_on, self.result_on)

    @property
    def reflection(self) -> Promise:
        """The day of what was reflected."""
        return Promise(self.reflection_due_on, self.reflection_on)


STAGES = {
    "planned": _("Opens on its first day"),
    "open": _("Answers come in"),
    "counting": _("Being counted"),
    "closed": _("Closed"),
    "withdrawn": _("Withdrawn"),
}
"""Where a question stands, in words."""


@dataclass(frozen=True, kw_only=True)
class OptionCount:
    """An answer to choose from. `count` and `share` (per cent, one decimal) None: fewer than five, or they would tell."""

    words: str
    count: int | None
    share: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the office said, in the reader's language where there is a text in it."""

    words: str
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """What everybody may read of a question. `answers` None: fewer than five, or it is not closed."""

    row: QuestionRow
    options: Sequence[str] = ()
    answers: int | None = None
    counts: Sequence[OptionCount] = ()
    results: Sequence[Statement] = ()
    reflections: Sequence[Statement] = ()
    issues: Sequence[MonthlyQuestionIssue] = field(default_factory=list)

    @property
    def hides(self) -> bool:
        """Whether an answer to choose from may not be shown."""
        return any(one.count is None for one in self.counts)


def _rows() -> AnySelect:
    open_link = and_(
        SurveyLink.wave_id == SurveyWave.id, SurveyLink.access == LinkAccess.OPEN, SurveyLink.ended_at.is_(None)
    )
    return (
        select(
            MonthlyQuestion.id,
            MonthlyQuestion.wave_id,
            Survey.title_ko,
            Survey.title_en,
            Survey.introduction_ko,
            Survey.introduction_en,
            SurveyWave.opens_at,
            SurveyWave.closes_at,
            SurveyWave.closed_at,
            SurveyWave.state,
            MonthlyQuestion.result_due_on,
            MonthlyQuestion.reflection_due_on,
            MonthlyQuestion.result_on,
            MonthlyQuestion.reflection_on,
            SurveyWave.is_example,
            SurveyLink.key,
        )
        .join(SurveyWave, SurveyWave.id == MonthlyQuestion.wave_id)
        .join(Survey, Survey.id == SurveyWave.survey_id)
        .outerjoin(SurveyLink, open_link)
    )


_BEGUN = and_(
    SurveyWave.opens_at <= bindparam("now", type_=UtcDateTime),
    or_(SurveyWave.closed_at.is_(None), SurveyWave.closed_at > SurveyWave.opens_at),
)
"""What the public may know of: not before it opens, and never what was withdrawn."""
_PUBLIC = _rows().where(_BEGUN).order_by(SurveyWave.opens_at.desc(), MonthlyQuestion.id.desc()).limit(MOST_PAST)
_ONE = _rows().where(MonthlyQuestion.id == bindparam("question"))
_LISTING = Keyset(_rows(), keys=[MonthlyQuestion.id])
_STATEMENTS = (
    select(MonthlyQuestionStatement)
    .where(MonthlyQuestionStatement.question_id == bindparam("question"))
    .order_by(MonthlyQuestionStatement.id.desc())
)
_ISSUES = (
    select(MonthlyQuestionIssue)
    .where(MonthlyQuestionIssue.question_id == bindparam("question"))
    .order_by(MonthlyQuestionIssue.id)
)


def public_questions() -> list[QuestionRow]:
    """Return the questions that have begun, the newest first: one statement."""
    return [QuestionRow(*row) for row in db.session.execute(_PUBLIC, {"now": clock.now()})]


def list_questions(cursor: str | None = None) -> Page[QuestionRow]:
    """Return a page of all questions for the office, the newest first: one statement."""
    page = _LISTING.page(cursor, {})
    return Page([QuestionRow(*row) for row in page.rows], page.next_cursor)


def question_or_404(question_id: int) -> MonthlyQuestion:
    """Load a question. Raises `Missing`."""
    found = db.session.get(MonthlyQuestion, question_id)
    if found is None:
        raise Missing(_("There is no such question."))
    return found


def question_of_key(key: str) -> int | None:
    """Return the id of the question that is answered by the link with a key."""
    found = select(MonthlyQuestion.id).join(SurveyLink, SurveyLink.wave_id == MonthlyQuestion.wave_id)
    return db.session.scalar(found.where(SurveyLink.key == key))


def question_page(question_id: int, language: str) -> QuestionPage:
    """Return a question with everything the public may read of it. Raises `Missing`. At most eight statements."""
    found = db.session.execute(_ONE, {"question": question_id}).first()
    if found is None:
        raise Missing(_("There is no such question."))
    row = QuestionRow(*found)
    wave, survey = wave_and_survey(row.wave_id)
    asked = next((one for one in questions_of(survey.id) if one.kind is QuestionKind.CHOICE), None)
    options = [one.get(language) or one["ko"] for one in asked.options] if asked else []
    if row.stage != "closed":
        return QuestionPage(row=row, options=options)
    [figures] = figures_of([(wave, survey)])
    whole = figures.results.whole
    steps = whole.steps.get((asked.number, 0), {}) if whole and asked else {}
    said = db.session.scalars(_STATEMENTS, {"question": question_id}).all()
    return QuestionPage(
        row=row,
        options=options,
        answers=whole.answers if whole else None,
        counts=_counts(options, steps, whole.answers if whole else 0),
        results=_statements(said, StatementKind.RESULT, language),
        reflections=_statements(said, StatementKind.REFLECTION, language),
        issues=db.session.scalars(_ISSUES, {"question": question_id}).all(),
    )


def public_question(question_id: int, language: str) -> QuestionPage:
    """Return a question for the public. Raises `Missing` for one that has not begun or was withdrawn."""
    page = question_page(question_id, language)
    if page.row.stage in {"planned", "withdrawn"}:
        raise Missing(_("There is no such question."))
    return page


def _counts(options: Sequence[str], steps: Mapping[int, int], answers: int) -> list[OptionCount]:
    """Return how often each answer was chosen, where it may be told beside the others and those who chose none."""
    if not steps:
        return []
    given = {place: steps.get(place, 0) for place in range(1, len(options) + 1)}
    total = sum(given.values())
    may = disclosed({**given, 0: answers - total})
    if not may.total:
        return []
    return [
        OptionCount(
            words=words,
            count=given[place] if place in may.parts else None,
            share=rounded(Decimal(given[place]) * HUNDRED / Decimal(total), 1) if place in may.parts else None,
        )
        for place, words in enumerate(options, start=1)
    ]


def _statements(said: Sequence[MonthlyQuestionStatement], kind: StatementKind, language: str) -> list[Statement]:
    return [
        Statement(words=(one.words_en if language == "en" else "") or one.words_ko, said_at=one.said_at)
        for one in said
        if one.kind is kind
    ]
