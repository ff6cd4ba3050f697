"""내 차례: the question of the month to answer back to, and ideas of citizens to decide about."""

from collections.abc import Sequence

from app.core.access import Actor, Role
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.voice.enums.citizen_ideas import IdeaShowing
from app.voice.enums.surveys import WaveState
from app.voice.models import CitizenIdea, CustomerVoice, MonthlyQuestion, Survey, SurveyWave

_QUESTION, _QUESTION_ID = "voice.show_monthly_question", "question_id"


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the control tower owes the public."""
    if not actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return ()
    result = lines_of(
        MonthlyQuestion.id, Survey.title_ko, due_on=MonthlyQuestion.result_due_on, since=SurveyWave.closed_at
    )
    reflection = lines_of(
        MonthlyQuestion.id, Survey.title_ko, due_on=MonthlyQuestion.reflection_due_on, since=SurveyWave.closed_at
    )
    result, reflection = (
        one.join(SurveyWave, SurveyWave.id == MonthlyQuestion.wave_id)
        .join(Survey, Survey.id == SurveyWave.survey_id)
        .where(SurveyWave.state == WaveState.CLOSED, SurveyWave.closed_at > SurveyWave.opens_at)
        for one in (result, reflection)
    )
    ideas = (
        lines_of(CustomerVoice.id, CitizenIdea.title, since=CustomerVoice.received_at)
        .join(CitizenIdea, CitizenIdea.voice_id == CustomerVoice.id)
        .where(CitizenIdea.showing == IdeaShowing.WAITING)
    )
    return (
        Asked(
            what=_("Publish the result of the question of the month"),
            endpoint=_QUESTION,
            param=_QUESTION_ID,
            lines=result.where(MonthlyQuestion.result_on.is_(None)),
        ),
        Asked(
            what=_("Say what was reflected of the question of the month"),
            endpoint=_QUESTION,
            param=_QUESTION_ID,
            lines=reflection.where(MonthlyQuestion.result_on.is_not(None), MonthlyQuestion.reflection_on.is_(None)),
        ),
        Asked(
            what=_("Decide whether a citizen's idea is public"),
            endpoint="voice.show_customer_voice",
            param="voice_id",
            lines=ideas,
        ),
    )


def awaited(_actor: Actor) -> Sequence[Asked]:
    """Return nothing: citizens are asked, not colleagues."""
    return ()
