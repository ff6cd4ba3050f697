"""Two web servers with the product's own scheduler, one of them killed and started again: every due time once."""

from collections import Counter
from datetime import timedelta

import pytest

from app.core import clock
from app.core.instance import anchors_dir, backups_dir
from app.jobs.timetable import last_due, timetable
from tests.faults.processes import Troupe, dues, left_undone, unfinished, waited_for


@pytest.fixture
def troupe(app, tmp_path):
    found = Troupe(app, tmp_path, clock.now())
    yield found
    found.end()


@pytest.mark.slow
def test_two_servers_and_a_restart_run_what_is_due_once(troupe):
    first, _second = troupe.start("serving.py"), troupe.start("serving.py")
    expected = Counter((one.name, last_due(one, clock.now())) for one in timetable())
    assert waited_for(lambda: not unfinished()), left_undone(troupe)
    troupe.kill(first)
    troupe.start("serving.py")
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        troupe.set_clock(clock.now())
        expected += Counter((one.name, last_due(one, clock.now())) for one in timetable())
        assert waited_for(lambda: not unfinished()), left_undone(troupe)
    assert Counter(map(tuple, dues())) == expected
    assert [path.name for path in sorted(anchors_dir().glob("*.json"))] == ["2026-11-22.json", "2026-11-23.json"]
    assert len(list(backups_dir().iterdir())) == 2
