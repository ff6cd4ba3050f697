"""Long work beside the pages: asked for, watched, taken out, stopped, started again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import AccessRecord, Person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Missing, Refused
from app.core.instance import jobs_dir
from app.core.messages import _
from app.jobs import folders
from app.jobs.enums import JobState
from app.jobs.models import BackgroundJob
from app.jobs.queries.background_jobs import standing_of
from app.jobs.running import work_until_idle
from app.jobs.services import cancel_job, expire_results, request_job
from app.jobs.work import KEPT_FOR, Cancelled, JobKind, Made
from app.organization.models import PeerGroup
from tests.factories import jobs as factory
from tests.statements import count_statements

A_MOMENT = timedelta(seconds=1)
EVERYBODY = factory.everybody


@pytest.fixture(autouse=True)
def letters(app):
    with factory.kinds():
        yield


def kind(work, **options):
    return factory.kinds(JobKind("test.work", _("Done"), work, options.pop("may", EVERYBODY), **options))


def state_after(actor, **arguments):
    return factory.found(factory.done(actor, "test.work", **arguments))


def left():
    """What lies in the folders of jobs, but for the locks of workers."""
    files = (path for path in jobs_dir().rglob("*") if path.is_file() and path.suffix != ".lock")
    return sorted(str(path.relative_to(jobs_dir())) for path in files)


def test_what_is_asked_for_is_made_and_taken_out(as_, cast, published):
    job_id = factory.asked(cast.kim, count=2)
    client = as_(cast.kim)
    waiting = client.get(f"/jobs/{job_id}").text
    assert 'hx-trigger="every 2s"' in waiting
    assert "How long it will take is not known." in waiting
    assert client.get(f"/jobs/{job_id}/result", buffered=True).status_code == 409
    assert work_until_idle() == 1
    page = client.get(f"/jobs/{job_id}").text
    assert 'hx-trigger="every 2s"' not in page
    answer = client.get(f"/jobs/{job_id}/result", buffered=True)
    assert answer.data.decode() == f"0 {cast.kim.name}\n1 {cast.kim.name}\n"
    assert answer.headers["Cache-Control"] == "no-store"
    named = [type(event).__name__ for event in published]
    assert [name for name in named if name.startswith("Background")] == [
        "BackgroundJobRequested",
        "BackgroundJobDone",
        "BackgroundJobDownloaded",
    ]
    assert left() == [f"{job_id}/result-1"]
    assert db.session.query(AccessRecord).count() == 0


def test_others_find_nothing_and_administrators_no_contents(as_, cast):
    job_id = factory.done(cast.kim)
    assert as_(cast.park).get(f"/jobs/{job_id}").status_code == 404
    assert "편지" in as_(cast.kim).get("/jobs").text
    administrator = as_(cast.goh)
    everybody = administrator.get("/jobs?of=everybody").text
    assert (cast.kim.name in everybody, "편지" in everybody) == (True, False)
    page = administrator.get(f"/jobs/{job_id}").text
    assert ("편지" in page, f"/jobs/{job_id}/result" in page) == (False, False)
    assert administrator.get(f"/jobs/{job_id}/result", buffered=True).status_code == 404
    assert "편지" not in as_(cast.park).get("/jobs?of=everybody").text


def test_the_same_person_twice_is_the_same_job_and_two_people_have_their_own(app, cast):
    first, again = (factory.asked(cast.kim, count=1) for _time in range(2))
    other_count, of_park = factory.asked(cast.kim, count=2), factory.asked(cast.park, count=1)
    assert first == again
    assert len({first, other_count, of_park}) == 3
    assert work_until_idle() == 3
    assert factory.asked(cast.kim, count=1) not in {first, other_count, of_park}


def test_the_database_knows_the_same_work_once(app, cast):
    job_id = factory.asked(cast.kim)
    columns = ", ".join(column.name for column in BackgroundJob.__table__.columns if column.name != "id")
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO background_jobs ({columns}) SELECT {columns} FROM background_jobs WHERE id = {job_id}")
        )


def test_nobody_asks_for_what_they_may_not(app, cast):
    with kind(factory.letter, may=lambda actor, _arguments: actor.id == cast.lee.id):
        with pytest.raises(Denied):
            factory.asked(cast.kim, "test.work")
        with pytest.raises(Missing):
            factory.asked(cast.kim, "test.unknown")
        factory.asked(cast.lee, "test.work")


def test_rights_are_asked_again_when_it_runs_and_when_it_is_taken_out(as_, cast):
    allowed = [True]
    with kind(factory.letter, may=lambda _actor, _arguments: allowed[0]):
        made = factory.done(cast.kim, "test.work", count=1)
        waiting = factory.asked(cast.kim, "test.work", count=2)
        allowed[0] = False
        work_until_idle()
        assert factory.found(waiting).state is JobState.FAILED
        client = as_(cast.kim)
        assert client.get(f"/jobs/{made}/result", buffered=True).status_code == 403
        assert client.post(f"/jobs/{waiting}/runs").status_code == 403


def test_who_left_gets_nothing(as_, cast):
    job_id = factory.asked(cast.kim)
    with transaction():
        db.session.get_one(Person, cast.kim.id).left_on = date(2026, 11, 22)
    work_until_idle()
    job = factory.found(job_id)
    assert (job.state, job.reason) == (JobState.FAILED, "요청한 사람이 더 이상 로그인할 수 없습니다.")
    assert left() == []


def test_a_rule_that_says_no_is_told_in_its_words_and_an_error_by_its_number(as_, cast, caplog):
    def refuse(_run):
        raise Refused(_("The days are not in order."))

    def break_(_run):
        return 1 / 0

    with kind(refuse):
        assert state_after(cast.kim).reason == "날짜의 앞뒤가 맞지 않습니다."
    with kind(break_):
        job = state_after(cast.kim, other=True)
        number = next(word for word in job.reason.split() if len(word.strip("번 .")) >= 8)[:8]
        assert number in caplog.text
        assert "ZeroDivisionError" not in as_(cast.kim).get(f"/jobs/{job.id}").text


def test_a_failed_job_leaves_no_file_and_is_started_again_by_its_asker(as_, cast):
    tries = []

    def second_time(run):
        run.path("편지.txt").write_text("half")
        tries.append(run.actor.id)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        return factory.letter(run)

    with kind(second_time):
        job = state_after(cast.kim)
        assert (job.state, job.attempt, left()) == (JobState.FAILED, 1, [])
        assert "디스크" in job.reason
        assert as_(cast.goh).post(f"/jobs/{job.id}/runs").status_code == 404
        client, job_id = as_(cast.kim), job.id
        assert client.post(f"/jobs/{job_id}/runs").status_code == 302
        assert client.post(f"/jobs/{job_id}/runs").status_code == 409
        work_until_idle()
        job = factory.found(job_id)
        assert (job.state, job.attempt, job.reason) == (JobState.DONE, 2, None)
        assert left() == [f"{job.id}/result-2"]


def test_work_that_changes_data_is_saved_with_its_end_or_not_at_all(app, cast):
    def change(run):
        db.session.add(PeerGroup(code=run.arguments["code"], name=run.arguments["code"], position=9))
        db.session.flush()
        if run.arguments["code"] == "fails":
            raise Refused(_("The days are not in order."))
        if run.arguments["code"] == "stopped":
            folders.ask_to_stop(run.job_id, cast.kim.id)
            run.progress(1, 2)
        return "한 조를 적었습니다."

    def codes():
        return {group.code for group in db.session.query(PeerGroup)}

    with kind(change, writes=True):
        before = codes()
        assert state_after(cast.kim, code="fails").state is JobState.FAILED
        assert state_after(cast.kim, code="stopped").state is JobState.CANCELLED
        assert codes() == before
        job = state_after(cast.kim, code="saved")
        assert (job.state, job.said) == (JobState.DONE, "한 조를 적었습니다.")
        assert codes() == before | {"saved"}


def test_reading_work_may_not_write_by_accident(app, cast):
    def change(_run):
        db.session.add(PeerGroup(code="x", name="x", position=9))
        db.session.flush()
        return "done"

    with kind(change):
        assert state_after(cast.kim).state is JobState.FAILED


def test_one_that_waits_is_cancelled_at_once_and_one_that_runs_at_its_next_step(as_, cast, published):
    waiting = factory.asked(cast.kim)
    client = as_(cast.kim)
    assert client.post(f"/jobs/{waiting}/cancellations").status_code == 302
    assert factory.found(waiting).state is JobState.CANCELLED
    assert client.post(f"/jobs/{waiting}/cancellations").status_code == 409
    seen = []

    def stopped(run):
        run.path("편지.txt").write_text("half")
        assert client.post(f"/jobs/{run.job_id}/cancellations").status_code == 302
        try:
            run.progress(5, 10)
        except Cancelled:
            seen.append(run.job_id)
            raise

    with kind(stopped):
        job = state_after(cast.kim)
    assert (job.state, seen, left()) == (JobState.CANCELLED, [job.id], [f"{job.id}/cancel"])
    assert [event.actor_id for event in published if type(event).__name__ == "BackgroundJobCancelled"] == [
        cast.kim.id
    ] * 2


def test_an_administrator_may_stop_a_job_and_nobody_else(app, cast):
    with transaction():
        job = request_job(actor=cast.kim, kind="test.letter", title="편지", arguments={})
        with pytest.raises(Denied):
            cancel_job(actor=cast.park, job=job)
        cancel_job(actor=cast.goh, job=job)
    assert job.state is JobState.CANCELLED


def test_a_stop_that_comes_too_late_changes_nothing(app, cast):
    job_id = factory.done(cast.kim)
    folders.ask_to_stop(job_id, cast.kim.id)
    assert factory.found(job_id).state is JobState.DONE


def test_how_far_it_is_and_how_long_it_may_take(as_, cast):
    seen, client = [], as_(cast.kim)

    def slow(run):
        run.progress(3, 10, _("Rows written"))
        job = factory.found(run.job_id)
        seen.append((standing_of(job), client.get(f"/jobs/{run.job_id}").text))
        return factory.letter(run)

    with kind(slow):
        earlier = state_after(cast.kim, count=1)
        took = BackgroundJob.__table__.update().values(units=2, ended_at=earlier.started_at + timedelta(seconds=60))
        with db.engine.begin() as connection:
            connection.execute(took)
        state_after(cast.kim, count=2)
    (first, page), (second, _page) = seen
    assert (first.progress.done, first.progress.total, first.seconds_left) == (3, 10, None)
    assert 'value="3"' in page
    assert 'max="10"' in page
    assert second.seconds_left == 7 * 30


def test_a_result_is_gone_after_its_time_and_can_be_made_again(as_, cast, published):
    job_id = factory.done(cast.kim)
    with transaction():
        assert expire_results() == 0
    with clock.frozen_at(clock.now() + KEPT_FOR + A_MOMENT):
        client = as_(cast.kim)
        assert client.get(f"/jobs/{job_id}/result", buffered=True).status_code == 404
        assert "The file was deleted when its time was over." in client.get(f"/jobs/{job_id}").text
        with transaction():
            assert expire_results() == 1
        assert (factory.found(job_id).state, left()) == (JobState.EXPIRED, [])
        assert client.post(f"/jobs/{job_id}/runs").status_code == 302
        work_until_idle()
        assert factory.found(job_id).state is JobState.DONE


def test_what_no_row_knows_is_swept_and_what_one_knows_stays(app, cast):
    job_id = factory.done(cast.kim)
    (jobs_dir() / "999").mkdir()
    (jobs_dir() / "999" / "result-1").write_text("of another database")
    (jobs_dir() / str(job_id) / "result-7").write_text("of a run that died")
    with transaction():
        expire_results()
    assert left() == [f"{job_id}/result-1"]


def test_a_file_that_is_missing_is_no_failure(as_, cast):
    job_id = factory.done(cast.kim)
    folders.result_path(job_id, 1).unlink()
    assert as_(cast.kim).get(f"/jobs/{job_id}/result", buffered=True).status_code == 404


def test_personal_data_asks_for_the_password_and_is_recorded(as_, cast):
    with kind(factory.letter, personal=True):
        job_id = factory.done(cast.kim, "test.work", reason="인사 확인을 위한 대조")
        tired = as_(cast.kim, fresh=False).get(f"/jobs/{job_id}/result", buffered=True)
        assert "reauthentication" in tired.location
        assert as_(cast.kim).get(f"/jobs/{job_id}/result", buffered=True).status_code == 200
    record = db.session.query(AccessRecord).one()
    assert (record.action, record.person_id, record.reason) == ("job_downloaded", cast.kim.id, "인사 확인을 위한 대조")


def test_temporary_files_lie_in_the_folder_of_the_run_and_go_with_it(app, cast):
    seen = []

    def scratch(run):
        import tempfile  # noqa: PLC0415  as a library would

        _descriptor, name = tempfile.mkstemp()
        seen.append(name)
        return factory.letter(run)

    with kind(scratch):
        job = state_after(cast.kim)
    assert seen[0].startswith(str(jobs_dir() / str(job.id)))
    assert left() == [f"{job.id}/result-1"]


def test_sentences_are_said_in_the_language_of_who_asked(as_, cast):
    def speak(run):
        return str(_("Done")) + run.language + run.actor.language

    with kind(speak):
        assert state_after(cast.kim).said == "완료koko"


def test_names_of_files_may_be_long_and_korean(as_, cast):
    name = "보" * 80 + ".txt"

    def long(run):
        path = run.path(name)
        path.write_text("x")
        return Made(path, name, "text/plain")

    with kind(long):
        job = state_after(cast.kim)
        assert as_(cast.kim).get(f"/jobs/{job.id}/result", buffered=True).status_code == 200


def test_what_is_ready_or_being_made_stands_among_what_one_waits_for(as_, cast):
    factory.done(cast.kim, count=1)
    factory.asked(cast.kim, count=2)
    page = as_(cast.kim).get("/").text
    assert "Ready to be downloaded" in page
    assert "Being made in the background" in page
    job = db.session.query(BackgroundJob).filter_by(state=JobState.DONE).one()
    as_(cast.kim).get(f"/jobs/{job.id}/result", buffered=True)
    assert "Ready to be downloaded" not in as_(cast.kim).get("/").text
    assert "Ready to be downloaded" not in as_(cast.park).get("/").text


@pytest.mark.parametrize("path", ["/jobs", "/jobs?of=everybody"])
def test_the_list_takes_the_same_statements_for_one_job_and_for_three(as_, cast, path):
    client = as_(cast.goh)
    factory.asked(cast.goh, count=1)
    client.get(path)
    with count_statements() as one:
        client.get(path)
    factory.asked(cast.goh, count=2)
    factory.asked(cast.goh, count=3)
    with count_statements() as three:
        client.get(path)
    assert len(one) == len(three) <= 5


def test_a_page_behind_the_last_is_no_failure(as_, cast):
    for count in range(51):
        factory.asked(cast.kim, count=count)
        if count % 17 == 0:
            work_until_idle()
    first = as_(cast.kim).get("/jobs").text
    assert "after=" in first
    assert as_(cast.kim).get("/jobs?after=nonsense").status_code == 200


def test_a_dead_persons_session_cannot_take_it_out(as_, cast):
    job_id = factory.done(cast.kim)
    assert as_(replace(cast.kim, id=cast.park.id)).get(f"/jobs/{job_id}/result", buffered=True).status_code == 404
