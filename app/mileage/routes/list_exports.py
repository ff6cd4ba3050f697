"""목록 내보내기: all lists of mileage that can be taken out, a module per noun where there are several."""

from collections.abc import Sequence

from app.core import clock
from app.core.access import Actor
from app.core.i18n import language
from app.core.list_exports import (
    ListExport,
    Rows,
    Value,
    columns,
    day,
    every_page,
    number,
    points,
    wide,
    widest,
)
from app.core.messages import _
from app.mileage.queries.board import board_of
from app.mileage.queries.claims import claims_page
from app.mileage.queries.improvement import improvements
from app.mileage.queries.mileage_terms import terms_now
from app.mileage.queries.participation import Part, participation_in
from app.mileage.queries.personal_board import board_of_people
from app.mileage.queries.statements import accounts_page
from app.mileage.routes import list_exports_decisions, list_exports_shortening, list_exports_thanks
from app.mileage.routes.accounts import wanted_accounts
from app.mileage.routes.board import wanted_quarter, wanted_span
from app.mileage.routes.claims import SCOPES, wanted_scope

SHARES = ("any", "earned", "claimed", "thanked", "were_thanked")


def _claims(actor: Actor) -> Rows:
    _label, scope = SCOPES[wanted_scope()]
    english = language() == "en"
    for row in every_page(lambda cursor: claims_page(scope(actor), actor, cursor=cursor)):
        item = row.item_name_en if english else row.item_name_ko
        yield (
            row.title,
            row.item_code,
            item,
            row.claimant,
            row.department,
            row.happened_on,
            row.points,
            row.state,
            row.submitted_at,
        )


def _accounts(_actor: Actor) -> Rows:
    kind, text = wanted_accounts()
    for row in every_page(lambda cursor: accounts_page(kind, text, cursor)):
        yield row.owner or row.kind, row.kind, row.balance


def _board(_actor: Actor) -> Rows:
    today = clock.today()
    for row in board_of(today.year, today):
        missing = row.next.missing_per_head if row.next else None
        parts = (row.points, row.own_points, row.member_points, row.headcount)
        yield row.group or _("Without a peer group"), row.department, row.band, row.per_head, missing, *parts


def _improvement(_actor: Actor) -> Rows:
    _chosen, span = wanted_span()
    for row in improvements(span):
        yield row.department, row.change, row.per_head, row.per_head_before


def _people_board(_actor: Actor) -> Rows:
    today = clock.today()
    if terms_now().personal_board:
        for row in board_of_people(today.year, today).rows:
            yield row.place, row.name, row.department, row.points


def _participation(_actor: Actor) -> Rows:
    _spans, chosen = wanted_quarter()
    found = participation_in(chosen.first, chosen.last, clock.today())
    for row in (*found.nobody, *found.others):
        trend = " → ".join("–" if value is None else f"{round(value)}" for value in row.trend)
        yield row.name, row.part.people, *_shares(row.part), trend
    if found.together:
        yield (
            _("Departments with fewer than five people, together"),
            found.together.people,
            *_shares(found.together),
            None,
        )


def _shares(part: Part) -> Sequence[Value]:
    return [part.share_of(name) for name in SHARES]


LISTS: tuple[ListExport, ...] = (
    *list_exports_decisions.LISTS,
    *list_exports_thanks.LISTS,
    *list_exports_shortening.LISTS,
    ListExport(
        name="claims",
        title=_("Mileage claims"),
        endpoint="mileage.list_claims",
        rows=_claims,
        personal=True,
        columns=columns(
            widest(_("Claim")),
            _("Code"),
            wide(_("Item")),
            _("Claimant"),
            wide(_("Department")),
            day(_("Day of the fact")),
            points(_("Points")),
            _("State"),
            wide(_("Handed in at")),
        ),
    ),
    ListExport(
        name="accounts",
        title=_("Mileage accounts"),
        endpoint="mileage.list_accounts",
        rows=_accounts,
        personal=True,
        columns=columns(
            wide(_("Account holder")),
            wide(_("Kind of account")),
            points(_("Balance")),
        ),
    ),
    ListExport(
        name="mileage-board",
        title=_("Mileage of the departments"),
        endpoint="mileage.show_board",
        rows=_board,
        columns=columns(
            wide(_("Peer group")),
            wide(_("Department")),
            _("Band"),
            points(_("Points per head")),
            points(_("To the next band, per head")),
            points(_("Points")),
            points(_("Points of the department itself")),
            points(_("Points of its people")),
            number(_("People")),
        ),
    ),
    ListExport(
        name="mileage-improvement",
        title=_("Departments that improved most"),
        endpoint="mileage.show_improvement",
        rows=_improvement,
        columns=columns(
            wide(_("Department")),
            points(_("Change per head")),
            points(_("Points per head")),
            points(_("Per head before")),
        ),
    ),
    ListExport(
        name="mileage-people",
        title=_("People who agreed to be shown"),
        endpoint="mileage.show_personal_board",
        rows=_people_board,
        personal=True,
        columns=columns(
            number(_("Place")),
            _("Name"),
            wide(_("Department")),
            points(_("Points")),
        ),
    ),
    ListExport(
        name="mileage-participation",
        title=_("Who takes part, by department"),
        endpoint="mileage.show_participation",
        rows=_participation,
        columns=columns(
            wide(_("Department")),
            number(_("People")),
            number(_("Took part (percent)")),
            number(_("Earned points (percent)")),
            number(_("Claimed points (percent)")),
            number(_("Thanked somebody (percent)")),
            number(_("Were thanked (percent)")),
            wide(_("Any, by quarter, %(sign)s", sign="%")),
        ),
    ),
)
