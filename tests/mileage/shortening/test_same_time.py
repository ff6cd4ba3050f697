"""A case is one however its number is typed, and late cases of a run of their own weigh on what their time pays."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid
from app.core.i18n import COOKIE
from app.core.sheets import SheetErrors
from app.mileage import services as mileage
from app.mileage.enums import Exclusion, ItemSubject
from app.mileage.models import ItemChange, MileageAccount, ShorteningCount, Transfer
from app.mileage.queries.item_versions import latest_version
from app.mileage.queries.shortening_carries import overlapping_runs
from app.mileage.rules.item_changes import ONE_DAY
from app.mileage.services.item_changes import Change
from tests.factories import items as item_factory
from tests.factories import shortening as factory
from tests.factories.shortening import row

JULY, AUGUST = (date(2026, 7, 1), date(2026, 7, 31)), (date(2026, 8, 1), date(2026, 8, 31))
TODAY = date(2026, 11, 23)


@pytest.fixture
def saved(cast):
    """The rule of Jung-gu and the two items that pay."""
    with transaction():
        rule = factory.rule(cast.bae)
        factory.items(cast.bae)
    return rule


def run(cast, saved, *rows, days=(factory.FIRST, factory.LAST), posted=True):
    made = factory.run(cast.bae, saved, *rows, first=days[0], last=days[1])
    if posted:
        factory.post(made, cast.choi)
    return made


def paid(person):
    rows = db.session.query(Transfer).join(MileageAccount, MileageAccount.id == Transfer.credit_account_id)
    return sum((found.points for found in rows.filter(MileageAccount.person_id == person.id)), Decimal(0))


@pytest.mark.parametrize("variant", ["2026-a7", "２０２６-Ａ7", "2026 - A7", "2026–A7"])
def test_one_receipt_number_pays_once_however_it_is_typed(cast, saved, write, variant):
    run(cast, saved, row(no="2026-A7"))
    again = run(cast, saved, row(no=variant, affair="여 권"), posted=False)
    assert dict(factory.simulation(again).excluded) == {Exclusion.COUNTED_BEFORE: 1}


def test_variants_in_one_file_are_the_same_row(cast, saved, app):
    with pytest.raises(SheetErrors) as refused, transaction():
        run(cast, saved, row(no="2026-A7"), row("ahn", no="２０２６-a7"), posted=False)
    assert [(error.row, error.column) for error in refused.value.errors] == [(3, "접수번호")]


def test_a_case_that_changes_its_department_pays_once(cast, saved, write):
    run(cast, saved, row("kim", no="2026-7"), row("kim"))
    again = run(cast, saved, row("park", unit="민원봉사과", no="2026-7"), posted=False)
    assert dict(factory.simulation(again).excluded) == {Exclusion.COUNTED_BEFORE: 1}
    assert db.session.query(ShorteningCount).count() == 2


def test_late_cases_posted_before_are_taken_off_once(cast, saved, write):
    run(cast, saved, row("kim", 7, 10, no="1"))
    early = run(cast, saved, row("kim", 7, 2, no="2"), posted=False)
    (kim,) = factory.simulation(early).people
    assert (kim.tally.points, kim.carried, kim.payable) == (5, -3, 2)
    factory.post(early, cast.choi)
    run(cast, saved, row("kim", 7, 5, no="3"))
    assert paid(cast.kim) == 4
    assert factory.simulation(early).digest == early.digest


def test_late_cases_posted_after_weigh_on_the_next_and_take_nothing_back(cast, saved, write):
    run(cast, saved, row("kim", 7, 5, no="1"))
    run(cast, saved, row("kim", 7, 8, no="2"), row("ahn", 7, 6, no="3"))
    assert paid(cast.kim) == 2
    run(cast, saved, row("kim", 7, 5, no="4"))
    assert paid(cast.kim) == 3


def test_months_under_a_quarter_count_its_late_cases_once(cast, saved, write):
    run(cast, saved, row("kim", 7, 10, no="1"))
    for number, days in enumerate((JULY, AUGUST)):
        run(cast, saved, row("kim", 7, 2, no=f"2{number}"), days=days)
    assert paid(cast.kim) == (5 - 3) + 5


def test_runs_without_a_day_in_common_do_not_weigh_on_each_other(cast, saved, write):
    run(cast, saved, row("kim", 7, 10, no="1"), row("ahn", 7, 5, no="2"), days=JULY)
    later = run(cast, saved, row("kim", 7, 5, no="3"), days=AUGUST)
    assert paid(cast.kim) == 2
    assert overlapping_runs(later) == []


def test_a_plus_of_another_month_does_not_forgive_a_minus_it_never_met(cast, saved, write):
    run(cast, saved, row("kim", 7, 10, no="1"), row("ahn", 7, 5, no="2"), days=JULY)
    run(cast, saved, row("kim", 7, 2, no="3"), days=AUGUST)
    assert paid(cast.kim) == 5
    quarter = run(cast, saved, row("kim", 7, 2, no="4"), posted=False)
    (kim,) = factory.simulation(quarter).people
    assert (kim.tally.points, kim.carried, kim.payable) == (5, -3, 2)


def test_a_late_case_of_another_run_bars_the_award_where_the_rule_says_so(cast, saved, write):
    strict = factory.rule(cast.bae, "incheon")
    run(cast, strict, row("kim", 7, 8, no="1"), row("ahn", 7, 5, no="2"))
    found = factory.simulation(run(cast, strict, row("kim", 30, 10, no="3"), posted=False))
    assert [(payee.is_barred, payee.payable) for payee in found.people] == [(True, 0)]


def test_the_page_names_the_runs_of_the_same_days(as_, cast, saved):
    with transaction():
        run(cast, saved, row("kim", 7, 10, no="1"), row("ahn", 7, 5, no="9"))
        draft = run(cast, saved, row("kim", 7, 2, no="2"), posted=False).id
    page = as_(cast.choi).get(f"/mileage/shortening/{draft}").text
    assert "Another run has days in common" in page
    assert "Minus carried over" in page
    assert "is not counted by this page" in page


def test_other_caps_of_the_item_are_other_sums_than_were_seen(cast, saved):
    with transaction():
        made = run(cast, saved, row(), posted=False)
        seen = factory.simulation(made).digest
    with transaction():
        latest_version("P16").cap_year = Decimal(1)
    with pytest.raises(Conflict), transaction():
        factory.post(made, cast.choi, seen)


def test_the_item_is_entered_like_any_other(cast, write):
    with pytest.raises(Invalid) as refused:
        _enter(cast.choi, TODAY - ONE_DAY)
    assert list(refused.value.fields) == ["valid_from"]
    with pytest.raises(Invalid):
        _enter(cast.choi, TODAY, reason="짧다")
    with pytest.raises(Denied):
        _enter(cast.kim, TODAY)
    _enter(cast.choi, TODAY)
    change = db.session.query(ItemChange).one()
    assert (change.reason, change.takes_effect_on) == (factory.WHY, TODAY)
    mileage.end_item(
        item=latest_version("P16"),
        actor=cast.choi,
        change=Change(takes_effect_on=TODAY + ONE_DAY, reason=item_factory.WHY),
    )
    _enter(cast.choi, TODAY + ONE_DAY, code="P17")


def test_the_korean_definition_is_korean_whoever_enters_the_item(cast, app):
    with app.test_request_context(headers={"Cookie": f"{COOKIE}=en"}), transaction():
        item = _enter(cast.choi, TODAY)
        assert item.description_ko != item.description_en


def _enter(actor, day, *, reason=factory.WHY, code="P16"):
    text = factory.ItemText(
        subject=ItemSubject.PERSON, code=code, name="단축", valid_from=day, reason=reason, cap_year=None
    )
    return factory.shortening_rules.add_shortening_item(actor=actor, text=text)
