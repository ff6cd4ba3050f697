"""An opened round is corrected by two offices, inside a scope, before a last day, after everything that moves was seen."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.cli.check import check_published
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid, Refused, WrongState
from app.evaluation.enums import CorrectionKind, Phase, ReopeningState
from app.evaluation.models import Correction, Publication, ReopeningEntry, ReopeningScope, RoundReopening
from app.evaluation.queries.reopenings import entries_of
from app.evaluation.services import reopening_closings, reopening_entries, reopenings, rounds
from app.evaluation.services.publications import publish_round
from app.evaluation.services.reopening_entries import EntryDraft
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import advance, make_indicator, make_round, published_round
from tests.factories.reopenings import (
    BASIS,
    WHY,
    calibrating_round,
    confirm,
    corrected,
    hand_over,
    measure,
    opened,
    propose,
    put_in,
    scope,
)
from tests.refusals import refused
from tests.triggers import without_triggers

LATE = datetime(2026, 12, 30, 3, tzinfo=UTC)


def totals(record):
    return {score.member.department: score.outcome.total for score in compute_round(record).departments}


def test_a_correction_counts_when_another_office_has_seen_what_moves(cast, write):
    record, indicator = calibrating_round(cast)
    found = opened(cast, record)
    put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    assert totals(record)["도로과"] == 0
    seen = hand_over(cast, record, found)
    assert totals(record)["도로과"] == 0
    confirm(cast.yoon, record, found, seen)
    assert totals(record) == {"교통과": Decimal(90), "민원봉사과": Decimal(80), "도로과": Decimal(95)}
    (row,) = db.session.query(Correction).all()
    assert (row.version, row.entered_by_id, row.confirmed_by_id, row.origin_id) == (
        1,
        cast.choi.id,
        cast.yoon.id,
        found.id,
    )
    kept = json.loads(found.content)
    ranks = {move["department"]: (move["before"], move["after"]) for move in kept["moves"] if move["fact"] == "rank"}
    assert ranks == {"교통과": ("1", "2"), "민원봉사과": ("2", "3"), "도로과": ("3", "1")}
    assert found.publication_version is None


def test_after_publication_it_becomes_the_next_version_with_both_names(cast, write):
    record = published_round(cast)
    line = compute_round(record).departments[0].lines[0]
    draft = EntryDraft(
        kind=CorrectionKind.MEASURE,
        after={"state": "value", "value": "99"},
        reason=WHY,
        basis=BASIS,
        department_id=cast.traffic,
        indicator_id=line.indicator_id,
    )
    with refused("not of a department that is corrected"):
        propose(cast, record, of=scope(departments=[cast.civil]))
    found = corrected(cast, record, draft)
    newest = db.session.query(Publication).filter_by(round_id=record.id, version=2).one()
    assert (newest.published_by_id, newest.confirmed_by_id, newest.correction_reason) == (
        cast.choi.id,
        cast.yoon.id,
        WHY,
    )
    assert found.publication_version == 2
    content = json.loads(newest.snapshot)
    traffic = next(row for row in content["departments"] if row["department"] == "교통과")
    (mark,) = traffic["lines"][0]["corrections"]
    assert (mark["entered_by"], mark["confirmed_by"], traffic["total"]) == ("최관제", "윤바위", "99")


def test_what_two_offices_correct_is_whole_to_the_check(cast, app):
    before, indicator = calibrating_round(cast)
    with transaction():
        record = published_round(cast)
    with transaction():
        corrected(cast, before, measure(cast.roads, indicator, 95))
        line = compute_round(record).departments[0].lines[0]
        corrected(cast, record, measure(cast.traffic, type("Key", (), {"id": line.indicator_id}), 99))
    with transaction():
        assert check_published().problems == ()


def test_a_list_of_moves_that_was_edited_is_found(cast, app):
    record, indicator = calibrating_round(cast)
    with transaction():
        corrected(cast, record, measure(cast.roads, indicator, 95))
    with without_triggers("round_reopenings"):
        with transaction():
            db.session.execute(text("UPDATE round_reopenings SET content = REPLACE(content, '95', '96')"))
        with transaction():
            assert len(check_published().problems) == 1


def test_a_coordinator_corrects_the_own_measures_only(cast, write):
    record, indicator = calibrating_round(cast)
    found = opened(cast, record, of=scope(CorrectionKind.MEASURE, CorrectionKind.WEIGHT))
    put_in(cast.kang, record, found, measure(cast.traffic, indicator, 91))
    for draft in (measure(cast.roads, indicator, 91),):
        with pytest.raises(Denied):
            put_in(cast.kang, record, found, draft)
    weight = EntryDraft(
        kind=CorrectionKind.WEIGHT,
        after={"weight": "90"},
        reason=WHY,
        basis=BASIS,
        peer_group_id=1,
        indicator_id=indicator.id,
    )
    with pytest.raises(Denied):
        put_in(cast.kang, record, found, weight)
    seen = hand_over(cast, record, found)
    confirm(cast.yoon, record, found, seen)
    assert db.session.query(Correction).one().entered_by_id == cast.kang.id
    assert totals(record)["교통과"] == Decimal(91)


def test_the_second_person_is_of_another_office_and_enters_nothing(cast, write):
    record, indicator = calibrating_round(cast)
    for second in (cast.bae, cast.jung, cast.gam, cast.kim, cast.choi):
        with refused("another office"):
            propose(cast, record, second=second)
    found = opened(cast, record)
    with pytest.raises(Denied):
        put_in(cast.yoon, record, found, measure(cast.civil, indicator, 99))
    with refused("another office"):
        put_in(cast.seo, record, found, measure(cast.civil, indicator, 99))
    for actor in (cast.lee, cast.bae, cast.choi, cast.goh, cast.gam):
        with pytest.raises(Denied):
            reopening_closings.confirm(actor=actor, record=record, reopening=found, seen_sha256="")


def test_nothing_outside_the_scope_and_nothing_twice(cast, write):
    record, indicator = calibrating_round(cast)
    found = opened(cast, record, of=scope(departments=[cast.traffic]))
    with refused("outside of what"):
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    put_in(cast.choi, record, found, measure(cast.traffic, indicator, 95))
    with refused("another entry already"):
        put_in(cast.choi, record, found, measure(cast.traffic, indicator, 96))
    (entry,) = entries_of(found)
    reopening_entries.take_back(actor=cast.choi, reopening=found, entry_id=entry.id)
    put_in(cast.choi, record, found, measure(cast.traffic, indicator, 96))
    assert [line.stands for line in entries_of(found)] == [False, True]


def test_what_was_seen_is_what_is_written(cast, write):
    record, indicator = calibrating_round(cast)
    found = opened(cast, record)
    put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    seen = hand_over(cast, record, found)
    reopening_closings.give_back(actor=cast.yoon, reopening=found, reason="교통과도 빠졌는지 확인해 주세요")
    put_in(cast.choi, record, found, measure(cast.traffic, indicator, 50))
    hand_over(cast, record, found)
    with pytest.raises(Conflict):
        confirm(cast.yoon, record, found, seen)
    assert db.session.query(Correction).count() == 0


def test_an_expired_reopening_writes_nothing_and_says_so(cast, write):
    record, indicator = calibrating_round(cast)
    found = opened(cast, record)
    put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    seen = hand_over(cast, record, found)
    with clock.frozen_at(LATE):
        with refused("expired", WrongState):
            confirm(cast.yoon, record, found, seen)
        with refused("expired", WrongState):
            put_in(cast.choi, record, found, measure(cast.traffic, indicator, 1))
        again = propose(cast, record)
    assert (found.state, again.state) == (ReopeningState.EXPIRED, ReopeningState.PROPOSED)
    assert db.session.query(Correction).count() == 0


def test_the_last_day_ends_at_midnight_in_seoul(cast, write):
    record, indicator = calibrating_round(cast)
    found = opened(cast, record, days=0)
    until = found.open_until
    last = datetime(until.year, until.month, until.day, 14, 59, 59, tzinfo=UTC)
    with clock.frozen_at(last):
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    with clock.frozen_at(last.replace(hour=15, minute=0, second=0)), pytest.raises(WrongState):
        put_in(cast.choi, record, found, measure(cast.traffic, indicator, 95))


def test_a_reopening_lasts_no_longer_than_the_setting_and_there_is_one_at_a_time(cast, write):
    record, _indicator = calibrating_round(cast)
    with refused("days at most"):
        propose(cast, record, days=15)
    propose(cast, record)
    with pytest.raises(Conflict):
        propose(cast, record)


def test_the_round_waits_until_the_reopening_is_over(cast, write):
    record, _indicator = calibrating_round(cast)
    found = propose(cast, record)
    with refused("opened again"):
        publish_round(actor=cast.choi, record=record)
    reopenings.withdraw(actor=cast.yoon, reopening=found, reason="근거 자료가 없어 동의하지 않습니다")
    publish_round(actor=cast.choi, record=record)
    assert record.phase is Phase.PUBLISHED


def test_weights_are_summed_up_when_all_entries_are_in(cast, write):
    with transaction():
        one, two = make_indicator(cast.choi, "W1"), make_indicator(cast.choi, "W2")
        record = make_round(cast.choi, [(one, 60), (two, 40)], [cast.traffic, cast.civil], code="2026-W")
        advance(cast.choi, record, Phase.CALIBRATION)
    found = opened(cast, record, of=scope(CorrectionKind.WEIGHT))
    group = compute_round(record).departments[0].member.peer_group_id

    def weight(indicator, number):
        return EntryDraft(
            kind=CorrectionKind.WEIGHT,
            after={"weight": number},
            reason=WHY,
            basis=BASIS,
            peer_group_id=group,
            indicator_id=indicator.id,
        )

    put_in(cast.choi, record, found, weight(one, "70"))
    with pytest.raises(Refused):
        reopening_closings.submit(actor=cast.choi, record=record, reopening=found)
    with pytest.raises(Invalid):
        put_in(cast.choi, record, found, weight(two, "0"))
    put_in(cast.choi, record, found, weight(two, "30"))
    confirm(cast.yoon, record, found, hand_over(cast, record, found))
    assert {line.exact.weight for line in compute_round(record).departments[0].lines} == {Decimal(70), Decimal(30)}


def test_weights_two_people_enter_are_summed_up_together(cast, write):
    with transaction():
        one, two = make_indicator(cast.choi, "W1"), make_indicator(cast.choi, "W2")
        record = make_round(cast.choi, [(one, 60), (two, 40)], [cast.traffic, cast.civil], code="2026-W")
        advance(cast.choi, record, Phase.CALIBRATION)
    found = opened(cast, record, of=scope(CorrectionKind.WEIGHT))
    group = compute_round(record).departments[0].member.peer_group_id
    for actor, indicator, number in ((cast.choi, one, "70"), (cast.bae, two, "30")):
        draft = EntryDraft(
            kind=CorrectionKind.WEIGHT,
            after={"weight": number},
            reason=WHY,
            basis=BASIS,
            peer_group_id=group,
            indicator_id=indicator.id,
        )
        put_in(actor, record, found, draft)
    confirm(cast.yoon, record, found, hand_over(cast, record, found))
    written = {(row.entered_by_id, row.after["weight"]) for row in db.session.query(Correction)}
    assert written == {(cast.choi.id, "70"), (cast.bae.id, "30")}


def test_a_round_in_planning_is_edited_and_measuring_needs_no_reopening_for_values(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    with pytest.raises(WrongState):
        propose(cast, record)
    advance(cast.choi, record, Phase.MEASURING)
    with refused("is measuring"):
        propose(cast, record)
    propose(cast, record, of=scope(CorrectionKind.TARGET))


def test_the_scope_names_a_thing_once(cast, app):
    with transaction():
        record, _indicator = calibrating_round(cast)
    with transaction():
        found = propose(cast, record)
        key = found.id
    with pytest.raises(DatabaseError), transaction():
        db.session.add(ReopeningScope(reopening_id=key, kind=CorrectionKind.MEASURE))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE round_reopenings SET second_id = proposed_by_id",
        "UPDATE round_reopenings SET open_until = '2027-12-31'",
        "UPDATE round_reopenings SET state = 'closed'",
        "DELETE FROM round_reopenings",
        "UPDATE reopening_entries SET after = '{}'",
        "DELETE FROM reopening_entries",
        "DELETE FROM reopening_scopes",
        "INSERT INTO reopening_scopes (reopening_id, kind) SELECT id, 'weight' FROM round_reopenings",
    ],
)
def test_the_database_keeps_what_was_agreed(cast, statement, app):
    with transaction():
        record, indicator = calibrating_round(cast)
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.roads, indicator, 95))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))
    assert db.session.query(RoundReopening).one().state is ReopeningState.OPEN
    assert db.session.query(ReopeningEntry).count() == 1


def test_phases_stay_where_they_are_while_it_is_open(cast, write):
    record, _indicator = calibrating_round(cast)
    propose(cast, record)
    with pytest.raises(Refused):
        rounds.change_phase(actor=cast.choi, record=record, to=Phase.PUBLISHED)
