"""`flask org`: the workbook of the office on the command line."""

from openpyxl import load_workbook

from app.accounts.models import Membership, Person, RoleAssignment
from app.core.access import Role
from app.core.database import db
from app.organization.models import Department


def filled(path, **sheets):
    """Fill the template at `path` with rows by sheet title."""
    book = load_workbook(path)
    for title, rows in sheets.items():
        for row in rows:
            book[title].append(row)
    book.save(path)
    return path


def test_the_template_can_be_filled_and_read_in(run, cast, tmp_path):
    path = tmp_path / "office.xlsx"
    assert run("org", "template", path).exit_code == 0
    filled(
        path,
        부서=[
            ["N1", "신설국", "국", None, None, "2026-01-01"],
            ["N11", "신설과", "과", "N1", "사업부서", "2026-01-01"],
        ],
        직원=[["20260001", "O'Neil 😀 홍", "7급", "행정", "신설과", "2010-03-01"]],
        역할=[["20260001", "혁신담당자", "신설과", "2026-01-01"]],
    )
    result = run("org", "import", path)
    assert result.exit_code == 0, result.output
    person = db.session.query(Person).filter_by(employee_no="20260001").one()
    unit = db.session.query(Department).filter_by(code="N11").one()
    assert (person.name, person.department_id) == ("O'Neil 😀 홍", unit.id)
    assert db.session.query(RoleAssignment).filter_by(person_id=person.id).one().role is Role.COORDINATOR
    first_day = db.session.query(Membership).filter_by(person_id=person.id).one().starts_on
    assert first_day == unit.valid_from, "nobody can have belonged to a department before it existed"


def test_a_dry_run_checks_and_saves_nothing(run, cast, tmp_path):
    path = tmp_path / "office.xlsx"
    run("org", "template", path)
    filled(path, 직원=[["20260001", "홍길동", "7급", "행정", "교통과", "2026-01-01"]])
    assert run("org", "import", path, "--dry-run").exit_code == 0
    assert db.session.query(Person).filter_by(employee_no="20260001").count() == 0


def test_an_export_can_be_read_in_again_and_changes_nothing(run, cast, tmp_path):
    path = tmp_path / "office.xlsx"
    before = state()
    assert run("org", "export", path).exit_code == 0
    assert path.stat().st_mode & 0o077 == 0
    result = run("org", "import", path)
    assert result.exit_code == 0, result.output
    assert state() == before


def state():
    db.session.rollback()
    people = [(p.employee_no, p.name, p.department_id, p.version) for p in db.session.query(Person).order_by(Person.id)]
    roles = [(r.id, r.role, r.ends_on) for r in db.session.query(RoleAssignment).order_by(RoleAssignment.id)]
    return people, roles


def test_a_half_wrong_workbook_saves_nothing_and_names_every_wrong_row(run, cast, tmp_path):
    path = tmp_path / "office.xlsx"
    run("org", "template", path)
    good = [[f"2026{n:04}", "홍길동", "7급", "행정", "교통과", "2026-01-01"] for n in range(5)]
    bad = [
        ["20269991", "홍길동", "7급", "행정", "없는과", "2026-01-01"],
        ["20269992", "홍길동", "7급", "행정", "교통과", "어제"],
        [None, "홍길동", "7급", "행정", "교통과", "2026-01-01"],
        ["20260001", "홍길동", "7급", "행정", "교통과", "2026-01-01"],
        ["20269993", "가" * 10_000, "7급", "행정", "교통과", "2026-01-01"],
    ]
    filled(path, 직원=good + bad)
    result = run("org", "import", path)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    for row in range(7, 12):
        assert f"{row}" in "".join(line.partition(":")[0] for line in result.stdout.splitlines())
    assert db.session.query(Person).filter(Person.employee_no.startswith("2026")).count() == 0
    answer = load_workbook(tmp_path / "office-오류.xlsx")["직원"]
    wrong = [row for row in range(2, 12) if answer.cell(row, answer.max_column).value]
    assert wrong == [7, 8, 9, 10, 11]


def test_a_file_that_is_no_workbook_is_one_line(run, cast, tmp_path):
    path = tmp_path / "office.xlsx"
    path.write_bytes(b"not a workbook")
    result = run("org", "import", path)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_one_line(run, cast, tmp_path):
    result = run("org", "import", tmp_path / "nothing.xlsx")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
