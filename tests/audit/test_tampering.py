"""The insider: somebody with the database in hand, who drops the triggers, edits and puts them back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.audit import rules, services
from app.audit.models import AuditEntry, AuditHead
from app.core import clock
from app.core.database import db, install_triggers, transaction
from app.core.database.triggers import required_triggers
from app.core.errors import Conflict, Refused
from app.core.instance import anchors_dir, keys_dir, secret

TOOL = Path(__file__).parents[2] / "tools" / "verify_audit.py"
OURS = {"audit_entries", "audit_head"}


def tamper(*statements, **values):
    with transaction() as session:
        for trigger in required_triggers():
            if trigger.table in OURS:
                table = f' ON "{trigger.table}"' if session.get_bind().dialect.name == "postgresql" else ""
                session.execute(text(f'DROP TRIGGER "{trigger.name}"{table}'))
        for statement in statements:
            session.execute(text(statement), values)
        install_triggers(session.connection())


def last_seq():
    return db.session.scalar(select(AuditHead.seq))


def stand_alone(tmp_path, *, anchors=None):
    export = tmp_path / "chain.jsonl"
    services.export_entries(export)
    arguments = [str(export), str(keys_dir() / "audit.key"), *([str(anchors)] if anchors else [])]
    return subprocess.run(
        [sys.executable, "-I", str(TOOL), *arguments], check=False, capture_output=True, text=True, cwd=tmp_path
    )


def assert_found(tmp_path, *, anchors=None):
    found = services.verify_chain(anchors)
    assert not found.ok
    result = stand_alone(tmp_path, anchors=anchors or anchors_dir())
    assert result.returncode == 1
    assert result.stderr.splitlines() == [problem.msgid % problem.params for problem in found.problems]


def test_an_untouched_chain_is_whole(chain, tmp_path):
    assert services.verify_chain().ok
    result = stand_alone(tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"{last_seq()} entries, chain whole\n"


def test_an_empty_chain_can_be_checked_and_exported(app, tmp_path):
    assert services.verify_chain().ok
    assert stand_alone(tmp_path).returncode == 0


@pytest.mark.parametrize(
    "change",
    [
        "subject_id = subject_id + 1",
        "actor_id = 4",
        "event = 'task_opened'",
        "subject_type = 'issue'",
        "department_id = 1",
        "details = '{}'",
        "details = details || ' '",
        "hash = previous_hash",
    ],
)
def test_an_edit_is_found(chain, tmp_path, change):
    tamper(f"UPDATE audit_entries SET {change} WHERE seq = :seq", seq=last_seq() - 2)
    assert_found(tmp_path)


def test_a_changed_date_is_found(chain, tmp_path):
    tamper("UPDATE audit_entries SET at = '2025-01-02 03:04:05.000000' WHERE seq = :seq", seq=last_seq() - 2)
    assert_found(tmp_path)


def test_a_deletion_is_found(chain, tmp_path):
    tamper("DELETE FROM audit_entries WHERE seq = :seq", seq=last_seq() - 2)
    assert_found(tmp_path)


def test_a_deletion_with_renumbering_is_found(chain, tmp_path):
    seq = last_seq()
    tamper(
        "DELETE FROM audit_entries WHERE seq = :seq - 2",
        "UPDATE audit_entries SET seq = seq - 1 WHERE seq = :seq - 1",
        "UPDATE audit_entries SET seq = seq - 1 WHERE seq = :seq",
        "UPDATE audit_head SET seq = seq - 1",
        seq=seq,
    )
    assert_found(tmp_path)


def test_swapped_entries_are_found(chain, tmp_path):
    seq = last_seq()
    tamper(
        "UPDATE audit_entries SET seq = 1000000 WHERE seq = :seq",
        "UPDATE audit_entries SET seq = :seq WHERE seq = :seq - 1",
        "UPDATE audit_entries SET seq = :seq - 1 WHERE seq = 1000000",
        seq=seq,
    )
    assert_found(tmp_path)


def test_a_cut_tail_is_found_by_the_head(chain, tmp_path):
    tamper("DELETE FROM audit_entries WHERE seq > :seq", seq=last_seq() - 2)
    assert_found(tmp_path)


def test_a_cut_tail_with_a_moved_head_is_found_by_its_signature(chain, tmp_path):
    cut_with_moved_head()
    assert_found(tmp_path)


def cut_with_moved_head():
    tamper(
        "DELETE FROM audit_entries WHERE seq > :seq",
        "UPDATE audit_head SET seq = :seq, hash = (SELECT hash FROM audit_entries WHERE seq = :seq)",
        seq=last_seq() - 2,
    )


def test_work_that_goes_on_after_a_cut_leaves_a_scar(chain, record, tmp_path):
    cut_with_moved_head()
    record(99)
    events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.seq.desc()).limit(2)).all()
    assert list(events) == ["task_closed", rules.HEAD_DAMAGED]
    assert_found(tmp_path)


def test_an_entry_written_past_the_head_is_found(chain, tmp_path):
    tamper(
        "INSERT INTO audit_entries SELECT seq + 1, at, actor_id, event, subject_type, subject_id, department_id, "
        "details, hash, hash FROM audit_entries WHERE seq = :seq",
        seq=last_seq(),
    )
    assert_found(tmp_path)


def test_a_lost_head_is_found(chain, tmp_path):
    tamper("DELETE FROM audit_head")
    assert_found(tmp_path)


def test_a_full_rewrite_with_the_key_is_found_against_an_anchor(chain, tmp_path):
    written = services.write_anchor(clock.today())
    rewrite_everything()
    found = services.verify_chain()
    assert [str(problem.msgid % problem.params) for problem in found.problems] == [
        f"The anchor {written.name} does not match entry {written.seq}."
    ]
    assert_found(tmp_path)


def rewrite_everything():
    key, previous, statements = secret("audit"), rules.GENESIS, []
    for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all():
        subject = row.subject_id + 1
        entry = rules.Entry(**{**vars(row.signed), "subject_id": subject, "previous_hash": previous})
        previous = rules.sign(key, entry)
        statements.append(
            f"UPDATE audit_entries SET subject_id = {subject}, previous_hash = '{entry.previous_hash}', "
            f"hash = '{previous}' WHERE seq = {row.seq}"
        )
    signature = rules.sign_head(key, last_seq(), previous)
    tamper(*statements, f"UPDATE audit_head SET hash = '{previous}', signature = '{signature}'")


def test_a_wiped_chain_is_found_against_an_anchor(chain, tmp_path):
    services.write_anchor(clock.today())
    tamper("DELETE FROM audit_entries", "DELETE FROM audit_head")
    assert_found(tmp_path)


def test_an_anchor_is_written_once_and_for_the_owner_only(chain):
    written = services.write_anchor(clock.today())
    path = anchors_dir() / "2026-11-23.json"
    content = json.loads(path.read_bytes())
    head = db.session.get(AuditHead, 1)
    assert (written.seq, written.hash) == (head.seq, head.hash)
    assert {key: content[key] for key in ("date", "seq", "hash")} == {
        "date": "2026-11-23",
        "seq": head.seq,
        "hash": head.hash,
    }
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Conflict):
        services.write_anchor(clock.today())
    assert [item.name for item in anchors_dir().iterdir()] == [path.name]
    assert services.verify_chain().ok


def test_a_changed_anchor_is_found(chain, tmp_path):
    services.write_anchor(clock.today())
    (anchors_dir() / "2026-11-23.json").write_text("{}")
    assert_found(tmp_path)


def test_anchors_of_another_folder_are_used_when_named(chain, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    (folder / "2026-01-01.json").write_text(json.dumps({"seq": 1, "hash": "f" * 64}))
    assert services.verify_chain().ok
    assert_found(tmp_path, anchors=folder)
    with pytest.raises(Refused):
        services.verify_chain(tmp_path / "nowhere")


def test_an_export_never_overwrites(chain, tmp_path):
    path = tmp_path / "chain.jsonl"
    services.export_entries(path)
    with pytest.raises(Refused):
        services.export_entries(path)


def test_the_stand_alone_verifier_says_what_it_cannot_read(tmp_path):
    result = subprocess.run(
        [sys.executable, "-I", str(TOOL), "nothing.jsonl", "nothing.key"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
