"""5S 지수 점검: whether the kept figures are those their last run has hashed (`flask check`)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.database import db
from app.core.messages import Message, _
from app.core.snapshots import fingerprint
from app.voice.enums.five_s import FiveSPart
from app.voice.models.five_s import FiveSFigure, FiveSRule, FiveSRun
from app.voice.queries.five_s import rule_of
from app.voice.rules.five_s_plain import plain_rule


def check_index() -> Iterator[Message]:
    """Yield a sentence for every year whose figures, hashed anew, are not those of its last run."""
    later = aliased(FiveSRun)
    last = select(func.max(later.number)).where(later.year == FiveSRun.year).scalar_subquery()
    runs = select(FiveSRun, FiveSRule).join(FiveSRule, FiveSRule.id == FiveSRun.rule_id).where(FiveSRun.number == last)
    for run, rule in db.session.execute(runs.order_by(FiveSRun.year)):
        hashed = {"year": run.year, "rule": plain_rule(rule_of(rule)), "departments": _figures(run.year)}
        if fingerprint(hashed) != run.sha256:
            yield _("The figures of the 5S index of %(year)s are not those that were reckoned last.", year=run.year)


def _figures(year: int) -> dict[int, dict[str, Any]]:
    """Return the figures of a year as the run has hashed them."""
    found: dict[int, dict[str, Any]] = {}
    for one in db.session.scalars(select(FiveSFigure).where(FiveSFigure.year == year)):
        of_unit = found.setdefault(one.department_id, {})
        of_unit[one.part.value] = {"score": one.score, "n": one.n, "sources": one.sources}
        if one.part is FiveSPart.TOTAL:
            of_unit["is_ranked"] = one.is_ranked
    return found
