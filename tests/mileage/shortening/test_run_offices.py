"""단축 집계: whoever posts stands for no department of it, by work, as head, acting or as coordinator."""

import pytest

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.mileage.enums import RunState
from app.mileage.models import ShorteningRun, Transfer
from tests.factories import shortening as factory
from tests.factories.shortening import row
from tests.refusals import refused


@pytest.fixture
def run_id(cast):
    with transaction():
        rule = factory.rule(cast.bae)
        factory.items(cast.bae)
        return factory.run(cast.bae, rule, row("kim", 7, 5)).id


@pytest.mark.parametrize(("role", "acting"), [(Role.HEAD, True), (Role.COORDINATOR, False)])
def test_whoever_holds_an_office_in_a_department_does_not_post_its_cases(cast, run_id, role, acting, as_):
    today = clock.today()
    with transaction():
        person = db.session.get_one(Person, cast.choi.id)
        unit, days = cast.traffic, {"starts_on": today, "ends_on": today}
        grant_role(person=person, role=role, department_id=unit, acting=acting, actor=cast.goh, **days)
    actor = actor_of_person(cast.choi.id)
    with refused("There are cases of your own department in it"), transaction():
        factory.post(db.session.get_one(ShorteningRun, run_id), actor)
    page = as_(actor).get(f"/mileage/shortening/{run_id}").text
    assert "/postings" not in page
    assert db.session.query(Transfer).count() == 0


def test_an_office_that_is_over_bars_nobody(cast, run_id):
    with transaction():
        person = db.session.get_one(Person, cast.choi.id)
        day = factory.LAST
        grant_role(
            person=person,
            role=Role.HEAD,
            department_id=cast.traffic,
            starts_on=day,
            ends_on=day,
            acting=True,
            actor=cast.goh,
        )
    with transaction():
        factory.post(db.session.get_one(ShorteningRun, run_id), actor_of_person(cast.choi.id))
    assert db.session.get_one(ShorteningRun, run_id).state is RunState.POSTED


def test_two_tabs_post_or_withdraw_it_once(cast, run_id, as_):
    with transaction():
        factory.post(db.session.get_one(ShorteningRun, run_id), cast.choi)
    client, where = as_(cast.bae), f"/mileage/shortening/{run_id}"
    assert client.post(f"{where}/withdrawals", data={"reason": "다른 창에서 다시 거둡니다."}).status_code == 409
    assert as_(cast.choi).post(f"{where}/postings", data={"digest": "0" * 64}).status_code == 409
