"""Rounds in calibration whose evaluators lie apart, and sessions about them, through the real services."""

from datetime import date
from decimal import Decimal

from app.evaluation.enums import CaseOutcome, Phase
from app.evaluation.models import CalibrationCase
from app.evaluation.queries import calibration as queries
from app.evaluation.services import calibration as services
from app.evaluation.services.calibration import SessionDraft, Verdict
from tests.factories.evaluation import advance, approve, assign, enter, make_indicator, make_panel, make_round, score

REASON = "평가위원 간 편차가 커서 자료를 다시 보고 정함"


def calibrating_round(cast, code="2026-K"):
    """교통과 (90 and 60 by evaluators, 80 measured) and 민원봉사과 (80 and 79, 90) in calibration, 50 to 50.

    Totals 77.5 and 84.75; 교통과 is in conflict: its marks lie 30 apart.
    """
    panel, measured = make_panel(cast.choi, f"{code}-Q"), make_indicator(cast.choi, f"{code}-A")
    record = make_round(cast.choi, [(panel, 50), (measured, 50)], [cast.traffic, cast.civil], code=code)
    assign(cast.choi, record, panel, cast.moon, cast.shin)
    advance(cast.choi, record, Phase.MEASURING)
    for clerk, head, unit, value in ((cast.kang, cast.lee, cast.traffic, 80), (cast.seo, cast.yoon, cast.civil, 90)):
        enter(clerk, record, unit, {measured.id: value})
        approve(head, record, unit)
    advance(cast.choi, record, Phase.SCORING)
    for evaluator, traffic, civil in ((cast.moon, 90, 80), (cast.shin, 60, 79)):
        score(evaluator, record, panel, cast.traffic, traffic, traffic)
        score(evaluator, record, panel, cast.civil, civil, civil)
    advance(cast.choi, record, Phase.CALIBRATION)
    return record, panel


def session_of(cast, record, people=None, others=("나교수 (서해대학교)",), **fields):
    """A session with 윤바위, 문살핌 and a professor from outside."""
    ids = [cast.yoon.id, cast.moon.id] if people is None else people
    draft = SessionDraft(
        **{"held_on": date(2026, 11, 23), "place": "소회의실", "chair": "부시장", "person_ids": ids, "others": others}
        | fields
    )
    return services.open_session(actor=cast.choi, record=record, draft=draft)


def cases_of(session):
    """The cases of a session in order."""
    return list(queries.cases_of(session.id))


def change(cast, record, case: CalibrationCase, figure, *, seen=0, actor=None, reason=REASON, indicator_id=None):
    """Write down another score."""
    verdict = Verdict(
        outcome=CaseOutcome.CHANGED, reason=reason, seen=seen, score=Decimal(figure), indicator_id=indicator_id
    )
    services.decide_case(actor=actor or cast.choi, record=record, case=case, verdict=verdict)


def keep(cast, record, case: CalibrationCase, *, seen=0, actor=None, reason=REASON):
    """Write down that a score is kept."""
    verdict = Verdict(outcome=CaseOutcome.KEPT, reason=reason, seen=seen)
    services.decide_case(actor=actor or cast.choi, record=record, case=case, verdict=verdict)
