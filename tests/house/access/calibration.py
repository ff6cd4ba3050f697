"""A round in calibration with a session and its case, and a rehearsal on a published round."""

from app.core.database import db, transaction
from app.evaluation.models import Publication
from app.evaluation.services.rehearsal_rules import published_rules
from app.evaluation.services.rehearsals import keep_rehearsal
from tests.factories.calibration import calibrating_round, cases_of, session_of
from tests.factories.evaluation import published_round


def build(cast) -> dict[str, int]:
    with transaction():
        record, _panel = calibrating_round(cast)
        session = session_of(cast, record)
        published = published_round(cast)
        (publication,) = db.session.query(Publication).filter_by(round_id=published.id).all()
        kept = keep_rehearsal(
            actor=cast.choi,
            record=published,
            publication=publication,
            draft_id=None,
            rules=published_rules(published, 1),
            name="같은 규칙",
        )
    return {"round": record.id, "session": session.id, "case": cases_of(session)[0].id, "rehearsal": kept.id}
