"""Figures of the dashboard: a sentence that says what is to be seen, the drawing, and the same numbers as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.charts import bar_chart, grouped_bars, heat_map, stacked_bars
from app.core.messages import Message, _
from app.innovation.enums import Stage
from app.reports.queries.tower.evaluation import GradeDistribution, ScoringProgress
from app.reports.queries.tower.mileage import Participation
from app.reports.queries.tower.obstacles import BANDS, LevelAges

Cell = Message | str | int | Decimal | None
HALF = Decimal(50)
QUARTER = Decimal(25)
SHARES = (
    _("nobody"),
    _("under 25 percent"),
    _("25 to under 50 percent"),
    _("50 to under 75 percent"),
    _("75 percent and more"),
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the table beside a drawing."""

    label: Message
    num: bool = True

    def get(self, name: str) -> object:
        """Let the table macro read it like a mapping."""
        return getattr(self, name, None)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Everything the chart macro needs. `finding` is the sentence people remember."""

    id: str
    title: Message
    finding: Message
    json: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def overdue_figure(rows: Sequence[tuple[str, int, int]]) -> Figure:
    """Overdue reports by department."""
    title = _("Overdue progress reports by department")
    total = sum(count for _name, count, _days in rows)
    finding = _(
        "Overdue reports: %(count)s, departments: %(departments)s; %(worst)s owes the most.",
        count=total,
        departments=len(rows),
        worst=rows[0][0],
    )
    return Figure(
        id="overdue-reports",
        title=title,
        finding=finding,
        json=bar_chart(str(title), [name for name, *_rest in rows], [count for _n, count, _d in rows], sideways=True),
        columns=(_name_column(), _number(_("Overdue reports")), _number(_("Days of the longest"))),
        rows=tuple(rows),
    )


def stages_figure(counts: Sequence[tuple[Stage, int, int]], days: int) -> Figure:
    """Tasks by stage, split into those that move and those that stand still."""
    still = sum(stopped for _stage, _moving, stopped in counts)
    whole = still + sum(moving for _stage, moving, _stopped in counts)
    worst = max(counts, key=lambda row: row[2])
    if still:
        finding = _(
            "%(still)s of %(whole)s active tasks have not moved for more than %(days)s days, most in “%(stage)s”. "
            "Up to stage 4 days count from the entry into the stage, later from the last report, meeting or change.",
            still=still,
            whole=whole,
            days=days,
            stage=worst[0].label,
        )
    else:
        finding = _("None of %(whole)s active tasks stands still for more than %(days)s days.", whole=whole, days=days)
    series = {str(_("Moving")): [m for _s, m, _t in counts], str(_("Standing still")): [t for _s, _m, t in counts]}
    return Figure(
        id="stages",
        title=_("Tasks by stage"),
        finding=finding,
        json=stacked_bars(
            str(_("Tasks by stage")), [str(stage.label) for stage, *_rest in counts], series, sideways=True
        ),
        columns=(Column(label=_("Stage"), num=False), _number(_("Moving")), _number(_("Standing still"))),
        rows=tuple((stage.label, moving, stopped) for stage, moving, stopped in counts),
    )


def obstacles_figure(levels: Sequence[LevelAges]) -> Figure:
    """Unsettled obstacles by level and age."""
    total = sum(level.total for level in levels)
    old = sum(level.counts[-1] for level in levels)
    bands = [band.label for band in BANDS]
    return Figure(
        id="obstacles",
        title=_("Open obstacles by level and age"),
        finding=_("%(old)s of %(total)s open obstacles are older than 30 days.", old=old, total=total),
        json=heat_map(
            str(_("Open obstacles by level and age")),
            [str(level.level.label) for level in levels],
            [str(band) for band in bands],
            [level.counts for level in levels],
        ),
        columns=(Column(label=_("Level"), num=False), *(_number(band) for band in bands), _number(_("Together"))),
        rows=tuple((level.level.label, *level.counts, level.total) for level in levels),
    )


def scoring_figure(progress: ScoringProgress) -> Figure:
    """Sheets handed in and still expected, by evaluator."""
    people = progress.evaluators
    series = {
        str(_("Handed in")): [one.done for one in people],
        str(_("Still expected")): [max(one.expected - one.done, 0) for one in people],
    }
    unfinished = sum(one.done < one.expected for one in people)
    return Figure(
        id="scoring",
        title=_("Scoring progress of %(round)s", round=progress.name),
        finding=_(
            "%(done)s of %(expected)s sheets are in; %(people)s evaluators are not finished.",
            done=progress.done,
            expected=progress.expected,
            people=unfinished,
        ),
        json=stacked_bars(str(_("Sheets")), [one.evaluator for one in people], series, sideways=True),
        columns=(Column(label=_("Evaluator"), num=False), _number(_("Handed in")), _number(_("Expected"))),
        rows=tuple((one.evaluator, one.done, one.expected) for one in people),
    )


def grades_figure(found: GradeDistribution) -> Figure:
    """Grades given beside the quota, for each peer group."""
    away = sum(row.quota is not None and row.quota != row.given for row in found.grades)
    finding = (
        _("%(count)s grades differ from their quota, because ties share a grade.", count=away)
        if away
        else _("Every peer group keeps to its quota.")
    )
    return Figure(
        id="grades",
        title=_("Grades of %(round)s against the quota", round=found.name),
        finding=finding,
        json=_grades_drawing(found),
        columns=(
            Column(label=_("Peer group"), num=False),
            Column(label=_("Grade"), num=False),
            _number(_("Departments")),
            _number(_("Quota")),
        ),
        rows=tuple((row.group, row.grade, row.given, row.quota) for row in found.grades),
    )


def _grades_drawing(found: GradeDistribution) -> str:
    """Without any quota (fixed cuts) there is nothing to stand beside the bars."""
    title, labels = str(_("Departments")), [f"{row.group} {row.grade}" for row in found.grades]
    given = [row.given for row in found.grades]
    if all(row.quota is None for row in found.grades):
        return bar_chart(title, labels, given, sideways=True)
    quotas = [row.quota for row in found.grades]
    return grouped_bars(title, labels, {str(_("Given")): given, str(_("Quota")): quotas}, sideways=True)


def participation_figure(rows: Sequence[Participation]) -> Figure:
    """Departments by participation in mileage; the list of them all is on the board of mileage."""
    known = [row.percent for row in rows if row.percent is not None]
    low = sum(percent < HALF for percent in known)
    title = _("Departments by the share of people who earned points this year")
    found = Counter(_share_of(percent) for percent in known)
    counts = [found[place] for place in range(len(SHARES))]
    return Figure(
        id="mileage",
        title=title,
        finding=_("In %(low)s of %(all)s departments less than half of the people took part.", low=low, all=len(known)),
        json=bar_chart(str(title), [str(label) for label in SHARES], counts),
        columns=(Column(label=_("Share of people"), num=False), _number(_("Departments"))),
        rows=tuple(zip(SHARES, counts, strict=True)),
    )


def _share_of(percent: Decimal) -> int:
    """Return the place in `SHARES` a percentage belongs to."""
    return 0 if percent == 0 else min(1 + int(percent // QUARTER), len(SHARES) - 1)


def _name_column() -> Column:
    return Column(label=_("Department"), num=False)


def _number(label: Message) -> Column:
    return Column(label=label)
