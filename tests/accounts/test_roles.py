"""역할: given and ended with dates, one head at a time, never by oneself."""

import threading
from contextvars import copy_context
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person, RoleAssignment
from app.accounts.services.people import transfer_person
from app.accounts.services.roles import end_role, grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Denied, OpumError, Refused
from app.organization.models import Department

TODAY = date(2026, 11, 23)


def person(actor):
    return db.session.get_one(Person, actor.id)


def role_of(actor):
    return db.session.query(RoleAssignment).filter_by(person_id=actor.id).one()


def grant(cast, who, role=Role.HEAD, unit=None, *, by=None, **given):
    with transaction():
        given.setdefault("starts_on", TODAY)
        return grant_role(person=person(who), role=role, department_id=unit, actor=by or cast.goh, **given)


def end(cast, who, ends_on=None):
    with transaction():
        end_role(assignment=role_of(who), ends_on=ends_on, actor=cast.goh)


def test_a_department_has_one_head_at_a_time(cast):
    with pytest.raises(Refused):
        grant(cast, cast.ahn, unit=cast.traffic)


def test_the_database_refuses_a_second_head_too(cast):
    row = RoleAssignment(person_id=cast.ahn.id, role=Role.HEAD, department_id=cast.traffic, starts_on=TODAY)
    with pytest.raises(IntegrityError), transaction():
        db.session.add(row)


@pytest.mark.parametrize("ends_on", [None, TODAY + timedelta(days=30)], ids=["open", "dated"])
def test_two_heads_appointed_in_the_same_moment_become_one(app, cast, ends_on):
    end(cast, cast.lee)
    db.session.remove()
    gate, answers = threading.Barrier(2), []

    def appoint(who):
        with app.app_context(), clock.frozen_at(clock.now()):
            gate.wait()
            try:
                grant(cast, who, unit=cast.traffic, ends_on=ends_on)
                answers.append("given")
            except (OpumError, IntegrityError):
                answers.append("refused")

    threads = [threading.Thread(target=copy_context().run, args=(appoint, who)) for who in (cast.kim, cast.ahn)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["given", "refused"]


def test_a_successor_follows_the_day_after(cast, actor_again):
    end(cast, cast.lee, TODAY)
    grant(cast, cast.ahn, unit=cast.traffic, starts_on=TODAY + timedelta(days=1))
    assert (actor_again(cast.lee).heads(cast.traffic), actor_again(cast.ahn).heads(cast.traffic)) == (True, False)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert (actor_again(cast.lee).heads(cast.traffic), actor_again(cast.ahn).heads(cast.traffic)) == (False, True)


def test_a_role_held_until_yesterday_does_not_act_today(cast, actor_again):
    end(cast, cast.lee, TODAY - timedelta(days=1))
    assert not actor_again(cast.lee).heads(cast.traffic)


def test_a_role_ended_without_a_day_is_gone_at_the_next_click(as_, cast):
    client = as_(cast.gam)
    assert client.get("/admin").status_code == 200
    end(cast, cast.gam)
    assert client.get("/admin").status_code == 403


def test_a_role_given_today_by_mistake_can_be_taken_back_today(cast, actor_again):
    grant(cast, cast.ahn, Role.COORDINATOR, cast.traffic)
    assert actor_again(cast.ahn).coordinates(cast.traffic)
    end(cast, cast.ahn)
    assert not actor_again(cast.ahn).coordinates(cast.traffic)
    grant(cast, cast.ahn, Role.COORDINATOR, cast.traffic)
    assert actor_again(cast.ahn).coordinates(cast.traffic)


def test_a_role_ends_once(cast):
    end(cast, cast.lee, TODAY)
    with pytest.raises(Refused):
        end(cast, cast.lee, TODAY + timedelta(days=3))


def test_a_role_given_holds_at_the_next_click(as_, cast):
    client = as_(cast.ahn)
    assert client.get("/admin").status_code == 403
    grant(cast, cast.ahn, Role.AUDITOR)
    assert client.get("/admin").status_code == 200


def test_an_acting_head_stands_beside_the_head_and_only_until_the_last_day(cast, actor_again):
    assert actor_again(cast.acting).heads(cast.traffic)
    with clock.frozen_at(clock.now() + timedelta(days=5)):
        assert not actor_again(cast.acting).heads(cast.traffic)


@pytest.mark.parametrize("given", [{"acting": True}, {"acting": True, "role": Role.COORDINATOR, "ends_on": TODAY}])
def test_acting_needs_a_last_day_and_is_for_heads(cast, given):
    with pytest.raises(Refused):
        grant(cast, cast.ahn, unit=cast.traffic, **given)


@pytest.mark.parametrize(
    ("role", "departmental"), [(Role.HEAD, False), (Role.COORDINATOR, False), (Role.AUDITOR, True), (Role.HR, True)]
)
def test_a_role_is_for_a_department_or_for_the_office_as_its_kind_says(cast, role, departmental):
    with pytest.raises(Refused):
        grant(cast, cast.ahn, role, cast.haemi if departmental else None)


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.CONTROL_TOWER, Role.AUDITOR])
def test_the_administrator_never_scores_decides_or_audits(cast, role):
    with pytest.raises(Refused):
        grant(cast, cast.goh, role, by=None if role is None else second_administrator(cast))


