"""목록 내보내기: batches for HR, and the lists behind the figures of the dashboard."""

from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, every_page, moment, number, points, wide, widest
from app.core.messages import _
from app.core.pages import Page
from app.organization.queries import department_names
from app.reports.queries.incentive_handovers import PLAIN, Standing, standings_of
from app.reports.queries.incentives import BatchRow, list_batches
from app.reports.queries.tower.carriers import MOST, carriers
from app.reports.queries.tower.choices import choices_for
from app.reports.queries.tower.mileage import participation_by_department
from app.reports.routes.scopes import read_scope
from app.reports.routes.tower.lists import rows_of_share, wanted_department, wanted_share


def _batches(_actor: Actor) -> Rows:
    for row, standing in every_page(_with_standings):
        adjusts = standing.adjusts and standing.adjusts[1]
        made = (row.round_code, row.created_at, row.created_by or _("Command line"))
        yield row.number, standing.state, adjusts, *made, row.people, row.total_won, row.sha256


def _with_standings(cursor: str | None) -> Page[tuple[BatchRow, Standing]]:
    page = list_batches(cursor)
    standings = standings_of([row.id for row in page.rows])
    return Page([(row, standings.get(row.id, PLAIN)) for row in page.rows], page.next_cursor)


def _carriers(actor: Actor) -> Rows:
    read, unit = read_scope(choices_for(actor)), wanted_department(department_names())
    for row in carriers(actor, read.scope, unit)[:MOST]:
        yield read.scope.year, row.title, row.kind, row.department


def _earners(actor: Actor) -> Rows:
    scope = read_scope(choices_for(actor)).scope
    for row in rows_of_share(participation_by_department(scope), wanted_share()):
        yield scope.year, row.department, row.percent, row.points


LISTS = (
    ListExport(
        name="incentive-batches",
        title=_("Incentive batches"),
        endpoint="reports.list_incentives",
        rows=_batches,
        columns=columns(
            wide(_("Batch")),
            _("State"),
            wide(_("Adjusts the batch")),
            _("Round"),
            moment(_("Made at")),
            _("Made by"),
            number(_("Number of people")),
            points(_("Total (won)")),
            widest(_("Hash")),
        ),
    ),
    ListExport(
        name="value-carriers",
        title=_("What carries the values"),
        endpoint="reports.list_value_carriers",
        rows=_carriers,
        columns=columns(number(_("Year")), widest(_("Title")), _("Kind"), wide(_("Department"))),
    ),
    ListExport(
        name="earners-by-department",
        title=_("Who earned points, by department"),
        endpoint="reports.list_participation",
        rows=_earners,
        columns=columns(
            number(_("Year")), wide(_("Department")), number(_("Share of people (percent)")), points(_("Points"))
        ),
    ),
)
