"""직원 화면: list, page, first code, roles, access log."""

import re

import pytest

from app.accounts.models import AccessRecord, Account, Person, RoleAssignment
from app.accounts.services.people import PersonFacts, add_person
from app.core.access import Role
from app.core.database import db, transaction
from tests.cast import START
from tests.statements import count_statements

NAMES = ["O'Neil", "홍길동 😀", '=HYPERLINK("http://evil")', "<script>alert(1)</script>", "가" * 200]
FORM = {"employee_no": "20260001", "name": "홍길동", "joined_on": "2026-01-01"}


def enter(*numbers, name="홍길동", unit=None):
    with transaction():
        for number in numbers:
            facts = PersonFacts(employee_no=number, name=name, department_id=unit, joined_on=START)
            add_person(facts=facts, actor=None)


def test_people_are_found_by_part_of_name_or_number(as_, cast):
    page = as_(cast.goh).get("/admin/people?text=하늘").text
    assert ("김하늘" in page, "박들판" in page) == (True, False)
    assert "김하늘" in as_(cast.goh).get("/admin/people?text=KIM").text


@pytest.mark.parametrize("text", ["%", "_", "'", "\\"])
def test_signs_of_the_database_are_searched_as_themselves(as_, cast, text):
    answer = as_(cast.goh).get("/admin/people", query_string={"text": text})
    assert answer.status_code == 200
    assert "Nobody found" in answer.text


def test_the_list_goes_on_by_key(as_, cast):
    enter(*(f"2026{n:04}" for n in range(60)))
    client = as_(cast.goh)
    first = client.get("/admin/people?text=2026").text
    assert first.count("홍길동") == 50
    cursor = first.partition("cursor=")[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(f"/admin/people?text=2026&cursor={cursor}").text.count("홍길동") == 10


def test_the_list_takes_as_many_statements_for_three_as_for_one(as_, cast):
    client, counts = as_(cast.goh), []
    for numbers in (("x1",), ("x2", "x3")):
        enter(*numbers)
        with count_statements() as seen:
            client.get("/admin/people?text=x")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_kept_as_typed_and_shown_as_text(as_, cast, name):
    client = as_(cast.goh)
    answer = client.post("/admin/people", data=FORM | {"name": name})
    assert answer.status_code == 302
    person = db.session.query(Person).filter_by(employee_no="20260001").one()
    assert person.name == name
    page = client.get(answer.location).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "가" * 10_000},
        {"employee_no": "9" * 21},
        {"employee_no": "kim"},
        {"joined_on": "gestern"},
        {"left_on": "2025-12-31"},
        {"department_id": "99999"},
        {"department_id": "x"},
    ],
)
def test_wrong_input_keeps_what_was_typed_and_saves_nothing(as_, cast, wrong):
    before = db.session.query(Person).count()
    answer = as_(cast.goh).post("/admin/people", data=FORM | {"rank": "육급"} | wrong)
    assert answer.status_code == 422
    assert "육급" in answer.text
    assert db.session.query(Person).count() == before


def test_looking_at_somebody_elses_page_leaves_one_record_and_at_the_own_none(as_, cast):
    client = as_(cast.goh)
    client.get(f"/admin/people/{cast.kim.id}")
    client.get(f"/admin/people/{cast.goh.id}")
    client.get("/admin/people/999999")
    rows = db.session.query(AccessRecord).all()
    assert [(row.person_id, row.concerned_person_id, row.action) for row in rows] == [
        (cast.goh.id, cast.kim.id, "person_shown")
    ]
    assert "김하늘" in client.get("/admin/access-records").text


def test_the_person_page_takes_few_statements(as_, cast):
    client = as_(cast.goh)
    with count_statements() as seen:
        client.get(f"/admin/people/{cast.lee.id}")
    assert len(seen) <= 8


def test_the_auditor_reads_and_has_no_buttons(as_, cast):
    actions = ("roles/new", "transfers/new", "invitations", "account-closures", "/edit", "endings")
    shown = {who.name: as_(who).get(f"/admin/people/{cast.lee.id}").text for who in (cast.gam, cast.goh)}
    assert "이소나무" in shown["감사랑"]
    assert [action in shown["감사랑"] for action in actions] == [False] * 6
    assert [action in shown["고관리"] for action in actions] == [True] * 6


