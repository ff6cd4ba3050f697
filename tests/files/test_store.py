import hashlib
import io

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.core.instance import evidence_dir
from app.files import queries, services
from app.files.models import EvidenceFile
from app.files.rules import MAX_SIZE
from app.files.store import path_of
from tests.files.conftest import PDF, PNG, SUBJECT

SHA = hashlib.sha256(PDF).hexdigest()


def files_on_disk():
    return sorted(str(path.relative_to(evidence_dir())) for path in evidence_dir().rglob("*") if path.is_file())


def test_a_file_is_kept_by_its_hash_for_the_owner_only(store, cast):
    evidence = store()
    assert (evidence.sha256, evidence.size, evidence.media_type, evidence.name) == (
        SHA,
        len(PDF),
        "application/pdf",
        "보고서.pdf",
    )
    assert (evidence.uploaded_by_id, evidence.uploaded_at, evidence.withdrawn_at) == (cast.kim.id, clock.now(), None)
    assert files_on_disk() == [f"{SHA[:2]}/{SHA[2:]}"]
    assert path_of(SHA).read_bytes() == PDF
    assert path_of(SHA).stat().st_mode & 0o777 == 0o600


def test_the_same_content_is_kept_once(store):
    store(filename="하나.pdf")
    store(filename="둘.pdf")
    assert len(files_on_disk()) == 1
    assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 2


@pytest.mark.parametrize(
    ("content", "filename"),
    [(b"", "a.pdf"), (b"<html>", "a.pdf"), (PDF, "a.html"), (PDF, None), (b"x" * (MAX_SIZE + 1), "a.txt")],
)
def test_a_refused_file_leaves_nothing(store, content, filename):
    with pytest.raises(Refused):
        store(content, filename)
    assert files_on_disk() == []
    assert db.session.scalar(select(func.count()).select_from(EvidenceFile)) == 0


def test_a_file_of_exactly_the_limit_is_kept(store):
    assert store(b"x" * MAX_SIZE, "a.txt").size == MAX_SIZE


def test_a_damaged_copy_is_replaced_when_the_same_file_comes_again(store):
    store()
    path_of(SHA).write_bytes(b"damaged")
    store()
    assert path_of(SHA).read_bytes() == PDF


def test_files_of_several_subjects_come_in_one_statement(store):
    first, second, other = store(), store(PNG, "그림.png"), store(subject_id=2)
    found = queries.evidence_of(SUBJECT, [1, 2, 3])
    assert {key: [item.id for item in items] for key, items in found.items()} == {
        1: [first.id, second.id],
        2: [other.id],
        3: [],
    }
    assert queries.evidence_of(SUBJECT, []) == {}
    assert queries.evidence_of("other", [1]) == {1: []}


def test_only_who_handed_it_in_withdraws_it_and_once(store, cast):
    evidence = store()
    with pytest.raises(Denied), transaction():
        services.withdraw_evidence(evidence=evidence, actor=cast.lee)
    with transaction():
        services.withdraw_evidence(evidence=db.session.get(EvidenceFile, evidence.id), actor=cast.kim)
    assert queries.evidence_of(SUBJECT, [1]) == {1: []}
    assert files_on_disk() == [f"{SHA[:2]}/{SHA[2:]}"]
    with pytest.raises(Conflict), transaction():
        services.withdraw_evidence(evidence=db.session.get(EvidenceFile, evidence.id), actor=cast.kim)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM evidence_files",
        "UPDATE evidence_files SET sha256 = lower(sha256) || '', name = 'x'",
        "UPDATE evidence_files SET subject_id = 2",
        "UPDATE evidence_files SET withdrawn_at = uploaded_at",
    ],
)
def test_the_database_refuses_changes(store, statement):
    store()
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(statement))


def test_the_check_names_lost_and_changed_files(store):
    store()
    store(PNG, "그림.png")
    third = store(b"text", "a.txt", subject_id=2)
    assert list(services.check_evidence()) == []
    path_of(SHA).unlink()
    path_of(third.sha256).write_bytes(b"tExt")
    assert [problem.params["id"] for problem in services.check_evidence()] == [third.id - 2, third.id]


def test_an_interrupted_upload_leaves_nothing(app, cast):
    class Broken(io.RawIOBase):
        def read(self, _size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError), transaction():
        services.store_evidence(stream=Broken(), filename="a.pdf", subject_type=SUBJECT, subject_id=1, actor=cast.kim)
    assert files_on_disk() == []
