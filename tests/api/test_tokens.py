"""A token: made with the password, shown once, kept as a hash, as good as its person, and no longer."""

import re
import time
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import AccessRecord, Account, Person, RoleAssignment
from app.accounts.services.people import disable_account
from app.api import rules
from app.api.models import ApiToken, ApiTokenDay
from app.api.queries.tokens import token_or_404
from app.api.services.tokens import revoke_token
from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from tests.factories import api as factory
from tests.factories.innovation_b import at_once

FORM = {"purpose": "통계시스템 연계", "scopes": ["tasks", "issues"], "ends_on": "2027-03-31"}


def kept():
    db.session.rollback()
    return db.session.scalars(select(ApiToken).order_by(ApiToken.id)).all()


def shown(answer):
    return re.search(r"opum_[\w-]{43}", answer.text)[0]


def test_a_token_is_shown_once_and_kept_as_a_hash(app, cast, as_):
    client = as_(cast.jung)
    answer = client.post("/tokens", data=FORM)
    assert answer.status_code == 201
    secret = shown(answer)
    (token,) = kept()
    assert (token.person_id, token.purpose, token.scopes) == (cast.jung.id, FORM["purpose"], ["issues", "tasks"])
    assert (token.token_hash, token.ending) == (rules.hash_of(secret), secret[-4:])
    assert secret not in client.get("/tokens").text
    assert factory.Program(app, secret).get("tasks").get_json() == {"data": [], "next": None}


def test_making_one_needs_the_password_of_now(cast, as_):
    client = as_(cast.jung, fresh=False)
    for answer in (client.get("/tokens/new"), client.post("/tokens", data=FORM)):
        assert answer.location.startswith("/reauthentications/new")
    assert kept() == []


def test_the_same_form_sent_twice_makes_one(cast, as_):
    client, data = as_(cast.jung), FORM | {"idempotency_key": "a" * 32}
    assert client.post("/tokens", data=data).status_code == 201
    assert client.post("/tokens", data=data).status_code == 303
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"purpose": ""}, 422),
        ({"purpose": "통계"}, 422),
        ({"scopes": []}, 422),
        ({"scopes": ["everything"]}, 422),
        ({"scopes": ["audit-heads"]}, 422),
        ({"ends_on": "2026-11-22"}, 422),
        ({"ends_on": "2027-11-24"}, 422),
        ({"ends_on": "bald"}, 422),
    ],
)
def test_what_is_not_right_is_said_beside_the_field(changed, status, cast, as_):
    answer = as_(cast.jung).post("/tokens", data=FORM | changed)
    assert (answer.status_code, kept()) == (status, [])
    assert next(iter(changed)) in answer.text


def test_who_may_hold_tokens_is_the_administrators_choice(app, cast, as_):
    assert as_(cast.kim).get("/tokens/new").status_code == 403
    assert as_(cast.kim).post("/tokens", data=FORM).status_code == 403
    as_(cast.goh).post("/admin/tokens/holders", data={"holders": "everybody"})
    program = factory.Program(app, shown(as_(cast.kim).post("/tokens", data=FORM)))
    assert program.get("tasks").status_code == 200
    as_(cast.goh).post("/admin/tokens/holders", data={"holders": "officers"})
    assert program.get("tasks").status_code == 403
    assert as_(cast.shin).get("/tokens/new").status_code == 403


def test_a_revoked_token_opens_nothing_and_stays_revoked(app, cast, as_):
    token_id, secret = factory.token_of(cast.jung)
    program = factory.Program(app, secret)
    assert program.get("tasks").status_code == 200
    as_(cast.jung).post(f"/tokens/{token_id}/revocations")
    answer = program.get("tasks")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'Bearer realm="opum", error="invalid_token"',
    )
    assert as_(cast.jung).post(f"/tokens/{token_id}/revocations").status_code == 409
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(text("UPDATE api_tokens SET revoked_at = NULL"))


def test_the_administrator_revokes_any_and_others_none(app, cast, as_):
    token_id, secret = factory.token_of(cast.jung)
    assert as_(cast.choi).post(f"/tokens/{token_id}/revocations").status_code == 404
    assert as_(cast.choi).post("/tokens/999999/revocations").status_code == 404
    assert as_(cast.gam).post(f"/tokens/{token_id}/revocations").status_code == 403
    assert "통계시스템 연계" in as_(cast.goh).get("/admin/tokens").text
    assert as_(cast.goh).post(f"/tokens/{token_id}/revocations").location == "/admin/tokens"
    assert factory.Program(app, secret).get("tasks").status_code == 401


