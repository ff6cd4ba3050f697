"""`flask hr export`: the same batch from a script, with one clear line when it cannot be made."""

import pytest
from python_calamine import CalamineWorkbook

from app.accounts.models import AccessRecord
from app.core.database import db, transaction
from app.reports.models import IncentiveBatch
from tests.factories.reports import published_round, ready_for_export, round_with_ratings

REASON = "2026년 성과상여금 지급 자료"


@pytest.fixture
def run(app):
    def command(*arguments):
        return app.test_cli_runner().invoke(args=["hr", "export", *map(str, arguments)])

    return command


def test_the_command_freezes_a_batch_and_writes_it(cast, run, tmp_path):
    with transaction():
        ready_for_export(cast)
    file = tmp_path / "명세.xlsx"
    answer = run(file, "--round", "2026-F", "--reason", REASON)
    batch = db.session.query(IncentiveBatch).one()
    assert answer.exit_code == 0
    assert batch.sha256 in answer.output
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("인센티브 명세").to_python()
    assert len(rows) == batch.people + 1


def test_a_new_office_has_the_standard_table_at_once(cast, run, tmp_path):
    with transaction():
        published_round(cast)
    answer = run(tmp_path / "a.xlsx", "--round", "2026-F", "--reason", REASON)
    assert answer.exit_code == 0
    assert db.session.query(IncentiveBatch).one().total_won is None


def test_an_officer_leaves_an_access_record(cast, run, tmp_path):
    with transaction():
        ready_for_export(cast)
    assert run(tmp_path / "a.xlsx", "--round", "2026-F", "--reason", REASON, "--as", "jung").exit_code == 0
    assert {record.person_id for record in db.session.query(AccessRecord)} == {cast.jung.id}
    assert run(tmp_path / "b.xlsx", "--round", "2026-F", "--reason", REASON, "--as", "choi").exit_code == 1
    assert run(tmp_path / "b.xlsx", "--round", "2026-F", "--reason", REASON, "--as", "nobody").exit_code == 1


@pytest.mark.parametrize(
    ("code", "reason"), [("2026-F", "짧음"), ("nowhere", REASON), ("2026-D", REASON)], ids=["reason", "code", "draft"]
)
def test_what_cannot_be_made_says_one_line_and_leaves_no_file(cast, run, tmp_path, code, reason):
    with transaction():
        ready_for_export(cast)
        round_with_ratings(cast, "2026-D")
    answer = run(tmp_path / "a.xlsx", "--round", code, "--reason", reason)
    assert answer.exit_code == 1
    assert len(answer.output.strip().splitlines()) == 1
    assert "Traceback" not in answer.output
    assert list(tmp_path.iterdir()) == []
    assert db.session.query(IncentiveBatch).count() == 0


def test_a_folder_that_cannot_be_written_keeps_no_batch(cast, run, tmp_path):
    with transaction():
        ready_for_export(cast)
    assert run(tmp_path / "missing" / "a.xlsx", "--round", "2026-F", "--reason", REASON).exit_code == 1
    assert db.session.query(IncentiveBatch).count() == 0
