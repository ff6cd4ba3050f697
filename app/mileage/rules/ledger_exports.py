"""원장 내보내기의 규칙: what is asked for, and how long the file is kept."""

from datetime import date, timedelta

from app.core.errors import Invalid, Refused
from app.core.messages import _

LEDGER_EXPORT = "mileage.ledger_export"
"""The kind of background work."""
REASON_LENGTH = 10
KEPT_FOR = timedelta(hours=24)


def check_request(first: date, last: date, reason: str) -> None:
    """Raise `Invalid` or `Refused` for days out of order or a reason that is too short."""
    if last < first:
        raise Invalid(
            _("The days are not in order."), fields={"last_day": [_("The last day lies before the first one.")]}
        )
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
