"""The timetable as administrators see it, and a run in between."""

import zipfile
from datetime import time, timedelta

import pytest

from app import registry
from app.audit.models import AuditEntry
from app.cli.backup.nightly import PREFIX
from app.core import clock
from app.core.database import db, transaction
from app.core.instance import backups_dir
from app.core.messages import _
from app.jobs import timetable
from app.jobs.enums import JobState
from app.jobs.models import ScheduledRun
from app.jobs.running import work_until_idle
from app.jobs.timetable import Job, job_named, run_due
from app.organization.enums import SettingKey
from app.organization.services import change_setting
from tests.factories import jobs
from tests.statements import count_statements


def broken(_day):
    raise OSError(28, "No space left on device")


@pytest.fixture
def with_broken(app):
    before = timetable.timetable(), tuple(timetable._errands)
    timetable.install((*before[0], Job("broken", time(6, 0), broken)), before[1])
    yield
    timetable.install(*before)


@pytest.fixture
def with_many(app):
    before = timetable.timetable(), tuple(timetable._errands)
    timetable.install((Job("many", time(6, 0), lambda _day: _("%(count)s files removed", count=39376)),))
    yield
    timetable.install(*before)


def test_a_large_count_is_said_with_separators(as_, cast, with_many):
    run_due(job_named("many"))
    assert "39,376 files removed" in as_(cast.goh).get("/admin/schedule").text


def runs_of(job):
    db.session.rollback()
    return db.session.query(ScheduledRun).filter_by(job=job).order_by(ScheduledRun.id).all()


def test_everything_in_the_timetable_has_a_label_and_an_own_name(app):
    found = registry.TIMETABLE
    assert [job.name for job in found if job.label is None] == []
    assert len({job.name for job in found}) == len(found)
    assert {job.name for job in timetable.timetable()} == {job.name for job in found}


def test_it_says_when_each_job_ran_how_that_went_and_when_it_is_due(as_, cast, with_broken):
    run_due(job_named("sweep evidence"))
    run_due(job_named("broken"))
    page = as_(cast.goh).get("/admin/schedule").text
    assert "Remove files no record knows" in page
    assert "0 files removed" in page
    assert "2026. 11. 24. 03:00" in page
    assert "Broken off" in page
    assert "The disk is full." in page
    assert "Has not run yet" in page
    assert "Run now" not in as_(cast.gam).get("/admin/schedule").text


def test_a_job_is_run_now_as_its_due_run_and_then_once_more(as_, cast):
    client = as_(cast.goh)
    form = {"job": "sweep evidence"}
    where = client.post("/admin/schedule/runs", data=form).location
    assert work_until_idle() == 1
    assert jobs.found(int(where.rpartition("/")[2])).state is JobState.DONE
    assert run_due(job_named("sweep evidence")) is None
    client.post("/admin/schedule/runs", data=form)
    work_until_idle()
    due, extra = runs_of("sweep evidence")
    assert (due.asked_by_id, extra.asked_by_id) == (None, cast.goh.id)
    assert (due.outcome, extra.outcome) == ("0 files removed", "0 files removed")
    kinds = [entry.event for entry in db.session.query(AuditEntry).order_by(AuditEntry.seq)]
    assert kinds.count("background_job_requested") == 2
    assert kinds.count("scheduled_run_asked") == 1


def test_one_that_breaks_off_says_so_where_it_was_asked_for(as_, cast, with_broken):
    client = as_(cast.goh)
    where = client.post("/admin/schedule/runs", data={"job": "broken"}).location
    work_until_idle()
    assert jobs.found(int(where.rpartition("/")[2])).state is JobState.FAILED
    assert len(runs_of("broken")) == 1


def test_a_job_that_is_not_there_is_not_found(as_, cast):
    assert as_(cast.goh).post("/admin/schedule/runs", data={"job": "nothing"}).status_code == 404
    assert as_(cast.goh).post("/admin/schedule/runs").status_code == 404
    assert as_(cast.choi).post("/admin/schedule/runs", data={"job": "sweep evidence"}).status_code == 403


def test_the_page_takes_the_same_statements_before_and_after_the_runs(as_, cast):
    client = as_(cast.goh)
    client.get("/admin/schedule")
    with count_statements() as before:
        client.get("/admin/schedule")
    for name in ("sweep evidence", "expire drafts", "extend calendar"):
        run_due(job_named(name))
    with count_statements() as after:
        client.get("/admin/schedule")
    assert len(before) == len(after) <= 5


def test_each_night_a_backup_is_written_and_as_many_are_kept_as_the_office_wants(cast):
    with transaction():
        change_setting(key=SettingKey.NIGHTLY_BACKUPS, value="2", actor=cast.goh)
    own = backups_dir() / "opum-20260101-000000.zip"
    own.write_bytes(b"made by hand")
    for day in range(3):
        with clock.frozen_at(clock.now() + timedelta(days=day)):
            assert "written with" in run_due(job_named("nightly backup"))
    kept = sorted(path.name for path in backups_dir().glob(f"{PREFIX}*"))
    assert len(kept) == 2
    assert kept[-1].startswith(f"{PREFIX}20261125")
    assert own.exists()
    with zipfile.ZipFile(backups_dir() / kept[-1]) as archive:
        assert "manifest.json" in archive.namelist()
        assert [name for name in archive.namelist() if name.startswith("keys/")] == []


def test_an_office_may_want_no_nightly_backup(cast):
    with transaction():
        change_setting(key=SettingKey.NIGHTLY_BACKUPS, value="0", actor=cast.goh)
    assert run_due(job_named("nightly backup")) == "no nightly backup is wanted"
    assert list(backups_dir().iterdir()) == []
