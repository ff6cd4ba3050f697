"""목록 내보내기: tokens, one's own and everybody's, never what a program shows at the door."""

from app.api.enums import TokenState
from app.api.queries import tokens as queries
from app.api.queries.tokens import TokenRow
from app.api.resources import RESOURCES
from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, Value, columns, day, every_page, number, wide, widest
from app.core.messages import Message, _


def _own(actor: Actor) -> Rows:
    for row in queries.own_tokens(actor):
        yield row.purpose, *_facts(row)


def _all(_actor: Actor) -> Rows:
    for row in every_page(queries.all_tokens):
        yield row.purpose, row.person, row.department, *_facts(row)


def _facts(row: TokenRow) -> tuple[Value, ...]:
    scopes = ", ".join(str(RESOURCES[name].title) if name in RESOURCES else name for name in row.scopes)
    return scopes, row.ending, row.ends_on, row.last_used_on, row.requests, row.rows, _state(row)


def _state(row: TokenRow) -> Message:
    return _("Owner has left") if row.is_gone and row.state is TokenState.GOOD else row.state.label


FACTS = columns(
    widest(_("May read")),
    _("Ends with"),
    day(_("Last day")),
    day(_("Last used")),
    number(_("Requests of 30 days")),
    number(_("Records of 30 days")),
    wide(_("State")),
)
LISTS = (
    ListExport(
        name="own-api-tokens",
        title=_("My tokens"),
        endpoint="api.list_tokens",
        rows=_own,
        columns=(widest(_("What for")), *FACTS),
    ),
    ListExport(
        name="api-tokens",
        title=_("Tokens of the office"),
        endpoint="api.list_all_tokens",
        rows=_all,
        personal=True,
        columns=(*columns(widest(_("What for")), _("Holder"), wide(_("Department"))), *FACTS),
    ),
)
