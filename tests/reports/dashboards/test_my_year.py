"""My year: the reader's own ideas, tasks and points, and nothing about anybody else."""

from datetime import date
from decimal import Decimal

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import IssueState
from app.innovation.models import Issue, Obstacle, Task
from app.mileage.enums import CapPeriod, ReversalReason
from app.mileage.models import AccountYear, CapCut, MileageAccount, Transfer
from app.mileage.services.reversals import reverse_transfer
from app.reports.queries.dashboards import mileage, my_year
from tests.factories.innovation import a_task, an_issue
from tests.factories.innovation_c import removed_obstacle
from tests.factories.mileage import award, items
from tests.statements import count_statements


@pytest.fixture
def mine(cast):
    """김 has two ideas, a task and points; 박 has one of each."""
    with transaction():
        an_issue(cast.kim, title="김의 제안")
        an_issue(cast.kim, title="김의 다른 제안")
        an_issue(cast.park, title="박의 제안")
        task = a_task(cast, title="김의 과제")
        db.session.query(Task).filter_by(id=task.id).update({"leader_id": cast.kim.id})
        a_task(cast, title="남의 과제")
        items()
        award(cast.kim, "task:1:plan", day=date(2026, 3, 5))
        award(cast.park, "task:1:plan", day=date(2026, 3, 5))


def test_only_the_readers_own_things_stand_there(cast, as_, mine):
    page = as_(cast.kim).get("/reports/my-year").text
    assert "None of 2 ideas has been adopted so far." in page
    assert "김의 과제" in page
    assert "박의 제안" not in page
    assert "남의 과제" not in page
    assert "박들판" not in page


def test_figures_are_the_rows_of_the_lists_behind_them(cast, as_, mine):
    client = as_(cast.kim)
    page = client.get("/reports/my-year").text
    assert "/issues?mine=1&amp;year=2026&amp;state=received" in page
    listed = client.get("/issues?mine=1&year=2026&state=received").text
    assert "김의 제안" in listed
    assert "박의 제안" not in listed
    assert "김의 제안" not in client.get("/issues?mine=1&year=2025").text
    assert "김의 과제" in client.get("/tasks?view=table&mine=1&state=active").text
    assert '"/mileage?year=2026"' in page


def test_the_list_of_issues_takes_years_that_are_none_as_no_filter(cast, as_, mine):
    for year in ("x", "0", "99999999", "-1"):
        assert "김의 제안" in as_(cast.kim).get(f"/issues?mine=1&year={year}").text


def test_months_add_up_to_the_counter_of_the_year_and_caps_are_told(cast, as_, mine):
    account = db.session.query(MileageAccount).filter_by(person_id=cast.kim.id).one()
    assert "no cap cut anything off" in as_(cast.kim).get("/reports/my-year").text
    with transaction():
        award(cast.kim, "task:2:plan", day=date(2026, 4, 5))
        paid = db.session.query(Transfer).filter_by(credit_account_id=account.id).first()
        db.session.add(
            CapCut(
                account_id=account.id,
                item_id=paid.item_id,
                item_code=paid.item_code,
                source="task:9:plan",
                points=Decimal(7),
                cut_by=CapPeriod.YEAR,
                balance=account.balance,
                occurred_on=date(2026, 4, 6),
                posted_at=clock.now(),
                after_transfer_id=paid.id,
                rule={},
            )
        )
    months = mileage.own_months(cast.kim.id, 2026)
    earned = db.session.get_one(AccountYear, (account.id, 2026)).earned
    assert sum((month.earned for month in months.values()), Decimal(0)) == earned
    assert [month for month, found in months.items() if found.earned] == [3, 4]
    assert months[4].cut == Decimal(7)
    assert "caps cut off 7 more" in as_(cast.kim).get("/reports/my-year").text


def test_what_was_reversed_is_taken_off(cast, mine):
    account = db.session.query(MileageAccount).filter_by(person_id=cast.kim.id).one()
    paid = db.session.query(Transfer).filter_by(credit_account_id=account.id).one()
    with transaction():
        reverse_transfer(
            transfer=paid, reason_code=ReversalReason.FACT_WRONG, reason="잘못 적립했다, 열 자 이상", actor=cast.choi
        )
    months = mileage.own_months(cast.kim.id, 2026)
    assert sum((month.earned for month in months.values()), Decimal(0)) == 0


def test_adopted_ideas_and_removed_obstacles_are_what_it_led_to(cast, as_, mine):
    with transaction():
        issue = db.session.query(Issue).filter_by(title="김의 제안").one()
        task = a_task(cast, title="제안에서 나온 과제")
        db.session.query(Issue).filter_by(id=issue.id).update(
            {"state": IssueState.ADOPTED, "decided_on": date(2026, 11, 1), "task_id": task.id}
        )
        removed_obstacle(cast)
        other = removed_obstacle(cast, title="남이 없앤 장애")
        db.session.query(Obstacle).filter_by(id=other.id).update({"claimed_by_id": cast.ahn.id, "owner_id": None})
    page = as_(cast.kim).get("/reports/my-year").text
    assert f"Adopted; task {task.number}" in page
    assert "You removed it" in page
    assert "1 of 2 ideas were adopted." in page
    assert [row.title for row in my_year.removed_obstacles(cast.han, 2026)] == []


def test_a_year_without_anything_says_what_to_do(cast, as_):
    page = as_(cast.ahn).get("/reports/my-year")
    assert page.status_code == 200
    assert "data-figure" not in page.text
    assert "No idea in this year" in page.text
    assert as_(cast.shin).get("/reports/my-year").status_code == 200


def test_a_past_year_and_a_wrong_one(cast, as_, mine):
    assert "0 of 2 ideas" not in as_(cast.kim).get("/reports/my-year?year=2025").text
    assert "it is left out." in as_(cast.kim).get("/reports/my-year?year=1900").text


def test_statements_do_not_grow_with_the_rows(cast, as_, mine):
    client = as_(cast.kim)
    client.get("/reports/my-year")
    with count_statements() as few:
        client.get("/reports/my-year")
    with transaction():
        for number in range(3):
            an_issue(cast.kim, title=f"제안 {number}")
            award(cast.kim, f"task:{number + 5}:plan")
    with count_statements() as many:
        client.get("/reports/my-year")
    assert len(few) == len(many)
    assert len(many) <= 8
