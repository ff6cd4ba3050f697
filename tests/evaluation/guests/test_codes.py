"""An access code opens the sheets of one round for fourteen days at most, and nothing else of the product."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.queries.people import everybody_count, find_people, people_count
from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Refused, WrongState
from app.evaluation.enums import Phase
from app.evaluation.models import OutsideEvaluator, PanelCode
from app.evaluation.queries.guests import former_guests, guest_rows
from app.evaluation.services import guests as services
from tests.factories.evaluation import advance, assign, guest_client, invite, make_panel, make_round


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        guest = invite(cast.choi, record)
        assign(cast.choi, record, panel, cast.moon)
        assign(cast.choi, record, panel, db.session.get(Person, guest.person_id))
        advance(cast.choi, record, Phase.SCORING)
    return record, panel, guest


def test_a_guest_signs_in_with_number_and_code_and_sees_the_sheets(cast, app, scoring):
    record, panel, guest = scoring
    client, code = guest_client(app, cast.choi, record, guest)
    page = client.get("/panel/sheets")
    assert (page.status_code, "교통과" in page.text, "한대학" in page.text) == (200, True, True)
    assert client.get(f"/panel/sheets/{panel.id}/{cast.traffic}").status_code == 200
    kept = db.session.query(PanelCode).one()
    assert (code not in kept.code_hash, kept.code_hash.startswith("$argon2id$")) == (True, True)


def test_a_code_is_typed_as_it_comes(cast, app, scoring):
    record, _panel, guest = scoring
    with transaction():
        code = services.issue_code(actor=cast.choi, record=record, guest=guest)
    typed = f"  {code.replace('-', ' ').upper()} "
    answer = app.test_client().post("/panel/sign-ins", data={"number": str(guest.id), "code": typed})
    assert (answer.status_code, answer.location) == (302, "/panel/sheets")


@pytest.mark.parametrize(
    "case", ["wrong code", "unknown number", "no number", "padded number", "expired", "revoked", "after scoring"]
)
def test_whatever_is_wrong_the_answer_is_the_same(cast, app, scoring, case):
    record, _panel, guest = scoring
    with transaction():
        code = services.issue_code(actor=cast.choi, record=record, guest=guest, valid_days=3)
    others = {"unknown number": "987654", "no number": "칠번", "padded number": f"00{guest.id}"}
    number = others.get(case, str(guest.id))  # a padded one would be counted as another by the throttle
    if case == "revoked":
        with transaction():
            services.revoke_code(actor=cast.choi, record=record, guest=guest)
    if case == "after scoring":
        with transaction():
            advance(cast.choi, record, Phase.CALIBRATION)
    moment = clock.now() + timedelta(days=3 if case == "expired" else 0)
    client = app.test_client()
    client.set_cookie("opum_language", "en")
    with clock.frozen_at(moment):
        answer = client.post(
            "/panel/sign-ins", data={"number": number, "code": "aaaa-bbbb-cccc" if case == "wrong code" else code}
        )
    assert answer.status_code == 422
    assert "Number or code is wrong, or the code has ended." in answer.text
    assert "Set-Cookie" not in answer.headers or "opum_panel" not in answer.headers["Set-Cookie"]


def test_guessing_is_slowed_down_like_passwords(cast, app, scoring):
    _record, _panel, guest = scoring
    client = app.test_client()
    answers = [
        client.post("/panel/sign-ins", data={"number": str(guest.id), "code": f"falsch{n}"}).status_code
        for n in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_the_code_ends_in_the_middle_of_a_session(cast, app, scoring):
    record, _panel, guest = scoring
    client, _code = guest_client(app, cast.choi, record, guest)
    with transaction():
        services.revoke_code(actor=cast.choi, record=record, guest=guest)
    answer = client.get("/panel/sheets")
    assert (answer.status_code, answer.location) == (302, "/panel/sign-in")


def test_scoring_after_closing_is_over_for_a_guest_at_once(cast, app, scoring):
    record, panel, guest = scoring
    client, _code = guest_client(app, cast.choi, record, guest)
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    answer = client.post(f"/panel/sheets/{panel.id}/{cast.traffic}", data={"intent": "submit"})
    assert (answer.status_code, answer.location) == (302, "/panel/sign-in")


def test_a_code_from_two_machines_ends_the_first_session_and_the_tower_sees_it(cast, app, scoring, as_):
    record, _panel, guest = scoring
    first, code = guest_client(app, cast.choi, record, guest)
    second = app.test_client()
    second.post(
        "/panel/sign-ins",
        data={"number": str(guest.id), "code": code},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert second.get("/panel/sheets").status_code == 200
    ended = first.get("/panel/sheets")
    assert (ended.status_code, ended.location) == (302, "/panel/sign-in?ended=elsewhere")
    assert "was used to sign in elsewhere" in first.get(ended.location).text
    assert [(row.displaced, row.signed_in_from) for row in guest_rows(record)] == [(1, "203.0.113.9")]
    assert "Used in two places: 1" in as_(cast.choi).get(f"/rounds/{record.id}/guests").text
    entry = db.session.query(AuditEntry).filter_by(event="panel_signed_in").order_by(AuditEntry.seq.desc()).first()
    assert (entry.actor_id, json.loads(entry.details)["displaced"]) == (guest.person_id, ["127.0.0.1"])


def test_a_session_left_idle_is_over_and_counts_as_no_second_machine(cast, app, scoring):
    record, _panel, guest = scoring
    client, code = guest_client(app, cast.choi, record, guest)
    with clock.frozen_at(clock.now() + timedelta(minutes=31)):
        assert client.get("/panel/sheets").status_code == 302
        app.test_client().post("/panel/sign-ins", data={"number": str(guest.id), "code": code})
        assert [row.displaced for row in guest_rows(record)] == [0]


def test_a_new_code_takes_the_place_of_the_one_before(cast, app, scoring):
    record, _panel, guest = scoring
    client, old = guest_client(app, cast.choi, record, guest)
    with transaction():
        new = services.issue_code(actor=cast.choi, record=record, guest=guest, valid_days=1)
    assert client.get("/panel/sheets").status_code == 302
    answers = [
        app.test_client().post("/panel/sign-ins", data={"number": str(guest.id), "code": code}).status_code
        for code in (old, new)
    ]
    assert answers == [422, 302]
    assert [row.revoked_at is None for row in db.session.query(PanelCode).order_by(PanelCode.id)] == [False, True]


def test_signing_out_ends_the_session_but_not_the_code(cast, app, scoring):
    record, _panel, guest = scoring
    client, code = guest_client(app, cast.choi, record, guest)
    token = client.get_cookie("opum_panel").value
    assert client.post("/panel/sign-outs").location == "/panel/sign-in"
    client.set_cookie("opum_panel", token)
    assert client.get("/panel/sheets").status_code == 302
    assert client.post("/panel/sign-ins", data={"number": str(guest.id), "code": code}).status_code == 302


def test_a_code_is_good_for_fourteen_days_at_most_in_the_service_and_in_the_database(cast, scoring):
    record, _panel, guest = scoring
    for days in (0, 15):
        with pytest.raises(Invalid), transaction():
            services.issue_code(actor=cast.choi, record=record, guest=guest, valid_days=days)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            PanelCode(guest_id=guest.id, code_hash="x", valid_days=15, issued_by_id=cast.choi.id, issued_at=clock.now())
        )
    with transaction():
        services.issue_code(actor=cast.choi, record=record, guest=guest)
    for statement in ("UPDATE panel_codes SET valid_days = 7", "DELETE FROM panel_codes"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_no_code_and_no_invitation_after_scoring(cast, scoring):
    record, _panel, guest = scoring
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(WrongState), transaction():
        services.issue_code(actor=cast.choi, record=record, guest=guest)
    with pytest.raises(WrongState), transaction():
        invite(cast.choi, record, name="오늦음")
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            PanelCode(guest_id=guest.id, code_hash="x", valid_days=1, issued_by_id=cast.choi.id, issued_at=clock.now())
        )


def test_only_the_control_tower_invites_and_only_people_from_outside(cast, scoring):
    record, _panel, guest = scoring
    with pytest.raises(Denied), transaction():
        invite(cast.goh, record, name="박외부")
    with pytest.raises(Invalid) as refused, transaction():
        invite(cast.choi, record, name="박외부", institution=" ")
    assert set(refused.value.fields) == {"institution"}
    with pytest.raises(Refused), transaction():
        invite(cast.choi, record, person_id=guest.person_id)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            OutsideEvaluator(
                round_id=record.id, person_id=cast.kim.id, field="-", invited_by_id=cast.choi.id, invited_at=clock.now()
            )
        )


def test_a_guest_comes_again_in_another_round_as_the_same_person(cast, scoring):
    _record, panel, guest = scoring
    with transaction():
        other = make_round(cast.choi, [(panel, 100)], [cast.traffic], code="2026-X")
    assert [key for key, _name in former_guests(other.id)] == [guest.person_id]
    with transaction():
        again = invite(cast.choi, other, person_id=guest.person_id)
    assert (again.person_id, former_guests(other.id)) == (guest.person_id, [])


def test_people_from_outside_stand_in_no_list_of_people(cast, app, scoring, as_):
    record, _panel, guest = scoring
    before = people_count(), everybody_count()
    with transaction():
        invite(cast.choi, record, name="두번째손님")
    assert (people_count(), everybody_count()) == before
    assert find_people("한대학").rows == []
    assert as_(cast.goh).get(f"/admin/people/{guest.person_id}").status_code == 404
    assert "한대학" not in as_(cast.goh).get("/admin/people").text


def test_the_code_stands_on_the_slip_once_and_nowhere_else(cast, app, scoring, as_):
    record, _panel, guest = scoring
    tower = as_(cast.choi)
    answer = tower.post(f"/rounds/{record.id}/guests/{guest.id}/codes", data={"valid_days": "7"})
    code = answer.text.split("<code>")[1].split("</code>")[0]
    assert (answer.status_code, len(code)) == (201, 14)
    for path in (f"/rounds/{record.id}/guests/{guest.id}/codes", f"/rounds/{record.id}/guests"):
        page = tower.get(path)
        assert (page.status_code, code in page.text) == (200, False)
    dump = " ".join(str(entry.details) for entry in db.session.query(AuditEntry))
    assert code not in dump
    assert app.test_client().post("/panel/sign-ins", data={"number": str(guest.id), "code": code}).status_code == 302