def test_the_first_code_is_shown_once_and_kept_nowhere(as_, cast):
    client = as_(cast.goh)
    answer = client.post(f"/admin/people/{cast.kim.id}/invitations", data={"idempotency_key": "k"})
    code = answer.text.partition("<code>")[2].partition("</code>")[0]
    assert (answer.status_code, len(code)) == (201, 10)
    again = client.post(
        f"/admin/people/{cast.kim.id}/invitations", data={"idempotency_key": "k"}, follow_redirects=True
    )
    assert again.status_code == 200
    assert code not in again.text
    assert code not in client.get(f"/admin/people/{cast.kim.id}").text
    assert code not in str(client.get_cookie("session"))


def test_who_has_left_gets_no_first_code(as_, cast):
    left = db.session.query(Person).filter_by(employee_no="retired").one().id
    assert as_(cast.goh).post(f"/admin/people/{left}/invitations").status_code == 422


def test_the_administrator_closes_an_account_on_the_page(as_, cast):
    client = as_(cast.goh)
    assert client.post(f"/admin/people/{cast.kim.id}/account-closures").status_code == 302
    assert client.post(f"/admin/people/{cast.kim.id}/account-closures").status_code == 422
    assert db.session.get(Account, cast.kim.id).disabled_at is not None


def test_a_role_is_given_and_ended_on_the_page(as_, cast):
    client = as_(cast.goh)
    given = {"role": "coordinator", "department_id": cast.roads, "starts_on": "2026-11-23", "acting": ""}
    assert client.post(f"/admin/people/{cast.han.id}/roles", data=given).status_code == 302
    row = db.session.query(RoleAssignment).filter_by(person_id=cast.han.id).one()
    assert (row.role, row.department_id) == (Role.COORDINATOR, cast.roads)
    assert client.post(f"/admin/roles/{row.id}/endings").status_code == 302
    assert client.post(f"/admin/roles/{row.id}/endings").status_code == 422


def test_a_refused_role_says_why_and_keeps_the_form(as_, cast):
    given = {"role": "head", "department_id": cast.traffic, "starts_on": "2026-11-23"}
    answer = as_(cast.goh).post(f"/admin/people/{cast.ahn.id}/roles", data=given)
    assert answer.status_code == 422
    assert "The department has a head in that time already." in answer.text


@pytest.mark.parametrize("path", ["/admin/people/{}/roles/new", "/admin/people/{}/transfers/new"])
def test_roles_and_transfers_ask_for_the_password_first(as_, cast, path):
    answer = as_(cast.goh, fresh=False).get(path.format(cast.kim.id))
    assert answer.location.startswith("/reauthentications/new")


def test_a_transfer_on_the_page_names_the_roles_that_end(as_, cast):
    client = as_(cast.goh)
    assert "교통과 · Department head" in client.get(f"/admin/people/{cast.lee.id}/transfers/new").text
    moved = client.post(
        f"/admin/people/{cast.lee.id}/transfers", data={"department_id": cast.roads, "on": "2026-11-23"}
    )
    assert moved.status_code == 302
    assert db.session.get(Person, cast.lee.id).department_id == cast.roads


def test_nobody_is_moved_to_a_department_that_was_not_chosen(as_, cast):
    answer = as_(cast.goh).post(f"/admin/people/{cast.kim.id}/transfers", data={"on": "2026-11-23"})
    assert answer.status_code == 422
    assert "Choose one." in answer.text
    assert '<option selected value="">(choose)</option>' in answer.text


def test_the_summary_of_errors_follows_the_fields_on_the_page(as_, cast):
    page = as_(cast.goh).post("/admin/people", data={}).text
    summary = page[page.index("data-error-summary") : page.index("</ul>", page.index("data-error-summary"))]
    assert re.findall(r'href="#(\w+)"', summary) == ["employee_no", "name", "joined_on"]
