"""전략체계도: links from cause to effect without a circle."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from app.core.errors import Refused
from app.core.messages import Message, _

Link = tuple[int, int]
"""(cause, effect), both objective ids."""


def way_between(links: Collection[Link], start: int, end: int) -> Sequence[int] | None:
    """Return a shortest chain of objectives from `start` to `end` along the links, both ends included; None without."""
    following: dict[int, list[int]] = {}
    for cause, effect in links:
        following.setdefault(cause, []).append(effect)
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        for effect in following.get(way[-1], ()):
            if effect not in seen:
                seen.add(effect)
                ways.append([*way, effect])
    return None


def check_link(links: Collection[Link], link: Link, names: Mapping[int, str]) -> None:
    """Refuse a link to itself, one that is there already, and one that would close a circle; the circle is named."""
    cause, effect = link
    if cause == effect:
        raise Refused(_("An objective cannot lead to itself."))
    if link in links:
        raise Refused(_("This link is on the map already."))
    back = way_between(links, effect, cause)
    if back is not None:
        circle = " → ".join(names[objective] for objective in (cause, *back))
        raise Refused(_("This would close a circle: %(circle)s", circle=circle))


def finding(links: Collection[Link], names: Mapping[int, str]) -> Message:
    """Say in one sentence what the map shows: what drives most, and how many stand alone."""
    if not links:
        return _("No objective leads to another one yet.")
    counts = Counter(cause for cause, _effect in links)
    most = max(counts.values())
    drivers = ", ".join(names[objective] for objective in names if counts[objective] == most)
    linked = {objective for link in links for objective in link}
    alone = [name for objective, name in names.items() if objective not in linked]
    if alone:
        return _(
            "%(drivers)s leads to most others (%(count)s). Without a link: %(alone)s.",
            drivers=drivers,
            count=most,
            alone=", ".join(alone),
        )
    return _("%(drivers)s leads to most others (%(count)s). Every objective has a link.", drivers=drivers, count=most)
