"""알림표: what somebody is told when something has happened. `app.reactions` joins it to the other reactions."""

from collections.abc import Mapping, Sequence

from app.core.events import Event, Reaction
from app.notices.citizens import CITIZENS
from app.notices.issues import ISSUES
from app.notices.mileage import MILEAGE
from app.notices.obstacles import OBSTACLES
from app.notices.reports import REPORTS
from app.notices.rounds import ROUNDS
from app.notices.showing import SHOWING
from app.notices.survey_links import SURVEY_LINKS
from app.notices.tasks import TASKS
from app.notices.voices import VOICES

NOTICES: Mapping[type[Event], Sequence[Reaction]] = {
    **ISSUES,
    **TASKS,
    **OBSTACLES,
    **SHOWING,
    **MILEAGE,
    **ROUNDS,
    **REPORTS,
    **SURVEY_LINKS,
    **VOICES,
    **CITIZENS,
}
