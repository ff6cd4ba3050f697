"""몫: how much of a task each of the team carried, in whole percent."""

from collections.abc import Mapping

from app.core.errors import Refused
from app.core.messages import _

WHOLE = 100


def check_contributions(shares: Mapping[int, int], leader_id: int) -> None:
    """Refuse shares (person id → percent) that leave the leader out, are not positive or do not sum to 100."""
    if leader_id not in shares:
        raise Refused(_("The team leader needs a share of the contribution."))
    if any(share < 1 for share in shares.values()):
        raise Refused(_("Every team member needs a share above 0."))
    total = sum(shares.values())
    if total != WHOLE:
        raise Refused(_("The shares of the team must sum to 100; they sum to %(total)s.", total=total))
