"""서술 응답 한 건: a text of a closed wave, for whoever takes it in as a voice. Nothing leads back from there."""

from typing import NamedTuple

from app.core.access import Actor, allows
from app.core.database import db
from app.core.errors import Denied, Missing
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.models import SurveyText
from app.voice.policy import POLICY
from app.voice.queries.survey_pages import Named
from app.voice.queries.survey_results import figures_of, wave_and_survey


class Written(NamedTuple):
    """A text, and its department where enough wrote something to name it."""

    text: str
    department_id: int | None


def written_or_404(text_id: int, actor: Actor) -> Written:
    """Return a text the actor may read among all of its wave. `Missing` where too few wrote something or it is not closed."""
    if not allows(POLICY, Permission.SURVEY_READ_TEXTS, actor, Named(department_id=None)):
        raise Denied(_("You may not do this."))
    found = db.session.get(SurveyText, text_id)
    if found is None:
        raise Missing(_("There is no such text."))
    [figures] = figures_of([wave_and_survey(found.wave_id)])
    results, question = figures.results, (found.question, 0)
    if results.whole is None or question not in results.whole.steps:
        raise Missing(_("There is no such text."))
    department = results.departments.get(found.department_key)
    is_told = department is not None and question in department.steps
    return Written(found.text, found.department_key if is_told else None)
