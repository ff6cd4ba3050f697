"""Reads about the 5S index: rules, runs, figures, rankings inside peer groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.values import Value
from app.organization.models import Department, PeerGroup
from app.voice.enums.five_s import FIVE_S, FiveSPart, FiveSShown
from app.voice.models.five_s import FiveSFigure, FiveSPublication, FiveSRule, FiveSRun, FiveSShowing
from app.voice.rules.five_s import IndexRule, IndexScore, PartScore, index_of, ranking
from app.voice.rules.five_s_plain import part_from, rule_from


def rule_row(year: int, *, locked: bool = False) -> FiveSRule | None:
    """Return the version of the rules that holds for a year; with `locked` no other run of it goes on meanwhile."""
    statement = select(FiveSRule).where(FiveSRule.year == year).order_by(FiveSRule.version.desc()).limit(1)
    return db.session.scalar(statement.with_for_update() if locked else statement)


def rule_of(row: FiveSRule) -> IndexRule:
    """Return the rule a version holds."""
    return rule_from(row.weights, row.sources, row.least)


def rule_or_404(rule_id: int) -> FiveSRule:
    """Return a version of the rules. Raises `Missing`."""
    row = db.session.get(FiveSRule, rule_id)
    if row is None:
        raise Missing(_("There is no such version of the rules."))
    return row


def last_run(year: int) -> FiveSRun | None:
    """Return the last run of a year that changed something."""
    return db.session.scalar(select(FiveSRun).where(FiveSRun.year == year).order_by(FiveSRun.number.desc()).limit(1))


def publication_of(year: int) -> FiveSPublication | None:
    """Return how a year was settled; None as long as it is open."""
    return db.session.scalar(select(FiveSPublication).where(FiveSPublication.year == year))


def years_with_rules() -> tuple[int, ...]:
    """Return the years that have rules, the last first."""
    return tuple(db.session.scalars(select(FiveSRule.year).distinct().order_by(FiveSRule.year.desc())))


def shown_now() -> FiveSShown:
    """Return what the public may read; nothing as long as nobody has ticked anything."""
    row = db.session.scalar(select(FiveSShowing).order_by(FiveSShowing.id.desc()).limit(1))
    return FiveSShown.NOTHING if row is None else row.shown


@dataclass(frozen=True, kw_only=True)
class YearState:
    """Where a year stands: its rules, its last run, who reckoned it, and whether it is settled."""

    year: int
    rule: FiveSRule | None
    run: FiveSRun | None
    publication: FiveSPublication | None

    @property
    def is_example(self) -> bool:
        """Whether the year is reckoned from made-up records."""
        return self.rule is not None and self.rule.is_example


def year_state(year: int) -> YearState:
    """Return where a year stands: one statement."""
    latest = select(func.max(FiveSRule.version)).where(FiveSRule.year == year).scalar_subquery()
    last = select(func.max(FiveSRun.number)).where(FiveSRun.year == year).scalar_subquery()
    row = db.session.execute(
        select(FiveSRule, FiveSRun, FiveSPublication)
        .outerjoin(FiveSRun, (FiveSRun.year == FiveSRule.year) & (FiveSRun.number == last))
        .outerjoin(FiveSPublication, FiveSPublication.year == FiveSRule.year)
        .where(FiveSRule.year == year, FiveSRule.version == latest)
    ).one_or_none()
    rule, run, publication = row or (None, None, None)
    return YearState(year=year, rule=rule, run=run, publication=publication)


@dataclass(frozen=True)
class RuleEdition:
    """A version of the rules as their list shows it."""

    id: int
    year: int
    version: int
    least: int
    is_example: bool
    reason: str
    by: str
    at: datetime


def rule_editions(year: int) -> Sequence[RuleEdition]:
    """Return the versions of a year, the last first."""
    statement = (
        select(
            FiveSRule.id,
            FiveSRule.year,
            FiveSRule.version,
            FiveSRule.least,
            FiveSRule.is_example,
            FiveSRule.reason,
            Person.name,
            FiveSRule.created_at,
        )
        .join(Person, Person.id == FiveSRule.created_by_id)
        .where(FiveSRule.year == year)
        .order_by(FiveSRule.version.desc())
    )
    return [RuleEdition(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """A department of a year: its scores by part, the ids of their figures, its place in its peer group."""

    department_id: int
    department: str
    peer_group_id: int | None
    peer_group: str
    scores: Mapping[FiveSPart, Decimal | None]
    figure_ids: Mapping[FiveSPart, int]
    rank: int | None
    ranked_count: int

    @property
    def total(self) -> Decimal | None:
        """The index."""
        return self.scores.get(FiveSPart.TOTAL)

    @property
    def has_figure(self) -> bool:
        """Whether anything is known of the department."""
        return any(score is not None for score in self.scores.values())


@dataclass(frozen=True, kw_only=True)
class _Unit:
    name: str
    group_id: int | None
    group: str
    group_position: int
    position: int


def heat_rows(year: int) -> Sequence[HeatRow]:
    """Return the departments of a year by peer group and place, those without a place last: one statement."""
    statement = (
        select(
            FiveSFigure.department_id,
            FiveSFigure.part,
            FiveSFigure.score,
            FiveSFigure.is_ranked,
            FiveSFigure.id,
            FiveSFigure.peer_group_id,
            Department.name,
            Department.position,
            PeerGroup.name,
            PeerGroup.position,
        )
        .join(Department, Department.id == FiveSFigure.department_id)
        .outerjoin(PeerGroup, PeerGroup.id == FiveSFigure.peer_group_id)
        .where(FiveSFigure.year == year)
        .order_by(FiveSFigure.department_id)
    )
    units: dict[int, _Unit] = {}
    scores: dict[int, dict[FiveSPart, Decimal | None]] = {}
    ids: dict[int, dict[FiveSPart, int]] = {}
    ranked: dict[int, bool] = {}
    for unit, part, score, is_ranked, figure_id, group_id, name, position, group, group_position in db.session.execute(
        statement
    ):
        units[unit] = _Unit(
            name=name,
            group_id=group_id,
            group=group or "",
            group_position=-1 if group_position is None else group_position,
            position=position,
        )
        scores.setdefault(unit, {})[part] = score
        ids.setdefault(unit, {})[part] = figure_id
        ranked[unit] = ranked.get(unit, False) or is_ranked
    return _placed(units, scores, ids, ranked)


def _placed(
    units: Mapping[int, _Unit],
    scores: Mapping[int, Mapping[FiveSPart, Decimal | None]],
    ids: Mapping[int, Mapping[FiveSPart, int]],
    ranked: Mapping[int, bool],
) -> Sequence[HeatRow]:
    groups: dict[tuple[int, int | None], list[int]] = {}
    for unit, one in sorted(units.items(), key=lambda pair: (pair[1].position, pair[0])):
        groups.setdefault((one.group_position, one.group_id), []).append(unit)
    rows = []
    for _key, members in sorted(groups.items(), key=lambda pair: pair[0][0]):
        placed = ranking({unit: (scores[unit].get(FiveSPart.TOTAL), ranked[unit]) for unit in members})
        count = sum(1 for one in placed if one.rank is not None)
        by_place = {one.department_id: one.rank for one in placed}
        ordered = sorted(members, key=lambda unit: (by_place[unit] is None, by_place[unit] or 0, units[unit].position))
        rows += [
            HeatRow(
                department_id=unit,
                department=units[unit].name,
                peer_group_id=units[unit].group_id,
                peer_group=units[unit].group,
                scores=scores[unit],
                figure_ids=ids[unit],
                rank=by_place[unit],
                ranked_count=count,
            )
            for unit in ordered
        ]
    return rows


@dataclass(frozen=True, kw_only=True)
class DepartmentYear:
    """A year of a department: its scores, and (for the year that is looked at) everything they were made of."""

    year: int
    scores: Mapping[FiveSPart, Decimal | None]
    figure_ids: Mapping[FiveSPart, int]
    index: IndexScore | None = None


def department_years(department_id: int, opened: int | None = None) -> Sequence[DepartmentYear]:
    """Return the years of a department, oldest first; `opened` with what its scores were made of: one statement."""
    statement = (
        select(FiveSFigure, FiveSRule)
        .join(FiveSRun, FiveSRun.id == FiveSFigure.run_id)
        .join(FiveSRule, FiveSRule.id == FiveSRun.rule_id)
        .where(FiveSFigure.department_id == department_id)
        .order_by(FiveSFigure.year)
    )
    by_year: dict[int, list[tuple[FiveSFigure, FiveSRule]]] = {}
    for figure, rule in db.session.execute(statement):
        by_year.setdefault(figure.year, []).append((figure, rule))
    return [
        DepartmentYear(
            year=year,
            scores={figure.part: figure.score for figure, _rule in found},
            figure_ids={figure.part: figure.id for figure, _rule in found},
            index=_index_of(found) if year == opened else None,
        )
        for year, found in by_year.items()
    ]


def _index_of(found: Sequence[tuple[FiveSFigure, FiveSRule]]) -> IndexScore:
    rule = rule_of(found[0][1])
    sources = {figure.part.value: figure.sources for figure, _rule in found}
    parts = [
        part_from(value, rule.weights[value], sources[value.value])
        for value in FIVE_S
        if rule.weights.get(value) and value.value in sources
    ]
    return index_of(parts, rule.least)


def indexes_of(year: int, department_ids: Sequence[int]) -> dict[int, IndexScore]:
    """Return what the scores of several departments were made of: one statement."""
    statement = (
        select(FiveSFigure, FiveSRule)
        .join(FiveSRun, FiveSRun.id == FiveSFigure.run_id)
        .join(FiveSRule, FiveSRule.id == FiveSRun.rule_id)
        .where(FiveSFigure.year == year, FiveSFigure.department_id.in_(department_ids))
    )
    by_unit: dict[int, list[tuple[FiveSFigure, FiveSRule]]] = {}
    for figure, rule in db.session.execute(statement):
        by_unit.setdefault(figure.department_id, []).append((figure, rule))
    return {unit: _index_of(found) for unit, found in by_unit.items()}


@dataclass(frozen=True, kw_only=True)
class FigureView:
    """One figure with what it was made of, the run that made it and the rules of that run."""

    figure: FiveSFigure
    department: str
    rule: FiveSRule
    run: FiveSRun
    part: PartScore


def figure_or_404(figure_id: int) -> FigureView:
    """Return an S of a department with its rows. Raises `Missing`, also for the index itself: it is its department's page."""
    row = db.session.execute(
        select(FiveSFigure, FiveSRule, FiveSRun, Department.name)
        .join(FiveSRun, FiveSRun.id == FiveSFigure.run_id)
        .join(FiveSRule, FiveSRule.id == FiveSRun.rule_id)
        .join(Department, Department.id == FiveSFigure.department_id)
        .where(FiveSFigure.id == figure_id, FiveSFigure.part != FiveSPart.TOTAL)
    ).one_or_none()
    if row is None:
        raise Missing(_("There is no such figure."))
    figure, rule, run, name = row
    value = Value(figure.part.value)
    part = part_from(value, rule_of(rule).weights[value], figure.sources)
    return FigureView(figure=figure, department=name, rule=rule, run=run, part=part)
