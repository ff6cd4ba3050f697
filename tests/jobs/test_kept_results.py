"""How many files of a person are kept: the oldest goes when a newer one comes, and the page says so."""

import pytest

from app.core.database import transaction
from app.core.instance import jobs_dir
from app.jobs.enums import JobState
from app.jobs.running import work_until_idle
from app.jobs.services import results
from app.jobs.work import TITLE_LENGTH, JobKind, with_format
from tests.factories import jobs as factory
from tests.factories.evaluation import published_round
from tests.statements import count_statements


@pytest.fixture(autouse=True)
def letters(app):
    with factory.kinds(JobKind("test.sentence", factory.LETTER.label, lambda _run: "fertig", factory.everybody)):
        yield


@pytest.fixture
def two_are_kept(monkeypatch):
    monkeypatch.setattr(results, "MOST_RESULTS", 2)


def states(*ids):
    return [factory.found(job_id).state for job_id in ids]


def test_the_oldest_file_goes_when_there_are_too_many(as_, cast, two_are_kept, published):
    ids = [factory.done(cast.kim, count=number) for number in (1, 2, 3)]
    assert states(*ids) == [JobState.EXPIRED, JobState.DONE, JobState.DONE]
    there = sorted(int(folder.name) for folder in jobs_dir().iterdir() if folder.name.isdigit())
    assert there == ids[1:]
    assert "because newer ones came" in as_(cast.kim).get(f"/jobs/{ids[0]}").text
    assert as_(cast.kim).get(f"/jobs/{ids[0]}/result").status_code == 404
    assert [event.background_job_id for event in published if type(event).__name__ == "BackgroundJobExpired"] == [
        ids[0]
    ]


def test_files_of_others_and_works_without_a_file_do_not_count(cast, two_are_kept):
    mine = [factory.done(cast.kim, count=number) for number in (1, 2)]
    factory.done(cast.han, count=1)
    factory.done(cast.kim, kind="test.sentence")
    assert states(*mine) == [JobState.DONE, JobState.DONE]


def test_a_file_that_is_made_again_is_the_newest(as_, cast, two_are_kept):
    first, second, third = (factory.done(cast.kim, count=number) for number in (1, 2, 3))
    as_(cast.kim).post(f"/jobs/{first}/runs")
    work_until_idle()
    assert states(first, second, third) == [JobState.DONE, JobState.EXPIRED, JobState.DONE]
    assert as_(cast.kim).get(f"/jobs/{first}/result", buffered=True).status_code == 200


def test_the_list_says_how_many_are_kept(as_, cast):
    factory.done(cast.kim)
    assert f"At most {results.MOST_RESULTS} files are kept" in as_(cast.kim).get("/jobs").text


def test_the_last_of_three_costs_no_more_than_the_last_of_ten(cast):
    counts = []
    for before in (2, 6):
        for number in range(before):
            factory.done(cast.kim, count=number + 10 * before)
        factory.asked(cast.kim, count=100 + before)
        with count_statements() as seen:
            work_until_idle()
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_three_formats_of_a_document_are_told_apart(as_, cast):
    with transaction():
        round_id = published_round(cast).id
    client = as_(cast.choi)
    for chosen in ("pdf", "hwpx", "xlsx"):
        fields = {"kind": "round_report", "format": chosen, "round_id": round_id}
        assert client.post("/reports/documents", data=fields).status_code == 302
    page = client.get("/jobs").text
    assert [page.count(f"({name})") for name in ("PDF", "HWPX (Hangul)", "Excel")] == [1, 1, 1]


def test_the_format_stays_however_long_the_title_is():
    assert with_format("가" * 300, "PDF") == "가" * (TITLE_LENGTH - 6) + " (PDF)"
