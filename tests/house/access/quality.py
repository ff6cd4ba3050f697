"""What the matrix of quality acts on: 문, 양 and 신 rate an indicator of 교통과; a round reads a named source."""

from app.core.database import transaction
from app.evaluation.enums import Phase
from tests.factories.evaluation import advance, make_indicator, make_round
from tests.factories.quality import a_panel, items_of


def build(cast):
    with transaction():
        indicator = make_indicator(cast.choi, "A1", owner_department_id=cast.traffic)
        counted = make_indicator(cast.choi, "N1", named_source="innovation.closed_tasks")
        measuring = make_round(cast.choi, [(counted, 100)], [cast.traffic, cast.civil], code="M")
        advance(cast.choi, measuring, Phase.MEASURING)
        panel = a_panel(cast)
        item = items_of(panel)[0]
    return {
        "indicator": indicator.id,
        "measuring": measuring.id,
        "panel": panel.id,
        "item": item.id,
        "traffic": cast.traffic,
    }
