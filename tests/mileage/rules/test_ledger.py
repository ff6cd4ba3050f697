from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.core.errors import Refused
from app.mileage.enums import AccountKind
from app.mileage.rules.ledger import (
    Entry,
    available,
    balance,
    balances,
    check_reversal,
    check_spending,
    check_transfer,
    may_go_below_zero,
    reversal_of,
)

POOL, KIM, LEE = 0, 1, 2
AWARD = Entry(1, POOL, KIM, Decimal("10.50"))


def test_the_debit_account_gives_and_the_credit_account_receives():
    entries = [AWARD, Entry(2, KIM, LEE, Decimal(4))]
    assert balances(entries) == {POOL: Decimal("-10.50"), KIM: Decimal("6.50"), LEE: Decimal(4)}
    assert balance(KIM, entries) == Decimal("6.50")
    assert balance(99, entries) == Decimal(0)


def test_a_reversal_takes_everything_back():
    entries = [AWARD, reversal_of(AWARD, 2)]
    assert entries[1] == Entry(2, KIM, POOL, Decimal("10.50"), 1)
    assert balances(entries) == {POOL: Decimal(0), KIM: Decimal(0)}


def test_a_transfer_is_reversed_once_with_a_reason_and_never_a_reversal():
    check_reversal(AWARD, {7}, "중복 적립")
    for entry, done, reason in [
        (AWARD, {1}, "중복 적립"),
        (AWARD, set(), " "),
        (AWARD, set(), None),
        (reversal_of(AWARD, 2), {1}, "중복 적립"),
    ]:
        with pytest.raises(Refused):
            check_reversal(entry, done, reason)


@pytest.mark.parametrize(("debit", "credit", "points"), [(1, 1, "5"), (0, 1, "0"), (0, 1, "-5"), (0, 1, "0.005")])
def test_a_transfer_moves_points_between_two_accounts(debit, credit, points):
    check_transfer(0, 1, Decimal(5))
    with pytest.raises(Refused):
        check_transfer(debit, credit, Decimal(points))


def test_only_the_pool_that_issues_points_may_owe_them():
    assert [kind for kind in AccountKind if may_go_below_zero(kind)] == [AccountKind.ISSUE_POOL]


def test_what_is_reserved_cannot_be_spent_again():
    check_spending(Decimal(10), Decimal(4), Decimal(6))
    with pytest.raises(Refused) as refusal:
        check_spending(Decimal(10), Decimal(4), Decimal("6.01"))
    assert str(refusal.value) == "Only 6 points are available; 6.01 are needed."
    assert available(Decimal(-3), Decimal(0)) == Decimal(0)


@given(
    account_balance=st.decimals(Decimal(-100), Decimal(100), places=2),
    reserved=st.decimals(Decimal(0), Decimal(100), places=2),
    points=st.decimals(Decimal("0.01"), Decimal(200), places=2),
)
def test_allowed_spending_never_leaves_less_than_nothing(account_balance, reserved, points):
    try:
        check_spending(account_balance, reserved, points)
    except Refused:
        assert account_balance - reserved < points
    else:
        assert account_balance - reserved - points >= 0


class Ledger(RuleBasedStateMachine):
    """Transfers and reversals in any order: all accounts together hold nothing, at any time."""

    def __init__(self):
        super().__init__()
        self.entries: list[Entry] = []

    @property
    def reversed_ids(self):
        return {entry.reverses for entry in self.entries if entry.reverses is not None}

    @rule(debit=st.integers(0, 5), credit=st.integers(0, 5), points=st.decimals(Decimal(-1), Decimal(99), places=3))
    def transfer(self, debit, credit, points):
        try:
            check_transfer(debit, credit, points)
        except Refused:
            return
        self.entries.append(Entry(len(self.entries) + 1, debit, credit, points))

    @rule(data=st.data())
    def reverse(self, data):
        if not self.entries:
            return
        entry = data.draw(st.sampled_from(self.entries))
        try:
            check_reversal(entry, self.reversed_ids, "정정")
        except Refused:
            assert entry.reverses is not None or entry.id in self.reversed_ids
            return
        self.entries.append(reversal_of(entry, len(self.entries) + 1))

    @invariant()
    def all_accounts_together_hold_nothing(self):
        assert sum(balances(self.entries).values()) == 0

    @invariant()
    def reversed_transfers_count_for_nothing(self):
        gone = self.reversed_ids
        standing = [entry for entry in self.entries if entry.reverses is None and entry.id not in gone]
        kept = {account: held for account, held in balances(self.entries).items() if held}
        assert kept == {account: held for account, held in balances(standing).items() if held}


TestLedger = Ledger.TestCase
