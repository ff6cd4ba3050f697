"""Who may see the evidence handed in for a department of a round; `app.registry` gives this to the evidence store."""

from collections.abc import Mapping

from app.evaluation.services.evidence import SUBJECT, may_see
from app.files.guards import Guard

GUARDS: Mapping[str, Guard] = {SUBJECT: may_see}
