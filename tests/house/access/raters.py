"""Rounds with a panel in planning, measuring and calibration."""

from app.core.database import transaction
from app.evaluation.enums import Phase
from tests.factories.evaluation import advance, assign, make_panel, make_round


def build(cast) -> dict[str, int]:
    with transaction():
        panel = make_panel(cast.choi)
        found = {}
        for name, phase in (
            ("planning", Phase.PLANNING),
            ("measuring", Phase.MEASURING),
            ("calibrating", Phase.CALIBRATION),
        ):
            record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil], code=name)
            if phase is Phase.CALIBRATION:
                advance_with_panel(cast, record, panel)
            else:
                advance(cast.choi, record, phase)
            found[name] = record.id
    return {**found, "panel": panel.id, "moon": cast.moon.id}


def advance_with_panel(cast, record, panel):
    """Scoring opens with an evaluator at least."""
    assign(cast.choi, record, panel, cast.moon)
    advance(cast.choi, record, Phase.CALIBRATION)
