"""Handling records reach mileage as a simulation, under the checks of a workbook, and a case counts once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.jobs.enums import JobState
from app.mileage.enums import RunState
from app.mileage.models import ProcessingRecord, ShorteningRun, Transfer
from app.voice.models import ShorteningHandover
from app.voice.queries.handling_batches import batch_or_404
from app.voice.services.handling_batches import withdraw_batch
from app.voice.services.shortening_handovers import hand_over
from tests.factories import jobs, shortening
from tests.factories import voice_handling as made

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def rule(cast):
    with transaction():
        shortening.items(cast.choi)
        return shortening.rule(cast.choi, least_days=1).id


def send(actor, rule_id, first=FIRST, last=LAST):
    with transaction():
        return hand_over(actor=actor, rule_id=rule_id, starts_on=first, ends_on=last).id


def test_records_become_a_simulation_with_days_rounded_up(app, cast):
    made.entered(
        cast.choi,
        made.row("1", completed="2026-03-04 10:00"),
        made.row("2", completed="2026-03-06 10:01"),
        made.row("3", completed="2026-03-05 10:00", 법정기간="7"),
        made.row("hours", 단위="시간", 법정기간="20"),
        made.row("extended", 연장="1"),
        made.row("nobody", **{"담당 사번": None}),
        made.row("april", completed="2026-04-02 10:00"),
    )
    send(cast.choi, rule(cast))
    rows = db.session.execute(
        select(ProcessingRecord.receipt_no, ProcessingRecord.statutory, ProcessingRecord.actual).order_by(
            ProcessingRecord.row_number
        )
    )
    assert [tuple(row) for row in rows] == [
        ("1", 3, Decimal("1.00")),
        ("3", 7, Decimal(3)),
        ("2", 3, Decimal("3.01")),
    ]
    sent = db.session.scalars(select(ShorteningHandover)).one()
    assert (sent.row_count, sent.left_out) == (3, 3)


def test_sending_twice_gives_the_simulation_there_is(app, cast):
    made.entered(cast.choi, made.row("1"))
    rule_id = rule(cast)
    send(cast.choi, rule_id)
    send(cast.bae, rule_id)
    assert db.session.scalar(select(func.count()).select_from(ShorteningRun)) == 1


def test_a_case_that_was_posted_from_a_workbook_is_not_paid_again(app, cast):
    made.entered(cast.choi, made.row("A-1"), made.row("A-2"))
    rule_id = rule(cast)
    with transaction():
        saved = db.session.get_one(shortening.services.SavedShorteningRule, rule_id)
        row = shortening.row("kim", 3, 1, affair="여권 발급", no="A-1", outcome="처리완료")
        run = shortening.run(cast.choi, saved, row, first=FIRST, last=LAST)
        shortening.post(run, cast.bae)
    send(cast.choi, rule_id)
    run = db.session.scalars(select(ShorteningRun).order_by(ShorteningRun.id.desc())).first()
    simulation = shortening.simulation(run)
    assert len(simulation.counted) == 1
    assert sum(simulation.excluded.values()) == 1


def test_who_may_not_draft_may_not_send(app, cast):
    made.entered(cast.choi, made.row("1"))
    rule_id = rule(cast)
    for who in (cast.lee, cast.gam, cast.jung, cast.goh):
        with pytest.raises(Denied):
            send(who, rule_id)


def test_nothing_is_sent_where_nothing_can_be_counted(app, cast):
    made.entered(cast.choi, made.row("1"))
    with pytest.raises(Refused):
        send(cast.choi, rule(cast), date(2026, 5, 1), date(2026, 5, 31))
    assert db.session.scalar(select(func.count()).select_from(ShorteningHandover)) == 0


def test_what_mileage_refuses_leaves_nothing_behind(app, cast):
    made.entered(cast.choi, made.row("1", **{"담당 사번": "park"}))
    with pytest.raises(Refused):
        send(cast.choi, rule(cast))
    assert db.session.scalar(select(func.count()).select_from(ShorteningHandover)) == 0


def test_the_page_sends_by_a_job(as_, cast):
    made.entered(cast.choi, made.row("1"))
    given = {"rule_id": rule(cast), "starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat()}
    answer = as_(cast.choi).post("/voice/handling/shortening-handovers", data=given)
    assert answer.status_code == 302
    jobs.work_until_idle()
    assert jobs.found(int(answer.location.rpartition("/")[2])).state is JobState.DONE
    assert "2026" in as_(cast.gam).get("/voice/handling/shortening-handovers").text


def withdraw(batch_id, actor):
    with transaction():
        withdraw_batch(batch=batch_or_404(batch_id), actor=actor, reason="다른 해의 자료를 잘못 올렸습니다.")


def runs():
    db.session.rollback()
    return db.session.scalars(select(ShorteningRun).order_by(ShorteningRun.id)).all()


def post(run, actor):
    with transaction():
        shortening.post(db.session.get_one(ShorteningRun, run.id), actor)


def points():
    return db.session.execute(select(func.count(Transfer.id), func.sum(Transfer.points))).one()


def test_a_simulation_of_a_withdrawn_batch_is_withdrawn_with_it_and_the_page_says_so_before(as_, cast):
    batch = made.entered(cast.choi, made.row("1"), made.row("2"))
    other = made.entered(cast.choi, made.row("april", completed="2026-04-02 10:00"), name="사월.xlsx")
    rule_id = rule(cast)
    send(cast.choi, rule_id)
    page = as_(cast.bae).get(f"/voice/handling/batches/{batch}").text
    assert "A simulation that nobody has posted. It is withdrawn together with the batch" in page
    assert "Simulations of mileage that count them are withdrawn too." in page
    assert "Points that were posted for them stay." not in page
    assert "What mileage made of it" not in as_(cast.bae).get(f"/voice/handling/batches/{other}").text
    withdraw(other, cast.bae)
    assert [run.state for run in runs()] == [RunState.DRAFT]
    withdraw(batch, cast.bae)
    (run,) = runs()
    assert (run.state, run.withdrawn_by_id) == (RunState.WITHDRAWN, cast.bae.id)
    assert str(batch) in run.withdraw_reason
    assert "What mileage made of it" not in as_(cast.bae).get(f"/voice/handling/batches/{batch}").text


def test_a_simulation_of_a_workbook_is_left_alone(app, cast):
    batch, rule_id = made.entered(cast.choi, made.row("1")), rule(cast)
    with transaction():
        saved = db.session.get_one(shortening.services.SavedShorteningRule, rule_id)
        line = shortening.row("kim", 3, 1, affair="여권 발급", no="1", outcome="처리완료")
        shortening.run(cast.choi, saved, line, first=FIRST, last=LAST)
    withdraw(batch, cast.bae)
    assert [run.state for run in runs()] == [RunState.DRAFT]


def test_posted_points_stay_and_a_case_read_in_anew_is_not_paid_again(as_, cast):
    batch, rule_id = made.entered(cast.choi, made.row("1"), made.row("2")), rule(cast)
    send(cast.choi, rule_id)
    post(runs()[0], cast.bae)
    paid = points()
    page = as_(cast.bae).get(f"/voice/handling/batches/{batch}").text
    assert "Posted. Its points stay as they are, also when the batch is withdrawn" in page
    assert "Points that were posted for them stay." in page
    assert "Simulations of mileage that count them" not in page
    withdraw(batch, cast.bae)
    assert ([run.state for run in runs()], points()) == ([RunState.POSTED], paid)
    assert "Posted. Its points stay" in as_(cast.gam).get(f"/voice/handling/batches/{batch}").text
    made.entered(cast.choi, made.row("1"), made.row("2"), made.row("3"), name="다시.xlsx")
    send(cast.choi, rule_id)
    simulation = shortening.simulation(runs()[1])
    assert (len(simulation.counted), sum(simulation.excluded.values())) == (1, 2)


def test_who_reads_a_withdrawn_batch_is_told_nothing_of_later_sendings(as_, cast):
    batch, rule_id = made.entered(cast.choi, made.row("1")), rule(cast)
    withdraw(batch, cast.bae)
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        anew = made.entered(cast.choi, made.row("1"), name="다시.xlsx")
        send(cast.choi, rule_id)
        assert "What mileage made of it" not in as_(cast.bae).get(f"/voice/handling/batches/{batch}").text
        assert "What mileage made of it" in as_(cast.bae).get(f"/voice/handling/batches/{anew}").text
