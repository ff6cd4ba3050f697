"""`flask accounts`: how the first people of an office get in."""

from app.accounts.models import Person, RoleAssignment
from app.core.access import Role
from app.core.database import db

PASSWORD = "긴나무숲 1234 #"


def code_of(result):
    return result.stdout.strip().rsplit(" ", 1)[-1]


def test_the_first_administrator_comes_in_by_the_printed_code(run, cast, anonymous):
    result = run("accounts", "add", "1001", "나관리", "--department", "기획예산담당관", "--role", "administrator")
    assert result.exit_code == 0, result.output
    typed = {"employee_no": "1001", "old_password": code_of(result), "new_password": PASSWORD, "again": PASSWORD}
    assert anonymous.post("/passwords/first", data=typed).status_code == 302
    anonymous.post("/sign-ins", data={"employee_no": "1001", "password": PASSWORD})
    assert anonymous.get("/admin").status_code == 200


def test_a_head_is_head_of_the_own_department(run, cast):
    run("accounts", "add", "1002", "라과장", "--department", "D05", "--role", "head")
    person = db.session.query(Person).filter_by(employee_no="1002").one()
    role = db.session.query(RoleAssignment).filter_by(person_id=person.id).one()
    assert (role.role, role.department_id) == (Role.HEAD, cast.roads)


def test_a_taken_number_changes_nothing_and_is_one_line(run, cast):
    result = run("accounts", "add", "kim", "다른사람")
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)
    assert db.session.query(Person).filter_by(employee_no="kim").one().name == "김하늘"


def test_a_second_head_is_refused_and_the_person_not_entered(run, cast):
    result = run("accounts", "add", "1003", "마과장", "--department", "교통과", "--role", "head")
    assert result.exit_code == 1
    assert db.session.query(Person).filter_by(employee_no="1003").count() == 0


def test_an_unknown_department_is_named(run, cast):
    result = run("accounts", "add", "1004", "바직원", "--department", "없는과")
    assert result.exit_code == 1
    assert "없는과" in result.stderr


def test_an_invitation_of_nobody_fails(run, cast):
    assert run("accounts", "invite", "nobody").exit_code == 1


def test_the_list_names_everybody_once(run, cast):
    result = run("accounts", "list")
    assert result.exit_code == 0
    numbers = [line.split("\t")[0] for line in result.stdout.splitlines()]
    assert numbers == sorted(numbers)
    assert len(numbers) == db.session.query(Person).count()
