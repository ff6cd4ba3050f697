"""지급규정 통합문서와 인사자료: what is read, and what is refused by row."""

import io
from decimal import Decimal

import pytest

from app.accounts.models import AccessRecord
from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.core.sheets import SheetErrors, write_workbook
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.reports.enums import UnitRule
from app.reports.models import IncentiveFactSheet, IncentiveRuleVersion
from app.reports.queries.incentive_rules import rules_of_version, rules_to_begin_with
from app.reports.rules.rule_sets import content_of_rules, rule_code, rules_of
from app.reports.services.rule_sheets import METHODS, read_rules, rule_sheets
from tests.factories.incentives import (
    GRADES,
    a_rule_set,
    rule_book,
    settings,
    some_facts,
    workbook,
)
from tests.factories.reports import published_round

AGREED = [("부서등급", "개인등급", "지급률"), *((a, b, 100) for a in "SABC" for b in "SABC")]
KEYED = [("끝수처리", "올림"), ("단위", "1,000"), ("부서반영비율", "40%"), ("지급방법", "부서별 차등 후 개인별 균등")]


def read(**changed):
    return read_rules(io.BytesIO(rule_book(**changed)))


def problems_of(**changed):
    with pytest.raises(SheetErrors) as caught:
        read(**changed)
    return [(error.sheet, error.row, error.column) for error in caught.value.errors]


def test_a_workbook_becomes_a_rule_set():
    rules = read()
    assert next((g.label, g.share, g.rate) for g in rules.terms.table.grades) == ("S", Decimal(20), Decimal("172.5"))
    assert rules.bases["7급"] == Decimal(3500000)
    assert (rules.terms.table.mode, rules.terms.table.unit) == (RoundingMode.TRUNCATE, 10)
    assert (rules.terms.department_share, rules.terms.method) == (Decimal(50), PayoutMethod.BY_PERSON)
    assert (rules.unit_rule, rules.terms.table.absorbing_grade) == (UnitRule.RANK, "B")


def test_settings_may_stand_as_names_and_values_in_rows():
    for rows in (KEYED, [("항목", "값"), *KEYED]):
        rules = read(설정=rows)
        assert (rules.terms.table.mode, rules.terms.table.unit) == (RoundingMode.CEILING, 1000)
        assert (rules.terms.department_share, rules.terms.method) == (Decimal(40), PayoutMethod.BY_DEPARTMENT)


@pytest.mark.parametrize(
    ("word", "mode"),
    [
        ("반올림", RoundingMode.HALF_UP),
        ("오사오입", RoundingMode.HALF_EVEN),
        ("올림", RoundingMode.CEILING),
        ("내림", RoundingMode.FLOOR),
        ("버림", RoundingMode.TRUNCATE),
        ("half_up", RoundingMode.HALF_UP),
        ("FLOOR", RoundingMode.FLOOR),
    ],
)
def test_rounding_is_named_by_word_or_code(word, mode):
    assert read(설정=settings(mode=word)).terms.table.mode is mode


@pytest.mark.parametrize(
    ("word", "method"),
    [
        *METHODS.items(),
        ("부서별차등후개인별균등", PayoutMethod.BY_DEPARTMENT),
        ("both", PayoutMethod.BOTH),
        (4, METHODS["부서별 차등 후 개인별 차등"]),
    ],
)
def test_the_method_is_named_by_word_code_or_number(word, method):
    more = {"협의": AGREED} if method is PayoutMethod.AGREED else {}
    names = ("끝수처리", "단위", "부서반영비율", "지급방법", "협의문서번호")
    assert read(설정=[names, ("버림", 10, 50, word, "지방-1")], **more).terms.method is method


def test_an_empty_base_amount_is_not_known_and_never_0():
    rules = read(기준액=[("직급", "기준액"), ("5급", None), ("6급", 0)])
    assert rules.bases == {"5급": None, "6급": Decimal(0)}


