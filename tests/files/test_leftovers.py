"""What uploads that came to nothing leave on disk."""

import hashlib
import os
from contextlib import suppress
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.core.instance import evidence_dir
from app.files import services
from app.files import store as disk
from app.files.models import EvidenceFile
from app.files.store import path_of
from tests.files.conftest import PDF, PNG, SUBJECT

DAY = 24 * 60 * 60
SHA = hashlib.sha256(PDF).hexdigest()


def upload(content, filename):
    return FileStorage(BytesIO(content), filename=filename)


def files_on_disk():
    return sorted(path for path in evidence_dir().rglob("*") if path.is_file())


def age(path, seconds):
    came = clock.now().timestamp() - seconds
    os.utime(path, (came, came))


@pytest.fixture
def orphan(app, cast):
    """Leave a file whose record was never written, as old as said."""

    def orphan(content=PDF, *, seconds):
        with suppress(ZeroDivisionError), transaction():
            keep(content, cast.kim)
            raise ZeroDivisionError
        path = path_of(hashlib.sha256(content).hexdigest())
        age(path, seconds)
        return path

    return orphan


def keep(content, actor):
    services.store_evidence(stream=BytesIO(content), filename="a.pdf", subject_type=SUBJECT, subject_id=1, actor=actor)


def test_several_files_are_kept_together(cast):
    with transaction():
        found = services.store_uploads(
            uploads=[upload(PDF, "하나.pdf"), upload(PNG, "둘.png")], subject_type=SUBJECT, subject_id=1, actor=cast.kim
        )
    assert [file.name for file in found] == ["하나.pdf", "둘.png"]
    assert len(files_on_disk()) == 2


@pytest.mark.parametrize("wrong", [upload(b"x", "b.exe"), upload(b"<html>", "b.pdf"), upload(b"", "b.txt")])
def test_one_wrong_file_leaves_none_of_them(cast, wrong):
    with pytest.raises(Refused), transaction():
        services.store_uploads(
            uploads=[upload(PDF, "a.pdf"), wrong], subject_type=SUBJECT, subject_id=1, actor=cast.kim
        )
    assert files_on_disk() == []


def test_a_proposal_with_one_wrong_file_leaves_nothing(as_, cast):
    form = {
        "kind": "free",
        "source": "proposal",
        "title": "그늘막",
        "problem": "그늘이 없다.",
        "idea": "그늘막을 놓는다.",
        "effect": "그늘이 생긴다.",
        "no_obstacle_expected": "y",
        "files": [(BytesIO(PDF), "a.pdf"), (BytesIO(b"x"), "b.exe")],
    }
    answer = as_(cast.kim).post("/issues", data=form, content_type="multipart/form-data")
    assert (answer.status_code, files_on_disk(), db.session.query(EvidenceFile).count()) == (422, [], 0)


def test_the_sweep_removes_what_has_no_record_after_a_day(orphan):
    path = orphan(seconds=DAY + 1)
    half = evidence_dir() / ".0123.part"
    half.write_bytes(b"half")
    age(half, DAY + 1)
    assert services.sweep_evidence() == 2
    assert (path.exists(), half.exists(), services.sweep_evidence()) == (False, False, 0)


def test_the_sweep_leaves_what_is_young_or_has_a_record(store, orphan, cast):
    with transaction():
        services.withdraw_evidence(evidence=db.session.get(EvidenceFile, store().id), actor=cast.kim)
    age(path_of(SHA), 400 * DAY)
    young = orphan(b"%PDF-1.7\n%%EOF\n", seconds=DAY - 60)
    assert services.sweep_evidence() == 0
    assert (path_of(SHA).exists(), young.exists()) == (True, True)


def test_a_file_that_comes_again_counts_as_new(orphan, cast):
    """Its record may not be written yet while the sweep looks."""
    path = orphan(seconds=2 * DAY)
    before = clock.now() - services.LEFT_BEHIND_AFTER
    with transaction():
        keep(PDF, cast.kim)
        assert disk.remove(path, before=before) is False
    assert path.read_bytes() == PDF
