"""목록 내보내기: what the lists of evaluation are taken out as."""

from decimal import Decimal

from app.core.access import Actor
from app.core.errors import Missing
from app.core.list_exports import ListExport, Rows, columns, day, moment, number, place_given, wide, widest
from app.core.messages import _
from app.evaluation.queries.appeals import appeal_rows
from app.evaluation.queries.indicators import indicator_rows
from app.evaluation.queries.panels import panel_progress, panels_of
from app.evaluation.queries.rounds import round_or_404, round_rows
from app.evaluation.routes.indicators import wanted_indicators
from app.evaluation.routes.results import results_shown


def _indicators(_actor: Actor) -> Rows:
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


def _results(actor: Actor) -> Rows:
    record = round_or_404(place_given("round_id"))
    found = results_shown(record, actor)
    if found is None:
        raise Missing(_("The results of this round are not published yet."))
    for row in found.views:
        place = row.rank or _("not ranked")
        total = Decimal(row.total) if row.total else None
        yield record.name, row.peer_group, row.department, place, row.ranked_count, total, row.grade


def _rounds(actor: Actor) -> Rows:
    for row in round_rows(actor):
        yield row.name, row.code, row.year, row.kind, row.base_on, row.phase, row.version


def _appeals(actor: Actor) -> Rows:
    record = round_or_404(place_given("round_id"))
    for row in appeal_rows(record.id, actor):
        against = row.indicator or _("The whole result")
        yield record.name, row.department, row.code, against, row.state, row.outcome, row.filed_at


def _evaluators(_actor: Actor) -> Rows:
    record = round_or_404(place_given("round_id"))
    names = {key: panel.name for key, panel in panels_of(record.id).items() if panel.is_scored}
    for row in panel_progress(record):
        yield record.name, row.evaluator, names.get(row.indicator_id), row.done, row.expected


LISTS = (
    ListExport(
        name="indicators",
        title=_("Indicators"),
        endpoint="evaluation.list_indicators",
        rows=_indicators,
        columns=columns(
            _("Code"),
            widest(_("Indicator")),
            wide(_("Perspective")),
            widest(_("Objective")),
            _("Kind"),
            wide(_("Method")),
            number(_("Target")),
            _("Unit"),
            wide(_("Department in charge")),
            wide(_("To be completed")),
        ),
    ),
    ListExport(
        name="results",
        title=_("Results"),
        endpoint="evaluation.list_results",
        place=("round_id",),
        rows=_results,
        columns=columns(
            widest(_("Round")),
            wide(_("Peer group")),
            wide(_("Department")),
            number(_("Place")),
            number(_("Ranked departments")),
            number(_("Total")),
            _("Grade"),
        ),
    ),
    ListExport(
        name="rounds",
        title=_("Rounds of evaluation"),
        endpoint="evaluation.list_rounds",
        rows=_rounds,
        columns=columns(
            widest(_("Round")),
            _("Code"),
            number(_("Year")),
            wide(_("Kind of round")),
            day(_("Base date")),
            wide(_("Phase")),
            number(_("Published version")),
        ),
    ),
    ListExport(
        name="appeals",
        title=_("Appeals"),
        endpoint="evaluation.list_appeals",
        rows=_appeals,
        place=("round_id",),
        columns=columns(
            widest(_("Round")),
            wide(_("Department")),
            _("Code"),
            widest(_("What the appeal is against")),
            wide(_("State")),
            wide(_("Outcome")),
            moment(_("Filed on")),
        ),
    ),
    ListExport(
        name="evaluators",
        title=_("Progress of the evaluators"),
        endpoint="evaluation.list_evaluators",
        rows=_evaluators,
        place=("round_id",),
        columns=columns(
            widest(_("Round")),
            wide(_("Evaluator")),
            widest(_("Indicator")),
            number(_("Handed in")),
            number(_("Sheets expected")),
        ),
    ),
)
