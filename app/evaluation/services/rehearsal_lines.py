"""A line of rehearsed rules, as plain JSON and as the composition scoring reads. Nothing here is written anywhere."""

from decimal import Decimal
from typing import Any

from app.evaluation.enums import Direction, Method, RoundingMode
from app.evaluation.models import Composition

Line = dict[str, Any]


def as_composition(line: Line, round_id: int) -> Composition:
    """Return the line as a composition of a round; it belongs to no session of the database and is never stored."""
    numbers = {
        name: None if line[name] is None else Decimal(line[name])
        for name in ("target", "worst", "best", "cap", "floor")
    }
    return Composition(
        round_id=round_id,
        peer_group_id=line["peer_group_id"],
        indicator_id=line["indicator_id"],
        indicator_version=0,
        code=line["code"],
        name=line["name"],
        unit=line["unit"],
        weight=Decimal(line["weight"]),
        position=line["position"],
        method=Method(line["method"]),
        direction=None if line["direction"] is None else Direction(line["direction"]),
        digits=line["digits"],
        rounding=RoundingMode(line["rounding"]),
        history=line["history"],
        parameters=line["parameters"],
        named_source=line["named_source"],
        **numbers,
    )
