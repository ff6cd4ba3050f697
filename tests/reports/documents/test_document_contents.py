"""What documents say of nothing, of very long names and of very much; and what they do not say to whom."""

from datetime import date, timedelta
from time import monotonic
from zipfile import ZipFile

import pypdf
import pytest
from sqlalchemy import case, func

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.core.documents import hwpx, pdf, xlsx
from app.core.documents.content import Table, silently
from app.core.errors import Denied, Missing
from app.core.i18n import speaking
from app.files.rules import clean_name
from app.innovation.enums import Sensitivity
from app.innovation.models import Obstacle
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from app.mileage.enums import AccountKind
from app.mileage.models import MileageAccount
from app.organization.models import Department
from app.reports.documents.registry import DOCUMENTS
from tests.factories import contests, document_readings, mileage
from tests.factories.document_scenes import MONTH, SCENES, YEAR
from tests.factories.documents import LONG_NAME, hwpx_text, pdf_text, xlsx_text
from tests.factories.innovation import an_issue
from tests.factories.innovation_c import approved_slogan, obstacle_of, slogan_of
from tests.statements import count_statements

NARROWED = {"round": None, "bureau": None, "group": None, "value": "", "days": None}
EMPTY = {
    "obstacle_agenda": ({"month": MONTH}, "No obstacle is open."),
    "award_list": ({"year": YEAR}, "No award of this year is published."),
    "idea_register": ({"year": YEAR, "issue_kind": "", "issue_state": ""}, "Nothing was received that fits"),
    "tower_pack": ({"year": YEAR, **NARROWED}, "No progress report is overdue."),
}
WRITERS = {"pdf": (pdf.write, pdf_text), "hwpx": (hwpx.write, hwpx_text), "xlsx": (xlsx.write, xlsx_text)}


def build(name, who, language="en", **arguments):
    with speaking(language):
        return DOCUMENTS[name].build(who, arguments, silently)


def written(document, folder):
    """The document as text without spaces, by format."""
    found = {}
    with speaking("en"):
        for suffix, (write, read) in WRITERS.items():
            write(document, folder / f"document.{suffix}")
            found[suffix] = read(folder / f"document.{suffix}")
    return found


def rows_of(document):
    return [tuple(row) for part in document.parts if isinstance(part, Table) for row in part.rows]


@pytest.mark.parametrize("name", EMPTY)
def test_a_document_of_nothing_says_so(cast, name, tmp_path):
    arguments, sentence = EMPTY[name]
    for text in written(build(name, cast.choi, **arguments), tmp_path).values():
        assert "".join(sentence.split()) in text


def test_a_statement_of_a_year_without_rows_says_so(cast, tmp_path):
    with transaction():
        mileage.items()
        mileage.award(cast.kim, "task:1:plan", points="5", day=date(YEAR, 3, 1))
        account = db.session.query(MileageAccount.id).filter_by(person_id=cast.kim.id).scalar()
    document = build("mileage_statement", cast.kim, account_id=account, year=YEAR - 1)
    assert all("Norowsinthisyear" in text for text in written(document, tmp_path).values())


FROZEN = {"award_list", "contest_result"}
"""Documents with names as they were when the result was published."""


def lengthen_names():
    """Departments keep the first two syllables of their names, at the end: they are told apart."""
    own = func.substr(Department.name, case((Department.name.startswith(LONG_NAME[:-2]), 59), else_=1), 2)
    db.session.query(Department).update({"name": LONG_NAME[:-2] + own})
    db.session.query(Person).update({"name": LONG_NAME})


@pytest.mark.engine_free
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_names_of_sixty_letters_are_whole(cast, name, language, tmp_path):
    """Departments and people with names that know no space: all of it is said, and nothing runs over."""
    with transaction():
        if name in FROZEN:
            lengthen_names()
        who, arguments = SCENES[name](cast)
        lengthen_names()
    document = build(name, who, language, **arguments)
    paths = document_readings.written(document, tmp_path, language)
    assert LONG_NAME[:-2] in str(document)
    for suffix, (_write, read) in WRITERS.items():
        assert LONG_NAME[:-2] in read(paths[suffix]), suffix
    with speaking(language):
        assert list(document_readings.flaws(document, paths)) == []
    assert len(clean_name(f"{DOCUMENTS[name].title(who, arguments)}.hwpx").encode()) <= 255


