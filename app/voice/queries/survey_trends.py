"""설문 추이: the scores of closed waves one after another, of the whole, a department, or each customer group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.charts import trend_chart
from app.core.messages import Message, _
from app.voice.queries.survey_results import WaveFigures
from app.voice.rules.survey_conversion import shown

PAIR = 2
"""A trend has two points at least."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure for `chart`: Plotly JSON, its finding, and the rows of its twin."""

    json: str
    finding: Message
    rows: Sequence[Sequence[str | int | Decimal | None]]


@dataclass(frozen=True, kw_only=True)
class GroupTrend(Chart):
    """The trend of several groups: a line for each over the same waves."""

    waves: Sequence[str]
    lines: Mapping[str, Sequence[Decimal | None]] = field(default_factory=dict)


def trend_of(every: Sequence[WaveFigures], department_id: int | None) -> Chart | None:
    """Return the scores of the waves one after another; None where fewer than two have one."""
    points = [(one.wave.name, shown(one.score(department_id)), one.answers(department_id)) for one in every]
    scores = [score for _name, score, _n in points if score is not None]
    if len(scores) < PAIR:
        return None
    labels = [name for name, _score, _n in points]
    json = trend_chart(
        str(_("Score by wave")), labels, {str(_("Score of 100")): [score for _name, score, _n in points]}
    )
    return Chart(json=json, finding=_change_of(scores), rows=[(name, score, n) for name, score, n in points])


def group_trend_of(every: Sequence[WaveFigures], names: Mapping[int, str]) -> GroupTrend | None:
    """Return the scores of each customer group over the waves that show any; None where no group has two.

    A wave gives of a group what its own page shows: where too few answered, or the rest would tell a small group, there
    is a gap. The groups of a wave are never crossed with its departments, so this is the trend of the whole only.
    """
    waves = [one for one in every if any(one.results.groups)]
    found = {key for one in waves for key, figure in one.results.groups.items() if key and figure}
    figures = {
        names[key]: [one.of_group(key) for one in waves]
        for key in sorted(found, key=lambda key: (names.get(key, ""), key))
        if key in names
    }
    lines = {name: [shown(one.score) if one else None for one in row] for name, row in figures.items()}
    lines = {name: row for name, row in lines.items() if sum(score is not None for score in row) >= PAIR}
    if not lines:
        return None
    labels = [one.wave.name for one in waves]
    return GroupTrend(
        json=trend_chart(str(_("Score by wave and customer group")), labels, lines),
        finding=_widest_change(lines),
        rows=[
            (label, name, score, figure.answers if figure else None)
            for at, label in enumerate(labels)
            for name, score, figure in ((name, row[at], figures[name][at]) for name, row in lines.items())
        ],
        waves=labels,
        lines=lines,
    )


def _widest_change(lines: Mapping[str, Sequence[Decimal | None]]) -> Message:
    """Say which group has changed most from its first score to its last."""
    scored = {name: [score for score in row if score is not None] for name, row in lines.items()}
    name = max(scored, key=lambda one: abs(scored[one][-1] - scored[one][0]))
    first, last = scored[name][0], scored[name][-1]
    if first == last:
        return _("No customer group has changed.")
    return _(
        "Changed most: %(name)s, from %(first)s to %(last)s (%(change)s).",
        name=name,
        first=first,
        last=last,
        change=_signed(last - first),
    )


def _change_of(scores: Sequence[Decimal]) -> Message:
    """Say how the last score stands against the one before, and against the first where that is another one."""
    last, change = scores[-1], scores[-1] - scores[-2]
    if len(scores) > PAIR:
        return _(
            "The last wave has %(last)s: %(change)s against the one before, %(all)s against the first.",
            last=last,
            change=_signed(change),
            all=_signed(last - scores[0]),
        )
    if not change:
        return _("It stands at %(last)s as before.", last=last)
    if change > 0:
        return _("From %(first)s to %(last)s: up by %(change)s.", first=scores[0], last=last, change=change)
    return _("From %(first)s to %(last)s: down by %(change)s.", first=scores[0], last=last, change=-change)


def _signed(change: Decimal) -> str:
    return f"{change:+f}".replace("-", "−") if change else "±0"
