"""Rounds of 교통과 in each phase that matters: planning, measuring, scoring, calibration and published."""

from app.core.database import transaction
from app.evaluation.enums import Phase
from tests.factories.evaluation import (
    advance,
    assign,
    combined,
    enter,
    make_indicator,
    make_panel,
    make_round,
    published_round,
)


def build(cast) -> dict[str, int]:
    with transaction():
        indicator, panel = make_indicator(cast.choi, "A1"), make_panel(cast.choi, "Q1")
        members = [cast.traffic, cast.civil]
        planning = make_round(cast.choi, [(indicator, 100)], members, code="P")
        measuring = make_round(cast.choi, [(indicator, 100)], members, code="M")
        advance(cast.choi, measuring, Phase.MEASURING)
        (measure,) = enter(cast.kang, measuring, cast.traffic, {indicator.id: 80})
        scoring = make_round(cast.choi, [(panel, 100)], members, code="S")
        assign(cast.choi, scoring, panel, cast.moon, cast.yang)
        advance(cast.choi, scoring, Phase.SCORING)
        calibrating = make_round(cast.choi, [(indicator, 100)], members, code="C")
        advance(cast.choi, calibrating, Phase.CALIBRATION)
        published = published_round(cast)
        combination = combined(cast.choi, published)
    return {
        "indicator": indicator.id,
        "panel": panel.id,
        "measure": measure.id,
        "planning": planning.id,
        "measuring": measuring.id,
        "scoring": scoring.id,
        "calibrating": calibrating.id,
        "published": published.id,
        "combination": combination.id,
        "traffic": cast.traffic,
        "civil": cast.civil,
    }
