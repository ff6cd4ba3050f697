"""The scorecard with a link, a round in planning, and a published one to take over."""

from decimal import Decimal

from app.core.database import transaction
from app.evaluation.services.places import Place, place_named
from app.evaluation.services.strategy_maps import link_objectives
from tests.factories.evaluation import make_indicator, make_round


def build(cast) -> dict[str, int]:
    with transaction():
        first = place_named(Place(perspective="고객", objective="친절", strategic_goal="체감"), actor=cast.choi)
        second = place_named(Place(perspective="성장", objective="배움"), actor=cast.choi)
        indicator = make_indicator(cast.choi, "A1", target=Decimal(90))
        planning = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil], code="P")
        link = link_objectives(actor=cast.choi, cause_id=second[1] or 0, effect_id=first[1] or 0, note="배우면 낫다")
    return {"indicator": indicator.id, "planning": planning.id, "link": link.id}
