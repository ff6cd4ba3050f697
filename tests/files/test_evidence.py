from urllib.parse import quote

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.files import services
from app.files.models import EvidenceFile
from app.files.store import path_of
from tests.files.conftest import PDF, SUBJECT

pytestmark = pytest.mark.usefixtures("guarded")


def url(evidence):
    return f"/evidence/{evidence.id}"


def test_a_file_is_handed_out_as_a_sandboxed_download(store, as_, cast):
    answer = as_(cast.lee).get(url(store()))
    assert answer.status_code == 200
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('보고서.pdf')}" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_may_not_see_the_subject_may_not_know_the_file(store, as_, cast):
    assert as_(cast.park).get(url(store())).status_code == 404
    assert as_(cast.kim).get(url(store(subject_id=2))).status_code == 404
    assert as_(cast.kim).get("/evidence/999999").status_code == 404


def test_a_subject_nobody_guards_is_not_shown(store, as_, cast):
    evidence = store()
    with transaction():
        other = EvidenceFile(
            **{
                column: getattr(evidence, column)
                for column in ("sha256", "size", "media_type", "name", "subject_id", "uploaded_by_id", "uploaded_at")
            },
            subject_type="unknown",
        )
        db.session.add(other)
    assert as_(cast.kim).get(url(other)).status_code == 404


def test_a_withdrawn_file_is_not_shown(store, as_, cast):
    evidence = store()
    with transaction():
        services.withdraw_evidence(evidence=db.session.get(EvidenceFile, evidence.id), actor=cast.kim)
    assert as_(cast.kim).get(url(evidence)).status_code == 404


def test_strangers_are_sent_to_sign_in(store, anonymous):
    assert anonymous.get(url(store())).status_code == 302


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_file_is_never_handed_out_and_leaves_a_trace(store, as_, cast, damage):
    evidence = store()
    path = path_of(evidence.sha256)
    if damage == "gone":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(bytes(content))
    answer = as_(cast.kim).get(url(evidence))
    assert answer.status_code == 500
    assert PDF[:20] not in answer.data
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.event, entry.subject_type, entry.subject_id, entry.actor_id) == (
        "evidence_damaged",
        "evidence_file",
        evidence.id,
        cast.kim.id,
    )


def test_handing_in_is_audited_without_the_name(store, cast):
    evidence = store(filename="홍길동 진단서.pdf")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.event, entry.subject_id, entry.actor_id) == ("evidence_stored", evidence.id, cast.kim.id)
    assert "홍길동" not in entry.details
    assert SUBJECT in entry.details
