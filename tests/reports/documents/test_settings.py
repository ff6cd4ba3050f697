"""기관 서식: the emblem and the approval boxes of documents; a broken emblem never stops a document."""

from io import BytesIO

import pytest

from app.core.database import db, transaction
from app.core.documents import pdf
from app.core.documents.content import silently
from app.core.errors import Denied, Refused, WrongState
from app.files import store
from app.reports.documents.registry import DOCUMENTS
from app.reports.models import DocumentApproval, OfficeEmblem
from app.reports.queries.document_settings import emblem_today, office_of
from app.reports.services import document_settings
from tests.factories.documents import pdf_text, png


def choose(actor, content, name="문장.png"):
    with transaction():
        return document_settings.set_emblem(actor=actor, stream=BytesIO(content), filename=name)


def test_the_emblem_stands_on_documents_from_then_on(cast):
    assert office_of("round_report").emblem is None
    choose(cast.goh, png())
    assert office_of("round_report").emblem == png()
    choose(cast.goh, png(30, 30))
    assert office_of("round_report").emblem == png(30, 30)
    with transaction():
        document_settings.remove_emblem(actor=cast.goh)
    assert office_of("round_report").emblem is None
    assert db.session.query(OfficeEmblem).count() == 3
    with pytest.raises(WrongState), transaction():
        document_settings.remove_emblem(actor=cast.goh)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (png()[:-30] + b"IEND\xaeB`\x82", "cut.png"),
        (png().replace(b"IDAT", b"IDAX"), "broken.png"),
        (png(3000, 10), "wide.png"),
        (b"<svg></svg>", "emblem.svg"),
        (b"%PDF-1.7 %%EOF", "emblem.pdf"),
        (b"", "empty.png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9", "broken.jpg"),
        (png() + b"\0" * (600 * 1024) + b"IEND\xaeB`\x82", "large.png"),
    ],
)
def test_what_is_no_sound_picture_is_refused_and_changes_nothing(cast, content, name):
    choose(cast.goh, png())
    with pytest.raises(Refused):
        choose(cast.goh, content, name)
    assert emblem_today().name == "문장.png"
    assert db.session.query(OfficeEmblem).count() == 1


def test_an_emblem_broken_on_disk_is_left_out_and_the_document_says_so(cast, tmp_path):
    choose(cast.goh, png())
    store.path_of(emblem_today().sha256).write_bytes(b"gone")
    office = office_of("department_sheet")
    assert office.emblem is None
    arguments = {"department_id": cast.traffic, "year": 2026, "annex": False}
    document = DOCUMENTS["department_sheet"].build(cast.choi, arguments, silently)
    pdf.write(document, tmp_path / "a.pdf")
    assert "기관로고그림을읽을수없어넣지않았습니다." in pdf_text(tmp_path / "a.pdf")


def test_only_the_administrator_sets_it_and_the_auditor_looks(cast, as_):
    with pytest.raises(Denied):
        choose(cast.choi, png())
    page = as_(cast.gam).get("/admin/documents")
    assert page.status_code == 200
    assert "Use this emblem" not in page.text


def test_the_page_takes_an_emblem_and_refuses_a_broken_one(cast, as_):
    client = as_(cast.goh)

    def send(content, name):
        return client.post("/admin/documents/emblems", data={"file": (BytesIO(content), name)})

    assert send(png(), "emblem.png").status_code == 302
    refused = send(png(3000, 3000), "large.png")
    assert refused.status_code == 422
    assert "Nothing was changed." in refused.text
    assert 'href="#file"' in refused.text, "the reason stands beside the picture"
    assert client.post("/admin/documents/emblems").status_code == 422
    emblem = emblem_today()
    assert client.get(f"/evidence/{emblem.evidence_file_id}").status_code == 200
    assert as_(cast.kim).get(f"/evidence/{emblem.evidence_file_id}").status_code == 404
    assert client.post("/admin/documents/emblem-removals").status_code == 302
    assert client.post("/admin/documents/emblem-removals").status_code == 409


def test_the_office_says_who_signs_what(cast, as_):
    client = as_(cast.goh)
    assert office_of("round_report", ("담당", "과장")).approval == ("담당", "과장")
    sent = {"approval_round_report": "주무관 / 팀장 ·  국장,시장", "approval_department_sheet": ""}
    assert client.post("/admin/documents/approvals", data=sent).status_code == 302
    assert office_of("round_report", ("담당",)).approval == ("주무관", "팀장", "국장", "시장")
    assert db.session.query(DocumentApproval).filter_by(kind="round_report").count() == 1
    assert client.post("/admin/documents/approvals", data=sent).status_code == 302
    assert db.session.query(DocumentApproval).filter_by(kind="round_report").count() == 1


@pytest.mark.parametrize("typed", ["가/나/다/라/마/바/사", "아주아주아주아주아주아주아주아주아주긴이름입니다"])
def test_too_many_or_too_long_titles_are_kept_and_refused(cast, as_, typed):
    answer = as_(cast.goh).post("/admin/documents/approvals", data={"approval_round_report": typed})
    assert answer.status_code == 422
    assert typed in answer.text
    assert db.session.query(DocumentApproval).count() == 0


def test_a_document_has_no_boxes_where_the_office_wants_none(cast):
    with transaction():
        document_settings.set_approvals(
            actor=cast.goh, chosen={"round_report": ()}, defaults={"round_report": ("담당",)}
        )
    assert office_of("round_report", ("담당",)).approval == ()


def test_the_rows_are_never_changed(cast):
    choose(cast.goh, png())
    with pytest.raises(Exception, match="never"), transaction():
        db.session.query(OfficeEmblem).update({"evidence_file_id": None})
