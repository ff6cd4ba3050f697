"""설문: begun from a template or from nothing, changed until it is asked, then only as a new edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.core import clock
from app.core.access import Actor, require
from app.core.database import change_state, db
from app.core.errors import WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import Conversion, SurveyAudience, SurveyPurpose, SurveyState
from app.voice.events.surveys import SurveyReleased, SurveyRetired, SurveyWritten
from app.voice.models import Survey, SurveyQuestion
from app.voice.policy import POLICY
from app.voice.queries.surveys import questions_of, was_asked
from app.voice.rules import surveys as rules
from app.voice.rules.surveys import QuestionContent


@dataclass(frozen=True, kw_only=True)
class SurveyContent:
    """What is typed of a survey as a whole. `department_id` None: of the whole office."""

    title_ko: str
    title_en: str
    introduction_ko: str
    introduction_en: str
    purpose: SurveyPurpose
    audience: SurveyAudience
    conversion: Conversion
    minimum: int
    value: Value | None
    department_id: int | None


def write_survey(*, actor: Actor, content: SurveyContent, questions: Sequence[QuestionContent] = ()) -> Survey:
    """Begin a survey, with questions if it comes from a template. Raises Invalid for a minimum below five."""
    require(POLICY, Permission.SURVEY_WRITE, actor, content)
    rules.check_minimum(content.minimum)
    survey = Survey(
        **vars(content), state=SurveyState.DRAFT, edition=1, version=1, created_by_id=actor.id, created_at=clock.now()
    )
    db.session.add(survey)
    db.session.flush()
    _add_questions(survey, questions)
    _tell(actor, survey)
    return survey


def change_survey(*, actor: Actor, survey: Survey, content: SurveyContent) -> None:
    """Change the head of a survey that was not asked yet; it is being written again and has to be declared ready anew."""
    require_writable(actor, survey)
    require(POLICY, Permission.SURVEY_WRITE, actor, content)
    rules.check_minimum(content.minimum)
    change_state(survey, **vars(content), state=SurveyState.DRAFT)
    _tell(actor, survey)


def release_survey(*, actor: Actor, survey: Survey) -> None:
    """Declare a survey ready: the control tower may open waves of it now."""
    require_writable(actor, survey)
    if survey.state is not SurveyState.DRAFT:
        raise WrongState(_("The survey is ready already."))
    rows = questions_of(survey.id)
    rules.check_release([row.kind for row in rows], [row.weight for row in rows])
    change_state(survey, state=SurveyState.READY)
    publish(
        SurveyReleased(
            actor_id=actor.id, survey_id=survey.id, conversion=survey.conversion.value, minimum=survey.minimum
        )
    )


def retire_survey(*, actor: Actor, survey: Survey, reason: str) -> None:
    """Use a survey no longer; its results stay."""
    require(POLICY, Permission.SURVEY_WRITE, actor, survey)
    if survey.state is SurveyState.RETIRED:
        raise WrongState(_("This survey is no longer used."))
    change_state(survey, state=SurveyState.RETIRED)
    publish(SurveyRetired(actor_id=actor.id, survey_id=survey.id, reason=FreeText(reason)))


def new_edition(*, actor: Actor, survey: Survey) -> Survey:
    """Copy a survey so that it can be changed; its waves stand in one trend with the earlier ones."""
    require(POLICY, Permission.SURVEY_WRITE, actor, survey)
    root = survey.root_id or survey.id
    last = db.session.scalar(select(func.max(Survey.edition)).where((Survey.root_id == root) | (Survey.id == root)))
    copied = [
        "title_ko",
        "title_en",
        "introduction_ko",
        "introduction_en",
        "purpose",
        "audience",
        "conversion",
        "minimum",
        "value",
        "department_id",
    ]
    fresh = Survey(
        **{name: getattr(survey, name) for name in copied},
        state=SurveyState.DRAFT,
        root_id=root,
        edition=(last or 1) + 1,
        version=1,
        created_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(fresh)
    db.session.flush()
    names = ("number", "kind", "words_ko", "words_en", "points", "labels", "options", "rows", "weight", "required")
    for row in questions_of(survey.id):
        db.session.add(SurveyQuestion(survey_id=fresh.id, **{name: getattr(row, name) for name in names}))
    db.session.flush()
    _tell(actor, fresh)
    return fresh


def require_writable(actor: Actor, survey: Survey) -> None:
    """Refuse whoever may not write it, and every change once it was asked."""
    require(POLICY, Permission.SURVEY_WRITE, actor, survey)
    rules.check_being_written(survey.state, was_asked=was_asked(survey.id))


def touch(actor: Actor, survey: Survey) -> None:
    """Count a change of the questions as a change of the survey: it has to be declared ready anew."""
    change_state(survey, state=SurveyState.DRAFT)
    _tell(actor, survey)


def _add_questions(survey: Survey, questions: Sequence[QuestionContent]) -> None:
    for number, content in enumerate(questions, start=1):
        rules.check_question(content)
        db.session.add(SurveyQuestion(survey_id=survey.id, number=number, **content.columns()))
    db.session.flush()


def _tell(actor: Actor, survey: Survey) -> None:
    counted = select(func.count()).select_from(SurveyQuestion).where(SurveyQuestion.survey_id == survey.id)
    publish(
        SurveyWritten(
            actor_id=actor.id,
            survey_id=survey.id,
            purpose=survey.purpose.value,
            questions=db.session.scalars(counted).one(),
        )
    )
