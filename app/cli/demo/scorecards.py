"""성과표: what perspectives and objectives weigh, and what leads to what."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core.database import db
from app.evaluation.enums import Weighing
from app.evaluation.models import Objective, Perspective
from app.evaluation.services.scorecards import WeightSetDraft, decide_weights
from app.evaluation.services.strategy_maps import link_objectives


def steps(office: Office) -> Iterator[Step]:
    """The two decisions about weights, and the map."""
    data = content("scorecard")
    for row in data["weights"]:
        yield Step(on(row["on"]), 13, partial(_decide, office, row))
    for row in data["links"]:
        yield Step(on(data["linked_on"]), 14, partial(_link, office, row))


def _decide(office: Office, row: dict[str, Any]) -> None:
    weighing = Weighing(row["weighing"])
    ids = _ids(Perspective if weighing is Weighing.PERSPECTIVE else Objective)
    draft = WeightSetDraft(
        weighing=weighing,
        valid_from=on(row["valid_from"]),
        reason=row["reason"],
        weights={ids[name]: Decimal(weight) for name, weight in row["parts"].items()},
    )
    decide_weights(actor=office.actor(TOWER), draft=draft)


def _link(office: Office, row: dict[str, Any]) -> None:
    ids = _ids(Objective)
    link_objectives(
        actor=office.actor(TOWER), cause_id=ids[row["cause"]], effect_id=ids[row["effect"]], note=row["note"]
    )


def _ids(model: type[Perspective] | type[Objective]) -> dict[str, int]:
    return dict(db.session.execute(select(model.name, model.id)).all())
