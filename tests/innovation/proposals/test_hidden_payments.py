"""가린 제안의 적립: nobody but who was paid can lay a line of the ledger beside the day an idea was decided."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.sheets import write_workbook
from app.innovation.services.triage import adopt_issue
from app.mileage.enums import CapPeriod, ItemSubject, ReversalReason
from app.mileage.models import CapCut, MileageAccount, MileageItem, Transfer
from app.mileage.queries import statements
from app.mileage.queries.exports import ledger_sheets, of_year
from app.mileage.queries.kept_back import kept_back
from app.mileage.queries.twins import paid_already
from app.mileage.services import reverse_transfer
from tests.factories import innovation as make
from tests.factories.mileage import award, items, submitted
from tests.innovation.proposals import hidden
from tests.statements import count_statements

DECIDED = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
DAY, CELL = "2026. 11. 27.", "2026-11-27"
READERS = ("choi", "bae", "jung", "gam", "lee", "kang", "park")


@pytest.fixture
def paid(app, cast):
    """Kim's and ahn's blind idea, adopted on the 27th; both were paid for open facts the day before and after."""
    with transaction():
        items()
        issue = make.an_issue(cast.kim, blind=True, shares={cast.kim.id: 60, cast.ahn.id: 40})
        task = make.a_task(cast)
        award(cast.kim, "claim:1", code="P13")
    with clock.frozen_at(DECIDED), transaction():
        adopt_issue(actor=cast.choi, issue=db.session.merge(issue), task=db.session.merge(task), reason=make.REASON)
    with clock.frozen_at(DECIDED.replace(day=28)), transaction():
        award(cast.kim, "claim:2", code="P13")
    return issue.id


def accounts():
    return list(db.session.query(MileageAccount).order_by(MileageAccount.id))


def main_of(page):
    return unescape(page.text.split("<main")[1])


@pytest.mark.parametrize("name", READERS)
def test_no_line_of_anybody_elses_account_has_the_day_of_the_decision(paid, cast, as_, name):
    reader = getattr(cast, name)
    client, seen = as_(reader), 0
    for account in accounts():
        for query in ("", "?year=2026", "/years/2026"):
            answer = client.get(f"/mileage/accounts/{account.id}{query}")
            if answer.status_code == 404:
                continue
            seen += 1
            text = main_of(answer)
            assert (DAY in text, "60 %" in text, f"/issues/{paid}" in text) == (False, False, False)
            hidden_ids = [row.id for row in hidden_transfers(paid)]
            assert not {int(found) for found in re.findall(r"/mileage/transfers/(\d+)", text)} & set(hidden_ids)
    assert (seen > 0) == (name != "park"), "heads and coordinators read that of their department"


def hidden_transfers(issue_id):
    return db.session.query(Transfer).filter(Transfer.source.startswith(f"issue:{issue_id}:")).order_by(Transfer.id)


@pytest.mark.parametrize("name", [*READERS, "han", "goh"])
def test_such_a_transfer_has_no_page_for_others(paid, cast, as_, name):
    codes = {as_(getattr(cast, name)).get(f"/mileage/transfers/{row.id}").status_code for row in hidden_transfers(paid)}
    assert codes == {404}


def test_the_owner_reads_the_line_and_its_page(paid, cast, as_):
    client = as_(cast.kim)
    text = main_of(client.get("/mileage"))
    mine = next(row for row in hidden_transfers(paid) if row.credit_account_id == account_of(cast.kim).id)
    assert (DAY in text, f"/mileage/transfers/{mine.id}" in text) == (True, True)
    assert client.get(f"/mileage/transfers/{mine.id}").status_code == 200


def account_of(actor):
    return db.session.query(MileageAccount).filter_by(person_id=actor.id).one()


def test_every_total_counts_the_points_and_no_balance_jumps(paid, cast, as_):
    account = account_of(cast.kim)
    view = statements.account_or_404(account.id, cast.jung)
    kept = kept_back(view, cast.jung)
    lines = kept.shown(statements.statement_page(account.id, None, None, without=kept.sources).rows)
    running = Decimal(0)
    for line in reversed(lines):
        running += line.points
        assert line.balance == running
    assert running + sum(kept.by_year(None).values()) == view.balance == account.balance
    assert (kept.by_year(2025), kept.by_year(2026)) == ({}, kept.by_year(None))
    text = main_of(as_(cast.jung).get(f"/mileage/accounts/{account.id}"))
    assert "Ideas with hidden names" in text


def test_the_year_of_a_statement_adds_up_and_counts_no_rows_before_others(paid, cast, as_):
    account = account_of(cast.kim)
    path = f"/mileage/accounts/{account.id}/years/2026"
    own, others = (" ".join(main_of(as_(person).get(path)).split()) for person in (cast.kim, cast.jung))
    assert "Points earned (3 rows)" in own
    assert f"<dd>+{account.balance.normalize():f}</dd>" in others
    assert "rows)" not in others
    assert "Ideas with hidden names:" in others
    statement = as_(cast.jung).get(f"/mileage/accounts/{account.id}").text
    assert "the sum of all rows:" in statement


def test_a_department_or_pool_shows_no_line_either(paid, cast, as_):
    pools = [account for account in accounts() if account.person_id is None]
    assert pools
    for account in pools:
        assert DAY not in main_of(as_(cast.gam).get(f"/mileage/accounts/{account.id}"))


def test_the_export_gives_sums_of_a_year(paid, cast, tmp_path):
    file = tmp_path / "ledger.xlsx"
    write_workbook(file, ledger_sheets())
    rows = list(hidden.rows_of("ledger", file.read_bytes()))
    assert not [text for _row, text in rows if CELL in text]
    sums = [text for _row, text in rows if of_year(2026) in text and "(kim)" in text]
    assert len(sums) >= 1
    shown = sum(row.points for row in db.session.query(Transfer) if not row.source.startswith("issue:"))
    told = sum(row.points for row in hidden_transfers(paid))
    assert shown + told == sum(row.points for row in db.session.query(Transfer))


def test_a_payment_that_was_taken_back_leaves_no_sum(paid, cast):
    with transaction():
        for row in hidden_transfers(paid).all():
            reverse_transfer(transfer=row, actor=cast.choi, reason_code=next(iter(ReversalReason)), reason=make.REASON)
    view = statements.account_or_404(account_of(cast.ahn).id, cast.jung)
    assert kept_back(view, cast.jung).by_year(None) == {}


def test_the_own_statement_costs_nothing_more_and_that_of_others_two_statements(paid, cast, as_):
    account = account_of(cast.kim)
    own, other = as_(cast.kim), as_(cast.jung)
    costs = []
    for client, path in ((own, "/mileage"), (other, f"/mileage/accounts/{account.id}")):
        client.get(path)
        with count_statements() as seen:
            client.get(path)
        costs.append(len(seen))
    assert costs[1] - costs[0] <= 2


@pytest.mark.parametrize("blind", [True, False])
def test_a_group_counts_a_hidden_idea_and_tells_nobody_else(app, cast, as_, tmp_path, blind):
    """Of a group only the highest pays, with hidden names too; that the group has cut would point at whom the idea has paid."""
    with transaction():
        items()
        db.session.query(MileageItem).filter_by(subject=ItemSubject.PERSON).update({"highest_group": "과제"})
        issue = make.an_issue(cast.kim, blind=blind)
        task = make.a_task(cast)
    with transaction():
        adopt_issue(actor=cast.choi, issue=db.session.merge(issue), task=db.session.merge(task), reason=make.REASON)
    with transaction():
        assert award(cast.kim, f"task:{task.id}:completed", code="P06") is None
        other = award(cast.ahn, f"task:{task.id}:completed", code="P07")
        other_id = other.id
    assert (other.rule["cut_by"], other.rule["hides_group"]) == (None, False)
    cut, group = db.session.query(CapCut).one(), CapPeriod.GROUP.label.msgid
    assert (cut.cut_by, cut.rule["hides_group"]) == (CapPeriod.GROUP, blind)
    account = account_of(cast.kim).id
    for reader, hidden_from in ((cast.kim, False), (cast.jung, blind)):
        client = as_(reader)
        for path in (f"/mileage/cuts/{cut.id}", f"/mileage/accounts/{account}/years/2026"):
            assert (group in main_of(client.get(path))) is not hidden_from, (reader.name, path)
        assert ("Of the group 과제 only" in main_of(client.get(f"/mileage/accounts/{account}"))) is not hidden_from
    assert client.get(f"/mileage/transfers/{other_id}").status_code == 200
    file = tmp_path / "ledger.xlsx"
    write_workbook(file, ledger_sheets())
    rows = [text for _row, text in hidden.rows_of("ledger", file.read_bytes())]
    assert any(f"| {CapPeriod.GROUP.label} |" in text for text in rows) is not blind


def test_hidden_payments_do_not_crowd_out_the_one_a_verifier_has_to_see(paid, cast):
    day = clock.today()
    with transaction():
        shown = award(cast.kim, "task:77:completed", code="P04", day=day)
        for number in range(12):
            award(cast.kim, f"issue:{paid}:part-{number}", code="P01", points="0.01", day=day)
        claim = submitted(cast.kim, day=day)
    assert [found.transfer_id for found in paid_already(claim)] == [shown.id]