def test_a_table_without_b_reduces_its_third_grade():
    rows = [GRADES[0], ("수", 20, 150), ("우", 30, 120), ("미", 40, 90), ("양", 10, 0)]
    assert read(등급=rows).terms.table.absorbing_grade == "미"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"등급": [*GRADES[:4], ("C", 9, 0)]}, ("등급", 5, "비율")),
        ({"등급": [*GRADES, ("S", 0, 0)]}, ("등급", 6, "등급")),
        ({"등급": [*GRADES[:4], ("C", -10, 0)]}, ("등급", 5, "비율")),
        ({"등급": [*GRADES[:4], ("C", 10, -1)]}, ("등급", 5, "지급률")),
        ({"등급": [*GRADES[:4], ("C", 10, "nan")]}, ("등급", 5, "지급률")),
        ({"등급": [*GRADES[:4], ("C", 10, "1e999")]}, ("등급", 5, "지급률")),
        ({"등급": [*GRADES[:4], ("", 10, 0)]}, ("등급", 5, "등급")),
        ({"등급": GRADES[:1]}, ("등급", 1, None)),
        ({"기준액": [("직급", "기준액"), ("7급", 1), ("7급", 2)]}, ("기준액", 3, "직급")),
        ({"기준액": [("직급", "기준액"), ("7급", -1)]}, ("기준액", 2, "기준액")),
        ({"기준액": [("직급", "기준액"), ("7급", 10.5)]}, ("기준액", 2, "기준액")),
        ({"기준액": [("직급", "기준액"), ("7급", 10**12)]}, ("기준액", 2, "기준액")),
        ({"설정": settings(unit=100)}, ("설정", 2, "단위")),
        ({"설정": settings(unit="")}, ("설정", 2, "단위")),
        ({"설정": settings(mode="대충")}, ("설정", 2, "끝수처리")),
        ({"설정": settings(share=101)}, ("설정", 2, "부서반영비율")),
        ({"설정": settings(share=0.5)}, ("설정", 2, "부서반영비율")),
        ({"설정": settings(share="반")}, ("설정", 2, "부서반영비율")),
        ({"설정": settings(method="추첨")}, ("설정", 2, "지급방법")),
        ({"설정": [*settings(), ("버림", 1, 1, 1)]}, ("설정", 3, None)),
        ({"설정": [*KEYED, ("기타", 1)]}, ("설정", 5, None)),
        ({"설정": settings(method="장관 협의")}, ("설정", 2, None)),
        ({"등급": [GRADES[0], ("S", 50, 120), ("B", 50, 80)], "설정": settings(method="3")}, ("설정", 2, None)),
        ({"협의": [*AGREED, ("S", "S", 1)]}, ("협의", 18, None)),
        ({"협의": [*AGREED, ("S", "Z", 1)]}, ("협의", 18, None)),
    ],
)
def test_what_is_wrong_is_told_by_row(changed, found):
    assert found in problems_of(**changed)


@pytest.mark.parametrize("missing", ["등급", "기준액", "설정"])
def test_a_missing_sheet_is_refused(missing):
    sheets = {"등급": GRADES, "기준액": [("직급", "기준액")], "설정": settings()}
    with pytest.raises(Refused, match=missing):
        read_rules(io.BytesIO(workbook(**{name: rows for name, rows in sheets.items() if name != missing})))


def test_a_file_that_is_no_workbook_is_refused():
    with pytest.raises(Refused):
        read_rules(io.BytesIO(b"not a workbook"))


def test_what_goes_out_comes_back_in_the_same():
    for changed in (
        {},
        {"설정": KEYED},
        {
            "협의": AGREED,
            "설정": [("끝수처리", "단위", "부서반영비율", "지급방법", "협의문서번호"), ("버림", 1, 0, "협의", "a-1")],
        },
    ):
        rules = read(**changed)
        stream = io.BytesIO()
        write_workbook(stream, rule_sheets(rules), explain=True)
        assert read_rules(io.BytesIO(stream.getvalue())) == rules
        assert rules_of(content_of_rules(rules)) == rules


