"""순위: standard competition ranking inside a peer group, on the rounded totals that are published."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.juries import places
from app.core.messages import _

Key = int | str


@dataclass(frozen=True, kw_only=True)
class Contender:
    """Who is ranked: `total` is the rounded total, None where there is none."""

    key: Key
    peer_group: str
    total: Decimal | None
    out_of_competition: bool = False
    """Shown with its total but not ranked, as the control tower among those it scores."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A place inside a peer group; `rank` is None without a total, `field` counts who is ranked there."""

    key: Key
    peer_group: str
    total: Decimal | None
    rank: int | None
    field: int


def rank(contenders: Iterable[Contender]) -> dict[Key, Standing]:
    """Rank inside each peer group: equal totals share the rank, the next rank skips (1, 2, 2, 4).

    Returns standings by key, ordered by peer group, rank (unranked last) and key, whatever the order
    they came in. Raises Refused for a key that appears twice.
    """
    entries = list(contenders)
    if len({entry.key for entry in entries}) < len(entries):
        raise Refused(_("One and the same is ranked twice."))
    fields: dict[str, list[Decimal]] = {}
    for entry in entries:
        field = fields.setdefault(entry.peer_group, [])
        if entry.total is not None and not entry.out_of_competition:
            field.append(entry.total)
    ladders = {group: places(totals) for group, totals in fields.items()}
    standings = [_standing(entry, ladders[entry.peer_group], len(fields[entry.peer_group])) for entry in entries]
    return {standing.key: standing for standing in sorted(standings, key=_order)}


def _standing(entry: Contender, ladder: dict[Decimal, int], field: int) -> Standing:
    place = None if entry.total is None or entry.out_of_competition else ladder[entry.total]
    return Standing(key=entry.key, peer_group=entry.peer_group, total=entry.total, rank=place, field=field)


def _order(standing: Standing) -> tuple[str, bool, int, str]:
    return standing.peer_group, standing.rank is None, standing.rank or 0, str(standing.key)
