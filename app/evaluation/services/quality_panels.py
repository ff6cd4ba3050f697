"""지표 품질 진단: opened by the control tower, rated by people apart, closed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.core import clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Denied
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import Composition, Indicator, QualityItem, QualityPanel, QualityRater, QualityRating
from app.evaluation.quality_events import (
    QualityPanelClosed,
    QualityPanelOpened,
    QualityRatingSaved,
    QualityRatingsHandedIn,
)
from app.evaluation.queries.indicator_quality import retired_ids
from app.evaluation.queries.quality_panels import rating_by, seat_of, unrated
from app.evaluation.rules import indicator_quality as rules
from app.evaluation.rules.indicator_quality import Rating


@dataclass(frozen=True, kw_only=True)
class QualityPanelDraft:
    """Whom the control tower asks, about which indicators (those of a round, or all that are not retired), by when."""

    year: int
    name: str
    due_on: date
    rater_ids: Sequence[int]
    round_id: int | None = None


def open_quality_panel(*, actor: Actor, draft: QualityPanelDraft) -> QualityPanel:
    """Ask people to rate indicators. Raises Invalid for too few raters, Conflict for a name the year has already."""
    policy.require(Permission.INDICATOR_EDIT, actor)
    sheets, raters = _sheets(draft.round_id), list(dict.fromkeys(draft.rater_ids))
    rules.check_opening(
        due_on=draft.due_on, today=clock.today(), raters=raters, opener=actor.id, indicators=len(sheets)
    )
    same = select(QualityPanel.id).where(QualityPanel.year == draft.year, QualityPanel.name == draft.name)
    if db.session.scalar(same) is not None:
        raise Conflict(_("There is already a panel of this name in the year."))
    panel = QualityPanel(
        year=draft.year,
        name=draft.name,
        round_id=draft.round_id,
        due_on=draft.due_on,
        opened_by_id=actor.id,
        opened_at=clock.now(),
    )
    db.session.add(panel)
    db.session.flush()
    db.session.add_all(_item(panel, sheet, position) for position, sheet in enumerate(sheets))
    db.session.add_all(QualityRater(panel_id=panel.id, person_id=person_id) for person_id in raters)
    db.session.flush()
    publish(
        QualityPanelOpened(
            actor_id=actor.id,
            quality_panel_id=panel.id,
            year=panel.year,
            indicators=len(sheets),
            rater_ids=tuple(raters),
        )
    )
    return panel


def _sheets(round_id: int | None) -> Sequence[Indicator]:
    statement = select(Indicator).order_by(Indicator.code)
    if round_id is not None:
        used = select(Composition.indicator_id).where(Composition.round_id == round_id)
        return db.session.scalars(statement.where(Indicator.id.in_(used))).all()
    retired = retired_ids()
    return [sheet for sheet in db.session.scalars(statement) if sheet.id not in retired]


def _item(panel: QualityPanel, sheet: Indicator, position: int) -> QualityItem:
    return QualityItem(
        panel_id=panel.id,
        indicator_id=sheet.id,
        indicator_version=sheet.version,
        code=sheet.code,
        name=sheet.name,
        owner_department_id=sheet.owner_department_id,
        position=position,
    )


def require_asked(panel: QualityPanel, item: QualityItem, actor: Actor) -> QualityRater:
    """Return the seat of the rater. Raises Denied for who was not asked or belongs to the department in charge."""
    seat = _seat(panel, actor)
    if item.owner_department_id in offices_of(actor):
        raise Denied(_("The indicator is that of your own department: others rate it."))
    return seat


def require_ratable(panel: QualityPanel, item: QualityItem, actor: Actor) -> None:
    """Raise Denied for who may not rate it, WrongState once the own ratings are in or the panel is closed."""
    seat = require_asked(panel, item, actor)
    rules.check_rating_open(closed=panel.closed_at is not None, handed_in=seat.handed_in_at is not None)


def _seat(panel: QualityPanel, actor: Actor) -> QualityRater:
    seat = seat_of(panel, actor.id)
    if seat is None:
        raise Denied(_("You were not asked to rate these indicators."))
    return seat


def rate_indicator(*, actor: Actor, panel: QualityPanel, item: QualityItem, rating: Rating) -> QualityRating:
    """Keep what the rater says of an indicator; it may be changed until the ratings are handed in.

    The marks are told to nobody, not even to the audit log: ratings are independent until the panel is closed.
    """
    require_ratable(panel, item, actor)
    rules.check_rating(rating)
    values: dict[str, object] = {aspect.value: mark for aspect, mark in rating.marks.items()}
    values |= {"note": rating.note, "rated_on": clock.today()}
    row = rating_by(item, actor.id)
    if row is not None:
        change_state(row, **values)
    else:
        row = QualityRating(item_id=item.id, rater_id=actor.id, **values)
        db.session.add(row)
        db.session.flush()
    publish(QualityRatingSaved(actor_id=actor.id, quality_panel_id=panel.id, indicator_id=item.indicator_id))
    return row


def hand_in_ratings(*, actor: Actor, panel: QualityPanel) -> None:
    """Hand the own ratings in; they do not change any more. Raises Refused while one is missing."""
    seat = _seat(panel, actor)
    missing = unrated(panel, actor)
    rules.check_handing_in(closed=panel.closed_at is not None, handed_in=seat.handed_in_at is not None, missing=missing)
    change_state(seat, handed_in_at=clock.now())
    given = select(func.count()).select_from(QualityRating).join(QualityItem, QualityItem.id == QualityRating.item_id)
    count = db.session.scalar(given.where(QualityItem.panel_id == panel.id, QualityRating.rater_id == actor.id)) or 0
    publish(QualityRatingsHandedIn(actor_id=actor.id, quality_panel_id=panel.id, ratings=count))


def close_quality_panel(*, actor: Actor, panel: QualityPanel, reason: str = "") -> None:
    """Close the panel: from now on its figures are shown. Ratings nobody handed in do not count.

    Raises Refused while somebody is missing and the last day is not over, Invalid without a reason for going on.
    """
    policy.require(Permission.INDICATOR_EDIT, actor)
    seats = db.session.scalars(select(QualityRater).where(QualityRater.panel_id == panel.id)).all()
    handed_in = sum(seat.handed_in_at is not None for seat in seats)
    rules.check_closing(
        closed=panel.closed_at is not None,
        missing=len(seats) - handed_in,
        due_on=panel.due_on,
        today=clock.today(),
        reason=reason,
    )
    change_state(panel, closed_at=clock.now(), closed_by_id=actor.id, close_reason=reason)
    publish(
        QualityPanelClosed(
            actor_id=actor.id,
            quality_panel_id=panel.id,
            handed_in=handed_in,
            raters=len(seats),
            reason=FreeText(reason),
        )
    )
