"""처리기간 단축률: pooled by totals, an affair a row."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows, RowKind, RowKinds
from app.voice.queries.handling_sums import HandlingSum, handling_sums


def _read_rate(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    found: dict[tuple[int, int], list[HandlingSum]] = {}
    for unit, one in handling_sums(department_ids, start, end):
        found.setdefault((unit, one.affair_id), []).append(one)
    for (unit, affair_id), sums in found.items():
        statutory = sum(one.statutory_minutes for one in sums)
        saved = statutory - sum(one.actual_minutes for one in sums)
        yield (
            unit,
            ReadRow(
                kind="handled_affair",
                id=affair_id,
                title=sums[0].affair,
                part=Decimal(saved),
                of=Decimal(statutory),
            ),
        )


shortening_rate = NamedSource(
    label=_("Shortening rate of civil affairs"),
    sentence=_(
        "Of the time the law gives all cases the department completed in the months together, the percent that was not "
        "needed: working minutes, a day counted as eight hours. Pooled by totals, not a mean of single rates."
    ),
    rule=FigureRule.SHARE,
    read=_read_rate,
)

SOURCES: Mapping[str, NamedSource] = {"voice.shortening_rate": shortening_rate}

KINDS: RowKinds = {
    "handled_affair": RowKind(
        label=_("Civil affair, minutes saved of minutes allowed"), endpoint="voice.show_affair", parameter="affair_id"
    ),
}
