"""지급규정 통합문서: the sheets 등급, 기준액, 설정 and 협의, the same columns out and in; all of it or nothing."""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, TypeVar

from python_calamine import CalamineWorkbook

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, bare
from app.core.messages import _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, clean_text, read_workbook
from app.core.sheets.values import convert
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.evaluation.rules.incentives import GradeRate, IncentiveTable
from app.evaluation.rules.payouts import PayoutTerms
from app.reports.enums import UnitRule
from app.reports.rules.rule_sets import RuleSet

GRADES, BASES, SETTINGS, AGREED = "등급", "기준액", "설정", "협의"
MOST_WON = Decimal(10) ** 10
MOST_RATE = Decimal(10_000)
LABEL_LENGTH = 20
Named = TypeVar("Named")

ROUNDINGS = {
    "반올림": RoundingMode.HALF_UP,
    "오사오입": RoundingMode.HALF_EVEN,
    "올림": RoundingMode.CEILING,
    "내림": RoundingMode.FLOOR,
    "버림": RoundingMode.TRUNCATE,
}
METHODS = {
    "개인별 차등": PayoutMethod.BY_PERSON,
    "부서별 차등 후 개인별 균등": PayoutMethod.BY_DEPARTMENT,
    "개인별·부서별 병행": PayoutMethod.BOTH,
    "부서별 차등 후 개인별 차등": PayoutMethod.DEPARTMENT_THEN_PERSON,
    "장관 협의": PayoutMethod.AGREED,
}
UNIT_RULES = {
    "같은 직급": UnitRule.RANK,
    "같은 평가군": UnitRule.PEER_GROUP,
    "같은 평가군의 같은 직급": UnitRule.RANK_IN_GROUP,
}
_OTHER_WORDS: Mapping[str, PayoutMethod] = {
    "개인별": PayoutMethod.BY_PERSON,
    "부서별": PayoutMethod.BY_DEPARTMENT,
    "부서별 차등": PayoutMethod.BY_DEPARTMENT,
    "병행": PayoutMethod.BOTH,
    "부서별·개인별 병행": PayoutMethod.BOTH,
    "개인별·부서별 겸용": PayoutMethod.BOTH,
    "부서별 차등 후 부서 내 개인별 차등": PayoutMethod.DEPARTMENT_THEN_PERSON,
    "협의": PayoutMethod.AGREED,
}

GRADE_COLUMNS = (
    Column("등급", width=10, required=True, note=_("Best grade first; each label once.")),
    Column(
        "비율", kind=Kind.NUMBER, width=10, required=True, note=_("Share of the headcount in percent; sums to 100.")
    ),
    Column("지급률", kind=Kind.NUMBER, width=10, required=True, note=_("Rate of the base amount in percent.")),
)
BASE_COLUMNS = (
    Column("직급", width=12, required=True, note=_("Rank as people hold it; each once.")),
    Column("기준액", kind=Kind.NUMBER, width=14, note=_("Whole won. Empty: not known; the amounts stay empty, not 0.")),
)
SETTING_COLUMNS = (
    Column("끝수처리", width=12, required=True, choices=tuple(ROUNDINGS), note=_("How an amount is rounded, once.")),
    Column("단위", width=8, required=True, choices=("1", "10", "1000"), note=_("In won.")),
    Column(
        "부서반영비율", width=14, required=True, note=_("Share of the department in percent, in points and method 3.")
    ),
    Column("지급방법", width=28, required=True, choices=tuple(METHODS), note=_("The five methods of §6의2 ②.")),
    Column("평가단위", width=20, choices=tuple(UNIT_RULES), note=_("Among whom people are ranked. Empty: same rank.")),
    Column("제외반영등급", width=14, note=_("Grade that excluded people reduce. Empty: B, or the third.")),
    Column("협의문서번호", width=20, note=_("Only for the agreement with the ministry.")),
)
AGREED_COLUMNS = (
    Column("부서등급", width=10, required=True),
    Column("개인등급", width=10, required=True),
    Column("지급률", kind=Kind.NUMBER, width=10, required=True, note=_("Agreed rate in percent for the two grades.")),
)
SPECS = (
    SheetSpec(GRADES, GRADE_COLUMNS),
    SheetSpec(BASES, BASE_COLUMNS),
    SheetSpec(AGREED, AGREED_COLUMNS, optional=True),
)
_NAMES = tuple(column.header for column in SETTING_COLUMNS)
_HEADINGS = {"항목", "설정", "구분", "이름"}


def rule_sheets(rules: RuleSet) -> Sequence[Sheet]:
    """Return the sheets of a rule set as they are read."""
    terms = rules.terms
    table = terms.table
    settings = (
        _label(ROUNDINGS, table.mode),
        str(table.unit),
        bare(terms.department_share),
        _label(METHODS, terms.method),
        _label(UNIT_RULES, rules.unit_rule),
        table.absorbing_grade,
        terms.agreement or None,
    )
    return (
        Sheet(GRADES, GRADE_COLUMNS, [(grade.label, grade.share, grade.rate) for grade in table.grades]),
        Sheet(BASES, BASE_COLUMNS, list(rules.bases.items())),
        Sheet(SETTINGS, SETTING_COLUMNS, [settings]),
        Sheet(AGREED, AGREED_COLUMNS, [(own, other, rate) for (own, other), rate in terms.agreed.items()]),
    )


