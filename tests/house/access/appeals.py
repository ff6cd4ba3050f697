"""What the matrix of appeals acts on: appeals of 교통과 at four stages, a corrected round, and what the public sees."""

from app.core.database import transaction
from app.evaluation.enums import AppealOutcome
from app.evaluation.rules.public_showings import Showing
from app.evaluation.services import appeals
from app.evaluation.services.public_showings import set_showing
from tests.factories import appeals as made


def build(cast) -> dict[str, int]:
    with transaction():
        record, first, second = made.in_appeals(cast, "2026-A")
        filed, answered = made.filed(cast, record, first), made.filed(cast, record, second)
        words = "답변하는 사람은 결정하지 않습니다."
        appeals.reply(actor=cast.bae, view=made.view_of(cast.bae, answered), words=words)
        other, line, another = made.in_appeals(cast, "2026-B")
        raised = made.raised(cast, made.filed(cast, other, line))
        accepted = made.decided(cast, made.filed(cast, other, another), AppealOutcome.ACCEPTED)
        proposal = made.proposed(cast, accepted, another)
        last, changed, _rest = made.in_appeals(cast, "2026-C")
        appeal = made.decided(cast, made.filed(cast, last, changed))
        made.confirmed(cast, made.proposed(cast, appeal, changed))
        set_showing(actor=cast.choi, record=last, showing=Showing(grades=True))
    return {
        "round": record.id,
        "corrected": last.id,
        "filed": filed.id,
        "answered": answered.id,
        "raised": raised.id,
        "accepted": accepted.id,
        "proposal": proposal.id,
        "traffic": cast.traffic,
    }
