"""A worker that is busy for long: the timetable and the mail go on beside it."""

from datetime import time, timedelta

import pytest

from app.core import clock
from app.jobs.enums import JobState
from tests.factories import jobs as factory
from tests.factories.notifications import mail_server, set_mail, tell_now, wants_at_once
from tests.faults.job_worker import KINDS
from tests.faults.processes import Troupe, dues, left_undone, unfinished, waited_for


@pytest.fixture
def troupe(app, tmp_path):
    found = Troupe(app, tmp_path, clock.now())
    yield found
    found.end()


@pytest.mark.slow
def test_timetable_and_mail_go_on_while_a_long_job_runs(app, cast, troupe):
    with factory.kinds(*KINDS), mail_server() as (inbox, port):
        set_mail(cast, port, quiet_from=time(0), quiet_until=time(0))
        wants_at_once(cast.kim)
        job_id = factory.asked(cast.kim, "fault.slow", count=100_000)
        troupe.start("job_worker.py", "forever")
        assert waited_for(lambda: factory.found(job_id).state is JobState.RUNNING), troupe.said()
        assert waited_for(lambda: not unfinished()), left_undone(troupe)
        tell_now(cast.kim)
        assert waited_for(lambda: len(inbox.mails) == 1), troupe.said()
        with clock.frozen_at(clock.now() + timedelta(hours=7)):
            troupe.set_clock(clock.now())
            assert waited_for(lambda: not unfinished()), left_undone(troupe)
        assert factory.found(job_id).state is JobState.RUNNING
        assert len(set(dues())) == len(dues())
        assert len(inbox.mails) == 1
