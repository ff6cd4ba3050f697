"""인사 담당자: who gave the facts a batch rests on does not accept it, while another officer could."""

from datetime import date

import pytest

from app.accounts.models import Account, RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Refused
from app.reports.enums import BatchState
from app.reports.queries.incentive_handovers import standings_of
from app.reports.services import handovers
from tests.factories.incentives import hand_over, ready_to_hand_over, some_facts


@pytest.fixture
def record(cast):
    with transaction():
        return ready_to_hand_over(cast)


def accept(cast, batch):
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=batch)


def state_of(batch):
    return standings_of([batch.id])[batch.id].state


def test_who_gave_the_facts_does_not_accept_what_rests_on_them(cast, record):
    """The control tower sees no names: otherwise one officer alone decides what is in the line of the own name."""
    with transaction():
        some_facts(cast, record, ("jung", 900, None, None, None, None, None))
        batch = hand_over(cast.choi)
        db.session.add(RoleAssignment(person_id=cast.park.id, role=Role.HR, starts_on=date(2026, 11, 1)))
    officer = actor_of_person(cast.park.id)
    with pytest.raises(Refused):
        accept(cast, batch)
    assert handovers.waits_for_another(cast.jung, batch)
    assert not handovers.waits_for_another(officer, batch)
    with transaction():
        handovers.accept_batch(actor=officer, batch=batch)
    assert state_of(batch) is BatchState.ACCEPTED


def test_an_office_with_one_officer_accepts_all_the_same(cast, record):
    """Neither the maker nor an auditor nor somebody whose account is closed counts as another officer."""
    with transaction():
        some_facts(cast, record, ("kim", 80, None, None, None, None, None))
        batch = hand_over(cast.choi)
        for person in (cast.choi, cast.gam, cast.park):
            db.session.add(RoleAssignment(person_id=person.id, role=Role.HR, starts_on=date(2026, 11, 1)))
        db.session.query(Account).filter_by(person_id=cast.park.id).update({"disabled_at": clock.now()})
    accept(cast, batch)
    assert state_of(batch) is BatchState.ACCEPTED
