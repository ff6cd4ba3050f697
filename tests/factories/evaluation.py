"""Workbooks, indicators and rounds for tests, made through the real services."""

import io
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal

from openpyxl import Workbook

from app.core import clock
from app.core.database import transaction
from app.evaluation.enums import Direction, IndicatorKind, MeasureState, Method, Phase, RoundingMode
from app.evaluation.queries.appeal_terms import window_of
from app.evaluation.rules import phases
from app.evaluation.services import combinations as combination_services
from app.evaluation.services import exemptions as exemption_services
from app.evaluation.services import guests as guest_services
from app.evaluation.services import indicators as indicator_services
from app.evaluation.services import measures as measure_services
from app.evaluation.services import panels as panel_services
from app.evaluation.services import publications as publication_services
from app.evaluation.services import rounds as round_services
from app.evaluation.services.combinations import CombinationDraft
from app.evaluation.services.indicators import CriterionDraft, IndicatorDraft
from app.evaluation.services.measures import MeasureDraft
from app.evaluation.services.rounds import RoundDraft, Share
from app.organization.queries import peer_groups

ROUND = ["회차코드", "명칭", "연도", "시작일", "기준일"]
PAST = ["실적-5", "실적-4", "실적-3", "실적-2", "실적-1"]
INDICATOR = [
    *("지표코드", "관점", "성과목표", "지표명", "단위", "방향", "방법", "배점", "목표", "최저", "최고"),
    *("상한", "하한", "소수자리", "반올림", "평가군"),
    *PAST,
]
MEASURE = ["지표코드", "부서", "실적", "상태", "근거"]
STANDARD_ROUND = {
    "회차코드": "2026-T",
    "명칭": "시험 회차",
    "연도": 2026,
    "시작일": date(2026, 1, 1),
    "기준일": date(2026, 11, 30),
}


def workbook(*, indicators=None, measures=None, rounds=(STANDARD_ROUND,)):
    """A workbook as a person would make it: rows are mappings of header to cell; None leaves the sheet out."""
    book = Workbook()
    book.remove(book.active)
    for title, headers, rows in (
        ("평가회차", ROUND, rounds),
        ("지표", INDICATOR, indicators),
        ("실적", MEASURE, measures),
    ):
        if rows is None:
            continue
        sheet = book.create_sheet(title)
        sheet.append(headers)
        for row in rows:
            sheet.append([row.get(header) for header in headers])
    if not book.sheetnames:
        book.create_sheet("빈 시트")
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def indicator_row(code, weight, method="DIRECT", **cells):
    """A row of the sheet 지표."""
    return {"지표코드": code, "지표명": f"지표 {code}", "방법": method, "배점": weight, **cells}


def measure_row(code, department, actual=None, state=None, note=None):
    """A row of the sheet 실적."""
    return {"지표코드": code, "부서": department, "실적": actual, "상태": state, "근거": note}


def make_indicator(actor, code="A1", method=Method.DIRECT, **fields):
    """A definition sheet; attainment gets the target 50 unless told otherwise."""
    if method is Method.ATTAINMENT:
        fields = {"target": Decimal(50), "direction": Direction.UP, **fields}
    draft = IndicatorDraft(code=code, name=f"지표 {code}", method=method, **fields)
    return indicator_services.save_indicator(actor=actor, draft=draft)


def make_panel(actor, code="Q1"):
    """A qualitative indicator with two criteria of 60 and 40."""
    criteria = [
        CriterionDraft(name="독창성", weight=Decimal(60), anchors=[{"mark": "100", "text": "어디에도 없던 방식"}]),
        CriterionDraft(name="효과성", weight=Decimal(40)),
    ]
    draft = IndicatorDraft(code=code, name=f"정성 {code}", method=Method.PANEL, kind=IndicatorKind.QUALITATIVE)
    return indicator_services.save_indicator(actor=actor, draft=draft, criteria=criteria)


def make_round(actor, weights, members, code="2026-R", **fields):
    """A round in planning: weights are [(indicator, weight)] for every peer group."""
    draft = RoundDraft(
        code=code,
        name=f"{code} 회차",
        year=2026,
        starts_on=date(2026, 1, 1),
        base_on=date(2026, 11, 30),
        **fields,
    )
    record = round_services.open_round(actor=actor, draft=draft)
    shares = [
        Share(indicator=indicator, peer_group_id=group.id, weight=Decimal(weight))
        for group in peer_groups()
        for indicator, weight in weights
    ]
    round_services.set_members(actor=actor, record=record, department_ids=members)
    round_services.set_composition(actor=actor, record=record, shares=shares)
    return record


