"""The part of the page of a year that is about opening it again."""

from typing import Any

from app.accounts.queries.seconds import people_apart
from app.core.access import allows, offices_of
from app.core.forms import Form, offer
from app.core.web import actor
from app.mileage.enums import Permission, ReopeningState
from app.mileage.forms.year_closings import ReopeningForm
from app.mileage.models import YearClosing
from app.mileage.policy import POLICY
from app.mileage.queries import year_reopenings as queries
from app.mileage.queries.year_locks import later_closed_year


def reopening_part(year: int, closing: YearClosing | None, form: Form) -> dict[str, Any]:
    """Return what the page of a year shows about its reopening; `closing` is the one that stands."""
    who = actor()
    known = queries.live_reopening(year)
    waits = known is not None and known.state is ReopeningState.PROPOSED
    asking = form if isinstance(form, ReopeningForm) else ReopeningForm(formdata=None)
    later = later_closed_year(year) if closing is not None else None
    may_ask = closing is not None and not waits and later is None
    may_ask = may_ask and allows(POLICY, Permission.REOPENING_PROPOSE, who)
    if may_ask:
        offer(asking.second_id, people_apart(offices_of(who), without=[who.id]), blank=True)
    return {
        "reopening": known,
        "reopening_waits": waits,
        "reopeners": queries.names_in(known) if known else {},
        "given_back": queries.given_back_by(closing) if closing is not None and (may_ask or waits) else None,
        "asking": asking,
        "may_ask": may_ask,
        "later_year": later,
        "may_agree": waits and allows(POLICY, Permission.REOPENING_AGREE, who, known),
        "may_decline": waits and allows(POLICY, Permission.REOPENING_WITHDRAW, who, known),
    }
