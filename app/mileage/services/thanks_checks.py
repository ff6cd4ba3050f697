"""감사 포인트 점검: what `flask check` proves about thank-you points, row by row."""

from collections.abc import Iterator

from sqlalchemy import select

from app.core.database import AnyRow, db
from app.core.instance import secret
from app.core.messages import Message, _
from app.mileage.enums import ThanksTransferKind
from app.mileage.models import Thanks, ThanksPurse, ThanksTransfer
from app.mileage.rules.seals import seal
from app.mileage.services.ledger import SEAL_KEY
from app.mileage.services.thanks_purses import SEALED

_COLUMNS = tuple(getattr(ThanksTransfer, name) for name in ("id", *SEALED, "seal"))
BATCH = 2000


def check_thanks() -> Iterator[Message]:
    """Yield what is wrong with the purses, as sentences; nothing where all is well.

    Every row bears its seal and its balances, per purse the rows sum to the balance, all balances to 0, and every
    message has its points given, and taken back if it is hidden.
    """
    balances: dict[int, int] = {}
    moved: set[tuple[int | None, ThanksTransferKind]] = set()
    key = secret(SEAL_KEY)
    rows = db.session.execute(select(*_COLUMNS).order_by(ThanksTransfer.id).execution_options(yield_per=BATCH))
    for row in rows:
        yield from _row_problems(row, balances, key)
        moved.add((row.thanks_id, row.kind))
    yield from _balance_problems(balances)
    yield from _message_problems(moved)


def _row_problems(row: AnyRow, balances: dict[int, int], key: bytes) -> Iterator[Message]:
    if seal(key, row._asdict(), SEALED) != row.seal:
        yield _("Thank-you transfer %(id)s was changed after it was posted.", id=row.id)
    debit = balances[row.debit_purse_id] = balances.get(row.debit_purse_id, 0) - row.points
    credit = balances[row.credit_purse_id] = balances.get(row.credit_purse_id, 0) + row.points
    if (debit, credit) != (row.debit_balance, row.credit_balance):
        yield _("Thank-you transfer %(id)s does not continue the balances before it.", id=row.id)


def _balance_problems(balances: dict[int, int]) -> Iterator[Message]:
    total = 0
    for purse_id, balance in db.session.execute(select(ThanksPurse.id, ThanksPurse.balance)):
        total += balance
        expected = balances.pop(purse_id, 0)
        if balance != expected:
            yield _(
                "Purse %(id)s says %(balance)s, its transfers sum to %(sum)s.",
                id=purse_id,
                balance=balance,
                sum=expected,
            )
    for purse_id in balances:
        yield _("Purse %(id)s has transfers but does not exist.", id=purse_id)
    if total != 0:
        yield _("All purses together are %(total)s instead of 0.", total=total)


def _message_problems(moved: set[tuple[int | None, ThanksTransferKind]]) -> Iterator[Message]:
    messages = select(Thanks.id, Thanks.hidden_at).execution_options(yield_per=BATCH)
    for thanks_id, hidden_at in db.session.execute(messages):
        is_taken_back = (thanks_id, ThanksTransferKind.TAKEN_BACK) in moved
        if (thanks_id, ThanksTransferKind.THANKS) not in moved or is_taken_back != (hidden_at is not None):
            yield _("The points of thank-you %(id)s are not where its message says.", id=thanks_id)
