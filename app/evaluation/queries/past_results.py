"""Results of past years as they were published."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core.database import db
from app.core.figures import bare
from app.evaluation.enums import MeasureState, Phase
from app.evaluation.models import EvaluationRound, Publication
from app.evaluation.queries.releases import newest, released
from app.evaluation.rules.methods.reading import to_number

VISIBLE = (Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL)
PastResults = Mapping[int, Mapping[str, Mapping[str, str]]]
"""{indicator id: {department id: {year: figure}}}"""


def published_results(first_year: int, last_year: int) -> PastResults:
    """Return what each department reached by each indicator, by year, in one statement.

    Of each year the published round with the latest base date counts, in its newest released version. A panel's result is its
    score. What was not handed in, not due or not applicable is no result, and a grade is no number: both are left out.
    """
    statement = (
        select(EvaluationRound.year, Publication.snapshot)
        .join(Publication, Publication.round_id == EvaluationRound.id)
        .where(
            Publication.id.in_(newest(released())),
            EvaluationRound.year.between(first_year, last_year),
            EvaluationRound.phase.in_(VISIBLE),
        )
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    by_year = {str(year): text for year, text in db.session.execute(statement)}
    found: dict[int, dict[str, dict[str, str]]] = {}
    for year, text in by_year.items():
        for department in json.loads(text)["departments"]:
            for line in department["lines"]:
                figure = _figure(line)
                if figure is not None:
                    unit = str(department["department_id"])
                    found.setdefault(line["indicator_id"], {}).setdefault(unit, {})[year] = bare(figure)
    return found


def _figure(line: Mapping[str, Any]) -> Decimal | None:
    if line["state"] != MeasureState.VALUE.value:
        return None
    return to_number(line["score"] if line["actual"] is None else line["actual"])
