"""Rule workbooks, facts of HR, and batches that are handed over."""

import io
from decimal import Decimal

from openpyxl import Workbook

from app.reports.services import handovers
from app.reports.services.handovers import HandoverChoice
from app.reports.services.incentive_rules import enter_facts, enter_rules
from tests.factories.reports import published_round

REASON = "2026년 성과상여금 지급명세를 넘긴다"
GRADES = [("등급", "비율", "지급률"), ("S", 20, 172.5), ("A", 40, 125), ("B", 30, 85), ("C", 10, 0)]
BASES = [("직급", "기준액"), ("5급", 5000000), ("6급", 4000000), ("7급", 3500000), ("8급", 3000000)]
SETTINGS = [("끝수처리", "단위", "부서반영비율", "지급방법"), ("버림", 10, 50, "개인별 차등")]
FACTS_HEAD = ("사번", "근평점", "실적가점", "출산가점", "감점", "감점사유", "제외사유")


def workbook(**sheets):
    """A workbook of sheets given as rows."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rule_book(**changed):
    """A whole rule workbook, with sheets changed."""
    return workbook(**{"등급": GRADES, "기준액": BASES, "설정": SETTINGS} | changed)


def settings(mode="버림", unit=10, share=50, method="개인별 차등"):
    """The sheet 설정."""
    return [SETTINGS[0], (mode, unit, share, method)]


def a_rule_set(actor=None, code="2026", **changed):
    """A rule set that is kept."""
    return enter_rules(actor=actor, source=io.BytesIO(rule_book(**changed)), file_name="규정.xlsx", code=code)


def facts_book(*rows):
    """A workbook of HR's facts."""
    return workbook(인사자료=[FACTS_HEAD, *rows])


def some_facts(cast, record, *rows):
    """Facts of HR that are kept for a round."""
    return enter_facts(actor=cast.jung, record=record, content=facts_book(*rows), file_name="인사.xlsx", address="::1")


def ready_to_hand_over(cast):
    """A published round and a rule set."""
    record = published_round(cast)
    a_rule_set(cast.jung)
    return record


def hand_over(actor, *, code="2026-F", rules="2026", share=None, reason=REASON):
    """A batch with HR."""
    choice = HandoverChoice(
        round_code=code, rule_code=rules, department_share=None if share is None else Decimal(share)
    )
    return handovers.create_handover(actor=actor, choice=choice, reason=reason)
