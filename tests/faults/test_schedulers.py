"""Two schedulers, each a process of its own, over days: a kill, a restart, jumps of the clock. Everything once."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from datetime import time as hour

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import db, transaction
from app.core.idempotency import Submission
from app.jobs.models import ScheduledRun
from app.jobs.timetable import last_due
from app.notifications.enums import MailState
from app.notifications.models import Mail
from tests.factories.notifications import give_address, mail_server, set_mail, told, wants_at_once
from tests.faults.processes import Troupe, waited_for
from tests.faults.scheduler import HOURS, jobs

START = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
"""Monday at eight in Seoul."""
HALF_HOUR = timedelta(minutes=30)


class Played(Exception):
    """What goes wrong after somebody was told."""


class Stage(Troupe):
    """Two schedulers and what the test has seen come due."""

    def __init__(self, app, folder, how):
        super().__init__(app, folder, START)
        self.how, self.dues, self.pair = how, set(), []
        self.jobs = jobs(folder)
        self.note()

    def fill(self):
        while len(self.pair) < 2:
            self.pair.append(self.start("scheduler.py", str(self.folder), self.how))
        self.wait()

    def note(self):
        self.dues |= {(one.name, last_due(one, self.now)) for one in self.jobs}

    def step(self, by=HALF_HOUR):
        """Let time go on, and both look at what it brought."""
        self.set_clock(self.now + by)
        self.note()
        self.wait()

    def wait(self):
        assert waited_for(lambda: all(self.has_looked(one) for one in self.pair)), self.said()

    def has_looked(self, process):
        assert process.poll() is None, self.said()
        mark = self.folder / f"looked-{process.pid}"
        return mark.exists() and datetime.fromisoformat(mark.read_text()) == self.now

    def kill_in_the_evening(self):
        """Kill whoever is in the middle of the evening's work; the other one goes on."""
        for mark in self.folder.glob("begun-*"):
            mark.unlink()
        self.set_clock(clock.start_of_day(clock.to_seoul(self.now).date()) + timedelta(hours=18))
        self.note()
        assert waited_for(lambda: list(self.folder.glob("begun-*"))), self.said()
        (mark,) = self.folder.glob("begun-*")
        victim = next(one for one in self.pair if mark.name == f"begun-{one.pid}")
        self.kill(victim)
        self.pair.remove(victim)


@pytest.fixture
def stage(app, tmp_path, request):
    found = Stage(app, tmp_path, request.param)
    yield found
    found.end()


def tell(stage, cast, number):
    """Tell somebody at once and somebody daily; and once more what is rolled back."""
    with clock.frozen_at(stage.now):
        with transaction():
            told(cast.kim, cast.ahn, title=f"[과제 {number}]")
        with suppress(Played), transaction():
            told(cast.kim, cast.ahn, title="[없던 일]")
            raise Played


def play(stage, cast):
    """Monday at eight to Wednesday at four; return how many times something was told."""
    number = 0
    while stage.now < START + timedelta(hours=9, minutes=30):
        stage.step()
        number += 1
        tell(stage, cast, number)
    stage.kill_in_the_evening()
    stage.step()
    stage.fill()
    while stage.now < START + timedelta(hours=28):
        stage.step()
    number += 1
    tell(stage, cast, number)
    stage.step(timedelta(hours=26))
    stage.step(-timedelta(hours=5))
    for _half_hour in range(14):
        stage.step()
    return number


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["together", "each"], indirect=True)
def test_everything_that_came_due_happened_once_and_each_mail_left_once(app, cast, stage):
    with mail_server() as (inbox, port):
        set_mail(cast, port, quiet_from=hour(0), quiet_until=hour(0), most_a_day=50)
        wants_at_once(cast.kim)
        give_address(cast.ahn)
        stage.fill()
        count = play(stage, cast)
        assert waited_for(lambda: not waiting()), stage.said()
    db.session.rollback()
    runs = db.session.execute(select(ScheduledRun.job, ScheduledRun.due_at, ScheduledRun.outcome)).all()
    assert Counter((job, due) for job, due, _outcome in runs) == Counter(stage.dues)
    assert [job for job, _due, outcome in runs if outcome is None] == []
    done = db.session.execute(select(Submission.sender, Submission.body_hash)).all()
    expected = [(name, clock.to_seoul(due).date().isoformat()) for name, due in stage.dues if name in HOURS]
    assert Counter(map(tuple, done)) == Counter(expected)
    check_mails(inbox, cast, count)


def waiting():
    db.session.rollback()
    return db.session.scalars(select(Mail.id).where(Mail.state == MailState.WAITING)).all()


def check_mails(inbox, cast, count):
    titles = [f"[과제 {number}]" for number in range(1, count + 1)]
    ids = [mail["Message-ID"] for _to, mail in inbox.mails]
    assert len(set(ids)) == len(ids)
    at_once = [mail["Subject"] for to, mail in inbox.mails if to == f"{cast.kim.employee_no}@city.local"]
    assert Counter(title for title in titles for subject in at_once if title in subject) == Counter(titles)
    assert len(at_once) == count
    daily = [mail for to, mail in inbox.mails if to == f"{cast.ahn.employee_no}@city.local"]
    assert [clock.to_seoul(mail["Date"].datetime).date().day for mail in daily] == [23, 24, 25]
    text = "".join(mail.get_content() for mail in daily)
    assert Counter(title for title in titles if title in text) == Counter(titles)
    assert [text.count(title) for title in titles] == [1] * count
    assert "없던 일" not in text + "".join(at_once)