def test_two_revocations_at_once_are_one(app, cast):
    token_id, _secret = factory.token_of(cast.jung)

    def revoke(actor):
        token = token_or_404(token_id, actor)
        time.sleep(0.3)
        revoke_token(actor=actor, token=token)

    assert at_once(app, lambda: revoke(cast.jung), lambda: revoke(cast.goh)) == ["done", "refused"]
    assert [entry.event for entry in db.session.query(AuditEntry)].count("api_token_revoked") == 1


def test_a_token_neither_grows_nor_changes_hands(cast):
    factory.token_of(cast.jung, "tasks")
    for change in ("person_id = 1", "scopes = '[\"people\"]'", "ends_on = '2030-01-01'", f"token_hash = '{'0' * 64}'"):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(f"UPDATE api_tokens SET {change}"))
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(text("DELETE FROM api_tokens"))


def past_the_rules(actor, ends_on):
    """Enter a token as somebody would who goes round the service."""
    token = ApiToken(
        person_id=actor.id, purpose="너무 오래 가는 토큰", scopes=["tasks"], token_hash="0" * 64, ending="0000"
    )
    token.made_at, token.made_on, token.ends_on = clock.now(), clock.today(), ends_on
    with transaction():
        db.session.add(token)


def test_a_year_is_the_longest_in_the_database_too(cast):
    factory.token_of(cast.jung, ends_on=date(2027, 11, 23))
    for ends_on in (date(2027, 11, 24), date(2026, 11, 22)):
        with pytest.raises(DBAPIError):
            past_the_rules(cast.jung, ends_on)


def test_the_last_day_counts_and_the_next_does_not(app, cast):
    _id, secret = factory.token_of(cast.jung, ends_on=date(2026, 11, 23))
    program = factory.Program(app, secret)
    assert program.get("tasks").status_code == 200
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert program.get("tasks").status_code == 401


def left(cast):
    db.session.execute(update(Person).where(Person.id == cast.jung.id).values(left_on=date(2026, 11, 22)))


def closed(cast):
    db.session.execute(update(Account).where(Account.person_id == cast.jung.id).values(disabled_at=clock.now()))


def lost(cast):
    ends = {"ends_on": date(2026, 11, 22)}
    db.session.execute(update(RoleAssignment).where(RoleAssignment.person_id == cast.jung.id).values(**ends))


@pytest.mark.parametrize(("change", "status"), [(left, 401), (closed, 401), (lost, 403)])
def test_a_token_is_worth_what_its_person_is_worth_today(change, status, app, cast):
    program = factory.program_of(app, cast.jung)
    assert program.get("people").status_code == 200
    with transaction():
        change(cast)
    answer = program.get("people")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_closing_an_account_revokes_its_tokens_for_good(app, cast):
    _id, secret = factory.token_of(cast.jung)
    with transaction():
        disable_account(person=db.session.get(Person, cast.jung.id), actor=cast.goh)
    (token,) = kept()
    assert token.revoked_by_id == cast.goh.id
    with transaction():
        db.session.execute(update(Account).where(Account.person_id == cast.jung.id).values(disabled_at=None))
    assert factory.Program(app, secret).get("tasks").status_code == 401


def test_sessions_open_no_api_and_tokens_no_page(app, cast, as_):
    _id, secret = factory.token_of(cast.jung)
    assert as_(cast.jung).get("/api/v1/tasks").status_code == 401
    assert factory.Program(app, secret).get("/tokens").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer opum_" + "a" * 43, "opum_" + "a" * 43, "Bearer " + "ä" * 48],
)
def test_anything_else_is_a_stranger(header, app, cast):
    answer = app.test_client().get("/api/v1/tasks", headers={"Authorization": header.encode().decode("latin-1")})
    assert (answer.status_code, answer.headers["WWW-Authenticate"][:18]) == (401, 'Bearer realm="opum')


def test_everything_is_audited_and_used_days_are_counted(cast, program, as_):
    reader = program(cast.jung)
    for path in ("tasks", "tasks", "people"):
        reader.get(path)
    (token,) = kept()
    as_(cast.goh).post(f"/tokens/{token.id}/revocations")
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_type == "api_token")).all()
    assert sorted(events) == ["api_token_made", "api_token_revoked"]
    days = db.session.execute(select(ApiTokenDay.resource, ApiTokenDay.requests, ApiTokenDay.row_count)).all()
    people = db.session.scalar(select(AccessRecord.concerned_count).where(AccessRecord.action == "api_read"))
    assert sorted(map(tuple, days)) == [("people", 1, people), ("tasks", 2, 0)]
    assert token.last_used_on == date(2026, 11, 23)
    assert "3 requests" in as_(cast.goh).get("/admin/tokens").text


def test_nobody_holds_tokens_without_end(cast, as_):
    for _n in range(20):
        factory.token_of(cast.jung)
    assert as_(cast.jung).post("/tokens", data=FORM).status_code == 409
    assert len(kept()) == 20
