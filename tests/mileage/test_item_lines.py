"""One fact pays one account once whichever code its item has, caps go on, and a group knows the task behind a fact."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import app.innovation.events as facts
from app.core import clock
from app.core.database import db, transaction
from app.core.events import publish
from app.mileage import services
from app.mileage.enums import CapPeriod, EventCode, ItemConfirmer, ItemSubject, ItemTrigger, ReversalReason
from app.mileage.models import CapCut, FactRoot, MileageItem, Transfer
from app.mileage.queries.item_versions import latest_version
from app.mileage.queries.twins import paid_already
from app.mileage.queries.usage import root_behind
from app.mileage.rules.caps import Caps
from app.mileage.rules.owners import Owner
from app.mileage.services import checks
from app.mileage.services.awards import Fact, pay_department, pay_people
from tests.conftest import NOON
from tests.factories import items as factory
from tests.factories import mileage as points

TODAY, TOMORROW = date(2026, 11, 23), factory.TOMORROW
DONE = {"trigger": ItemTrigger.EVENT, "event_code": EventCode.TASK_COMPLETED, "confirmer": ItemConfirmer.NOBODY}


@pytest.fixture(autouse=True)
def _items(items):
    """The preset."""


def replaced(actor, code, new, **terms):
    """End an automatic item of people today and let another code pay its fact from tomorrow on."""
    old = latest_version(code)
    services.end_item(item=old, actor=actor, change=factory.change())
    way = {"trigger": ItemTrigger.EVENT, "event_code": old.event_code, "confirmer": ItemConfirmer.NOBODY}
    return factory.entered(actor, new, TOMORROW, **(way | terms))


def completed(cast, number, day=None):
    fact = Fact(source=f"task:{number}:completed", actor_id=cast.choi.id, occurred_on=day)
    return pay_people(EventCode.TASK_COMPLETED, [cast.kim.id], fact)


def test_a_new_code_does_not_pay_the_same_fact_again(cast):
    with transaction():
        (first,) = completed(cast, 7, TODAY)
        replaced(cast.choi, "P04", "P90")
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        assert completed(cast, 7, TOMORROW) == ()
        (other,) = completed(cast, 8, TOMORROW)
    assert (first.item_code, other.item_code) == ("P04", "P90")


def test_what_a_cap_left_nothing_of_is_not_paid_by_a_new_code_either(cast):
    with transaction():
        factory.changed(cast.choi, "P04", points=Decimal(10), caps=Caps(year=Decimal(10)), **DONE)
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        completed(cast, 7, TOMORROW)
        assert completed(cast, 8, TOMORROW) == []
        assert db.session.query(CapCut).count() == 1
        services.end_item(item=latest_version("P04"), actor=cast.choi, change=factory.change(date(2026, 11, 25)))
        factory.entered(cast.choi, "P90", date(2026, 11, 25), points=Decimal(10), caps=Caps(), **DONE)
    with clock.frozen_at(NOON + timedelta(days=2)), transaction():
        assert completed(cast, 8, date(2026, 11, 25)) == ()


@pytest.mark.parametrize("period", ["day", "month", "year"])
def test_caps_go_on_under_a_new_code(cast, period):
    with transaction():
        factory.changed(cast.choi, "P04", points=Decimal(10), caps=Caps(), **DONE)
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        assert [row.points for row in completed(cast, 7, TOMORROW)] == [10]
        services.end_item(item=latest_version("P04"), actor=cast.choi, change=factory.change(date(2026, 11, 25)))
        caps = Caps(**{period: Decimal(14)})
        factory.entered(cast.choi, "P90", date(2026, 11, 25), points=Decimal(10), caps=caps, **DONE)
    with clock.frozen_at(NOON + timedelta(days=2)), transaction():
        (row,) = completed(cast, 8, date(2026, 11, 25))
    assert row.points == (10 if period == "day" else 4)


def test_an_item_of_departments_is_another_line_than_one_of_people(cast):
    with transaction():
        completed(cast, 7, TODAY)
        fact = Fact(source="task:7:completed", actor_id=cast.choi.id, occurred_on=TODAY)
        assert pay_department(EventCode.TASK_COMPLETED, cast.traffic, fact) is not None


def test_the_database_refuses_the_second_code(cast):
    with transaction():
        (paid,) = completed(cast, 7, TODAY)
        new = replaced(cast.choi, "P04", "P90").id
        columns = ", ".join(column.name for column in Transfer.__table__.columns if column.name != "id")
        changed = columns.replace("item_id", str(new)).replace("item_code", "'P90'")
        points.award(cast.kim, "claim:1", day=TODAY)
    with pytest.raises(DBAPIError, match="whichever code"), transaction() as session:
        session.execute(
            text(
                f"INSERT INTO mileage_transfers ({columns}) SELECT {changed} FROM mileage_transfers WHERE id = {paid.id}"
            )
        )


@pytest.mark.parametrize("subject", list(ItemSubject))
@pytest.mark.parametrize("period", ["case", "day", "month", "year"])
def test_each_cap_cuts_and_is_named_for_people_and_departments(cast, subject, period):
    caps = Caps(**{period: Decimal(5)})
    with transaction():
        services.enter_item(
            actor=cast.choi,
            code="X01",
            subject=subject,
            terms=factory.terms(points=Decimal(4), caps=caps),
            change=factory.change(TODAY),
        )
        paid = [_award(cast, subject, number) for number in (1, 2)]
        large = _award(cast, subject, 3, Decimal(9))
    if period == "case":
        assert [row.points for row in paid] == [4, 4]
        assert (large.points, large.cut_off, large.rule["cut_by"]) == (5, 4, "case")
    else:
        assert [row.points for row in paid] == [4, 1]
        assert (paid[1].rule["cut_by"], paid[1].rule["caps"][period]) == (period, "5")
        assert large is None
        assert db.session.query(CapCut).one().cut_by is CapPeriod(period)


@pytest.mark.parametrize("period", ["day", "month", "year"])
def test_each_cap_changed_in_mid_year_counts_what_was_used(cast, period):
    with transaction():
        factory.entered(cast.choi, "X01", points=Decimal(4), caps=Caps(**{period: Decimal(100)}))
        points.award(cast.kim, "claim:1", code="X01", day=TODAY)
        factory.changed(cast.choi, "X01", points=Decimal(4), caps=Caps(**{period: Decimal(6)}))
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        second = points.award(cast.kim, "claim:2", code="X01", day=TOMORROW)
        late = points.award(cast.kim, "claim:3", code="X01", day=TODAY)
    assert second.points == (4 if period == "day" else 2)
    assert late.points == 4, "what happened before the change keeps the caps of its day"


def _award(cast, subject, number, amount=None):
    return services.post_award(
        item_code="X01",
        owner=Owner.person(cast.kim.id) if subject is ItemSubject.PERSON else Owner.department(cast.traffic),
        source=f"claim:{number}",
        actor_id=None,
        points=amount,
        occurred_on=TODAY,
    )


def grouped(cast, code, event, number):
    """Let an automatic item of departments pay so many points in the group 「과제」, from tomorrow on."""
    services.change_item(
        item=latest_version(code),
        actor=cast.choi,
        terms=factory.terms(
            points=Decimal(number),
            caps=Caps(),
            highest_group="과제",
            trigger=ItemTrigger.EVENT,
            event_code=event,
            confirmer=ItemConfirmer.NOBODY,
        ),
        change=factory.change(),
    )


def code_of(event, subject=ItemSubject.DEPARTMENT):
    return db.session.query(MileageItem.code).filter_by(event_code=event, subject=subject).scalar()


def test_reports_opinions_obstacles_and_issues_belong_to_the_group_of_their_task(cast):
    """Every fact of one task comes to what the highest of its items pays: 9, not the sum."""
    worth = {EventCode.REPORT_ON_TIME: 5, EventCode.OPINION_IN_TIME: 3, EventCode.OBSTACLE_REMOVED: 9}
    worth |= {EventCode.PLAN_APPROVED: 4, EventCode.ISSUE_ADOPTED: 2}
    with transaction():
        for event, number in worth.items():
            grouped(cast, code_of(event), event, number)
    by = {"actor_id": cast.choi.id}
    unit = {"department_id": cast.traffic}
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        publish(
            facts.ProgressReportApproved(task_id=12, report_id=5, author_id=cast.kim.id, on_time=True, **unit, **by)
        )
        publish(facts.OpinionAnswered(task_id=12, opinion_id=8, answer="agree", in_time=True, **unit, **by))
        publish(facts.IssueAdopted(issue_id=3, task_id=12, proposer_shares=((cast.kim.id, 100),), **by))
        publish(
            facts.ObstacleRemoved(
                obstacle_id=4, remover_ids=(), remover_department_id=cast.traffic, days_open=3, task_id=12, **by
            )
        )
        publish(facts.OpinionAnswered(task_id=13, opinion_id=9, answer="agree", in_time=True, **unit, **by))
    own = db.session.query(Transfer).filter(Transfer.department_id == cast.traffic)
    paid = {row.source: row.points for row in own if row.item_code.startswith("D")}
    assert paid == {"report:5:on-time": 5, "obstacle:4:removed": 4, "opinion:9:in-time": 3}
    assert root_behind("report:5:on-time") == root_behind("issue:3:adopted") == "task:12"
    assert root_behind("task:12:plan") == "task:12"
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text("UPDATE mileage_fact_roots SET root = 'task:99'"))
    assert db.session.query(FactRoot).count() == 5
    assert list(services.check_ledger()) == []


@pytest.mark.parametrize("adopted_first", [True, False])
def test_an_obstacle_of_an_issue_belongs_to_the_task_the_issue_became(cast, adopted_first):
    with transaction():
        for event, number in ((EventCode.OBSTACLE_REMOVED, 9), (EventCode.ISSUE_ADOPTED, 6)):
            grouped(cast, code_of(event), event, number)
        grouped(cast, code_of(EventCode.TASK_COMPLETED), EventCode.TASK_COMPLETED, 10)
    by = {"actor_id": cast.choi.id}
    both = [
        facts.IssueAdopted(issue_id=5, task_id=12, proposer_shares=((cast.kim.id, 100),), **by),
        facts.ObstacleRemoved(
            obstacle_id=4, remover_ids=(), remover_department_id=cast.traffic, days_open=3, issue_id=5, **by
        ),
    ]
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        for event in both if adopted_first else reversed(both):
            publish(event)
        publish(
            facts.TaskCompleted(task_id=12, lead_department_id=cast.traffic, leader_id=cast.kim.id, member_ids=(), **by)
        )
    own = db.session.query(Transfer).filter(Transfer.department_id == cast.traffic, Transfer.item_code.startswith("D"))
    assert sum(row.points for row in own) == 10
    assert root_behind("obstacle:4:removed") == root_behind("issue:5:adopted") == "task:12"


def test_whoever_verifies_a_claim_sees_what_its_group_has_paid_this_year(cast):
    with transaction():
        factory.changed(cast.choi, "P04", points=Decimal(10), caps=Caps(), highest_group="과제", **DONE)
        factory.changed(cast.choi, "P06", points=Decimal(8), caps=Caps(), highest_group="과제")
    with clock.frozen_at(NOON + timedelta(days=3)), transaction():
        (award,) = completed(cast, 7, TOMORROW)
        claim = points.submitted(cast.kim, day=date(2026, 11, 26))
        assert [found.transfer_id for found in paid_already(claim)] == [award.id]
        services.reverse_transfer(
            transfer=award, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="과제가 끝나지 않았습니다."
        )
        assert paid_already(claim) == []


def test_the_check_finds_a_fact_that_was_paid_under_two_codes(cast):
    with transaction():
        replaced(cast.choi, "P04", "P90")
    walk = checks._Walk(kinds={}, lines=checks._lines())
    paid = {"id": 1, "debit_account_id": 2, "credit_account_id": 3, "points": Decimal(1), "source": "task:7:completed"}
    rows = [SimpleNamespace(item_id=latest_version(code).id, item_code=code, **paid) for code in ("P04", "P90")]
    assert [len(list(checks._original_problems(row, walk))) for row in rows] == [0, 1]
