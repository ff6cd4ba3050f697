"""Appeals at every stage, made through the real services. 교통과 appeals; 최관제 replies, 배조율 decides, 윤바위 is apart."""

from decimal import Decimal

from app.evaluation.enums import AppealOutcome, CorrectionKind, Phase
from app.evaluation.queries.appeals import appeal_or_404
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.services import appeal_corrections, appeals, publications
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round

REASON = "8월 실적이 누락되어 다시 보아 주시기 바랍니다."


def round_with_results(cast, code="2026-A", *, release_at=None):
    """A published round of three departments of one peer group: 교통과 80, 민원봉사과 90, 도로과 85."""
    indicator = make_indicator(cast.choi, f"{code}-1")
    second = make_indicator(cast.choi, f"{code}-2")
    members = [cast.traffic, cast.civil]
    record = make_round(cast.choi, [(indicator, 60), (second, 40)], members, code=code)
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {indicator.id: 80, second.id: 80})
    approve(cast.lee, record, cast.traffic)
    enter(cast.seo, record, cast.civil, {indicator.id: 90, second.id: 85})
    approve(cast.yoon, record, cast.civil)
    advance(cast.choi, record, Phase.CALIBRATION)
    publications.publish_round(actor=cast.choi, record=record, release_at=release_at)
    return record, indicator, second


def in_appeals(cast, code="2026-A"):
    """A round whose departments may appeal."""
    record, indicator, second = round_with_results(cast, code)
    advance(cast.choi, record, Phase.APPEALS)
    return record, indicator, second


def filed(cast, record, indicator=None, **fields):
    """An appeal of 교통과."""
    return appeals.file_appeal(
        actor=cast.lee,
        record=record,
        department_id=cast.traffic,
        indicator_id=indicator.id if indicator else None,
        reason=fields.pop("reason", REASON),
        **fields,
    )


def view_of(actor, appeal):
    """The appeal as the services want it."""
    return appeal_or_404(appeal.id, actor)


def replied(cast, appeal):
    """The control tower has replied."""
    appeals.reply(
        actor=cast.choi, view=view_of(cast.choi, appeal), words="자료를 다시 확인하겠습니다. 검토 의견입니다."
    )
    return appeal


def decided(cast, appeal, outcome=AppealOutcome.ACCEPTED):
    """Replied to and decided at the first level."""
    replied(cast, appeal)
    words = "제출한 증빙으로 확인하여 이렇게 결정합니다."
    appeals.decide(actor=cast.bae, view=view_of(cast.bae, appeal), outcome=outcome, words=words)
    return appeal


def raised(cast, appeal):
    """Dismissed, and taken to the second level, where 윤바위 is named."""
    decided(cast, appeal, AppealOutcome.DISMISSED)
    appeals.take_further(actor=cast.lee, view=view_of(cast.lee, appeal), words="기각 사유를 받아들일 수 없습니다.")
    appeals.name_decider(actor=cast.choi, view=view_of(cast.choi, appeal), decider_id=cast.yoon.id)
    return appeal


def value_draft(cast, indicator, value):
    """The actual value of 교통과 that is right."""
    return CorrectionDraft(
        kind=CorrectionKind.MEASURE,
        after={"state": "value", "value": str(Decimal(value))},
        reason="누락된 8월 실적 반영",
        department_id=cast.traffic,
        indicator_id=indicator.id,
    )


def proposed(cast, appeal, indicator, value=100):
    """The correction of an accepted appeal, waiting for 윤바위."""
    return appeal_corrections.propose(
        actor=cast.choi,
        view=view_of(cast.choi, appeal),
        drafts=[value_draft(cast, indicator, value)],
        reason="이의신청 인용에 따라 실적치를 정정합니다.",
        second_id=cast.yoon.id,
    )


def confirmed(cast, proposal):
    """Version n + 1."""
    view = appeal_or_404(proposal.appeal_id, cast.yoon)
    return appeal_corrections.confirm(actor=cast.yoon, view=view, proposal=proposal, seen_sha256=proposal.moves_sha256)
