"""`flask mileage import-claims`: claims of several people from the command line, under the rules of the page."""

from app.core.database import db, transaction
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, ClaimUpload
from tests.factories import mileage
from tests.factories.claim_uploads import row, workbook


def test_claims_are_read_in_as_somebody_with_the_files_of_a_folder(run, cast, tmp_path):
    with transaction():
        mileage.items()
    book, folder = tmp_path / "신청.xlsx", tmp_path / "증빙"
    book.write_bytes(workbook(row("kim", evidence="a.pdf"), row("park", evidence="a.pdf")))
    folder.mkdir()
    (folder / "a.pdf").write_bytes(mileage.PDF)
    (folder / "다른 것.pdf").write_bytes(mileage.PDF)
    answer = run("mileage", "import-claims", book, "--as", "choi", "--evidence", folder, "--hand-in")
    assert answer.exit_code == 0, answer.output
    assert [claim.state for claim in db.session.query(Claim)] == [ClaimState.SUBMITTED] * 2


def test_wrong_rows_are_named_and_the_command_fails(run, cast, tmp_path):
    with transaction():
        mileage.items()
    book = tmp_path / "신청.xlsx"
    book.write_bytes(workbook(row("kim"), row("park"), row("kim", "둘째", points="0")))
    answer = run("mileage", "import-claims", book, "--as", "lee")
    assert answer.exit_code != 0
    assert ("3" in answer.output, "4" in answer.output, db.session.query(Claim).count()) == (True, True, 0)
    assert (tmp_path / "신청-오류.xlsx").exists()
    assert run("mileage", "import-claims", book, "--as", "nobody").exit_code != 0
    assert run("mileage", "import-claims", tmp_path / "fehlt.xlsx", "--as", "lee").exit_code != 0


def test_without_a_name_the_office_itself_enters_drafts_and_brings_no_papers(run, cast, tmp_path):
    with transaction():
        mileage.items()
    book = tmp_path / "신청.xlsx"
    book.write_bytes(workbook(row("kim"), row("park")))
    assert run("mileage", "import-claims", book, "--evidence", tmp_path).exit_code != 0
    answer = run("mileage", "import-claims", book)
    assert answer.exit_code == 0, answer.output
    assert [claim.state for claim in db.session.query(Claim)] == [ClaimState.DRAFT] * 2
    assert db.session.query(ClaimUpload).one().uploader_id is None
    assert run("mileage", "import-claims", book).exit_code != 0
