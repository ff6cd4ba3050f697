"""항목 시트: mileage items as a workbook, the same columns out and in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, TypeVar

from app.core.errors import Refused
from app.core.messages import Labelled, Message, _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, read_workbook
from app.core.sheets.columns import Cell
from app.core.values import Value
from app.mileage.enums import EventCode, ItemConfirmer, ItemFormula, ItemSubject, ItemTrigger
from app.mileage.models import MileageItem
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import bands_text, parse_bands
from app.mileage.rules.item_changes import Disclosure, check_code
from app.mileage.services.item_changes import ItemTerms

TITLE = "적립항목"
MOST_ROWS = 1000
MOST_LETTERS = {"정의": 2000, "정의(영어)": 2000, "의견": 2000, "변경사유": 2000, "묶음": 20}
MOST_OTHERS = 200
MOST_POINTS = Decimal(100_000)
YES, NO = "Y", "N"
Kindred = TypeVar("Kindred", bound=Labelled)
Parsed = TypeVar("Parsed")

SUBJECTS = {"개인": ItemSubject.PERSON, "부서": ItemSubject.DEPARTMENT}
FORMULAS = {"고정": ItemFormula.FIXED, "수치×점수": ItemFormula.PER_UNIT, "구간": ItemFormula.BANDS}
TRIGGERS = {"자동": ItemTrigger.EVENT, "신청": ItemTrigger.CLAIM}
CONFIRMERS = {
    "없음": ItemConfirmer.NOBODY,
    "부서장·컨트롤타워": ItemConfirmer.HEAD_AND_TOWER,
    "컨트롤타워": ItemConfirmer.TOWER,
}
EVENTS = {
    "제안 채택": EventCode.ISSUE_ADOPTED,
    "단계 통과": EventCode.STAGE_REACHED,
    "계획 승인": EventCode.PLAN_APPROVED,
    "기한 내 협조의견": EventCode.OPINION_IN_TIME,
    "장애요인 해소": EventCode.OBSTACLE_REMOVED,
    "기한 내 보고": EventCode.REPORT_ON_TIME,
    "과제 완료": EventCode.TASK_COMPLETED,
    "교훈 기록": EventCode.LESSON_RECORDED,
    "슬로건 승인": EventCode.SLOGAN_APPROVED,
    "우수사례 공개": EventCode.CASE_PUBLISHED,
    "민원 처리기간 단축": EventCode.SHORTENING_COUNTED,
}
VALUES = dict(zip(["친절", "간편", "유연", "신속", "능동", "창의", "칭찬", "감성", "소통", "현장"], Value, strict=True))
"""Words of the sheet. They are Korean whoever takes it out, so that a workbook reads the same for everybody."""

COLUMNS: tuple[Column, ...] = (
    Column("코드", width=10, required=True, note=_("Short and lasting, for example P20. It stays the same.")),
    Column("대상", width=10, required=True, choices=tuple(SUBJECTS), note=_("Whose account is paid.")),
    Column("이름", width=28, required=True),
    Column("이름(영어)", width=28, required=True),
    Column("정의", width=44, required=True, note=_("What has to be done for it.")),
    Column("정의(영어)", width=44, required=True),
    Column("가치", width=18, note=_("Innovation values, divided by “;”.")),
    Column("산식", width=22, required=True, choices=tuple(FORMULAS), note=_("How many points it pays.")),
    Column("점수", kind=Kind.POINTS, width=8, required=True, note=_("Of a fact, or of each unit of the figure.")),
    Column("수치", width=16, note=_("What is counted; only with a formula.")),
    Column("구간", width=22, note=_("Bands as “from: points”, divided by “;”.")),
    Column("건당한도", kind=Kind.POINTS, width=9, note=_("Empty: no cap.")),
    Column("일한도", kind=Kind.POINTS, width=9),
    Column("월한도", kind=Kind.POINTS, width=9),
    Column("연한도", kind=Kind.POINTS, width=9),
    Column("증빙", width=6, required=True, choices=(YES, NO), note=_("Whether evidence is required.")),
    Column("방식", width=12, required=True, choices=tuple(TRIGGERS), note=_("Automatic or by claim.")),
    Column("자동사실", width=24, choices=tuple(EVENTS), note=_("The fact that pays an automatic item.")),
    Column("확인", width=30, required=True, choices=tuple(CONFIRMERS), note=_("Who confirms it.")),
    Column("묶음", width=14, note=_("Of items with the same word only the highest pays for one fact or task.")),
    Column("가점반영", width=9, required=True, choices=(YES, NO), note=_("Whether it counts towards promotion.")),
    Column("시작일", kind=Kind.DATE, width=12, note=_("First day. For a change: the day from which it holds.")),
    Column("종료일", kind=Kind.DATE, width=12, note=_("Last day of an item that ends.")),
    Column("변경사유", width=30, optional=True, note=_("Empty: the reason given with the workbook.")),
    Column("공개일", kind=Kind.DATE, width=12, optional=True, note=_("Only where promotion points are concerned.")),
    Column("변경일", kind=Kind.DATE, width=12, optional=True, note=_("Day of the change of the office's rule.")),
    Column("의견", width=24, optional=True, note=_("What people said about it.")),
    Column("대규모재난", width=16, optional=True, note=_("Only for a change that answers to a large disaster.")),
)
SPEC = SheetSpec(TITLE, COLUMNS)


@dataclass(frozen=True, kw_only=True)
class SheetItem:
    """One row: the item it wants. Days, reason and disclosure are None where their cells are empty."""

    row: int
    code: str
    subject: ItemSubject
    terms: ItemTerms
    starts_on: date | None
    ends_on: date | None
    reason: str | None
    disclosure: Disclosure | None


def item_sheets(rows: Sequence[tuple[MileageItem, bool]] = ()) -> Sequence[Sheet]:
    """Return the sheet of items with whether each counts towards promotion; without rows, the empty one."""
    return [Sheet(TITLE, COLUMNS, (tuple(_cells(item, feeds=feeds)) for item, feeds in rows))]


def read_items(source: IO[bytes] | str | Path, problems: Problems) -> Sequence[SheetItem]:
    """Read the sheet. What is wrong is added to `problems`; rows that are wrong are left out of the answer.

    Raises `Refused` for a file that is no workbook, lacks the sheet or a column, or has no row or too many.
    """
    rows = read_workbook(source, [SPEC], problems)[TITLE]
    if not rows:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=TITLE))
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s items are read in at once.", most=f"{MOST_ROWS:,}"))
    return [item for row in rows if (item := _item(row, problems)) is not None]


def _cells(item: MileageItem, *, feeds: bool) -> Iterator[Cell]:
    yield from (
        item.code,
        _word(SUBJECTS, item.subject),
        item.name_ko,
        item.name_en,
        item.description_ko,
        item.description_en,
    )
    yield "; ".join(_word(VALUES, Value(value)) for value in item.core_values) or None
    yield from (_word(FORMULAS, item.formula), item.points, item.figure_name, bands_text(item.reckoning.bands) or None)
    yield from (item.cap_case, item.cap_day, item.cap_month, item.cap_year)
    yield from (YES if item.evidence_required else NO, _word(TRIGGERS, item.trigger))
    yield from (_word(EVENTS, item.event_code) if item.event_code else None, _word(CONFIRMERS, item.confirmer))
    yield item.highest_group
    yield from (YES if feeds else NO, item.valid_from, item.valid_until)
    yield from (None, None, None, None, None)


def _word(known: Mapping[str, Kindred], member: Kindred) -> str:
    return next(word for word, found in known.items() if found is member)


class _Reader:
    """Reads the cells of a row; what is wrong is noted, and the answer is then not used."""

    def __init__(self, row: Row, problems: Problems) -> None:
        self._row, self._problems = row, problems

    def wrong(self, header: str, reason: Message) -> None:
        self._problems.add(TITLE, self._row.number, header, reason)

    def text(self, header: str) -> str:
        found = " ".join((self._row.text(header) or "").split())
        if len(found) > MOST_LETTERS.get(header, MOST_OTHERS):
            self.wrong(header, _("At most %(most)s letters.", most=MOST_LETTERS.get(header, MOST_OTHERS)))
        return found

    def lines(self, header: str) -> str:
        self.text(header)
        return (self._row.text(header) or "").strip()

    def member(self, header: str, known: Mapping[str, Kindred]) -> Kindred | None:
        text = self.text(header)
        if text and text not in known:
            self.wrong(header, _("“%(value)s” is not known.", value=text[:MOST_OTHERS]))
        return known.get(text)

    def answer(self, header: str) -> bool:
        text = self.text(header).upper()
        if text not in {YES, NO, ""}:
            self.wrong(header, _("Write Y or N."))
        return text == YES

    def number(self, header: str) -> Decimal | None:
        found = self._row.number_of(header)
        if found is not None and not 0 < found <= MOST_POINTS:
            self.wrong(header, _("This must be above 0 and at most %(most)s.", most=f"{MOST_POINTS:,}"))
        return found

    def values(self) -> tuple[str, ...]:
        named = [part.strip() for part in self.lines("가치").replace(",", ";").split(";") if part.strip()]
        for word in named:
            if word not in VALUES:
                self.wrong("가치", _("“%(value)s” is not known.", value=word[:MOST_OTHERS]))
        chosen = {VALUES.get(word) for word in named}
        return tuple(value.value for value in Value if value in chosen)

    def parsed(self, header: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        try:
            return parse(self.lines(header))
        except Refused as refusal:
            self.wrong(header, refusal.reason)
            return None


def _item(row: Row, problems: Problems) -> SheetItem | None:
    read = _Reader(row, problems)
    code, subject = read.parsed("코드", check_code), read.member("대상", SUBJECTS)
    terms = _terms(read)
    reason = read.lines("변경사유") or None
    disclosure = _disclosure(row, read)
    if problems.has(TITLE, row.number) or code is None or subject is None or terms is None:
        return None
    return SheetItem(
        row=row.number,
        code=code,
        subject=subject,
        terms=terms,
        starts_on=row.date_of("시작일"),
        ends_on=_end(row.date_of("종료일")),
        reason=reason,
        disclosure=disclosure,
    )


def _end(day: date | None) -> date | None:
    """Return the last day; the end of time, which some programs write where there is none, is none."""
    return None if day == date.max else day


def _terms(read: _Reader) -> ItemTerms | None:
    formula, trigger = read.member("산식", FORMULAS), read.member("방식", TRIGGERS)
    confirmer, points = read.member("확인", CONFIRMERS), read.number("점수")
    bands = read.parsed("구간", parse_bands)
    caps = Caps(
        case=read.number("건당한도"), day=read.number("일한도"), month=read.number("월한도"), year=read.number("연한도")
    )
    terms = {
        "name_ko": read.text("이름"),
        "name_en": read.text("이름(영어)"),
        "description_ko": read.lines("정의"),
        "description_en": read.lines("정의(영어)"),
        "figure_name": read.text("수치") or None,
        "highest_group": read.text("묶음") or None,
    }
    values, event = read.values(), read.member("자동사실", EVENTS)
    evidence, feeds = read.answer("증빙"), read.answer("가점반영")
    if formula is None or trigger is None or confirmer is None or points is None or bands is None:
        return None
    return ItemTerms(
        **terms,  # type: ignore[arg-type]  # the texts of the row
        core_values=values,
        points=points,
        caps=caps,
        evidence_required=evidence,
        trigger=trigger,
        event_code=event,
        confirmer=confirmer,
        feeds_promotion=feeds,
        formula=formula,
        bands=bands,
    )


def _disclosure(row: Row, read: _Reader) -> Disclosure | None:
    disclosed_on, changed_on = row.date_of("공개일"), row.date_of("변경일")
    opinions, disaster = read.lines("의견"), read.text("대규모재난") or None
    if disclosed_on is None or changed_on is None:
        return None
    return Disclosure(disclosed_on=disclosed_on, opinions=opinions, changed_on=changed_on, disaster=disaster)
