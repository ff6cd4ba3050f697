"""목록 내보내기: what the lists of mileage are taken out as."""

from collections.abc import Iterator, Sequence

from app.core.access import Actor
from app.core.i18n import language
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.sheets import Kind
from app.mileage.queries.claims import claims_page
from app.mileage.queries.statements import accounts_page
from app.mileage.routes.accounts import wanted_accounts
from app.mileage.routes.claims import SCOPES, wanted_scope

Rows = Iterator[Sequence[Value]]
WIDE, WIDEST = 24, 44


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


LISTS = (
    ListExport(
        name="claims",
        title=_("Mileage claims"),
        endpoint="mileage.list_claims",
        rows=_claims,
        personal=True,
        columns=(
            ListColumn(_("Claim"), width=WIDEST),
            ListColumn(_("Code")),
            ListColumn(_("Item"), width=WIDE),
            ListColumn(_("Claimant")),
            ListColumn(_("Department"), width=WIDE),
            ListColumn(_("Day of the fact"), Kind.DATE),
            ListColumn(_("Points"), Kind.POINTS),
            ListColumn(_("State")),
            ListColumn(_("Handed in at"), width=18),
        ),
    ),
    ListExport(
        name="accounts",
        title=_("Mileage accounts"),
        endpoint="mileage.list_accounts",
        rows=_accounts,
        personal=True,
        columns=(
            ListColumn(_("Account holder"), width=WIDE),
            ListColumn(_("Kind of account"), width=WIDE),
            ListColumn(_("Balance"), Kind.POINTS),
        ),
    ),
)
