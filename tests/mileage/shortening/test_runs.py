"""A run is simulated, posted by another person, and counts each case once; nothing is taken from anybody."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Denied, Refused
from app.core.sheets import SheetErrors
from app.mileage import services as mileage
from app.mileage.enums import Exclusion, ItemSubject, RunState
from app.mileage.events import ShorteningRunDrafted, ShorteningRunPosted, ShorteningRunWithdrawn
from app.mileage.models import CapCut, MileageAccount, ProcessingRecord, ShorteningCount, Transfer, YearLock
from app.mileage.queries.shortening import missing_items, rule_of, versions_of
from app.mileage.services import shortening as services
from tests.factories import shortening as factory
from tests.factories.shortening import row


@pytest.fixture
def saved(cast):
    """The rule of Jung-gu and the two items that pay."""
    with transaction():
        rule = factory.rule(cast.bae)
        factory.items(cast.bae)
    return rule


def paid():
    """(person id or −department id) → points, for every transfer there is."""
    rows = db.session.query(Transfer, MileageAccount).join(
        MileageAccount, MileageAccount.id == Transfer.credit_account_id
    )
    return {account.person_id or -account.department_id: transfer.points for transfer, account in rows}


def test_a_posted_run_pays_people_and_departments_their_positive_sums(cast, saved, write, published):
    run = factory.run(
        cast.bae,
        saved,
        row("kim", 7, 5),
        row("kim", 7, 5, compound="Y"),
        row("ahn", 7, 8),
        row("park", 7, 1, unit="민원봉사과"),
        row("park", 7, 5, unit="민원봉사과", outcome="반려"),
    )
    found = factory.simulation(run)
    assert [(p.name[:3], p.tally.points, p.payable) for p in found.people] == [
        ("박들판", Decimal("5.00"), Decimal("5.00")),
        ("김하늘", Decimal("4.20"), Decimal("4.20")),
        ("안바다", Decimal("-1.00"), Decimal(0)),
    ]
    assert dict(found.excluded) == {Exclusion.OUTCOME: 1}
    assert paid() == {}
    factory.post(run, cast.choi)
    assert paid() == {
        cast.kim.id: Decimal("4.20"),
        cast.park.id: Decimal("5.00"),
        -cast.traffic: Decimal("3.20"),
        -cast.civil: Decimal("5.00"),
    }
    assert {transfer.occurred_on for transfer in db.session.query(Transfer)} == {factory.LAST}
    assert {transfer.source for transfer in db.session.query(Transfer)} == {
        f"shortening:{run.id}:person-{cast.kim.id}",
        f"shortening:{run.id}:person-{cast.park.id}",
        f"shortening:{run.id}:department-{cast.traffic}",
        f"shortening:{run.id}:department-{cast.civil}",
    }
    kinds = [type(event) for event in published]
    assert kinds.count(ShorteningRunDrafted) == kinds.count(ShorteningRunPosted) == 1
    assert list(mileage.check_ledger()) == []


def test_a_run_is_posted_once(cast, saved, write):
    run = factory.run(cast.bae, saved, row())
    factory.post(run, cast.choi)
    with pytest.raises(Refused):
        factory.post(run, cast.choi)
    assert paid() == {cast.kim.id: Decimal(2), -cast.traffic: Decimal(2)}


def test_two_at_once_post_it_once(cast, saved, at_once):
    with transaction():
        run = factory.run(cast.bae, saved, *(row(no=str(number)) for number in range(20)))
        run_id, digest = run.id, factory.simulation(run).digest

    def post(_number):
        return len(services.post_run(run=db.session.get_one(type(run), run_id), actor=cast.choi, digest=digest))

    answers = at_once(post, 10)
    assert sorted(str(type(answer).__name__) for answer in answers).count("int") == 1
    assert paid() == {cast.kim.id: Decimal(40), -cast.traffic: Decimal(40)}
    assert db.session.query(ShorteningCount).count() == 20


def test_two_runs_of_the_same_cases_at_once_count_each_case_once(cast, saved, at_once):
    with transaction():
        runs = [factory.run(cast.bae, saved, row(no="1"), row(no="2"), row(no=f"own {n}")) for n in range(6)]
        ids = [(run.id, factory.simulation(run).digest) for run in runs]

    def post(number):
        run_id, digest = ids[number]
        return services.post_run(run=db.session.get_one(type(runs[0]), run_id), actor=cast.choi, digest=digest)

    answers = at_once(post, 6)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {Conflict}
    assert paid() == {cast.kim.id: Decimal(6), -cast.traffic: Decimal(6)}


def test_a_file_sent_twice_is_one_simulation(cast, saved, app):
    sent = services.RunText(
        saved_rule=saved,
        starts_on=factory.FIRST,
        ends_on=factory.LAST,
        file_name="처리.xlsx",
        content=factory.workbook(row()),
    )
    with transaction():
        first = services.draft_run(actor=cast.bae, text=sent).id
    with transaction():
        assert services.draft_run(actor=cast.choi, text=sent).id == first
    assert db.session.query(ProcessingRecord).count() == 1
    columns = "rule_id, starts_on, ends_on, file_name, sha256, row_count, state, version, drafted_by_id, drafted_at"
    copy = f"INSERT INTO mileage_shortening_runs ({columns}) SELECT {columns} FROM mileage_shortening_runs"
    with pytest.raises(DatabaseError), writing():
        db.session.execute(text(copy))
    db.session.rollback()


def test_the_same_case_in_another_file_time_or_rule_never_counts_again(cast, saved, write):
    first = factory.run(cast.bae, saved, row(), row(), row(no="2026-7"), row("ahn", 7, 8))
    factory.post(first, cast.choi)
    other = factory.rule(cast.bae, "gunpo")
    again = factory.run(
        cast.bae,
        other,
        row(),
        row(),
        row(),
        row("ahn", 7, 8),
        row(no="2026-7"),
        first=date(2026, 10, 1),
        last=date(2026, 10, 31),
    )
    found = factory.simulation(again)
    assert dict(found.excluded) == {Exclusion.COUNTED_BEFORE: 4}
    assert found.total.points == Decimal(2)  # the third of three that look the same is another one
    factory.post(again, cast.choi)
    assert factory.simulation(again).total.points == Decimal(2)
    assert factory.simulation(first).total.count == 4


def test_a_receipt_counts_once_whoever_is_said_to_have_handled_it(cast, saved, write):
    factory.post(factory.run(cast.bae, saved, row("kim", no="2026-7")), cast.choi)
    again = factory.run(cast.bae, saved, row("ahn", no="2026-7"))
    assert dict(factory.simulation(again).excluded) == {Exclusion.COUNTED_BEFORE: 1}


@pytest.mark.parametrize(("before", "after"), [(None, "2026-7"), ("2026-7", None)])
def test_a_case_that_gets_or_loses_its_receipt_number_does_not_count_again_for_the_same_days(
    before, after, cast, saved, write
):
    factory.post(factory.run(cast.bae, saved, row(no=before)), cast.choi)
    again = factory.run(cast.bae, saved, row(no=after))
    assert dict(factory.simulation(again).excluded) == {Exclusion.LOOKS_COUNTED: 1}
    later = factory.run(cast.bae, saved, row(no=after), first=date(2026, 10, 1), last=date(2026, 10, 31))
    assert factory.simulation(later).excluded == {}
    with pytest.raises(Refused):
        factory.post(again, cast.choi)


def test_what_was_seen_is_what_is_posted(cast, saved, write):
    one, two = factory.run(cast.bae, saved, row(no="1"), row(no="2")), factory.run(cast.bae, saved, row(no="1"))
    seen = factory.simulation(one).digest
    factory.post(two, cast.choi)
    with pytest.raises(Conflict):
        factory.post(one, cast.choi, seen)
    factory.post(one, cast.choi)
    assert factory.simulation(one).total.points == Decimal(2)


def test_who_simulates_or_is_concerned_does_not_post(cast, saved, write):
    drafted = factory.run(cast.choi, saved, row())
    for actor, error in ((cast.choi, Refused), (cast.kim, Denied), (cast.gam, Denied), (cast.goh, Denied)):
        with pytest.raises(error):
            factory.post(drafted, actor)
    colleagues = factory.run(cast.bae, saved, row("jung", unit="자치행정과"))
    with pytest.raises(Refused):
        factory.post(colleagues, cast.choi)


def test_the_database_keeps_its_promises(cast, saved):
    with transaction():
        drafted = factory.run(cast.bae, saved, row())
        colleagues = factory.run(cast.bae, saved, row("jung", unit="자치행정과"))
        posted = factory.run(cast.bae, saved, row("ahn"))
        factory.post(posted, cast.choi)
        ids = {"draft": drafted.id, "own": colleagues.id, "posted": posted.id, "rule": saved.id}
        ids |= {
            "choi": cast.choi.id,
            "bae": cast.bae.id,
            "case": db.session.query(ProcessingRecord).filter_by(run_id=drafted.id).one().id,
        }
    signed = "posted_at = drafted_at, digest = 'x', state = 'posted'"
    for statement in (
        f"UPDATE mileage_shortening_runs SET posted_by_id = {ids['bae']}, {signed} WHERE id = {ids['draft']}",
        f"UPDATE mileage_shortening_runs SET posted_by_id = {ids['choi']}, {signed} WHERE id = {ids['own']}",
        f"UPDATE mileage_shortening_runs SET state = 'posted' WHERE id = {ids['draft']}",
        f"UPDATE mileage_shortening_runs SET file_name = 'x' WHERE id = {ids['draft']}",
        f"UPDATE mileage_shortening_runs SET state = 'draft' WHERE id = {ids['posted']}",
        f"DELETE FROM mileage_shortening_runs WHERE id = {ids['draft']}",
        "UPDATE mileage_shortening_rules SET name = 'x'",
        "DELETE FROM mileage_shortening_rules",
        "UPDATE mileage_shortening_cases SET points = 500",
        "DELETE FROM mileage_shortening_cases",
        "DELETE FROM mileage_shortening_counts",
        f"INSERT INTO mileage_shortening_counts (case_key, case_id) SELECT case_key, id FROM mileage_shortening_cases WHERE id = {ids['case']}",
        "INSERT INTO mileage_shortening_cases (run_id, row_number, department_id, person_id, affair, statutory, actual, compound, "
        "outcome, case_key, likeness, points, formula) SELECT run_id, 99, department_id, person_id, affair, statutory, actual, "
        f"compound, outcome, 'k', 'l', 100, '' FROM mileage_shortening_cases WHERE run_id = {ids['posted']}",
    ):
        with pytest.raises(DatabaseError), writing():
            db.session.execute(text(statement))
        db.session.rollback()


def test_caps_of_the_item_cut_and_say_so(cast, write):
    saved = factory.rule(cast.bae)
    factory.items(cast.bae, cap_year=Decimal(3))
    factory.post(factory.run(cast.bae, saved, row(no="1"), row(no="2")), cast.choi)
    assert paid() == {cast.kim.id: Decimal(3), -cast.traffic: Decimal(3)}
    factory.post(factory.run(cast.bae, saved, row(no="3")), cast.choi)
    assert db.session.query(CapCut).count() == 2


def test_without_an_item_nothing_is_posted(cast, write):
    saved = factory.rule(cast.bae)
    run = factory.run(cast.bae, saved, row())
    assert list(missing_items(factory.LAST)) == list(ItemSubject)
    with pytest.raises(Refused):
        factory.post(run, cast.choi)
    assert run.state is RunState.DRAFT
    factory.items(cast.bae)
    assert missing_items(factory.LAST) == []
    with pytest.raises(Refused):
        factory.items(cast.bae)
    factory.post(run, cast.choi)


def test_a_withdrawn_run_is_not_posted_and_holds_nothing_back(cast, saved, write, published):
    run = factory.run(cast.bae, saved, row(no="1"))
    services.withdraw_run(run=run, actor=cast.choi, reason="잘못된 파일을 올렸습니다.")
    with pytest.raises(Refused):
        factory.post(run, cast.choi)
    with pytest.raises(Refused):
        services.withdraw_run(run=run, actor=cast.choi, reason="잘못된 파일을 올렸습니다.")
    assert [type(event) for event in published].count(ShorteningRunWithdrawn) == 1
    factory.post(factory.run(cast.bae, saved, row(no="1")), cast.choi)


def test_a_version_stays_with_what_was_posted_by_it(cast, saved, write):
    run = factory.run(cast.bae, saved, row())
    second = factory.rule(cast.choi, per_day="3")
    assert (second.version, rule_of(saved).per_day) == (2, Decimal(1))
    assert [version.version for version, _who in versions_of(saved.code)] == [2, 1]
    assert factory.simulation(run).total.points == Decimal(2)
    with pytest.raises(Denied):
        factory.rule(cast.kim)


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (row("nobody"), "사번"),
        (row(unit="없는과"), "부서"),
        (row("kim", unit="민원봉사과"), "부서"),
        (row(statutory=Decimal("2.5")), "법정일"),
        (row(statutory=0), "법정일"),
        (row(statutory="이레"), "법정일"),
        (row(actual=-1), "처리일"),
        (row(actual=Decimal("1.234")), "처리일"),
        (row(actual=None), "처리일"),
        (row(compound="아마"), "복합민원"),
        (row(compound=None), "복합민원"),
        (row(outcome=None), "결과"),
        (row(affair="가" * 201), "사무명"),
    ],
)
def test_one_wrong_row_saves_nothing_and_is_named(bad, column, cast, saved, app):
    with pytest.raises(SheetErrors) as refused, transaction():
        factory.run(cast.bae, saved, row(), bad)
    assert [(error.row, error.column) for error in refused.value.errors] == [(3, column)]
    assert db.session.query(ProcessingRecord).count() == 0


def test_a_receipt_stands_in_a_file_once(cast, saved, app):
    with pytest.raises(SheetErrors) as refused, transaction():
        factory.run(cast.bae, saved, row(no="1"), row("ahn", no="1"))
    assert [(error.row, error.column) for error in refused.value.errors] == [(3, "접수번호")]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 9, 30), date(2026, 9, 1)),
        (date(2025, 12, 1), date(2026, 1, 31)),
        (date(2026, 11, 1), date(2026, 11, 24)),
    ],
)
def test_a_time_is_in_order_in_one_year_and_over(first, last, cast, saved, write):
    with pytest.raises(Refused):
        factory.run(cast.bae, saved, row(), first=first, last=last)


def test_the_sums_of_people_and_departments_are_the_sum_of_the_cases(cast, saved, write):
    dice = Random(20261123)  # noqa: S311  the same rows in every run
    rows = [
        row(
            dice.choice(["kim", "ahn", "lee", "kang"]),
            dice.randint(1, 20),
            Decimal(dice.randint(0, 250)) / 10,
            compound=dice.choice("YN"),
            outcome=dice.choice(["처리", "처리", "불가"]),
            no=dice.choice([None, f"2026-{number}"]),
        )
        for number in range(80)
    ]
    run = factory.run(cast.bae, saved, *rows, row("park", 7, 5, unit="민원봉사과"))
    found = factory.simulation(run)
    assert found.total.count + sum(found.excluded.values()) == 81
    for payees in (found.people, found.departments):
        assert sum(payee.tally.points for payee in payees) == found.total.points
        assert sum(payee.tally.count for payee in payees) == found.total.count
        assert all(payee.payable == max(payee.tally.points, 0) for payee in payees)
    factory.post(run, cast.choi)
    due = {payee.id: payee.payable for payee in found.people} | {-unit.id: unit.payable for unit in found.departments}
    assert paid() == {owner: points for owner, points in due.items() if points > 0}
    assert factory.simulation(run).digest == run.digest == found.digest
    assert list(mileage.check_ledger()) == []


def test_with_one_item_only_that_kind_of_account_is_paid(cast, write):
    saved = factory.rule(cast.bae)
    factory.items(cast.bae, only=ItemSubject.PERSON)
    factory.post(factory.run(cast.bae, saved, row()), cast.choi)
    assert paid() == {cast.kim.id: Decimal(2)}


def test_who_has_a_late_case_is_not_paid_where_the_rule_says_so(cast, saved, write):
    strict = factory.rule(cast.bae, "incheon")
    run = factory.run(cast.bae, strict, row("kim", 30, 20), row("kim", 7, 8), row("ahn", 7, 5))
    assert [(p.is_barred, p.payable) for p in factory.simulation(run).people] == [(True, 0), (False, 2)]
    factory.post(run, cast.choi)
    assert paid() == {cast.ahn.id: Decimal(2), -cast.traffic: Decimal(10)}


def test_nothing_is_read_in_or_posted_for_a_closed_year(cast, saved):
    with transaction() as session:
        run = factory.run(cast.bae, saved, row())
        closed = YearLock(
            year=2026,
            starts_on=date(2026, 1, 1),
            ends_on=factory.LAST,
            closed_at=clock.now(),
            closed_by_id=cast.choi.id,
        )
        session.add(closed)
    for work in (lambda: factory.post(run, cast.choi), lambda: factory.run(cast.bae, saved, row(no="2"))):
        with pytest.raises(Refused), transaction():
            work()
    assert db.session.query(ShorteningCount).count() == 0
