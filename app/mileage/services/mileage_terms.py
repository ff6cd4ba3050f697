"""통장·현황판 기준과 공개 동의."""

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import Permission
from app.mileage.models import MileageTerms, Showing
from app.mileage.objection_events import MileageTermsSet, ShowingChosen
from app.mileage.policy import POLICY
from app.mileage.queries.mileage_terms import terms_now
from app.mileage.queries.personal_board import has_agreed
from app.mileage.rules.objections import Terms

REASON_LENGTH = 10


def set_terms(*, actor: Actor, terms: Terms, reason: str) -> MileageTerms:
    """Set the days of objections and whether there is a personal board, from now on."""
    access.require(POLICY, Permission.TERMS_SET, actor)
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    if terms == terms_now():
        raise Refused(_("Nothing differs from what holds already."))
    row = MileageTerms(**vars(terms), reason=reason, set_at=clock.now(), set_by_id=actor.id)
    db.session.add(row)
    db.session.flush()
    publish(MileageTermsSet(actor_id=actor.id, mileage_terms_id=row.id, **vars(terms), reason=FreeText(reason)))
    return row


def choose_showing(*, actor: Actor, agreed: bool) -> Showing:
    """Agree to stand on the personal board, or end it. Nobody can be shown while the office has no such board."""
    access.require(POLICY, Permission.SHOWING_CHOOSE, actor)
    if agreed and not terms_now().personal_board:
        raise WrongState(_("The office shows no board of people."))
    if agreed == has_agreed(actor.id):
        raise WrongState(_("You have chosen so already."))
    row = Showing(person_id=actor.id, agreed=agreed, chosen_at=clock.now())
    db.session.add(row)
    db.session.flush()
    publish(ShowingChosen(actor_id=actor.id, showing_id=row.id, agreed=agreed))
    return row
