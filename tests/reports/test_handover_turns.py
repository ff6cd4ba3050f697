"""내 차례 of hand-overs: only what somebody can still do, and may do, stands in it."""

from decimal import Decimal

import pytest

from app.accounts.models import RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core.access import Role
from app.core.database import db, transaction
from app.evaluation.models import Publication, Result
from app.reports.queries import turns
from app.reports.services import handovers
from tests.conftest import NOON
from tests.factories.incentives import a_rule_set, hand_over, ready_to_hand_over
from tests.turns import readers_of

owed, _awaited = readers_of(turns)
WHY = "감점 사유를 다시 확인해야 한다"


@pytest.fixture
def record(cast):
    with transaction():
        return ready_to_hand_over(cast)


def corrected(cast, record, *, total=None):
    """The next version of a round's results, by two offices; `total` of every department that had one."""
    with transaction():
        last = db.session.query(Publication).filter_by(round_id=record.id).order_by(Publication.id.desc()).first()
        kept = columns_of(last) | {"version": last.version + 1, "correction_reason": "오기를 바로잡는다"}
        kept |= {"confirmed_by_id": cast.lee.id, "confirmed_on": NOON.date()}
        found = Publication(**kept)
        db.session.add(found)
        db.session.flush()
        for row in db.session.query(Result).filter_by(publication_id=last.id):
            changed = {} if total is None or row.total is None else {"total": Decimal(total)}
            db.session.add(Result(**columns_of(row) | {"publication_id": found.id} | changed))


def columns_of(row):
    return {name: getattr(row, name) for name in row.__table__.columns.keys() if name != "id"}  # noqa: SIM118


def test_a_correction_that_changes_nobodys_pay_is_no_turn(cast, record):
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=hand_over(cast.choi))
    corrected(cast, record)
    assert owed(cast.choi) == []
    corrected(cast, record, total=50)
    assert [turn.title for turn in owed(cast.choi)] == [record.name]
    with transaction():
        hand_over(cast.choi)
    assert owed(cast.choi) == []


def test_a_correction_before_hr_has_accepted_is_a_turn_whatever_it_changes(cast, record):
    with transaction():
        hand_over(cast.choi)
    corrected(cast, record)
    assert [turn.title for turn in owed(cast.choi)] == [record.name]


def test_what_was_returned_is_not_mended_when_another_rule_set_settled_the_round(cast, record):
    with transaction():
        a_rule_set(cast.jung, "other")
        first, other = hand_over(cast.choi), hand_over(cast.choi, rules="other")
        handovers.return_batch(actor=cast.jung, batch=first, reason=WHY)
    assert [turn.title for turn in owed(cast.choi)] == [first.number]
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=other)
    assert owed(cast.choi) == []


@pytest.mark.parametrize("name", ["choi", "jung"])
def test_who_is_auditor_too_owes_nothing(name, cast, record):
    person = getattr(cast, name)
    if name == "jung":
        with transaction():
            hand_over(cast.choi)
    assert len(owed(person)) == 1
    with transaction():
        db.session.add(RoleAssignment(person_id=person.id, role=Role.AUDITOR, starts_on=NOON.date()))
    assert owed(actor_of_person(person.id)) == []
