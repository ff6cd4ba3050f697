"""Panels on the quality of indicators and the sunset list, made through the real services."""

from datetime import timedelta

from app.core import clock
from app.core.database import db
from app.evaluation.enums import QualityAspect
from app.evaluation.models import QualityItem
from app.evaluation.rules.indicator_quality import Rating
from app.evaluation.services import quality_panels as services
from app.evaluation.services.quality_panels import QualityPanelDraft

WORDS = "작년과 같은 일로도 이룰 수 있다."


def a_panel(cast, *raters, year=2026, name="정기 진단", days=7, **changes):
    """A panel of 문, 양 and 신 about every indicator, unless told otherwise."""
    people = raters or (cast.moon, cast.yang, cast.shin)
    draft = QualityPanelDraft(
        year=year,
        name=name,
        due_on=clock.today() + timedelta(days=days),
        rater_ids=[person.id for person in people],
        **changes,
    )
    return services.open_quality_panel(actor=cast.choi, draft=draft)


def items_of(panel):
    """The indicators of a panel in their order."""
    return db.session.query(QualityItem).filter_by(panel_id=panel.id).order_by(QualityItem.position).all()


def rate(actor, panel, item, *marks, note=WORDS):
    """Marks in the order of the aspects."""
    rating = Rating(marks=dict(zip(QualityAspect, marks, strict=True)), note=note)
    return services.rate_indicator(actor=actor, panel=panel, item=item, rating=rating)


def rated_and_closed(cast, panel, *marks):
    """Everybody rates every indicator with the same marks, one row of marks per rater, and choi closes."""
    for actor, given in zip((cast.moon, cast.han, cast.shin), marks, strict=True):
        for item in items_of(panel):
            rate(actor, panel, item, *given)
        services.hand_in_ratings(actor=actor, panel=panel)
    services.close_quality_panel(actor=cast.choi, panel=panel)
    return panel
