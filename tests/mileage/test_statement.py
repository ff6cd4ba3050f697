"""통장: what an owner reads, and who else may."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ReversalReason
from app.mileage.models import MileageAccount
from app.mileage.queries import statements
from app.mileage.rules.owners import Owner
from app.mileage.titles import titles_of
from tests.factories import innovation
from tests.factories import mileage as factory
from tests.statements import count_statements


@pytest.fixture
def points(cast):
    """김 has earned three times and once was cut to nothing: item P13 pays 3, at most 6 a year."""
    with transaction():
        factory.items()
        for number in range(3):
            factory.award(cast.kim, f"task:{number + 1}:plan", code="P13")
        factory.award(cast.kim, "claim:99", code="P06")
        services.post_award(
            item_code="D10", owner=Owner.department(cast.traffic), source="task:1:completed", actor_id=None
        )


def lines_of(actor, **options):
    account = statements.own_account(actor)
    page = statements.statement_page(account.id, options.get("year"), None)
    return [(line.points, line.cut_off, line.balance) for line in page.rows]


def test_the_statement_shows_points_cuts_and_the_balance_after_each(cast, points):
    assert lines_of(cast.kim) == [
        (Decimal(8), Decimal(0), Decimal(14)),
        (Decimal(0), Decimal(3), Decimal(6)),
        (Decimal(3), Decimal(0), Decimal(6)),
        (Decimal(3), Decimal(0), Decimal(3)),
    ]


def test_the_statement_page_opens_with_sources_and_reasons(as_, cast, points):
    answer = as_(cast.kim).get("/mileage")
    assert answer.status_code == 200
    for text in (
        "Improvement made before being asked",
        "Innovation task no. 1",
        "Cut off by a cap",
        "Why these points",
    ):
        assert text in answer.text


def test_the_statement_of_an_empty_account_says_what_to_do(as_, cast):
    answer = as_(cast.park).get("/mileage")
    assert answer.status_code == 200
    assert "No points yet" in answer.text


def test_claims_on_the_way_are_shown_by_share_and_not_counted(as_, cast, points):
    with transaction():
        factory.submitted(cast.ahn, shares={cast.ahn: 75, cast.kim: 25}, points="8")
    own = statements.provisional_of(statements.own_account(cast.kim))
    assert [row.points for row in own] == [Decimal(2)]
    page = as_(cast.kim).get("/mileage").text
    assert 'class="provisional"' in page
    assert "+2 on the way, not counted" in page
    assert statements.own_account(cast.kim).balance == Decimal(14)


def test_the_year_filter_keeps_lines_of_that_year(cast, points):
    with transaction():
        factory.award(cast.kim, "task:50:plan", code="P13", day=date(2025, 6, 1))
    assert len(lines_of(cast.kim, year=2026)) == 4
    assert lines_of(cast.kim, year=2025) == [(Decimal(3), Decimal(0), Decimal(17))]


def test_a_reversal_is_a_line_of_its_own(cast, points):
    with transaction():
        transfer = factory.award(cast.kim, "claim:100", code="P12")
    with transaction():
        services.reverse_transfer(
            transfer=transfer, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="사실과 다른 신청이었다"
        )
    assert lines_of(cast.kim)[:2] == [
        (Decimal(-3), Decimal(0), Decimal(14)),
        (Decimal(3), Decimal(0), Decimal(17)),
    ]


def account_id(**owner):
    return db.session.query(MileageAccount).filter_by(**owner).one().id


def test_who_may_read_which_account(as_, cast, points):
    person, unit = account_id(person_id=cast.kim.id), account_id(department_id=cast.traffic)
    expected = {
        "kim": (200, 404),
        "ahn": (404, 404),
        "park": (404, 404),
        "lee": (404, 200),
        "acting": (404, 200),
        "kang": (404, 200),
        "yoon": (404, 404),
        "choi": (200, 200),
        "jung": (200, 200),
        "gam": (200, 200),
        "goh": (404, 404),
    }
    found = {}
    for name in expected:
        client = as_(getattr(cast, name))
        found[name] = tuple(client.get(f"/mileage/accounts/{key}").status_code for key in (person, unit))
    assert found == expected


def test_a_head_finds_the_departments_statement(as_, cast, points):
    assert f"/mileage/accounts/{account_id(department_id=cast.traffic)}" in as_(cast.lee).get("/mileage").text


def test_the_statement_takes_as_many_statements_for_one_line_as_for_many(as_, cast, points):
    with transaction():
        factory.award(cast.park, "task:8:plan", code="P13")
    counts = []
    for person in (cast.park, cast.kim):
        client = as_(person)
        with count_statements() as seen:
            assert client.get("/mileage").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8


def test_a_long_statement_continues_on_the_next_page(as_, cast):
    with transaction():
        factory.items()
        for number in range(55):
            factory.award(cast.kim, f"claim:{number + 1}", code="P11", points="0.01")
    first = statements.statement_page(statements.own_account(cast.kim).id, None, None)
    second = statements.statement_page(statements.own_account(cast.kim).id, None, first.next_cursor)
    assert [line.balance for line in (*first.rows, *second.rows)] == [Decimal(n) / 100 for n in range(55, 0, -1)]
    assert "cursor=" in as_(cast.kim).get("/mileage").text


def test_the_list_of_accounts_is_for_those_who_read_them_all(as_, cast, points):
    assert as_(cast.kim).get("/mileage/accounts").status_code == 403
    answer = as_(cast.jung).get("/mileage/accounts?kind=person&q=김")
    assert answer.status_code == 200
    assert cast.kim.name in answer.text
    assert "자치행정과" not in as_(cast.gam).get("/mileage/accounts?q=%25").text.split("<main")[1]


def test_a_line_names_the_task_it_was_paid_for(as_, cast):
    with transaction():
        factory.items()
        task = innovation.a_task(cast)
        factory.award(cast.kim, f"task:{task.id}:plan", code="P13")
    page = as_(cast.kim).get("/mileage").text
    assert f'<a href="/tasks/{task.id}">{task.number} {task.title}</a>' in page


def test_titles_are_only_told_to_those_who_may_read_them(app, cast):
    with transaction():
        task = innovation.a_task(cast)
        issue = innovation.an_issue(cast.kim)
    sources = [f"task:{task.id}:plan", f"issue:{issue.id}:adopted", "claim:1"]
    assert titles_of(sources, cast.ahn) == {
        sources[0]: f"{task.number} {task.title}",
        sources[1]: f"{issue.number} {issue.title}",
    }
    assert titles_of(sources, cast.shin) == {}
