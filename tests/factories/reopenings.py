"""Rounds that are opened again for corrections, through the real services."""

from datetime import timedelta

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import CorrectionKind, Phase, ReopeningState
from app.evaluation.models import EvaluationRound, RoundReopening
from app.evaluation.queries.reopenings import entries_of
from app.evaluation.rules.reopenings import Scope
from app.evaluation.services import reopening_closings, reopening_entries, reopenings
from app.evaluation.services.reopening_entries import EntryDraft
from app.evaluation.services.reopenings import ReopeningDraft
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round

WHY = "집계에서 빠진 실적이 감사에서 확인되었다"
BASIS = "회계과-1234 (2026. 11. 3.)"


def scope(*kinds, departments=(), indicators=()):
    """What is corrected; measures unless told otherwise."""
    return Scope(
        kinds=frozenset(kinds or (CorrectionKind.MEASURE,)),
        departments=frozenset(departments),
        indicators=frozenset(indicators),
    )


def round_of(reopening_id):
    """The round of a reopening, read anew."""
    return db.session.get_one(EvaluationRound, db.session.get_one(RoundReopening, reopening_id).round_id)


def propose(cast, record, *, of=None, days=14, second=None, actor=None):
    """Propose as 최관제, to be confirmed by 윤바위 unless told otherwise. Returns the reopening."""
    draft = ReopeningDraft(
        scope=of or scope(),
        open_until=clock.today() + timedelta(days=days),
        second_id=(second or cast.yoon).id,
        reason=WHY,
    )
    return reopenings.propose(actor=actor or cast.choi, record=record, draft=draft)


def opened(cast, record, **options):
    """A reopening the second person has agreed to."""
    found = propose(cast, record, **options)
    reopenings.agree(actor=options.get("second") or cast.yoon, reopening=found)
    return found


def measure(department_id, indicator, value, *, reason=WHY, basis=BASIS):
    """An entry for an actual value."""
    return EntryDraft(
        kind=CorrectionKind.MEASURE,
        after={"state": "value", "value": str(value)},
        reason=reason,
        basis=basis,
        department_id=department_id,
        indicator_id=indicator.id,
    )


def put_in(actor, record, reopening, *drafts):
    """Enter corrections. Returns the entries."""
    return [reopening_entries.enter(actor=actor, record=record, reopening=reopening, draft=draft) for draft in drafts]


def hand_over(cast, record, reopening):
    """Give the entries to the second person. Returns the hash of what would move."""
    reopening_closings.submit(actor=cast.choi, record=record, reopening=reopening)
    return reopening_closings.consequence(record, reopening, entries_of(reopening)).sha256


def confirm(actor, record, reopening, seen):
    """Confirm what moves as the second person."""
    reopening_closings.confirm(actor=actor, record=record, reopening=reopening, seen_sha256=seen)


def corrected(cast, record, *drafts, of=None, second=None):
    """The whole way in one: proposed, agreed, entered by the control tower, handed over, confirmed."""
    found = opened(cast, record, of=of, second=second) if second else opened(cast, record, of=of)
    put_in(cast.choi, record, found, *drafts)
    confirm(second or cast.yoon, record, found, hand_over(cast, record, found))
    assert found.state is ReopeningState.CLOSED
    return found


def calibrating_round(cast, code="2026-C"):
    """A round of 교통과 (90), 민원봉사과 (80) and 도로과 (missing) in calibration. Returns it and its indicator."""
    with transaction():
        indicator = make_indicator(cast.choi, f"{code}-1")
        units = [cast.traffic, cast.civil, cast.roads]
        record = make_round(cast.choi, [(indicator, 100)], units, code=code)
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: 90})
        approve(cast.lee, record, cast.traffic)
        enter(cast.seo, record, cast.civil, {indicator.id: 80})
        approve(cast.yoon, record, cast.civil)
        advance(cast.choi, record, Phase.CALIBRATION)
    return record, indicator
