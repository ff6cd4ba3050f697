"""목록 내보내기: what the lists of evaluation are taken out as."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask import request

from app.core.access import Actor
from app.core.errors import Missing
from app.core.list_exports import ListColumn, ListExport, Value
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.sheets import Kind
from app.evaluation.queries.indicators import indicator_rows
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes.indicators import wanted_indicators
from app.evaluation.routes.results import results_shown


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


def _results(actor: Actor) -> Iterator[Sequence[Value]]:
    record = round_or_404(request.args.get("round_id", type=whole_number) or 0)
    found = results_shown(record, actor)
    if found is None:
        raise Missing(_("The results of this round are not published yet."))
    for row in found.views:
        place = row.rank or _("not ranked")
        total = Decimal(row.total) if row.total else None
        yield record.name, row.peer_group, row.department, place, row.ranked_count, total, row.grade


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
    ListExport(
        name="results",
        title=_("Results"),
        endpoint="evaluation.list_results",
        place=("round_id",),
        rows=_results,
        columns=(
            ListColumn(_("Round"), width=32),
            ListColumn(_("Peer group"), width=18),
            ListColumn(_("Department"), width=24),
            ListColumn(_("Place"), Kind.NUMBER),
            ListColumn(_("Ranked departments"), Kind.NUMBER),
            ListColumn(_("Total"), Kind.NUMBER),
            ListColumn(_("Grade")),
        ),
    ),
)
