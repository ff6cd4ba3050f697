"""인사 인계: what a preview costs, and what the nightly check finds."""

import pytest
from sqlalchemy import text

from app.accounts.models import Membership, Person
from app.core.database import db, transaction
from app.reports.models import IncentiveDecision
from app.reports.services import handovers
from app.reports.services.handovers import HandoverChoice, preview_handover
from tests.factories.incentives import hand_over, ready_to_hand_over, some_facts
from tests.statements import count_statements
from tests.triggers import without_triggers


@pytest.fixture
def record(cast):
    with transaction():
        return ready_to_hand_over(cast)


@pytest.fixture
def batch(cast, record):
    with transaction():
        return hand_over(cast.choi)


def accept(cast, batch):
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=batch)


def test_a_preview_needs_the_same_statements_for_any_number_of_people(app, cast, record):
    choice = HandoverChoice(round_code=record.code, rule_code="2026")
    with count_statements() as few:
        preview_handover(choice)
    db.session.rollback()
    with transaction():
        for number in range(5):
            person = Person(employee_no=f"x{number}", name="새사람", rank="7급", joined_on=record.starts_on)
            db.session.add(person)
            db.session.flush()
            membership = Membership(person_id=person.id, department_id=cast.traffic, starts_on=record.starts_on)
            db.session.add(membership)
    with count_statements() as many:
        found = preview_handover(choice)
    assert {f"x{number}" for number in range(5)} <= {row["employee_no"] for row in found.content["rows"]}
    assert len(few) == len(many)
    assert len(many) <= 9
    assert db.session.query(IncentiveDecision).count() == 0


def test_the_check_finds_adjustments_that_do_not_join(cast, record, batch):
    accept(cast, batch)
    with transaction():
        some_facts(cast, record, ("kim", 900, None, None, None, None, None))
        change = hand_over(cast.choi)
    accept(cast, change)
    assert list(handovers.check_handovers()) == []
    with without_triggers("incentive_batches"), transaction():
        db.session.execute(text("UPDATE incentive_batches SET total_won = 1 WHERE id = :id"), {"id": change.id})
    db.session.expire_all()
    assert len(list(handovers.check_handovers())) == 1