def read_rules(source: IO[bytes] | str | Path) -> RuleSet:
    """Read a rule set. Raises `SheetErrors` with every wrong row, `Refused` for a file that is none."""
    stream = io.BytesIO(Path(source).read_bytes() if isinstance(source, str | Path) else source.read())
    problems = Problems()
    rows = read_workbook(stream, SPECS, problems)
    settings = _read_settings(stream, problems)
    grades = _grades(rows[GRADES], problems)
    bases = _bases(rows[BASES], problems)
    agreed = _agreed(rows[AGREED], {grade.label for grade in grades}, problems)
    found = _Settings(settings, problems)
    mode, unit = found.one_of("끝수처리", ROUNDINGS, RoundingMode), found.unit()
    method = found.one_of("지급방법", METHODS, PayoutMethod)
    share, unit_rule = found.percent("부서반영비율"), found.one_of("평가단위", UNIT_RULES, UnitRule)
    absorbing = found.text("제외반영등급") or _third(grades)
    problems.raise_any()
    try:
        table = IncentiveTable(
            grades=tuple(grades), absorbing_grade=absorbing, mode=mode or RoundingMode.FLOOR, unit=unit or 1
        )
        terms = PayoutTerms(
            table=table,
            method=method or PayoutMethod.BY_PERSON,
            department_share=HUNDRED if share is None else share,
            agreed=agreed if method is PayoutMethod.AGREED else {},
            agreement=found.text("협의문서번호") if method is PayoutMethod.AGREED else "",
        )
    except Refused as refusal:
        problems.add(SETTINGS, found.row, None, refusal.reason)
    problems.raise_any()
    return RuleSet(terms=terms, unit_rule=unit_rule or UnitRule.RANK, bases=bases)


def _label(words: Mapping[str, Named], member: Named) -> str:
    return next(word for word, named in words.items() if named == member)


def _third(grades: Sequence[GradeRate]) -> str:
    labels = [grade.label for grade in grades]
    return "B" if "B" in labels else labels[min(2, len(labels) - 1)] if labels else "B"


def _grades(rows: Sequence[Row], problems: Problems) -> list[GradeRate]:
    found: dict[str, GradeRate] = {}
    for row in rows:
        label = _name(row, GRADES, "등급", found, problems)
        share = _figure(row, GRADES, "비율", HUNDRED, problems)
        rate = _figure(row, GRADES, "지급률", MOST_RATE, problems)
        if label and share is not None and rate is not None:
            found[label] = GradeRate(label, share, rate)
    total = sum((grade.share for grade in found.values()), ZERO)
    if not rows:
        problems.add(GRADES, 1, None, _("The sheet “%(sheet)s” has no row.", sheet=GRADES))
    elif total != HUNDRED and not problems.errors:
        problems.add(GRADES, rows[-1].number, "비율", _("The shares sum to %(sum)s, not to 100.", sum=bare(total)))
    return list(found.values())


def _bases(rows: Sequence[Row], problems: Problems) -> dict[str, Decimal | None]:
    found: dict[str, Decimal | None] = {}
    for row in rows:
        rank = _name(row, BASES, "직급", found, problems)
        amount = _figure(row, BASES, "기준액", MOST_WON, problems)
        if amount is not None and amount != amount.to_integral_value():
            problems.add(BASES, row.number, "기준액", _("Base amounts are whole won."))
        if rank:
            found[rank] = amount
    return found


def _agreed(rows: Sequence[Row], labels: set[str], problems: Problems) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        pair = (row.text("부서등급") or "", row.text("개인등급") or "")
        rate = _figure(row, AGREED, "지급률", MOST_RATE, problems)
        if all(pair) and not set(pair) <= labels:
            problems.add(AGREED, row.number, None, _("This grade is not in the sheet “%(sheet)s”.", sheet=GRADES))
        if pair in found:
            problems.add(AGREED, row.number, None, _("These two grades stand here twice."))
        if rate is not None:
            found[pair] = rate
    return found


def _name(row: Row, sheet: str, header: str, found: Mapping[str, object], problems: Problems) -> str | None:
    name = " ".join((row.text(header) or "").split())
    if len(name) > LABEL_LENGTH:
        problems.add(sheet, row.number, header, _("At most %(most)s letters.", most=LABEL_LENGTH))
    if name in found:
        problems.add(sheet, row.number, header, _("“%(name)s” stands here twice.", name=name))
    return name or None


