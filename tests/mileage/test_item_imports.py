"""Items as a workbook: the same columns out and in, only what changes becomes a version, all of it or nothing."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.core.figures import bare
from app.core.sheets import SheetErrors, write_workbook
from app.mileage import services
from app.mileage.enums import EventCode, ItemChangeKind, ItemFormula
from app.mileage.models import ItemChange, MileageItem
from app.mileage.queries.item_versions import last_versions, latest_version
from app.mileage.queries.items import item_on
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import Band
from app.mileage.rules.item_changes import Disclosure
from app.mileage.services.item_imports import ImportTerms
from app.mileage.services.item_sheets import COLUMNS, EVENTS, TITLE, item_sheets
from tests.factories import items as factory
from tests.statements import count_statements

TODAY, TOMORROW = date(2026, 11, 23), factory.TOMORROW
TERMS = ImportTerms(takes_effect_on=TOMORROW, reason=factory.WHY)
NEW = {
    "코드": "P90",
    "대상": "개인",
    "이름": "사내 강사",
    "이름(영어)": "Teaching colleagues",
    "정의": "직원을 가르쳤다.",
    "정의(영어)": "Taught colleagues.",
    "가치": "소통; 현장",
    "산식": "수치×점수",
    "점수": 0.5,
    "수치": "교육 시간",
    "건당한도": 4,
    "증빙": "Y",
    "방식": "신청",
    "확인": "컨트롤타워",
    "가점반영": "N",
}


@pytest.fixture(autouse=True)
def _items(items):
    """The preset."""


@pytest.fixture
def sheet():
    """The workbook that is taken out, to be changed as an office would."""
    return Book()


class Book:
    """A workbook of items; `book["P06", "점수"] = 9` changes a cell, `add` writes a row."""

    def __init__(self):
        target = io.BytesIO()
        write_workbook(target, item_sheets(list(last_versions().values())))
        self.book = load_workbook(target)
        self.sheet = self.book[TITLE]
        self.heads = {cell.value: cell.column for cell in self.sheet[1]}

    def row(self, code):
        return next(cells[0].row for cells in self.sheet.iter_rows(min_row=2) if cells[0].value == code)

    def __setitem__(self, place, value):
        code, header = place
        self.sheet.cell(self.row(code), self.heads[header]).value = value

    def add(self, **cells):
        number = self.sheet.max_row + 1
        for header, value in cells.items():
            self.sheet.cell(number, self.heads[header]).value = value
        return number

    def stream(self):
        target = io.BytesIO()
        self.book.save(target)
        target.seek(0)
        return target


def entered(actor, sheet, terms=TERMS, **options):
    with transaction():
        return services.import_items(actor=actor, source=sheet.stream(), terms=terms, **options)


def seen(actor, sheet, terms=TERMS):
    with transaction():
        return services.preview_items(actor=actor, source=sheet.stream(), terms=terms)


def wrong(actor, sheet, terms=TERMS):
    """The cells that are wrong; nothing may have been entered."""
    before = db.session.query(MileageItem).count(), db.session.query(ItemChange).count()
    with pytest.raises(SheetErrors) as refusal, transaction():
        services.import_items(actor=actor, source=sheet.stream(), terms=terms)
    assert (db.session.query(MileageItem).count(), db.session.query(ItemChange).count()) == before
    return [(error.row, error.column) for error in refusal.value.errors]


def test_what_is_taken_out_and_sent_back_changes_nothing(cast, sheet):
    plan = seen(cast.choi, sheet)
    assert (plan.changes, plan.unchanged) == ((), 28)
    with pytest.raises(Refused):
        entered(cast.choi, sheet)


def test_every_kind_of_item_comes_back_as_it_went_out(cast):
    told = Disclosure(disclosed_on=date(2026, 11, 2), opinions="없음", changed_on=TODAY, disaster="호우 복구")
    bands = (Band(Decimal("1.5"), Decimal(2)), Band(Decimal(10), Decimal(5)))
    with transaction():
        factory.entered(cast.choi, "X1", disclosure=told, feeds_promotion=True, core_values=("foot", "smile"))
        by_unit = {"formula": ItemFormula.PER_UNIT, "figure_name": "시간", "points": Decimal("0.25")}
        caps = Caps(case=Decimal(1), day=Decimal(2), month=Decimal(3), year=Decimal(4))
        factory.entered(cast.choi, "X2", caps=caps, **by_unit)
        banded = {"formula": ItemFormula.BANDS, "figure_name": "명", "bands": bands}
        factory.entered(cast.choi, "X3", **banded, highest_group="과제", description_ko="첫 줄\n둘째 줄")
        services.end_item(item=latest_version("P06"), actor=cast.choi, change=factory.change())
        factory.changed(cast.choi, "P07", date(2027, 1, 1))
    assert seen(cast.choi, Book()).changes == ()


def test_only_changed_rows_become_versions_with_reason_and_day(cast, sheet, published):
    sheet["P06", "점수"] = 9
    sheet["P06", "연한도"] = None
    sheet["P07", "이름"] = "다른 이름"
    sheet["P07", "변경사유"] = "이름이 낡아서 바꿉니다."
    sheet["P07", "시작일"] = date(2027, 1, 1)
    sheet["P08", "종료일"] = date(2026, 12, 31)
    number = sheet.add(**NEW)
    plan = seen(cast.choi, sheet)
    assert [(one.row, one.code, one.kind, one.takes_effect_on) for one in plan.changes] == [
        (sheet.row("P06"), "P06", ItemChangeKind.CHANGED, TOMORROW),
        (sheet.row("P07"), "P07", ItemChangeKind.CHANGED, date(2027, 1, 1)),
        (sheet.row("P08"), "P08", ItemChangeKind.ENDED, date(2027, 1, 1)),
        (number, "P90", ItemChangeKind.NEW, TOMORROW),
    ]
    old = item_on("P06", TODAY)
    changed = {one.what.msgid: (one.before, one.after) for one in plan.changes[0].differences}
    assert changed == {"Points": (bare(old.points), "9"), "Cap per year": (bare(old.cap_year), "–")}
    assert db.session.query(ItemChange).count() == 0
    assert entered(cast.choi, sheet, digest=plan.digest).digest == plan.digest
    assert (item_on("P06", TODAY).id, item_on("P06", TOMORROW).points) == (old.id, 9)
    assert item_on("P06", TOMORROW).cap_year is None
    assert item_on("P07", date(2027, 1, 1)).name_ko == "다른 이름"
    assert latest_version("P08").valid_until == date(2026, 12, 31)
    new = latest_version("P90")
    assert (new.valid_from, new.formula, new.figure_name, new.core_values) == (
        TOMORROW,
        ItemFormula.PER_UNIT,
        "교육 시간",
        ["hand", "foot"],
    )
    reasons = {db.session.get(MileageItem, row.item_id).code: row.reason for row in db.session.query(ItemChange)}
    assert reasons == dict.fromkeys(("P06", "P08", "P90"), factory.WHY) | {"P07": "이름이 낡아서 바꿉니다."}
    assert [event.changes for event in published if hasattr(event, "digest") and hasattr(event, "changes")] == [4]
    assert "items_imported" in {entry.event for entry in db.session.query(AuditEntry)}
    assert seen(cast.choi, Book()).changes == ()


def test_a_code_may_take_the_place_of_one_that_the_same_workbook_ends(cast, sheet):
    event = next(word for word, code in EVENTS.items() if code is EventCode.TASK_COMPLETED)
    way = {"방식": "자동", "자동사실": event, "확인": "없음", "증빙": "N", "산식": "고정", "수치": None, "점수": 20}
    sheet["P04", "종료일"] = TODAY
    sheet.add(**(NEW | way | {"코드": "A01"}))
    entered(cast.choi, sheet)
    assert item_on("P04", TOMORROW) is None
    assert item_on("A01", TOMORROW).points == 20


@pytest.mark.parametrize("way_out", [{"종료일": TODAY}, {"방식": "신청", "자동사실": None, "확인": "컨트롤타워"}])
def test_what_ends_a_fact_goes_before_what_takes_it_over_wherever_it_stands(cast, sheet, way_out):
    event = next(word for word, code in EVENTS.items() if code is EventCode.TASK_COMPLETED)
    assert sheet.row("P02") < sheet.row("P04")
    sheet["P02", "자동사실"] = event
    for header, value in way_out.items():
        sheet["P04", header] = value
    entered(cast.choi, sheet)
    assert item_on("P02", TOMORROW).event_code is EventCode.TASK_COMPLETED


def test_a_change_and_an_end_may_stand_in_one_row(cast, sheet):
    sheet["P06", "점수"] = 9
    sheet["P06", "종료일"] = date(2026, 12, 31)
    plan = entered(cast.choi, sheet)
    assert [one.kind for one in plan.changes] == [ItemChangeKind.CHANGED, ItemChangeKind.ENDED]
    assert (latest_version("P06").points, latest_version("P06").valid_until) == (9, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"점수": 0}, "점수"),
        ({"점수": -3}, "점수"),
        ({"점수": 10**9}, "점수"),
        ({"점수": "많이"}, "점수"),
        ({"점수": 0.001}, None),
        ({"코드": "가나"}, "코드"),
        ({"대상": "모두"}, "대상"),
        ({"가치": "없는 가치"}, "가치"),
        ({"산식": "고정"}, "수치"),
        ({"산식": "구간"}, "구간"),
        ({"구간": "많이"}, "구간"),
        ({"건당한도": None}, "건당한도"),
        ({"방식": "자동"}, "자동사실"),
        ({"확인": "없음"}, "확인"),
        ({"증빙": "아마"}, "증빙"),
        ({"이름": None}, "이름"),
        ({"이름": "가" * 201}, "이름"),
        ({"시작일": date(2026, 11, 1)}, "시작일"),
        ({"시작일": "언젠가"}, "시작일"),
        ({"변경사유": "짧다"}, "변경사유"),
        ({"가점반영": "Y"}, "변경일"),
    ],
)
def test_one_wrong_row_enters_nothing_and_is_named(cast, sheet, cells, column):
    sheet["P06", "점수"] = 9
    number = sheet.add(**(NEW | cells))
    assert wrong(cast.choi, sheet) == [(number, column)]


def test_every_wrong_row_is_named_at_once(cast, sheet):
    sheet["P06", "시작일"] = date(2026, 1, 1)
    sheet["P06", "점수"] = 9
    sheet["P07", "대상"] = "부서"
    sheet.add(**NEW)
    again = sheet.add(**NEW)
    assert wrong(cast.choi, sheet) == [(again, "코드"), (sheet.row("P06"), "시작일"), (sheet.row("P07"), None)]


def test_a_day_that_would_be_passed_over_is_told(cast, sheet):
    with transaction():
        services.end_item(item=latest_version("P07"), actor=cast.choi, change=factory.change())
    sheet["P06", "시작일"] = date(2027, 1, 1)
    assert wrong(cast.choi, sheet) == [(sheet.row("P06"), "시작일"), (sheet.row("P07"), "종료일")]


def test_promotion_points_wait_a_year_here_too(cast, sheet):
    fed = {"가점반영": "Y", "공개일": date(2026, 10, 1), "변경일": date(2026, 11, 2), "의견": "의견 2건, 반영"}
    for header, value in fed.items():
        sheet["P06", header] = value
    assert wrong(cast.choi, sheet) == [(sheet.row("P06"), "시작일")]
    sheet["P06", "시작일"] = date(2027, 11, 3)
    entered(cast.choi, sheet)
    assert db.session.query(ItemChange).one().opinions == "의견 2건, 반영"
    again = Book()
    assert again.sheet.cell(again.row("P06"), again.heads["변경일"]).value is None
    again["P06", "점수"] = 1
    again["P06", "시작일"] = date(2028, 1, 1)
    assert wrong(cast.choi, again) == [(again.row("P06"), "변경일")]


def test_what_was_seen_is_what_is_entered(cast, sheet):
    sheet["P06", "점수"] = 9
    plan = seen(cast.choi, sheet)
    with transaction():
        factory.changed(cast.choi, "P06", points=Decimal(7))
    with pytest.raises(Conflict):
        entered(cast.choi, sheet, digest=plan.digest)


def test_only_the_control_tower(cast, sheet):
    sheet["P06", "점수"] = 9
    for who in (cast.kim, cast.lee, cast.jung, cast.gam):
        for work in (seen, entered):
            with pytest.raises(Denied):
                work(who, sheet)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused(cast, content):
    with pytest.raises(Refused), transaction():
        services.preview_items(actor=cast.choi, source=io.BytesIO(content), terms=TERMS)


def test_a_column_that_is_missing_would_take_caps_away_and_is_refused(cast, sheet):
    sheet.sheet.delete_cols(sheet.heads["연한도"])
    with pytest.raises(Refused, match="연한도"):
        seen(cast.choi, sheet)


def test_looking_asks_about_each_changed_row_only(cast, sheet):
    counts = []
    for codes in (("P06",), ("P06", "P07", "P08")):
        for code in codes:
            sheet[code, "점수"] = 9
        with count_statements() as statements:
            seen(cast.choi, sheet)
        counts.append(len(statements))
    assert counts[1] - counts[0] <= 2 * 20


def test_the_page_shows_what_would_change_and_enters_it(as_, cast, sheet):
    client = as_(cast.choi)
    assert "/mileage/items/imports/new" in client.get("/mileage/items").text
    assert "/mileage/items/imports/new" not in as_(cast.kim).get("/mileage/items").text
    taken = client.get("/mileage/items/export.xlsx")
    assert [cell.value for cell in load_workbook(io.BytesIO(taken.data))[TITLE][1]] == [one.header for one in COLUMNS]
    assert load_workbook(io.BytesIO(client.get("/mileage/items/template.xlsx").data))[TITLE].max_row == 1
    sheet["P06", "점수"] = 9
    page = client.post("/mileage/items/imports/previews", data=posted(sheet))
    assert page.status_code == 200
    assert "Points: " in page.text
    assert db.session.query(ItemChange).count() == 0
    form = {name: hidden(page.text, name) for name in ("token", "digest", "takes_effect_on", "reason")}
    assert as_(cast.bae).post("/mileage/items/imports", data=form).status_code == 404
    stale = client.post("/mileage/items/imports", data=form | {"digest": "0" * 64})
    assert stale.status_code == 409
    assert factory.WHY in stale.text
    assert client.post("/mileage/items/imports", data=form).status_code == 302
    assert item_on("P06", TOMORROW).points == 9
    assert client.post("/mileage/items/imports", data=form).status_code == 409


def test_wrong_rows_come_back_in_the_workbook(as_, cast, sheet):
    client = as_(cast.choi)
    sheet["P06", "점수"] = -1
    page = client.post("/mileage/items/imports/previews", data=posted(sheet))
    assert page.status_code == 422
    link = "/mileage/items/imports/errors/" + page.text.partition("/mileage/items/imports/errors/")[2].partition('"')[0]
    found = load_workbook(io.BytesIO(client.get(link).data))[TITLE]
    assert "점수" in found.cell(sheet.row("P06"), found.max_column).value
    assert as_(cast.bae).get(link).status_code == 404
    for changes in ({"reason": "짧다"}, {"takes_effect_on": ""}, {"file": ""}):
        assert client.post("/mileage/items/imports/previews", data=posted(sheet) | changes).status_code == 422


def test_the_end_of_time_is_no_end(cast, sheet):
    """Some programs write 9999-12-31 for “without an end”."""
    sheet["P06", "종료일"] = date(9999, 12, 31)
    assert seen(cast.choi, sheet).changes == ()
    with transaction():
        services.end_item(item=latest_version("P06"), actor=cast.choi, change=factory.change())
    assert wrong(cast.choi, sheet) == [(sheet.row("P06"), "종료일")]


@pytest.mark.parametrize(
    "text", ["- 첫 줄\r\n- 둘째 줄", "=합계를 줄였다", "'따옴표'로 시작한다", "두  칸", "탭\t하나", " 앞 칸"]
)
def test_words_come_back_as_they_went_out(cast, text):
    with transaction():
        factory.entered(cast.choi, "X1", description_ko=text, name_ko=text.splitlines()[0])
    assert seen(cast.choi, Book()).changes == ()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("점수", "NaN"),
        ("점수", "Infinity"),
        ("점수", 10**9),
        ("점수", "1e9"),
        ("점수", "세 점"),
        ("점수", 0.001),
        ("점수", -1),
        ("연한도", "sNaN"),
        ("연한도", 0),
        ("건당한도", 1.005),
        ("시작일", "NaN"),
        ("시작일", "어제"),
        ("종료일", date(2026, 11, 22)),
        ("시작일", date(2026, 11, 23)),
    ],
)
def test_what_is_no_number_or_day_stands_beside_its_cell(cast, sheet, header, value):
    sheet["P06", header] = value
    sheet["P06", "이름"] = "다른 이름"
    assert {row for row, _column in wrong(cast.choi, sheet)} == {sheet.row("P06")}


@pytest.mark.parametrize("bands", ["1: 2; 10: NaN", "1: 2: 3", "1.5.2: 3", "²: 3", "1: 1000000000", "10: 2; 1: 3"])
def test_bands_nobody_can_read_stand_beside_their_cell(cast, sheet, bands):
    sheet.add(**(NEW | {"산식": "구간", "구간": bands, "건당한도": None}))
    assert [column for _row, column in wrong(cast.choi, sheet)] == ["구간"]


def posted(sheet):
    return {"file": (sheet.stream(), "적립항목.xlsx"), "takes_effect_on": "2026-11-24", "reason": factory.WHY}


def hidden(text, name):
    return text.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]
