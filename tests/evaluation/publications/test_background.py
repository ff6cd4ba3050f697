"""A round with very many scores is published beside the pages: the same rules, all of it or nothing."""

import re

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, Publication
from app.evaluation.queries.rounds import score_count
from app.evaluation.routes import publications as routes
from app.jobs.enums import JobState
from app.jobs.running import work_until_idle
from tests.factories import jobs
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round


@pytest.fixture
def asked(cast, as_, monkeypatch):
    """A round in calibration, and how 최 asks for its publication. Returns the round's id and the asking."""
    monkeypatch.setattr(routes, "SCORES_AT_ONCE", 1)
    with transaction():
        indicator = make_indicator(cast.choi)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        for department, officer, head in ((cast.traffic, cast.kang, cast.lee), (cast.civil, cast.seo, cast.yoon)):
            enter(officer, record, department, {indicator.id: 90})
            approve(head, record, department)
        advance(cast.choi, record, Phase.CALIBRATION)
        round_id = record.id
    client, url = as_(cast.choi), f"/rounds/{round_id}/publications"

    def ask(**changes):
        seen = re.search(r'name="sha256" value="([0-9a-f]{64})"', client.get(url).get_data(as_text=True))
        return client.post(url, data={"sha256": seen[1], "reason": "위원회 의결", **changes})

    return round_id, ask


def phase(round_id):
    db.session.rollback()
    return db.session.get(EvaluationRound, round_id, populate_existing=True).phase


def test_it_is_published_by_background_work(cast, as_, asked):
    round_id, ask = asked
    assert score_count(round_id) == 2
    where = ask().location
    assert where.startswith("/jobs/")
    assert phase(round_id) is Phase.CALIBRATION
    assert work_until_idle() == 1
    assert phase(round_id) is Phase.PUBLISHED
    assert db.session.query(Publication).one().published_by_id == cast.choi.id
    assert f"/rounds/{round_id}/publications" in as_(cast.choi).get(where).text


def test_what_was_not_seen_is_not_published_and_the_job_says_so(asked):
    round_id, ask = asked
    job_id = int(ask(sha256="0" * 64).location.rpartition("/")[2])
    work_until_idle()
    job = jobs.found(job_id)
    assert (job.state, "have changed" in job.reason) == (JobState.FAILED, True)
    assert (phase(round_id), db.session.query(Publication).count()) == (Phase.CALIBRATION, 0)


def test_asked_twice_it_is_published_once(asked):
    round_id, ask = asked
    assert ask().location == ask().location
    assert work_until_idle() == 1
    assert db.session.query(Publication).count() == 1
    assert phase(round_id) is Phase.PUBLISHED
