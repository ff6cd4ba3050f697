"""부서의 지표: what the part of a department's dashboard about its indicators shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import request

from app.core import access, clock
from app.core.access import Actor
from app.core.figures import bare, rounded
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.evaluation.queries.outlook import OutlookLine
from app.reports import figures
from app.reports.enums import Permission
from app.reports.links import ListLink, url_or_none
from app.reports.policy import POLICY
from app.reports.queries.dashboards.indicators import Measuring, UnitRound, history_of, measuring
from app.reports.queries.dashboards.places import Place
from app.reports.routes.years import ReadYear, left_out


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """An indicator: what was reached in the last two released rounds, and the outlook of the present one."""

    id: int
    name: str
    unit: str
    before: Decimal | None
    last: Decimal | None
    line: OutlookLine | None

    @property
    def expected(self) -> str | None:
        """What the outlook expects, with two decimals at most; None without an outlook."""
        outlook = self.line.outlook if self.line else None
        return None if outlook is None else bare(rounded(outlook.expected, 2))


def indicators(who: Actor, place: Place, read: ReadYear) -> dict[str, Any]:
    """Return the indicators of a department; interim figures only for who may see them where they are entered."""
    history = history_of(place.id, read.year)
    sees_interim = access.allows(POLICY, Permission.INTERIM_READ, who, place.seen)
    present = measuring([place.id], read.year) if sees_interim else None
    lines = {line.indicator_id: line for line in present.lines} if present else {}
    rows = _rows(history, lines)
    chosen, wrong = _chosen(rows)
    outlook = ListLink(url_or_none("evaluation.show_outlook", round_id=present.round_id) if present else None)
    return {
        "left_out": wrong,
        "indicator_rows": rows,
        "history": history,
        "present": present,
        "sees_interim": sees_interim,
        "today": clock.today(),
        "chosen": chosen.id if chosen else None,
        "trend_figure": None if chosen is None else _trend(place, history, chosen, present),
        "forecast": chosen if chosen and chosen.expected is not None else None,
        "outlook_url": outlook.to(department=place.id),
        "indicator_url": (url_or_none("evaluation.show_indicator", indicator_id=0) or "").removesuffix("0"),
    }


def _rows(history: Sequence[UnitRound], lines: Mapping[int, OutlookLine]) -> Sequence[IndicatorRow]:
    """The indicators of the last round and of the present one: what needs somebody first, then by name."""
    last, before = (history[-1] if history else None), (history[-2] if history[1:] else None)
    known = {key: (one.name, one.unit) for key, one in (last.reached if last else {}).items()}
    known |= {key: (line.name, line.unit) for key, line in lines.items()}
    found = [
        IndicatorRow(
            id=key,
            name=name,
            unit=unit,
            before=_actual(before, key),
            last=_actual(last, key),
            line=lines.get(key),
        )
        for key, (name, unit) in known.items()
    ]
    today = clock.today()
    return sorted(found, key=lambda row: (row.line is None or not row.line.is_concern(today), row.name))


def _actual(one: UnitRound | None, key: int) -> Decimal | None:
    return one.reached[key].actual if one and key in one.reached else None


def _chosen(rows: Sequence[IndicatorRow]) -> tuple[IndicatorRow | None, Sequence[Message]]:
    """The one asked for, or the first: what needs somebody most."""
    typed, asked = request.args.get("indicator", ""), request.args.get("indicator", type=whole_number)
    first = rows[0] if rows else None
    if not typed:
        return first, ()
    found = next((row for row in rows if row.id == asked), None)
    return (found, ()) if found else (first, (left_out(typed, _("indicators")),))


def _trend(
    place: Place, history: Sequence[UnitRound], chosen: IndicatorRow, present: Measuring | None
) -> figures.Figure | None:
    """What was reached, round by round, and what is expected of the present one."""
    reached = [_actual(one, chosen.id) for one in history]
    targets = [one.targets.get(chosen.id) for one in history]
    labels = [one.code for one in history]
    series: dict[str, Sequence[Decimal | None]] = {place.name: reached}
    line = chosen.line
    if present is not None and line is not None and (line.outlook is not None or line.target is not None):
        labels.append(present.name)
        targets.append(line.target)
        expected = line.outlook.expected.quantize(Decimal("0.01")) if line.outlook else None
        series = {place.name: [*reached, None], str(_("Expected value")): [None] * len(reached) + [expected]}
        series = {name: values for name, values in series.items() if any(v is not None for v in values)}
    url = url_or_none("evaluation.show_indicator", indicator_id=chosen.id)
    return figures.trend_figure(chosen.name, labels, series, targets, url) if series else None
