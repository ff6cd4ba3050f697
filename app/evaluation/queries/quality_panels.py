"""Reads about panels that rate indicators. Nobody reads ratings of others before the panel is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from app.accounts.models import Person
from app.core.access import Actor, Role, offices_of
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import QualityAspect
from app.evaluation.models import EvaluationRound, QualityItem, QualityPanel, QualityRater, QualityRating
from app.evaluation.queries.rows import rows_as
from app.evaluation.rules.indicator_quality import AspectFigure, Rating, aspect_figures


@dataclass(frozen=True, kw_only=True)
class PanelRow:
    """One line of the list of panels."""

    id: int
    year: int
    name: str
    due_on: date
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RaterRow:
    """A rater, and when the ratings were handed in."""

    person_id: int
    name: str
    handed_in_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """An indicator of a panel. `figures` and `notes` are empty until the panel is closed; `own` is the reader's rating.

    The same words of several raters stand there once.
    """

    item: QualityItem
    own: Rating | None
    is_own_office: bool
    figures: Mapping[QualityAspect, AspectFigure]
    notes: Sequence[str]


def panel_rows(actor: Actor) -> Sequence[PanelRow]:
    """Return the panels the actor may open, the newest first."""
    statement = (
        select(QualityPanel.id, QualityPanel.year, QualityPanel.name, QualityPanel.due_on, QualityPanel.closed_at)
        .where(_readable(actor))
        .order_by(QualityPanel.year.desc(), QualityPanel.id.desc())
    )
    return rows_as(PanelRow, statement)


def _readable(actor: Actor) -> ColumnElement[bool]:
    """Closed panels are everybody's; an open one is its raters', the control tower's and the auditor's."""
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return QualityPanel.id.is_not(None)
    mine = select(QualityRater.panel_id).where(QualityRater.person_id == actor.id)
    return or_(QualityPanel.closed_at.is_not(None), QualityPanel.id.in_(mine))


def panel_or_404(panel_id: int, actor: Actor) -> QualityPanel:
    """Return a panel the actor may open. Raises Missing."""
    found = db.session.scalar(select(QualityPanel).where(QualityPanel.id == panel_id, _readable(actor)))
    if found is None:
        raise Missing(_("There is no such panel on indicators."))
    return found


def item_or_404(panel: QualityPanel, item_id: int) -> QualityItem:
    """Return an indicator of the panel. Raises Missing."""
    statement = select(QualityItem).where(QualityItem.id == item_id, QualityItem.panel_id == panel.id)
    found = db.session.scalar(statement)
    if found is None:
        raise Missing(_("The panel has no such indicator."))
    return found


def seat_of(panel: QualityPanel, person_id: int) -> QualityRater | None:
    """Return the seat of a person in the panel, if they have one."""
    return db.session.scalar(
        select(QualityRater).where(QualityRater.panel_id == panel.id, QualityRater.person_id == person_id)
    )


def raters_of(panel: QualityPanel) -> Sequence[RaterRow]:
    """Return who was asked, in the order of their names."""
    statement = (
        select(QualityRater.person_id, Person.name, QualityRater.handed_in_at)
        .join(Person, Person.id == QualityRater.person_id)
        .where(QualityRater.panel_id == panel.id)
        .order_by(Person.name, Person.id)
    )
    return rows_as(RaterRow, statement)


def item_rows(panel: QualityPanel, actor: Actor) -> Sequence[ItemRow]:
    """Return the indicators with the reader's own ratings and, once the panel is closed, everybody's figures."""
    items = db.session.scalars(
        select(QualityItem).where(QualityItem.panel_id == panel.id).order_by(QualityItem.position, QualityItem.id)
    ).all()
    statement = (
        select(QualityRating)
        .join(QualityItem, QualityItem.id == QualityRating.item_id)
        .where(QualityItem.panel_id == panel.id)
        .order_by(QualityRating.note, QualityRating.id)
    )
    statement = statement.where(_handed_in() if panel.closed_at is not None else QualityRating.rater_id == actor.id)
    given: dict[int, list[QualityRating]] = {}
    for rating in db.session.scalars(statement):
        given.setdefault(rating.item_id, []).append(rating)
    offices = offices_of(actor)
    return [_item(panel, item, given.get(item.id, []), actor, offices) for item in items]


def _handed_in() -> ColumnElement[bool]:
    """Ratings, joined with their item, that were handed in: only these count."""
    return exists(
        select(1).where(
            QualityRater.panel_id == QualityItem.panel_id,
            QualityRater.person_id == QualityRating.rater_id,
            QualityRater.handed_in_at.is_not(None),
        )
    ).correlate(QualityItem, QualityRating)


def _item(
    panel: QualityPanel, item: QualityItem, ratings: Sequence[QualityRating], actor: Actor, offices: frozenset[int]
) -> ItemRow:
    own = next((rating_of(row) for row in ratings if row.rater_id == actor.id), None)
    figures = aspect_figures([rating_of(row).marks for row in ratings]) if panel.closed_at is not None else {}
    shown = any(figure.mean is not None for figure in figures.values())
    return ItemRow(
        item=item,
        own=own,
        is_own_office=item.owner_department_id in offices,
        figures=figures,
        notes=list(dict.fromkeys(row.note for row in ratings if row.note)) if shown else [],
    )


def rating_of(row: QualityRating) -> Rating:
    """Return a rating as the rules read it."""
    return Rating(marks={aspect: getattr(row, aspect.value) for aspect in QualityAspect}, note=row.note)


def rating_by(item: QualityItem, person_id: int) -> QualityRating | None:
    """Return what a rater has said of an indicator so far."""
    return db.session.scalar(
        select(QualityRating).where(QualityRating.item_id == item.id, QualityRating.rater_id == person_id)
    )


def round_choices() -> Sequence[tuple[int, str]]:
    """Return the rounds whose indicators can be looked at, the newest first, as (id, name)."""
    statement = select(EvaluationRound.id, EvaluationRound.name).order_by(
        EvaluationRound.base_on.desc(), EvaluationRound.id.desc()
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def newest_figures() -> Mapping[int, Mapping[QualityAspect, AspectFigure]]:
    """Return the figures of the panel that was closed last, by indicator; none before one was closed."""
    last = (
        select(QualityPanel.id)
        .where(QualityPanel.closed_at.is_not(None))
        .order_by(QualityPanel.closed_at.desc(), QualityPanel.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    aspects = list(QualityAspect)
    statement = (
        select(QualityItem.indicator_id, *(getattr(QualityRating, aspect.value) for aspect in aspects))
        .join(QualityRating, QualityRating.item_id == QualityItem.id)
        .where(QualityItem.panel_id == last, _handed_in())
    )
    marks: dict[int, list[dict[QualityAspect, int]]] = {}
    for indicator_id, *given in db.session.execute(statement):
        marks.setdefault(indicator_id, []).append(dict(zip(aspects, given, strict=True)))
    return {indicator_id: aspect_figures(rows) for indicator_id, rows in marks.items()}


def unrated(panel: QualityPanel, actor: Actor) -> int:
    """Count the indicators the rater has still to rate; those of the own office are not among them."""
    rated = select(QualityRating.item_id).where(QualityRating.rater_id == actor.id)
    owner = QualityItem.owner_department_id
    statement = (
        select(func.count())
        .select_from(QualityItem)
        .where(
            QualityItem.panel_id == panel.id,
            QualityItem.id.not_in(rated),
            or_(owner.is_(None), owner.not_in(offices_of(actor))),
        )
    )
    return db.session.scalar(statement) or 0
