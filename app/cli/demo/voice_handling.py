"""민원처리기록: made-up records of up to three years (marked as such), one affair that a task made shorter, by the real service."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.clock import SEOUL
from app.core.database import db
from app.core.sheets import Problems, Sheet, write_workbook
from app.innovation.models import Task
from app.organization.models import Holiday
from app.voice.models import Affair
from app.voice.rules.work_calendars import WorkCalendar
from app.voice.services.affairs import improve_affair
from app.voice.services.handling_imports import check_rows, enter_records, waiting_rows
from app.voice.services.handling_sheets import COLUMNS, TITLE, same_words

SEED = 20_260_312
IMMEDIATE_MINUTES = 180
DAY = timedelta(days=1)
DAY_HOURS, NIGHT_HOURS = range(9, 18), range(18, 22)
Line = tuple[str | None, ...]


def steps(office: Office) -> Iterator[Step]:
    """Each batch on its day, then the tasks that shortened an affair."""
    told = content("voice_handling")
    for row in told["batches"]:
        yield Step(on(row["read_on"]), 84, partial(_read_in, office, told, row))
    for row in told["improvements"]:
        yield Step(on(row["said_on"]), 85, partial(_improve, office, row))


def _read_in(office: Office, told: dict[str, Any], row: dict[str, Any]) -> None:
    target, problems = BytesIO(), Problems()
    write_workbook(target, [Sheet(TITLE, COLUMNS, _Maker(told, row).lines())])
    made = target.getvalue()
    with waiting_rows() as found:
        check_rows(made, db.session.connection(), problems, found)
        problems.raise_any()
        batch = enter_records(
            actor=office.actor(row["read_by"]),
            file_name=row["file"],
            sha256=sha256(made).hexdigest(),
            found=found,
            is_example=True,
        )
    office.keep("handling batch", row["code"], batch.id)


def _improve(office: Office, row: dict[str, Any]) -> None:
    affair = db.session.scalars(select(Affair).where(Affair.key == same_words(row["affair"]))).one()
    improve_affair(
        affair=affair,
        actor=office.actor(row["said_by"]),
        task_number=office.get(Task, "task", row["task"]).number,
        from_day=on(row["from_day"]),
        words=row["words"],
    )


class _Maker:
    """Makes the same records each time: a seeded generator over the working calendar of the office."""

    def __init__(self, told: dict[str, Any], batch: dict[str, Any]) -> None:
        self._told = told
        self._year, self._departments = batch["year"], batch.get("departments")
        self._dice = random.Random(SEED + self._year)  # noqa: S311  made-up cases, no secrets
        self._calendar = WorkCalendar(frozenset(db.session.scalars(select(Holiday.day))))
        first = date(self._year, 1, 2)
        self._days = [first + DAY * n for n in range((on(batch["until"]) - first).days)]
        self._working = [day for day in self._days if self._calendar.is_working(day)]
        self._off = [day for day in self._days if not self._calendar.is_working(day)]

    def lines(self) -> Iterator[Line]:
        """Yield the rows of the workbook."""
        number = 0
        for unit in self._told["departments"]:
            if self._departments is not None and unit["department"] not in self._departments:
                continue
            for received in self._receipts(unit):
                number += 1
                yield self._line(unit, received, f"예시-{self._year}-{number:05d}")

    def _receipts(self, unit: dict[str, Any]) -> Sequence[datetime]:
        hours = self._told["hours"]
        if unit["department"] != hours["department"] or self._year not in hours["years"]:
            count = unit.get("cases", self._told["small_department_cases"])
            return sorted(self._moment(self._working, DAY_HOURS) for _number in range(count))
        kinds = {
            "weekday_day": (self._working, DAY_HOURS),
            "weekday_night": (self._working, NIGHT_HOURS),
            "off_day": (self._off, DAY_HOURS),
            "off_night": (self._off, NIGHT_HOURS),
        }
        return sorted(self._moment(*kinds[kind]) for kind, count in hours["shares"].items() for _number in range(count))

    def _moment(self, days: Sequence[date], hours: Sequence[int]) -> datetime:
        clock = time(self._dice.choice(hours), self._dice.randrange(60))
        return datetime.combine(self._dice.choice(days), clock, SEOUL)

    def _line(self, unit: dict[str, Any], received: datetime, number: str) -> Line:
        affair = self._dice.choices(unit["affairs"], [one["share"] for one in unit["affairs"]])[0]
        completed = self._completed(affair, received)
        handlers = unit["handlers"]
        values = {
            "접수번호": number,
            "접수일시": received.strftime("%Y-%m-%d %H:%M"),
            "완료일시": completed.strftime("%Y-%m-%d %H:%M"),
            "사무명": affair["name"],
            "부서": unit["department"],
            "담당 사번": self._dice.choice(handlers) if handlers else None,
            "법정기간": None if affair["period"] is None else str(affair["period"]),
            "단위": affair["unit"],
            "복합여부": "Y" if affair["compound"] else "N",
            "결과": "처리완료",
        }
        return tuple(values.get(column.header) for column in COLUMNS)

    def _completed(self, affair: dict[str, Any], received: datetime) -> datetime:
        low, high = affair["took"][str(self._year)]
        since = affair.get("improved_from")
        if since is not None and received.date() >= on(since):
            low, high = affair["took_since"]
        allowed = IMMEDIATE_MINUTES if affair["period"] is None else affair["period"] * self._calendar.day_minutes
        taken = max(int(allowed * self._dice.uniform(low, high)), 5)
        begins = self._calendar.opening(received)
        if affair["period"] is None and begins != received:
            return received + timedelta(minutes=min(taken, 60))  # at the counter that is open in the evening
        return self._calendar.moment_at(self._calendar.minutes_at(begins) + taken)
