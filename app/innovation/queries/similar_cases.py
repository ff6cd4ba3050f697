"""비슷한 사례: cases of one year that tell what another one tells, by the same authors or department."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.core.access import Actor
from app.core.database import db
from app.innovation.enums.cases import CaseState
from app.innovation.models import Case, CaseAuthor
from app.innovation.queries.cases import visible_to
from app.innovation.rules.cases import TEXTS
from app.innovation.rules.similarity import LIKELY, common, weights

MOST, SHOWN = 200, 5
"""Cases that are compared, the latest; and those that are shown, the most alike."""

Other = aliased(CaseAuthor, name="other_author")


def similar_cases(case: Case, actor: Actor) -> Sequence[Case]:
    """Return the cases the actor may read that are likely the same as this one, the most alike first; one statement."""
    shared = (
        select(CaseAuthor.person_id)
        .join(Other, Other.person_id == CaseAuthor.person_id)
        .where(CaseAuthor.case_id == Case.id, Other.case_id == case.id)
        .exists()
    )
    statement = (
        select(Case)
        .where(
            Case.id != case.id,
            Case.kind == case.kind,
            Case.year == case.year,
            Case.state != CaseState.WITHDRAWN,
            or_(Case.department_id == case.department_id, shared),
            visible_to(actor),
        )
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    asked = _weights(case)
    alike = [(common(asked, _weights(other)), other) for other in db.session.scalars(statement)]
    found = sorted((pair for pair in alike if pair[0] >= LIKELY), key=lambda pair: (-pair[0], pair[1].id))
    return [other for _share, other in found[:SHOWN]]


def _weights(case: Case) -> dict[str, int]:
    return weights(case.title, "\n".join(getattr(case, name) for name, _label in TEXTS[case.kind]))
