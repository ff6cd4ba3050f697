"""Figures that a round reads from the product itself."""

from collections.abc import Sequence
from decimal import Decimal

from app.evaluation import sources
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.queries.scoring import MeasureKey, Member


def source_figures(
    record: EvaluationRound, rows: Sequence[Composition], members: Sequence[Member]
) -> dict[MeasureKey, Decimal]:
    """Return the figure of every indicator with a named source for every department it applies to.

    Counted from the round's first day to its base date, both included; one call per source.
    """
    found: dict[MeasureKey, Decimal] = {}
    read: dict[str, dict[int, Decimal]] = {}
    everybody = [member.department_id for member in members]
    for row in rows:
        if row.named_source is None:
            continue
        if row.named_source not in read:
            read[row.named_source] = sources.figures(row.named_source, everybody, record.starts_on, record.base_on)
        figures = read[row.named_source]
        for member in members:
            if member.peer_group_id == row.peer_group_id and member.department_id in figures:
                found[row.indicator_id, member.department_id] = figures[member.department_id]
    return found
