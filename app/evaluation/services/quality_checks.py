"""지표 점검 in the checklist of a round in planning: what is to be mended, without holding the round up."""

from collections.abc import Iterable

from app.core.messages import _
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.indicator_quality import quality_rows
from app.evaluation.services.check_items import CheckItem


def quality_items(record: EvaluationRound) -> Iterable[CheckItem]:
    """Yield one line about the indicators of the round; past publications are looked at on the page of quality only."""
    found = [row for row in quality_rows(record.year, record.id, with_past=False) if row.findings]
    count = sum(len(row.findings) for row in found)
    yield CheckItem(
        label=_("The indicators are in order"),
        met=not found,
        hint=_("%(count)s things are to be mended at %(indicators)s indicators.", count=count, indicators=len(found)),
        is_required=False,
    )