def _figure(row: Row, sheet: str, header: str, most: Decimal, problems: Problems) -> Decimal | None:
    figure = row.number_of(header)
    if figure is not None and not ZERO <= figure <= most:
        reason = _("This must be a number from 0 to %(most)s.", most=f"{most:,f}")
        problems.add(sheet, row.number, header, reason)
    return figure


Cells = Sequence[tuple[int, str, str]]
"""Row as people see it, name of the setting, what stands there."""


def _read_settings(stream: IO[bytes], problems: Problems) -> Cells:
    """Read the settings: names in the first row and values in the second, or a name and its value in each row.

    The workbook has been looked through by `read_workbook` before.
    """
    stream.seek(0)
    with CalamineWorkbook.from_filelike(stream) as book:
        title = next((name for name in book.sheet_names if _bare_text(name) == SETTINGS), None)
        if title is None:
            raise Refused(_("The workbook has no sheet “%(sheet)s”.", sheet=SETTINGS))
        raw = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    lines = [(number, [_shown(cell) for cell in cells]) for number, cells in enumerate(raw, start=1)]
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=SETTINGS))
    cells = list(_in_columns(lines, problems) if sum(c in _NAMES for c in lines[0][1]) > 1 else _in_rows(lines))
    known = [name for _row, name, _value in cells]
    for number, name, _value in cells:
        if name not in _NAMES:
            problems.add(SETTINGS, number, None, _("There is no setting “%(name)s”.", name=name))
        elif known.count(name) > 1:
            problems.add(SETTINGS, number, name, _("“%(name)s” stands here twice.", name=name))
    return cells


def _in_columns(lines: Sequence[tuple[int, list[str]]], problems: Problems) -> Iterator[tuple[int, str, str]]:
    names = lines[0][1]
    number, values = lines[1] if len(lines) > 1 else (lines[0][0] + 1, [])
    for line, _values in lines[2:]:
        problems.add(SETTINGS, line, None, _("The settings have one row of values."))
    for place, name in enumerate(names):
        if name and name != "오류":
            yield number, name, values[place] if place < len(values) else ""


def _in_rows(lines: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, str, str]]:
    for number, cells in lines:
        if cells[0] not in _HEADINGS:
            yield number, cells[0], cells[1] if len(cells) > 1 else ""


def _shown(cell: object) -> str:
    value = convert(cell, Kind.TEXT) if isinstance(cell, str | int | float) else None
    return _bare_text(str(value)) if value is not None else ""


def _bare_text(text: object) -> str:
    return " ".join(clean_text(unicodedata.normalize("NFC", str(text))).split())


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


class _Settings:
    """The settings by name; what is missing or cannot be read is noted."""

    def __init__(self, cells: Cells, problems: Problems) -> None:
        self._cells = {name: (row, value) for row, name, value in cells}
        self._problems = problems
        self.row = cells[0][0] if cells else 1

    def text(self, name: str) -> str:
        return self._cells.get(name, (0, ""))[1]

    def one_of(self, name: str, words: Mapping[str, Named], kind: type[Named]) -> Named | None:
        """Read a word of the office, the code of the vocabulary, or for methods its number in the law."""
        text = self._needed(name, optional=kind is UnitRule)
        if not text:
            return None
        known: dict[str, object] = {_key(word): member for word, member in words.items()}
        known |= {_key(member.value): member for member in kind}  # type: ignore[attr-defined]
        if kind is PayoutMethod:
            known |= {_key(word): member for word, member in _OTHER_WORDS.items()}
            known |= {str(place): member for place, member in enumerate(PayoutMethod, start=1)}
        found = known.get(_key(text))
        if found is None:
            self._wrong(name, _("“%(value)s” is none of: %(known)s.", value=text, known=", ".join(words)))
        return found  # type: ignore[return-value]

    def unit(self) -> int | None:
        number = self._number("단위", "원")
        if number is not None and number not in {1, 10, 1000}:
            self._wrong("단위", _("The rounding unit is 1, 10 or 1,000 won."))
            return None
        return None if number is None else int(number)

    def percent(self, name: str) -> Decimal | None:
        number = self._number(name, "%")
        if number is not None and not ZERO <= number <= HUNDRED:
            self._wrong(name, _("The share of the department lies between 0 and 100 percent."))
        if number is not None and ZERO < number < 1:
            self._wrong(name, _("Write 50 for 50 percent, not 0.5."))
        return number

    def _number(self, name: str, suffix: str) -> Decimal | None:
        text = self._needed(name).removesuffix(suffix).replace(",", "").strip()
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self._wrong(name, _("This must be a number, not “%(value)s”.", value=text))
            return None
        return number

    def _needed(self, name: str, *, optional: bool = False) -> str:
        text = self.text(name)
        if not text and not optional:
            self._wrong(name, _("This cell must not be empty."))
        return text

    def _wrong(self, name: str, reason: object) -> None:
        self._problems.add(SETTINGS, self._cells.get(name, (self.row, ""))[0], name, reason)  # type: ignore[arg-type]
