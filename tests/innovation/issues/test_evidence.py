"""첨부파일: handed in with an issue, read by whoever may read the issue."""

from io import BytesIO

import pytest

from app.core.database import db
from app.files.models import EvidenceFile
from app.innovation.models import Issue

TEXT = "승하차 자료 2026".encode()


def sent(*files):
    return {
        "title": "자료 첨부",
        "problem": "문제",
        "idea": "방안",
        "effect": "효과",
        "expected_obstacle": "예산",
        "kind": "free",
        "source": "proposal",
        "files": [(BytesIO(content), name) for name, content in files],
    }


@pytest.fixture
def issue_with_file(as_, cast):
    as_(cast.kim).post("/issues", data=sent(("승하차.txt", TEXT)), content_type="multipart/form-data")
    return db.session.query(Issue).one()


def test_a_colleague_reads_the_file_of_an_issue(as_, cast, issue_with_file):
    client = as_(cast.park)
    evidence = db.session.query(EvidenceFile).one()
    assert (evidence.subject_type, evidence.subject_id) == ("issue", issue_with_file.id)
    assert f"/evidence/{evidence.id}" in client.get(f"/issues/{issue_with_file.id}").text
    assert client.get(f"/evidence/{evidence.id}").data == TEXT


def test_the_file_of_a_withdrawn_issue_is_not_found_by_others(as_, cast, issue_with_file):
    evidence_id = db.session.query(EvidenceFile).one().id
    data = {"reason": "다시 써서 내겠습니다."}
    assert as_(cast.kim).post(f"/issues/{issue_with_file.id}/withdrawals", data=data).status_code == 302
    codes = [as_(who).get(f"/evidence/{evidence_id}").status_code for who in (cast.park, cast.kim, cast.gam)]
    assert codes == [404, 200, 200]


def test_a_forbidden_file_refuses_the_whole_issue(as_, cast, app):
    answer = as_(cast.kim).post("/issues", data=sent(("run.exe", b"MZ")), content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "자료 첨부" in answer.text
    assert db.session.query(Issue).count() == 0
    assert db.session.query(EvidenceFile).count() == 0
