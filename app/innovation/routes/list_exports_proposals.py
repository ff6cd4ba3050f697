"""목록 내보내기: issues and their register, campaigns, contests, and the cases that are not public yet."""

from functools import partial

from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, day, every_page, moment, number, place_given, wide, widest
from app.core.messages import _
from app.innovation.queries.campaigns import campaign_or_404, list_campaigns
from app.innovation.queries.cases_in_hand import list_cases_in_hand
from app.innovation.queries.contests import list_contests
from app.innovation.queries.issues import IssueFilter, list_issues
from app.innovation.queries.register import register_page
from app.innovation.routes.cases.library import wanted_state
from app.innovation.routes.contests.pages import wanted_contests
from app.innovation.routes.issues import wanted_issues
from app.innovation.routes.registers import wanted_register


def _issues(actor: Actor) -> Rows:
    return _ideas(actor, wanted_issues())


def _ideas_of_campaign(actor: Actor) -> Rows:
    campaign = campaign_or_404(place_given("campaign_id"))
    return _ideas(actor, IssueFilter(campaign_id=campaign.id))


def _ideas(actor: Actor, wanted: IssueFilter) -> Rows:
    for row in every_page(partial(list_issues, actor, wanted)):
        who = (row.department, row.proposer, row.received_on)
        clock_due = row.clock.due_on if row.clock else None
        yield row.number, row.title, row.kind, row.values, row.state, *who, clock_due, row.awaited


def _register(actor: Actor) -> Rows:
    for row in every_page(partial(register_page, actor, wanted_register())):
        who = (row.proposer, row.department, row.reviewer)
        days = (row.due_on, row.promised_on, row.decided_on)
        yield row.number, row.received_on, row.title, row.kind, *who, row.state, *days, row.result, row.transfers


def _campaigns(actor: Actor) -> Rows:
    for row in every_page(partial(list_campaigns, actor)):
        yield row.title, row.state, row.starts_on, row.ends_on, row.days_left, row.ideas


def _contests(actor: Actor) -> Rows:
    for row in every_page(partial(list_contests, actor, *wanted_contests())):
        past = _("results only") if row.results_only else None
        entries = None if row.results_only else row.entries
        yield row.name, row.kind, row.year, row.period, row.state, past, row.call_ends_on, entries, row.awards


def _cases_in_hand(actor: Actor) -> Rows:
    for row in every_page(partial(list_cases_in_hand, actor, wanted_state())):
        yield row.number, row.title, row.kind, row.state, row.department, row.author, row.written_at


ISSUES = columns(
    _("Receipt number"),
    widest(_("Title")),
    _("Kind"),
    wide(_("Values")),
    _("State"),
    wide(_("Department")),
    _("Proposer"),
    day(_("Received on")),
    day(_("Decision due")),
    wide(_("Waiting for")),
)
LISTS = (
    ListExport(
        name="issues",
        title=_("Issues and ideas"),
        endpoint="innovation.list_issues",
        rows=_issues,
        columns=ISSUES,
    ),
    ListExport(
        name="campaign-ideas",
        title=_("Ideas of a campaign"),
        endpoint="innovation.show_campaign",
        rows=_ideas_of_campaign,
        place=("campaign_id",),
        columns=ISSUES,
    ),
    ListExport(
        name="issue-register",
        title=_("Register of issues"),
        endpoint="innovation.show_register",
        rows=_register,
        columns=columns(
            _("Receipt number"),
            day(_("Received on")),
            widest(_("Title")),
            _("Kind"),
            _("Proposer"),
            wide(_("Department")),
            wide(_("Reviewing department")),
            _("State"),
            day(_("Decision due")),
            day(_("Promised day")),
            day(_("Decided on")),
            wide(_("Result")),
            number(_("Passed on")),
        ),
    ),
    ListExport(
        name="campaigns",
        title=_("Campaigns"),
        endpoint="innovation.list_campaigns",
        rows=_campaigns,
        columns=columns(
            widest(_("Title")),
            _("State"),
            day(_("First day")),
            day(_("Last day")),
            number(_("Days left")),
            number(_("Ideas")),
        ),
    ),
    ListExport(
        name="contests",
        title=_("Contests"),
        endpoint="innovation.list_contests",
        rows=_contests,
        columns=columns(
            widest(_("Contest")),
            _("Kind"),
            number(_("Year")),
            _("Part of the year"),
            wide(_("State")),
            _("Note"),
            day(_("Last day of the call")),
            number(_("Entries")),
            number(_("Awards")),
        ),
    ),
    ListExport(
        name="cases-in-hand",
        title=_("Cases in hand"),
        endpoint="innovation.list_cases_in_hand",
        rows=_cases_in_hand,
        columns=columns(
            _("Case number"),
            widest(_("Title")),
            _("Kind"),
            wide(_("State")),
            wide(_("Department")),
            _("Author"),
            moment(_("Begun")),
        ),
    ),
)
