"""설문: the lists of surveys and waves, and one of each with what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, select

from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.organization.models import Department
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose, SurveyState, WaveState
from app.voice.models import (
    CustomerGroup,
    Survey,
    SurveyQuestion,
    SurveyWave,
    SurveyWaveDepartment,
    SurveyWaveGroup,
)


@dataclass(frozen=True)
class SurveyRow:
    """A survey as the list shows it, with its newest wave."""

    id: int
    title_ko: str
    title_en: str
    purpose: SurveyPurpose
    audience: SurveyAudience
    state: SurveyState
    edition: int
    department: str | None
    wave_id: int | None
    wave: str | None
    wave_state: WaveState | None
    closes_at: datetime | None

    def title(self, language: str) -> str:
        """The title in the reader's language."""
        return (self.title_en if language == "en" else "") or self.title_ko


@dataclass(frozen=True)
class GroupRow:
    """A customer group as the list shows it."""

    group: CustomerGroup
    department: str | None


def surveys_page(purpose: SurveyPurpose | None = None, cursor: str | None = None) -> Page[SurveyRow]:
    """Return a page of surveys, the newest first; one statement, put together once for either filter."""
    page = _SURVEYS[purpose is not None].page(cursor, {"purpose": purpose} if purpose else {})
    return Page([SurveyRow(*row) for row in page.rows], page.next_cursor)


def survey_or_404(survey_id: int) -> Survey:
    """Load a survey. Raises `Missing`."""
    found = db.session.get(Survey, survey_id)
    if found is None:
        raise Missing(_("There is no such survey."))
    return found


def question_or_404(question_id: int) -> SurveyQuestion:
    """Load a question. Raises `Missing`."""
    found = db.session.get(SurveyQuestion, question_id)
    if found is None:
        raise Missing(_("There is no such question."))
    return found


def wave_or_404(wave_id: int) -> SurveyWave:
    """Load a wave. Raises `Missing`."""
    found = db.session.get(SurveyWave, wave_id)
    if found is None:
        raise Missing(_("There is no such wave of a survey."))
    return found


def group_or_404(group_id: int) -> CustomerGroup:
    """Load a customer group. Raises `Missing`."""
    found = db.session.get(CustomerGroup, group_id)
    if found is None:
        raise Missing(_("There is no such customer group."))
    return found


def department_name(department_id: int | None) -> str | None:
    """Return the name of a department; None for the whole office, without a statement."""
    return None if department_id is None else db.session.scalar(_DEPARTMENT_NAME, {"department": department_id})


def questions_of(survey_id: int) -> list[SurveyQuestion]:
    """Return the questions of a survey in their order."""
    return list(db.session.scalars(_QUESTIONS, {"survey": survey_id}))


def was_asked(survey_id: int) -> bool:
    """Whether a wave of the survey was opened: then its questions stand."""
    return bool(db.session.scalar(_ASKED, {"survey": survey_id}))


def waves_of(survey: Survey) -> Sequence[SurveyWave]:
    """Return the waves of a survey and of its other editions, the newest first."""
    return db.session.scalars(_WAVES, {"root": survey.root_id or survey.id}).all()


def departments_of(wave_id: int) -> dict[int, str]:
    """Return the departments a wave asks about, by id, in the order of the organization chart."""
    return dict(db.session.execute(_DEPARTMENTS, {"wave": wave_id}).all())


def groups_of(wave_id: int) -> dict[int, str]:
    """Return the customer groups a wave counts apart, by id."""
    return dict(db.session.execute(_GROUPS, {"wave": wave_id}).all())


def groups_page(department_id: int | None = None, cursor: str | None = None) -> Page[GroupRow]:
    """Return a page of customer groups, of all departments or of one; retired ones too."""
    page = _GROUP_LIST[department_id is not None].page(cursor, {"department": department_id} if department_id else {})
    return Page([GroupRow(*row) for row in page.rows], page.next_cursor)


def groups_in_use() -> Sequence[GroupRow]:
    """Return the groups a new wave may name."""
    return [GroupRow(*row) for row in db.session.execute(_IN_USE)]


_ID = bindparam("survey", type_=Integer)
_QUESTIONS = select(SurveyQuestion).where(SurveyQuestion.survey_id == _ID).order_by(SurveyQuestion.number)
_ASKED = select(exists().where(SurveyWave.survey_id == _ID, SurveyWave.state != WaveState.DRAFT))
_ROOT = bindparam("root", type_=Integer)
_WAVES = (
    select(SurveyWave)
    .join(Survey, Survey.id == SurveyWave.survey_id)
    .where((Survey.root_id == _ROOT) | (Survey.id == _ROOT))
    .order_by(SurveyWave.opens_at.desc(), SurveyWave.id.desc())
)
_WAVE = bindparam("wave", type_=Integer)
_DEPARTMENT_NAME = select(Department.name).where(Department.id == bindparam("department", type_=Integer))
_DEPARTMENTS = (
    select(Department.id, Department.name)
    .join(SurveyWaveDepartment, SurveyWaveDepartment.department_id == Department.id)
    .where(SurveyWaveDepartment.wave_id == _WAVE)
    .order_by(Department.position, Department.id)
)
_GROUPS = (
    select(CustomerGroup.id, CustomerGroup.name)
    .join(SurveyWaveGroup, SurveyWaveGroup.customer_group_id == CustomerGroup.id)
    .where(SurveyWaveGroup.wave_id == _WAVE)
    .order_by(CustomerGroup.name, CustomerGroup.id)
)
_LAST = select(func.max(SurveyWave.id)).where(SurveyWave.survey_id == Survey.id).correlate(Survey).scalar_subquery()
_LIST = (
    select(
        Survey.id,
        Survey.title_ko,
        Survey.title_en,
        Survey.purpose,
        Survey.audience,
        Survey.state,
        Survey.edition,
        Department.name,
        SurveyWave.id,
        SurveyWave.name,
        SurveyWave.state,
        SurveyWave.closes_at,
    )
    .outerjoin(Department, Department.id == Survey.department_id)
    .outerjoin(SurveyWave, SurveyWave.id == _LAST)
)
_OF_PURPOSE = _LIST.where(Survey.purpose == bindparam("purpose", type_=Survey.purpose.type))
_SURVEYS = {False: Keyset(_LIST, keys=(Survey.id,)), True: Keyset(_OF_PURPOSE, keys=(Survey.id,))}
_ALL_GROUPS = select(CustomerGroup, Department.name).outerjoin(Department, Department.id == CustomerGroup.department_id)
_OF_DEPARTMENT = _ALL_GROUPS.where(CustomerGroup.department_id == bindparam("department", type_=Integer))
_GROUP_LIST = {
    False: Keyset(_ALL_GROUPS, keys=(CustomerGroup.id,)),
    True: Keyset(_OF_DEPARTMENT, keys=(CustomerGroup.id,)),
}
_IN_USE = _ALL_GROUPS.where(CustomerGroup.retired_on.is_(None)).order_by(Department.position, CustomerGroup.name)
