"""목록 내보내기: what the lists of evaluation are taken out as."""

from collections.abc import Iterator, Sequence

from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Value
from app.core.messages import _
from app.core.sheets import Kind
from app.evaluation.queries.indicators import indicator_rows
from app.evaluation.routes.indicators import wanted_indicators


def _indicators(_actor: Actor) -> Iterator[Sequence[Value]]:
    for row in indicator_rows(*wanted_indicators()):
        yield (
            row.code,
            row.name,
            row.perspective,
            row.objective,
            row.kind,
            row.method,
            row.target,
            row.unit,
            row.owner,
            None if row.has_evidence else _("no evidence named"),
        )


LISTS = (
    ListExport(
        name="indicators",
        title=_("Indicators"),
        endpoint="evaluation.list_indicators",
        rows=_indicators,
        columns=(
            ListColumn(_("Code")),
            ListColumn(_("Indicator"), width=44),
            ListColumn(_("Perspective"), width=18),
            ListColumn(_("Objective"), width=32),
            ListColumn(_("Kind")),
            ListColumn(_("Method"), width=18),
            ListColumn(_("Target"), Kind.NUMBER),
            ListColumn(_("Unit")),
            ListColumn(_("Department in charge"), width=24),
            ListColumn(_("To be completed"), width=24),
        ),
    ),
)