def test_who_proposed_with_a_hidden_name_stays_hidden(cast, tmp_path):
    with transaction():
        blind = an_issue(cast.kim, blind=True, title="이름을 가린 제안")
        an_issue(cast.ahn, title="이름을 밝힌 제안")
    arguments = {"year": YEAR, "issue_kind": "", "issue_state": ""}
    for text in written(build("idea_register", cast.choi, **arguments), tmp_path).values():
        assert "이름을가린제안" in text
        assert "김하늘" not in text
        assert "안바다" in text
    for text in written(build("idea_receipt", cast.choi, issue_id=blind.id), tmp_path).values():
        assert "김하늘" not in text
        assert "교통과" not in text
    assert "김하늘 100%" in str(build("idea_receipt", cast.kim, issue_id=blind.id))


def test_a_receipt_is_for_who_handed_in_and_the_control_tower(cast):
    with transaction():
        arguments = {"issue_id": an_issue(cast.kim).id}
    may = DOCUMENTS["idea_receipt"].may
    assert [may(who, arguments) for who in (cast.kim, cast.choi, cast.gam)] == [True] * 3
    assert [may(who, arguments) for who in (cast.ahn, cast.park, cast.lee, cast.goh)] == [False] * 4
    with pytest.raises(Denied):
        build("idea_receipt", cast.park, **arguments)


def test_a_statement_is_ones_own_or_of_the_department_one_leads(cast):
    with transaction():
        mileage.items()
        mileage.award(cast.kim, "task:1:plan", points="5", day=date(YEAR, 3, 1))
        person = db.session.query(MileageAccount.id).filter_by(person_id=cast.kim.id).scalar()
        unit = MileageAccount(kind=AccountKind.DEPARTMENT, department_id=cast.traffic)
        db.session.add(unit)
        db.session.flush()
        pool = db.session.query(MileageAccount.id).filter_by(person_id=None, department_id=None).first()[0]
    may, arguments = DOCUMENTS["mileage_statement"].may, {"account_id": person, "year": YEAR}
    others = (cast.ahn, cast.lee, cast.choi, cast.gam, cast.jung)
    assert may(cast.kim, arguments)
    assert [may(who, arguments) for who in others] == [False] * len(others)
    of_unit = arguments | {"account_id": unit.id}
    assert [may(who, of_unit) for who in (cast.lee, cast.kang, cast.kim, cast.choi)] == [True, True, False, False]
    assert not may(cast.choi, arguments | {"account_id": pool})


def test_an_agenda_says_what_its_reader_may_read(cast):
    with transaction():
        obstacle_of(cast, title="누구나 보는 것")
        obstacle_of(cast, title="컨트롤타워만 보는 것", sensitivity=Sensitivity.RESTRICTED)
    tower, staff = (str(build("obstacle_agenda", who, month=MONTH)) for who in (cast.choi, cast.han))
    assert "컨트롤타워만 보는 것" in tower
    assert "누구나 보는 것" in staff
    assert "컨트롤타워만 보는 것" not in staff


def test_there_is_a_poster_once_the_slogan_is_approved(cast):
    with transaction():
        draft = slogan_of(cast, year=YEAR + 1).id
        approved = approved_slogan(cast).id
    may = DOCUMENTS["slogan_poster"].may
    assert may(cast.park, {"slogan_id": approved})
    assert not may(cast.kang, {"slogan_id": draft})


def test_a_result_is_taken_out_once_it_is_published(cast):
    with transaction():
        contest, _entries = contests.before_the_committee(cast, "버스정보", "그늘막")
        past = contests.past_contest(cast)
    assert not DOCUMENTS["contest_result"].may(cast.choi, {"contest_id": contest.id})
    assert rows_of(build("award_list", cast.choi, year=past.year)) == []
    with pytest.raises(Missing):
        build("contest_result", cast.choi, contest_id=contest.id)


