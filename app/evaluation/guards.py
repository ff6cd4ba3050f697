"""Who may see the evidence handed in for a department of a round; `app.registry` gives this to the evidence store."""

from collections.abc import Mapping

from app.evaluation.queries.appeals import may_see as may_see_appeal
from app.evaluation.services import appeals, reopening_entries, surveys
from app.evaluation.services.evidence import SUBJECT, may_see
from app.files.guards import Guard

GUARDS: Mapping[str, Guard] = {
    SUBJECT: may_see,
    surveys.SUBJECT: surveys.may_see,
    reopening_entries.SUBJECT: reopening_entries.may_see,
    appeals.SUBJECT: may_see_appeal,
}
