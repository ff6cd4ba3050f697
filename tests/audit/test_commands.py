import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli.audit import audit
from app.core.database import install_triggers, transaction
from app.core.instance import anchors_dir


@pytest.fixture
def run(app):
    return lambda *arguments: app.test_cli_runner().invoke(audit, [str(argument) for argument in arguments])


def test_a_whole_chain_ends_with_zero(chain, run):
    result = run("verify")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_broken_chain_ends_with_one_and_names_the_entry(chain, run):
    with transaction() as session:
        table = " ON audit_entries" if session.get_bind().dialect.name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER audit_entries_no_update{table}"))
        session.execute(text("UPDATE audit_entries SET subject_id = 77 WHERE seq = 2"))
        install_triggers(session.connection())
    result = run("verify")
    assert result.exit_code == 1
    assert "2" in result.stderr
    assert result.stdout == ""


def test_anchors_of_a_folder_are_compared(chain, run, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"seq": 3, "hash": "f" * 64}))
    assert run("verify", "--anchors", tmp_path).exit_code == 1
    missing = run("verify", "--anchors", tmp_path / "nowhere")
    assert missing.exit_code == 1
    assert len(missing.stderr.splitlines()) == 1


def test_the_anchor_of_a_day_is_written_once(chain, run):
    assert run("anchor").exit_code == 0
    assert [path.name for path in anchors_dir().iterdir()] == ["2026-11-23.json"]
    again = run("anchor")
    assert again.exit_code == 1
    assert len(again.stderr.splitlines()) == 1


def test_the_chain_is_exported_once(chain, run, tmp_path):
    path: Path = tmp_path / "chain.jsonl"
    assert run("export", path).exit_code == 0
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["seq"] for line in lines[:-1]] == list(range(1, len(lines)))
    assert lines[-1]["head"]["seq"] == len(lines) - 1
    assert run("export", path).exit_code == 1
    assert run("export", tmp_path / "no" / "folder").exit_code == 1