def test_the_template_can_be_read_in_as_it_is(cast):
    stream = io.BytesIO()
    write_workbook(stream, rule_sheets(rules_to_begin_with()), explain=True)
    rules = read_rules(io.BytesIO(stream.getvalue()))
    assert set(rules.bases) == {"5급", "6급", "7급", "8급"}
    assert set(rules.bases.values()) == {None}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("지급규정 2026.xlsx", "지급규정-2026"),
        ("a/b:c", "a-b-c"),
        ("2026_표준.XLSX", "2026_표준"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_name_of_a_file_becomes_a_code(text, code):
    assert rule_code(text) == code


def test_a_code_of_nothing_is_refused():
    with pytest.raises(Refused):
        rule_code("///.xlsx")


def test_another_content_is_a_version_and_the_same_is_none(cast):
    with transaction():
        first, again = a_rule_set(cast.jung), a_rule_set(cast.jung)
        second = a_rule_set(cast.jung, 설정=settings(unit=1000))
    assert (first.id, first.version, second.version) == (again.id, 1, 2)
    assert rules_of_version(first).terms.table.unit == 10
    entries = db.session.query(AuditEntry).filter_by(subject_type="incentive_rule_version").count()
    assert entries == 2


def test_nothing_is_kept_of_a_wrong_workbook(cast):
    with pytest.raises(SheetErrors), transaction():
        a_rule_set(cast.jung, 설정=settings(unit=7))
    assert db.session.query(IncentiveRuleVersion).count() == 0


def test_only_hr_enters_rules_and_facts(cast):
    with transaction():
        record = published_round(cast)
    for actor in (cast.choi, cast.gam, cast.goh, cast.kim):
        with pytest.raises(Denied):
            a_rule_set(actor)
    with pytest.raises(Denied):
        some_facts(type("Other", (), {"jung": cast.choi}), record, ("kim", 90, None, None, None, None, None))


def test_facts_are_a_version_with_an_access_record(cast):
    with transaction():
        record = published_round(cast)
        first = some_facts(cast, record, ("kim", 90, 1, None, None, None, None))
        second = some_facts(
            cast, record, ("kim", 91, 1, None, 2, "지각", None), ("ahn", None, None, None, None, None, "휴직")
        )
    assert (first.version, second.version, second.people) == (1, 2, 2)
    assert [row.concerned_count for row in db.session.query(AccessRecord).order_by(AccessRecord.id)] == [1, 2]
    assert "지각" not in "".join(entry.details for entry in db.session.query(AuditEntry))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("nobody", 1, None, None, None, None, None), "사번"),
        (("retired", 1, None, None, None, None, None), "사번"),
        (("kim", -1, None, None, None, None, None), "근평점"),
        (("kim", "많음", None, None, None, None, None), "근평점"),
        (("kim", 10**6, None, None, None, None, None), "근평점"),
        (("kim", 1, None, None, 2, None, None), "감점사유"),
        (("kim", 1, None, None, None, "지각", None), "감점"),
        (("kim", 1, None, None, None, None, "가" * 201), "제외사유"),
        ((None, 1, None, None, None, None, None), "사번"),
    ],
)
def test_wrong_facts_are_told_by_row_and_nothing_is_kept(cast, row, column):
    with transaction():
        record = published_round(cast)
    with pytest.raises(SheetErrors) as caught, transaction():
        some_facts(cast, record, ("ahn", 1, None, None, None, None, None), row)
    assert [(error.row, error.column) for error in caught.value.errors] == [(3, column)]
    assert db.session.query(IncentiveFactSheet).count() == 0


def test_somebody_twice_in_the_facts_is_refused(cast):
    with transaction():
        record = published_round(cast)
    row = ("ahn", 1, None, None, None, None, None)
    with pytest.raises(SheetErrors) as caught, transaction():
        some_facts(cast, record, row, row)
    assert [(error.row, error.column) for error in caught.value.errors] == [(3, "사번")]


def test_a_workbook_of_facts_without_a_row_is_refused(cast):
    with transaction():
        record = published_round(cast)
    with pytest.raises(Refused):
        some_facts(cast, record)