def advance(actor, record, to):
    """Move a round forward, phase by phase, up to one before publication."""
    while record.phase is not to:
        following = phases.next_phase(record.phase)
        reason = "평가표를 모두 기다리지 않는다" if record.phase is Phase.SCORING else ""
        with _at_its_time(record):
            round_services.change_phase(actor=actor, record=record, to=following, reason=reason)
    return record


def _at_its_time(record):
    """Appeals are possible for some days; a round ends when they are over."""
    window = window_of(record.id) if record.phase is Phase.APPEALS else None
    return clock.frozen_at(window.closes_at + timedelta(minutes=1)) if window else nullcontext()


def enter(actor, record, department_id, values):
    """Enter values by indicator id: a number, a letter, or a state."""
    drafts = [
        MeasureDraft(indicator_id=key, state=value)
        if isinstance(value, MeasureState)
        else MeasureDraft(
            indicator_id=key,
            state=MeasureState.VALUE,
            actual=value if isinstance(value, str) else Decimal(value),
            note="대장",
        )
        for key, value in values.items()
    ]
    return measure_services.save_measures(actor=actor, record=record, department_id=department_id, drafts=drafts)


def approve(actor, record, department_id):
    """Approve what waits for a department."""
    return measure_services.approve_measures(actor=actor, record=record, department_id=department_id)


def exempt(actor, record, *rows, reason="지침에 따라 해당 없음을 인정한다"):
    """Let the control tower agree that these do not apply."""
    for row in rows:
        exemption_services.exempt_measure(actor=actor, record=record, measure_id=row.id, reason=reason)


def assign(actor, record, indicator, *evaluators):
    """Name evaluators of an indicator."""
    for evaluator in evaluators:
        panel_services.assign_evaluator(
            actor=actor, record=record, indicator_id=indicator.id, evaluator_id=evaluator.id
        )


def score(actor, record, indicator, department_id, *marks):
    """Give the marks in the order of the criteria, each with the note it may need, and hand the sheet in."""
    criteria = panel_services.criteria_of(indicator.id)
    sheet = panel_services.save_sheet(
        actor=actor,
        record=record,
        indicator_id=indicator.id,
        department_id=department_id,
        marks={row.id: Decimal(mark) for row, mark in zip(criteria, marks, strict=False)},
        notes={row.id: "증빙에서 그대로 확인된다" for row in criteria},
    )
    panel_services.submit_sheet(actor=actor, record=record, sheet=sheet)
    return sheet


def published_round(cast, code="2026-P"):
    """A round of 교통과 and 민원봉사과 that is published: 90 and 80 points."""
    indicator = make_indicator(cast.choi, f"{code}-1")
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil], code=code)
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {indicator.id: 90})
    approve(cast.lee, record, cast.traffic)
    enter(cast.seo, record, cast.civil, {indicator.id: 80})
    approve(cast.yoon, record, cast.civil)
    advance(cast.choi, record, Phase.CALIBRATION)
    publication_services.publish_round(actor=cast.choi, record=record)
    return record


def combined(actor, *records, name="결합점수", digits=2):
    """A combined score of published rounds that weigh the same (one, two, four or five of them)."""
    weight = Decimal(1) / len(records)
    draft = CombinationDraft(
        name=name, digits=digits, rounding=RoundingMode.HALF_UP, parts=[(row.id, weight) for row in records]
    )
    return combination_services.combine_rounds(actor=actor, draft=draft)


def invite(actor, record, *, name="한대학", institution="한서대학교", field="행정학", person_id=None):
    """Invite somebody from outside."""
    draft = guest_services.GuestDraft(name=name, institution=institution, field=field, person_id=person_id)
    return guest_services.invite_guest(actor=actor, record=record, draft=draft)


def guest_client(app, actor, record, guest):
    """A client with the session of an outside evaluator, and the code it signed in with."""
    with transaction():
        code = guest_services.issue_code(actor=actor, record=record, guest=guest)
    client = app.test_client()
    client.set_cookie("opum_language", "en")
    answer = client.post("/panel/sign-ins", data={"number": str(guest.id), "code": code})
    assert answer.status_code == 302, answer.text
    return client, code
