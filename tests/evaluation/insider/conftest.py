"""What insiders try to change: a round that is scored and calibrated, and one that is published."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.core.snapshots import canonical_json
from app.evaluation.enums import AdjustmentKind, Phase
from app.evaluation.models import EvaluationRound
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.publications import publish_round, snapshot
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import (
    advance,
    approve,
    assign,
    enter,
    make_indicator,
    make_panel,
    make_round,
    score,
)


@dataclass(frozen=True)
class Scene:
    """A round with everything in it that can be changed, and the ids insiders aim at."""

    round_id: int
    indicator: int
    panel: int
    department: int

    @property
    def record(self):
        """The round, read anew."""
        return db.session.get_one(EvaluationRound, self.round_id)

    def figures(self):
        """Everything the round says now, as one text."""
        with transaction():
            return canonical_json(
                snapshot(self.record, compute_round(self.record), version=0, correction_reason="")
            ).decode()


def _scored(cast, code):
    counted, panel = make_indicator(cast.choi, f"{code}-A"), make_panel(cast.choi, f"{code}-Q")
    record = make_round(cast.choi, [(counted, 70), (panel, 30)], [cast.traffic, cast.civil], code=code)
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {counted.id: 90})
    approve(cast.lee, record, cast.traffic)
    enter(cast.seo, record, cast.civil, {counted.id: 80})
    approve(cast.yoon, record, cast.civil)
    assign(cast.choi, record, panel, cast.moon)
    advance(cast.choi, record, Phase.SCORING)
    score(cast.moon, record, panel, cast.traffic, 70, 80)
    score(cast.moon, record, panel, cast.civil, 60, 90)
    advance(cast.choi, record, Phase.CALIBRATION)
    points = AdjustmentDraft(
        department_id=cast.civil,
        kind=AdjustmentKind.BONUS,
        item="가점",
        source="수상 1",
        points=Decimal("0.5"),
        reason="정부혁신 경진대회 수상",
    )
    adjust_points(actor=cast.choi, record=record, draft=points)
    return Scene(record.id, counted.id, panel.id, cast.traffic)


@pytest.fixture
def closed(cast, app):
    """Measuring and scoring are over, nothing is published."""
    with transaction():
        return _scored(cast, "2026-C")


@pytest.fixture
def published(cast, app):
    """The same, published."""
    with transaction():
        scene = _scored(cast, "2026-P")
        publish_round(actor=cast.choi, record=scene.record)
        return scene


@pytest.fixture(params=["closed", "published"])
def scene(request):
    """Either of them."""
    return request.getfixturevalue(request.param)
