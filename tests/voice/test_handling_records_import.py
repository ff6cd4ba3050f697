"""Reading handling records in: all or nothing, every wrong cell told, each number once, and taken back exactly."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Refused, WrongState
from app.jobs import folders
from app.jobs.enums import JobState
from app.voice.enums.handling_records import BatchState
from app.voice.models import Affair, HandlingBatch, HandlingHour, HandlingMonth, HandlingRecord, HandlingSpread
from app.voice.queries.handling_batches import batch_or_404
from app.voice.services.handling_batches import withdraw_batch
from app.voice.services.handling_sheets import COLUMNS, TITLE, blank_sheets
from app.voice.services.handling_sums import check_sums
from tests.factories import jobs
from tests.factories import voice_handling as made

REASON = "다른 해의 자료를 잘못 올렸습니다."


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def months():
    return [
        (one.month, one.n, one.statutory_minutes, one.actual_minutes, one.late)
        for one in db.session.scalars(select(HandlingMonth).order_by(HandlingMonth.month))
    ]


def withdraw(batch_id, actor):
    with transaction():
        withdraw_batch(batch=batch_or_404(batch_id), actor=actor, reason=REASON)


def errors_of(job):
    sheet = load_workbook(BytesIO(folders.result_path(job.id, job.attempt).read_bytes()))[TITLE]
    header = [cell.value for cell in sheet[1]]
    place = header.index("오류")
    return {line[0].row: line[place].value for line in sheet.iter_rows(min_row=2) if line[place].value}


def test_a_workbook_is_read_in_by_a_job_with_its_sums(app, cast):
    job = made.read_in(
        cast.choi,
        made.workbook(
            made.row("1"),
            made.row("2", completed="2026-03-09 10:00"),
            made.row("3", 사무명="여권  발급", 부서="민원봉사과"),
        ),
    )
    assert job.state is JobState.DONE
    assert (count(HandlingBatch), count(HandlingRecord), count(Affair)) == (1, 3, 1)
    assert sorted(months()) == [(date(2026, 3, 1), 1, 1440, 480, 0), (date(2026, 3, 1), 2, 2880, 480 + 1920, 1)]
    spread = db.session.execute(select(HandlingSpread.hours, HandlingSpread.n).order_by(HandlingSpread.hours)).all()
    assert sorted(map(tuple, spread)) == [(8, 1), (8, 1), (32, 1)]
    batch = db.session.scalars(select(HandlingBatch)).one()
    assert (batch.first_day, batch.last_day, batch.row_count) == (date(2026, 3, 4), date(2026, 3, 9), 3)
    assert not list(check_sums())


def test_times_are_read_as_people_write_them_and_meant_in_seoul(app, cast):
    book = Workbook()
    sheet = book.active
    sheet.title = TITLE
    sheet.append([column.header for column in COLUMNS])
    written = [
        ("2026.3.3 14시", datetime(2026, 3, 3, 5, tzinfo=UTC)),
        ("2026-03-03 14:30", datetime(2026, 3, 3, 5, 30, tzinfo=UTC)),
        ("2026. 3. 3. 오후 2:05", datetime(2026, 3, 3, 5, 5, tzinfo=UTC)),
        (46084.60417, datetime(2026, 3, 3, 5, 30, tzinfo=UTC)),
        (datetime(2026, 3, 3, 14, 30), datetime(2026, 3, 3, 5, 30, tzinfo=UTC)),  # noqa: DTZ001  Excel knows no zone
    ]
    for number, (cell, _moment) in enumerate(written):
        line = list(made.row(str(number), completed="2026-03-04 18:00"))
        line[1] = cell
        sheet.append(line)
    target = BytesIO()
    book.save(target)
    assert made.read_in(cast.choi, target.getvalue()).state is JobState.DONE
    found = db.session.scalars(select(HandlingRecord.received_at).order_by(HandlingRecord.row_number)).all()
    assert found == [moment for _cell, moment in written]


def test_every_wrong_row_comes_back_in_the_workbook_and_nothing_is_saved(app, cast):
    made.entered(cast.choi, made.row("old"))
    rows = [
        made.row("1"),
        made.row("2", completed="2026-03-02 10:00"),
        made.row("3", 법정기간="0"),
        made.row("4", received="2026-03-02"),
        made.row("5", 부서="없는과"),
        made.row("6", **{"담당 사번": "nobody"}),
        made.row("7", 단위="분기"),
        made.row("1"),
        made.row("old"),
        made.row("8", 연장="7"),
        made.row("9", **{"불산입 기간": "내일"}),
        made.row("10", completed="2027-03-04 10:00"),
        made.row("11", received="2023-03-03 10:00"),
        made.row("12", 법정기간=None),
        made.row(None),
    ]
    job = made.read_in(cast.choi, made.workbook(*rows))
    assert job.state is JobState.DONE
    assert (count(HandlingBatch), count(HandlingRecord)) == (1, 1)
    assert {row: reason.split(":")[0] for row, reason in errors_of(job).items()} == {
        3: "완료일시",
        4: "법정기간",
        5: "접수일시",
        6: "부서",
        7: "담당 사번",
        8: "단위",
        9: "접수번호",
        10: "접수번호",
        11: "연장",
        12: "불산입 기간",
        13: "완료일시",
        14: "접수일시",
        15: "법정기간",
        16: "접수번호",
    }
    batch = db.session.scalars(select(HandlingBatch.id)).one()
    assert str(batch) in errors_of(job)[10]


def test_a_long_workbook_comes_back_with_its_wrong_rows_too(app, cast, monkeypatch):
    monkeypatch.setattr("app.core.sheets.long_errors.MOST_ROWS_AS_IT_WAS", 2)
    job = made.read_in(cast.choi, made.workbook(made.row("1"), made.row("2"), made.row("3", 법정기간="0")))
    assert list(errors_of(job)) == [4]
    sheet = load_workbook(BytesIO(folders.result_path(job.id, job.attempt).read_bytes()))[TITLE]
    assert [sheet.cell(4, 1).value, sheet.cell(4, 4).value] == ["3", "여권 발급"]


def test_the_same_file_is_refused_and_says_which_batch(app, cast):
    content = made.workbook(made.row("1"))
    assert made.read_in(cast.choi, content).state is JobState.DONE
    again = made.read_in(cast.choi, content, name="다시.xlsx")
    assert (again.state, count(HandlingBatch)) == (JobState.FAILED, 1)
    batch = db.session.scalars(select(HandlingBatch.id)).one()
    assert str(batch) in again.reason


def test_a_department_counts_on_its_own_day(app, cast):
    with transaction():
        db.session.execute(text("UPDATE departments SET valid_until = '2026-03-03' WHERE name = '도로과'"))
    job = made.read_in(cast.choi, made.workbook(made.row("1", 부서="도로과")))
    assert list(errors_of(job)) == [2]
    earlier = made.row("1", "2026-03-02 10:00", "2026-03-03 10:00", 부서="도로과")
    assert made.read_in(cast.choi, made.workbook(earlier)).state is JobState.DONE
    assert count(HandlingRecord) == 1


def test_a_period_over_the_year_end_is_counted_in_the_month_of_its_completion(app, cast):
    made.entered(cast.choi, made.row("1", "2025-12-30 10:00", "2026-01-05 10:00", 법정기간="10"))
    assert months() == [(date(2026, 1, 1), 1, 4800, 4 * 480, 0)]
    hour = db.session.scalars(select(HandlingHour)).one()
    assert (hour.month, hour.weekday, hour.hour) == (date(2025, 12, 1), 1, 10)


def test_a_batch_is_taken_back_exactly_and_may_be_read_in_again(app, cast):
    made.entered(cast.choi, made.row("1"), made.row("2", "2026-03-01 22:00", "2026-03-05 09:00"), name="가.xlsx")
    before = [
        months(),
        [(s.hours, s.n) for s in db.session.scalars(select(HandlingSpread).order_by(HandlingSpread.hours))],
    ]
    rows = [made.row("3"), made.row("4", 부서="도로과"), made.row("5", completed="2026-04-30 10:00")]
    second = made.entered(cast.choi, *rows, name="나.xlsx")
    with pytest.raises(Refused):
        withdraw(second, cast.choi)
    withdraw(second, cast.bae)
    spread = [(s.hours, s.n) for s in db.session.scalars(select(HandlingSpread).order_by(HandlingSpread.hours))]
    assert [months(), spread] == before
    assert not list(check_sums())
    with pytest.raises(WrongState):
        withdraw(second, cast.bae)
    made.entered(cast.choi, *rows, name="나.xlsx")
    assert count(HandlingRecord) == 8
    assert not list(check_sums())


def test_withdrawal_runs_as_a_job(app, cast):
    batch = made.entered(cast.choi, made.row("1"))
    job = jobs.found(jobs.done(cast.bae, "voice.handling_withdrawal", batch_id=batch, reason=REASON))
    assert job.state is JobState.DONE
    assert batch_or_404(batch).state is BatchState.WITHDRAWN
    assert count(HandlingMonth) == count(HandlingSpread) == count(HandlingHour) == 0


def test_sums_that_were_changed_by_hand_are_found(app, cast):
    made.entered(cast.choi, made.row("1"))
    with transaction():
        db.session.execute(text("UPDATE voice_handling_months SET actual_minutes = 1"))
    assert [one.params for one in check_sums()] == [{"count": 2, "table": "voice_handling_months"}]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE voice_handling_records SET actual_minutes = 1",
        "DELETE FROM voice_handling_records",
        "DELETE FROM voice_handling_batches",
        "UPDATE voice_handling_batches SET row_count = 7",
        "UPDATE voice_handling_batches SET state = 'withdrawn'",
    ],
)
def test_the_database_keeps_what_was_read(app, cast, statement):
    made.entered(cast.choi, made.row("1"))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_a_withdrawn_record_never_counts_again(app, cast):
    withdraw(made.entered(cast.choi, made.row("1")), cast.bae)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE voice_handling_records SET is_counted = NOT is_counted"))


def test_the_empty_workbook_reads_as_one_without_rows(app, cast):
    assert [column.header for column in blank_sheets()[0].columns] == [column.header for column in COLUMNS]
    job = made.read_in(cast.choi, made.workbook())
    assert job.state is JobState.FAILED
    assert Decimal(count(HandlingBatch)) == 0