def test_the_tower_report_is_narrowed_as_the_page_was(cast):
    group = db.session.query(Department.peer_group_id).filter_by(id=cast.traffic).scalar()
    document = build("tower_pack", cast.gam, year=YEAR, **NARROWED | {"group": group, "days": 14})
    assert ("Peer group", "사업부서") in document.facts
    with pytest.raises(Missing):
        build("tower_pack", cast.choi, year=YEAR, **NARROWED | {"bureau": 99_999})


def many_obstacles(cast, count):
    first = obstacle_of(cast, title="처음")
    row = {column.name: getattr(first, column.name) for column in Obstacle.__table__.columns if column.name != "id"}
    more = ({**row, "title": f"장애요인 {number}"} for number in range(1, count))
    db.session.execute(Obstacle.__table__.insert(), list(more))


def test_three_thousand_obstacles_stand_in_an_agenda(cast, tmp_path):
    with transaction():
        many_obstacles(cast, 3000)
    document = build("obstacle_agenda", cast.choi, month=MONTH)
    assert ("Open obstacles", 3000) in document.facts
    titles = {row[0] for row in rows_of(document)}
    assert {"처음", "장애요인 1", "장애요인 2999"} <= titles
    assert "The 100 most urgent ones stand in this part." in str(document)
    begun = monotonic()
    paths = document_readings.written(document, tmp_path, "en")
    assert monotonic() - begun < 60
    last = "장애요인2999"
    pages = pypdf.PdfReader(paths["pdf"]).pages
    assert len(pages) > 60
    assert "".join(pages[-1].extract_text().split()).count(last) == 1
    with ZipFile(paths["hwpx"]) as file:
        assert file.read("Contents/section0.xml").decode().count(">장애요인 2999<") == 1
    assert xlsx_text(paths["xlsx"]).count(last) == 1


def test_the_statements_of_an_agenda_grow_by_pages_only(cast):
    counts = []
    for count in (2, 4):
        with transaction():
            many_obstacles(cast, count)
        build("obstacle_agenda", cast.choi, month=MONTH)
        with count_statements() as statements:
            build("obstacle_agenda", cast.choi, month=MONTH)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_job_makes_the_file_and_only_who_asked_takes_it_out(cast, as_):
    with transaction():
        meeting = SCENES["obstacle_minutes"](cast)[1]
    client = as_(cast.choi)
    for suffix in WRITERS:
        answer = client.post("/reports/documents", data={"kind": "obstacle_minutes", "format": suffix, **meeting})
        assert answer.status_code == 302
    assert work_until_idle() == 3
    for job in db.session.query(BackgroundJob).all():
        assert client.get(f"/jobs/{job.id}/result", buffered=True).status_code == 200
        assert as_(cast.kim).get(f"/jobs/{job.id}/result", buffered=True).status_code == 404


PAGES = {
    "obstacle_agenda": "/obstacles/meetings/agenda",
    "obstacle_minutes": "/obstacles/meetings/{meeting_id}",
    "meeting_minutes": "/meetings/{meeting_id}",
    "slogan_poster": "/slogans/{slogan_id}",
    "mileage_statement": "/mileage/accounts/{account_id}/years/{year}",
    "contest_result": "/cases/contests/{contest_id}",
    "award_list": "/cases/contests",
    "idea_receipt": "/issues/{issue_id}/receipt",
    "idea_register": "/issues/register",
    "tower_pack": "/reports/control-tower",
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_has_the_buttons(cast, as_, name):
    with transaction():
        who, arguments = SCENES[name](cast)
    page = as_(who).get(PAGES[name].format(**arguments)).text
    assert f'name="kind" value="{name}"' in page
    assert 'value="hwpx"' in page


def test_today_is_the_day_of_the_document(cast):
    with transaction():
        obstacle_of(cast)
    later = clock.now() + timedelta(days=10)
    with clock.frozen_at(later):
        assert build("obstacle_agenda", cast.choi, month=MONTH).issued == later
