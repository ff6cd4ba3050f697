"""`flask check` and `flask doctor`: what they say when all is well, and what they notice."""

from sqlalchemy import text

from app.core.database import db, install_triggers, transaction
from app.core.instance import keys_dir
from tests.factories import contests


def numbers(result):
    return {line.split("\t")[0]: line.split("\t")[1] for line in result.stdout.splitlines()}


def test_a_whole_instance_passes_every_sentence(run, cast):
    result = run("check")
    assert set(numbers(result).values()) == {"OK"}, result.output
    assert list(numbers(result)) == ["I1", "I2", "I3", "I4", "I5", "I6", "I7"]
    assert result.exit_code == 0


def test_each_sentence_comes_with_a_number(run, cast):
    lines = [line.split("\t") for line in run("check").stdout.splitlines()]
    assert all(line[2].replace(",", "").isdecimal() for line in lines)


def test_a_missing_trigger_is_named_and_fails(run, cast, engine):
    where = "" if engine.url.startswith("sqlite") else " ON access_records"
    with transaction():
        db.session.execute(text(f"DROP TRIGGER access_records_no_update{where}"))
    try:
        result = run("check")
    finally:
        put_triggers_back()
    assert (result.exit_code, numbers(result)["I7"]) == (1, "FAIL")
    assert "access_records_no_update" in result.stderr


def test_a_changed_text_of_a_contest_result_fails(run, cast, engine):
    with transaction():
        contests.services.publish_result(actor=cast.bae, contest=contests.past_contest(cast))
    assert numbers(run("check"))["I4"] == "OK"
    where = "" if engine.url.startswith("sqlite") else " ON contest_results"
    with transaction():
        db.session.execute(text(f"DROP TRIGGER contest_results_no_update{where}"))
        db.session.execute(text("UPDATE contest_results SET content = content || ' '"))
        install_triggers(db.session.connection())
    result = run("check")
    assert (result.exit_code, numbers(result)["I4"]) == (1, "FAIL")
    assert "contest_results" in result.stderr


def put_triggers_back():
    with transaction():
        install_triggers(db.session.connection())


def test_a_row_that_points_to_nothing_fails(run, cast, engine):
    db.session.rollback()
    sqlite = engine.url.startswith("sqlite")
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF" if sqlite else "SET session_replication_role = replica")
        driver.execute("UPDATE people SET department_id = 9999 WHERE employee_no = 'kim'")
        driver.execute("PRAGMA foreign_keys = ON" if sqlite else "SET session_replication_role = origin")
        driver.commit()
    result = run("check")
    assert (result.exit_code, numbers(result)["I6"]) == (1, "FAIL")
    assert "people" in result.stderr


def test_the_doctor_names_a_key_others_can_read(run, cast):
    key = keys_dir() / "cookies.key"
    key.chmod(0o644)
    try:
        result = run("doctor")
    finally:
        key.chmod(0o600)
    assert result.exit_code == 1
    assert "cookies.key" in result.stderr


def test_the_doctor_finds_nothing_wrong_with_keys_database_and_front_end(run, cast):
    lines = run("doctor").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines][:3] == ["OK", "OK", "OK"]
    assert lines[-1].split("\t")[0] == "OK"