def second_administrator(cast):
    grant(cast, cast.han, Role.ADMINISTRATOR)
    return cast.goh.__class__(**{**vars(cast.goh), "id": cast.han.id})


def test_nobody_gives_a_role_to_themselves(cast):
    with pytest.raises(Refused):
        grant(cast, cast.goh, Role.HR)


def test_only_the_administrator_gives_roles(cast):
    for actor in (cast.lee, cast.choi, cast.jung, cast.gam):
        with pytest.raises(Denied):
            grant(cast, cast.ahn, Role.HR, by=actor)


def test_a_transfer_ends_departmental_roles_the_same_day_and_keeps_the_others(cast, actor_again):
    grant(cast, cast.lee, Role.EVALUATOR)
    move(cast, cast.lee, cast.roads)
    moved = actor_again(cast.lee)
    assert (moved.department_id, moved.heads(cast.traffic)) == (cast.roads, False)
    assert moved.has(Role.EVALUATOR)


def test_a_transfer_takes_back_roles_that_were_given_today_or_begin_later(cast, actor_again):
    grant(cast, cast.ahn, Role.COORDINATOR, cast.traffic)
    grant(cast, cast.han, Role.COORDINATOR, cast.roads, starts_on=TODAY + timedelta(days=7))
    move(cast, cast.ahn, cast.roads)
    move(cast, cast.han, cast.traffic)
    assert not actor_again(cast.ahn).coordinates(cast.traffic)
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        assert not actor_again(cast.han).coordinates(cast.roads)


def move(cast, who, unit, on=TODAY):
    with transaction():
        transfer_person(person=person(who), to_department_id=unit, on=on, actor=cast.goh)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(2025, 1, 1), date(2024, 6, 1)])
def test_a_transfer_is_neither_in_the_future_nor_before_the_present_department(cast, on):
    with pytest.raises(Refused):
        move(cast, cast.ahn, cast.roads, on)


def test_a_transfer_is_entered_within_a_month_of_its_day(cast):
    with pytest.raises(Refused):
        move(cast, cast.ahn, cast.roads, TODAY - timedelta(days=32))
    move(cast, cast.ahn, cast.roads, TODAY - timedelta(days=31))


def test_nobody_is_transferred_to_a_department_that_is_gone(cast):
    close(cast.roads, date(2026, 10, 31))
    with pytest.raises(Refused):
        move(cast, cast.ahn, cast.roads)


def test_no_role_is_given_for_a_department_outside_its_time(cast):
    close(cast.roads, date(2026, 10, 31))
    with pytest.raises(Refused):
        grant(cast, cast.ahn, unit=cast.roads)
    assert grant(cast, cast.ahn, unit=cast.roads, starts_on=date(2026, 1, 1), ends_on=date(2026, 10, 31)).id


def close(unit, day):
    with transaction():
        db.session.get_one(Department, unit).valid_until = day
