"""공동지표: who shares one value, and what part of the weight each carries."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, plain
from app.core.messages import _

FEWEST = 2


def check_shares(shares: Mapping[int, Decimal], lead: int) -> None:
    """Refuse shares of fewer than two departments, one not above 0, a sum other than 100, and a lead without a share."""
    if len(shares) < FEWEST:
        raise Refused(_("A joint indicator is shared by at least two departments."))
    if any(share <= 0 for share in shares.values()):
        raise Refused(_("Every share must be above 0; who has none is left empty."))
    total = sum(shares.values(), ZERO)
    if total != HUNDRED:
        raise Refused(_("The shares of the departments sum to %(sum)s, not to 100.", sum=plain(total)))
    if lead not in shares:
        raise Refused(_("The department that enters the value needs a share of its own."))


def check_places(shares: Collection[int], measured: Mapping[int, str]) -> None:
    """Refuse shares that do not match who is measured by the indicator; `measured` is {department id: name}."""
    foreign = [department for department in shares if department not in measured]
    if foreign:
        raise Refused(_("A department has a share, but the round does not measure it by this indicator."))
    left_out = [name for department, name in measured.items() if department not in shares]
    if left_out:
        raise Refused(
            _(
                "These departments are measured by the joint indicator and have no share: %(names)s.",
                names=", ".join(left_out),
            )
        )
