"""Scenes for home and reports: a published round and a set-up for HR."""

from datetime import date
from decimal import Decimal

from app.core import clock
from app.core.database import db
from app.evaluation.enums import Direction, IndicatorKind, MeasureState, Method, Phase
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    EvaluationRound,
    Indicator,
    RoundMember,
)
from app.evaluation.rules import phases
from app.evaluation.services.publications import publish_round
from app.evaluation.services.rounds import enter_phase
from app.organization.models import Department, PeerGroup
from app.reports.models import IncentiveBase
from app.reports.services.setup import seed_grade_tables

RATINGS = {"교통과": "90", "민원봉사과": "80.5", "도로과": "70", "자치행정과": "95", "기획예산담당관": "60"}


def round_with_ratings(cast, code="2026-F", ratings=None, *, year=2026, base_on=date(2026, 11, 20)):
    """A round of one indicator (a rating of 100 points) for every department named; still being measured."""
    indicator = Indicator(
        code=f"{code}-I",
        name="민원 처리 만족도",
        unit="점",
        kind=IndicatorKind.QUANTITATIVE,
        method=Method.DIRECT,
        direction=Direction.UP,
        changed_at=clock.now(),
    )
    record = EvaluationRound(
        code=code,
        name=f"{year} 최종평가",
        year=year,
        starts_on=date(year, 1, 1),
        base_on=base_on,
        created_by_id=cast.choi.id,
        created_at=clock.now(),
    )
    db.session.add_all([indicator, record])
    db.session.flush()
    for group in db.session.query(PeerGroup).order_by(PeerGroup.position):
        db.session.add(_composition(record, group.id, indicator))
    departments = {d.name: d for d in db.session.query(Department)}
    groups = {g.id: g.name for g in db.session.query(PeerGroup)}
    for name, rating in (RATINGS if ratings is None else ratings).items():
        _take_part(record, indicator, departments[name], groups, rating, cast)
    db.session.flush()
    enter_phase(actor=cast.choi, record=record, to=Phase.MEASURING, reason="")
    return record


def _composition(record, group_id, indicator):
    return Composition(
        round_id=record.id,
        peer_group_id=group_id,
        indicator_id=indicator.id,
        indicator_version=1,
        code=indicator.code,
        name=indicator.name,
        unit="점",
        weight=Decimal(100),
        method=Method.DIRECT,
        direction=Direction.UP,
    )


def _take_part(record, indicator, department, groups, rating, cast):
    db.session.add(
        RoundMember(
            round_id=record.id,
            department_id=department.id,
            department_name=department.name,
            peer_group_id=department.peer_group_id,
            peer_group_name=groups[department.peer_group_id],
            position=department.position,
            is_ranked=department.id != cast.tower,
        )
    )
    db.session.add(
        ActualMeasure(
            round_id=record.id,
            indicator_id=indicator.id,
            department_id=department.id,
            state=MeasureState.VALUE if rating is not None else MeasureState.MISSING,
            value=None if rating is None else Decimal(rating),
            entered_by_id=cast.kang.id,
            entered_at=clock.now(),
        )
    )


def publish(cast, record):
    """Publish what the round scores now, without the checklists on the way."""
    while record.phase is not Phase.CALIBRATION:
        enter_phase(actor=cast.choi, record=record, to=phases.next_phase(record.phase), reason="")
    return publish_round(actor=cast.choi, record=record, reason="최종평가 결과를 공개한다.")


def published_round(cast, **options):
    """A published round."""
    record = round_with_ratings(cast, **options)
    publish(cast, record)
    return record


def ready_for_export(cast):
    """Everything HR needs: a published round, the standard tables, base amounts for two ranks."""
    record = published_round(cast)
    seed_grade_tables()
    for rank, amount in (("7급", "3500000"), ("6급", "4000000")):
        db.session.add(IncentiveBase(rank=rank, amount=Decimal(amount), changed_at=clock.now()))
    db.session.flush()
    return record
