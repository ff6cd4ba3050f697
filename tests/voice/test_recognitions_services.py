"""Awards, visits and proactive cases: evidence, two people, weights of the day, shares, and what the database refuses."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from app.core.database import db
from app.core.errors import Denied, Invalid, Missing, WrongState
from app.files.guards import may_see
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState
from app.voice.models.recognitions import EVIDENCE_SUBJECT, Recognition
from app.voice.queries.recognitions import (
    RecognitionFilter,
    recognition_or_404,
    recognitions_page,
    recognized,
    weight_rows,
)
from app.voice.rules.recognitions import PRESET, WeightRow, counted, weights_on
from app.voice.services import recognitions as services
from tests.factories import voice_five_s as made
from tests.refusals import refused

BROKEN = (IntegrityError, OperationalError, ProgrammingError)
WHY = "증빙이 다른 부서의 것으로 확인되었다."


@pytest.mark.usefixtures("write")
def test_an_award_counts_with_the_weight_of_its_day_once_the_control_tower_has_confirmed_it(cast):
    entry = made.handed_in(cast, shares={cast.traffic: 60, cast.roads: 40})
    assert list(recognized([cast.traffic], date(2026, 1, 1), date(2026, 12, 31))) == []
    services.confirm_recognition(recognition=entry, actor=cast.choi)
    assert (entry.state, entry.weight) == (RecognitionState.CONFIRMED, Decimal(10))
    parts = {
        unit: counted(one.weight, one.share)
        for unit, one in recognized([cast.traffic, cast.roads], date(2026, 1, 1), date(2026, 12, 31))
    }
    assert parts == {cast.traffic: Decimal(6), cast.roads: Decimal(4)}


@pytest.mark.usefixtures("write")
def test_nobody_confirms_what_they_handed_in_and_staff_confirms_nothing(cast):
    own = made.handed_in(cast, by=cast.choi, shares={cast.roads: 100})
    with pytest.raises(Denied):
        services.confirm_recognition(recognition=own, actor=cast.choi)
    services.confirm_recognition(recognition=own, actor=cast.bae)
    with pytest.raises(Denied):
        services.confirm_recognition(recognition=made.handed_in(cast), actor=cast.lee)
    with pytest.raises(Denied):
        made.handed_in(cast, by=cast.gam)


@pytest.mark.usefixtures("write")
def test_without_evidence_nothing_is_confirmed(cast):
    entry = made.handed_in(cast, papers=0)
    with refused("Attach at least one piece of evidence"):
        services.check_evidence(entry)
    with refused("Attach at least one piece of evidence"):
        services.confirm_recognition(recognition=entry, actor=cast.choi)


@pytest.mark.usefixtures("write")
@pytest.mark.parametrize("shares", [{}, {1: 99}, {1: 60, 2: 60}, {1: 100, 2: 0}, {1: 150, 2: -50}])
def test_shares_sum_to_a_hundred(cast, shares):
    units = {1: cast.traffic, 2: cast.roads}
    with refused("sum to 100", Invalid):
        made.handed_in(cast, shares={units[key]: share for key, share in shares.items()})


@pytest.mark.usefixtures("write")
def test_a_day_to_come_is_refused(cast):
    with refused("must not lie in the future", Invalid):
        made.handed_in(cast, happened_on=date(2026, 11, 24))


@pytest.mark.usefixtures("write")
def test_a_returned_entry_is_mended_and_handed_in_again(cast):
    entry = made.handed_in(cast)
    services.return_recognition(recognition=entry, actor=cast.choi, reason=WHY)
    assert (entry.state, entry.reason) == (RecognitionState.RETURNED, WHY)
    with pytest.raises(Denied):
        services.edit_recognition(recognition=entry, actor=cast.ahn, text=made.text(cast))
    services.edit_recognition(recognition=entry, actor=cast.kim, text=made.text(cast, title="고친 이름"))
    assert (entry.state, entry.title, entry.decided_by_id) == (RecognitionState.SUBMITTED, "고친 이름", None)


@pytest.mark.usefixtures("write")
def test_a_decided_entry_is_neither_changed_nor_decided_again(cast):
    entry = made.confirmed(cast)
    for act in (
        lambda: services.edit_recognition(recognition=entry, actor=cast.kim, text=made.text(cast)),
        lambda: services.withdraw_recognition(recognition=entry, actor=cast.kim),
        lambda: services.confirm_recognition(recognition=entry, actor=cast.choi),
        lambda: services.return_recognition(recognition=entry, actor=cast.choi, reason=WHY),
    ):
        with pytest.raises(WrongState):
            act()
    services.revoke_recognition(recognition=entry, actor=cast.bae, reason=WHY)
    assert list(recognized([cast.traffic], date(2026, 1, 1), date(2026, 12, 31))) == []
    with pytest.raises(WrongState):
        services.revoke_recognition(recognition=entry, actor=cast.bae, reason=WHY)


@pytest.mark.usefixtures("write")
def test_other_weights_hold_from_their_day_and_change_nothing_that_is_confirmed(cast):
    before = made.confirmed(cast)
    other = {pair: Decimal(1) for pair in PRESET}
    services.set_weights(
        actor=cast.choi, valid_from=date(2026, 7, 1), weights=other, reason="하반기부터 같은 배점으로 한다."
    )
    early = made.confirmed(cast, title="둘째 상")
    late = made.confirmed(cast, title="셋째 상", happened_on=date(2026, 7, 1))
    assert (before.weight, early.weight, late.weight) == (10, 10, 1)
    assert len(weight_rows()) == 1
    with pytest.raises(Denied):
        services.set_weights(actor=cast.lee, valid_from=date(2026, 7, 1), weights=other, reason="권한 없음")
    with refused("between 0 and 100"):
        services.set_weights(
            actor=cast.choi,
            valid_from=date(2026, 7, 1),
            weights=other | {(RecognitionKind.AWARD, RecognitionLevel.CENTRAL): Decimal(101)},
            reason="너무 큰 배점",
        )


def test_of_one_day_the_last_weights_hold():
    rows = [WeightRow(id=n, valid_from=date(2026, 1, 1), weights={pair: Decimal(n) for pair in PRESET}) for n in (2, 1)]
    assert set(weights_on(rows, date(2026, 1, 1)).values()) == {Decimal(2)}
    assert weights_on(rows, date(2025, 12, 31)) == PRESET


@pytest.mark.usefixtures("write")
def test_what_is_not_decided_is_read_by_its_department_and_those_who_decide(cast):
    entry = made.handed_in(cast)
    for who in (cast.kim, cast.ahn, cast.choi, cast.gam):
        assert recognition_or_404(entry.id, who) is entry
        assert may_see(who, EVIDENCE_SUBJECT, entry.id)
    with pytest.raises(Missing):
        recognition_or_404(entry.id, cast.park)
    assert not may_see(cast.park, EVIDENCE_SUBJECT, entry.id)
    assert [row.id for row in recognitions_page(RecognitionFilter(), cast.park).rows] == []
    services.confirm_recognition(recognition=entry, actor=cast.choi)
    assert [row.id for row in recognitions_page(RecognitionFilter(), cast.park).rows] == [entry.id]


@pytest.mark.usefixtures("write")
def test_the_list_is_narrowed_by_year_department_kind_level_and_state(cast):
    award = made.confirmed(cast)
    visit = made.confirmed(
        cast,
        kind=RecognitionKind.VISIT,
        level=RecognitionLevel.LOCAL,
        shares={cast.roads: 100},
        happened_on=date(2025, 5, 2),
    )

    def found(**wanted):
        return [row.id for row in recognitions_page(RecognitionFilter(**wanted), cast.choi).rows]

    assert found() == [award.id, visit.id]
    assert found(first=date(2025, 1, 1), last=date(2025, 12, 31)) == [visit.id]
    assert found(department_id=cast.traffic) == [award.id]
    assert found(kind=RecognitionKind.VISIT) == [visit.id]
    assert found(level=RecognitionLevel.CENTRAL) == [award.id]
    assert found(state=RecognitionState.SUBMITTED) == []


def refuses(statement, **values):
    with pytest.raises(BROKEN), db.session.begin_nested():
        db.session.execute(text(statement), values)


@pytest.mark.usefixtures("write")
def test_the_database_keeps_the_promises_by_itself(cast):
    waiting, done = made.handed_in(cast, papers=0, title="기다리는 상"), made.confirmed(cast)
    now = db.session.query(Recognition.created_at).filter_by(id=done.id).scalar()
    decided = {"state": RecognitionState.CONFIRMED, "weight": Decimal(99), "decided_at": now}
    for by in (cast.kim.id, cast.choi.id):
        with pytest.raises(BROKEN), db.session.begin_nested():
            db.session.execute(
                update(Recognition).where(Recognition.id == waiting.id).values(**decided, decided_by_id=by)
            )
    for column, value in {"weight": Decimal(99), "title": "다른 상", "happened_on": date(2026, 1, 1)}.items():
        with pytest.raises(BROKEN), db.session.begin_nested():
            db.session.execute(update(Recognition).where(Recognition.id == done.id).values(**{column: value}))
    refuses("DELETE FROM recognitions WHERE id = :id", id=done.id)
    refuses("UPDATE recognition_shares SET share = 50 WHERE recognition_id = :id", id=done.id)
    refuses("DELETE FROM recognition_shares WHERE recognition_id = :id", id=done.id)
    refuses(
        "INSERT INTO recognition_shares (recognition_id, department_id, share) VALUES (:id, :unit, 50)",
        id=done.id,
        unit=cast.roads,
    )
