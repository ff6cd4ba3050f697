"""The pages of a calibration: what each says, to whom, and what they answer to what came too late or is wrong."""

import re
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import CalibrationDecision, Correction, EvaluationRound
from app.evaluation.queries.calibration import decisions_of
from app.evaluation.services import calibration as services
from tests.factories.calibration import REASON, calibrating_round, cases_of, keep, session_of
from tests.factories.evaluation import make_indicator, make_round
from tests.statements import count_statements


@pytest.fixture
def calibrating(cast, app):
    with transaction():
        return calibrating_round(cast)[0]


@pytest.fixture
def held(cast, calibrating):
    with transaction():
        session = session_of(cast, calibrating)
    return calibrating.id, session.id, cases_of(session)[0].id


def typed(**fields):
    return {"outcome": "changed", "score": "88.5", "reason": REASON, "seen": "0"} | fields


def test_the_agenda_says_why_and_where_to_go(cast, as_, calibrating):
    for reader in (cast.choi, cast.gam):
        page = as_(reader).get(f"/rounds/{calibrating.id}/calibration")
        assert page.status_code == 200
        assert "교통과" in page.text
        assert "30" in page.text
    assert f"/rounds/{calibrating.id}/calibration-sessions/new" in as_(cast.choi).get(page.request.path).text
    assert f"/rounds/{calibrating.id}/calibration-sessions/new" not in page.text
    assert f"/rounds/{calibrating.id}/calibration" in as_(cast.choi).get(f"/rounds/{calibrating.id}").text


def test_a_round_before_calibration_says_when_there_is_something(cast, as_, app):
    with transaction():
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    assert as_(cast.choi).get(f"/rounds/{record.id}/calibration").status_code == 200
    answer = as_(cast.choi).post(
        f"/rounds/{record.id}/calibration-sessions",
        data={"held_on": "2026-11-23", "place": "회의실", "chair": "부시장", "others": "나교수"},
    )
    assert (answer.status_code, record.phase) == (409, Phase.PLANNING)
    assert "회의실" in answer.text


def test_a_session_is_begun_decided_closed_and_printed(cast, as_, calibrating):
    client = as_(cast.choi)
    answer = client.post(
        f"/rounds/{calibrating.id}/calibration-sessions",
        data={
            "held_on": "2026-11-23",
            "place": "회의실",
            "chair": "부시장",
            "person_ids": [cast.yoon.id],
            "others": "나교수\n\n",
        },
    )
    assert answer.status_code == 302
    place = answer.location
    session_id = int(place.rsplit("/", 1)[1])
    (case,) = services.cases_of(session_id)
    assert "88.5" not in client.get(place).text
    assert client.post(f"/calibration-cases/{case.id}/decisions", data=typed()).location == place
    assert "88.5" in client.get(place).text
    assert client.post(f"{place}/closings").status_code == 302
    page = as_(cast.gam).get(f"{place}/minutes").text
    for words in ("회의실", "부시장", "윤바위, 나교수", "75", "88.5", REASON):
        assert words in page
    assert client.post(f"/calibration-cases/{case.id}/decisions", data=typed(seen="1")).status_code == 409
    assert client.post(f"{place}/closings").status_code == 409


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"score": ""}, 422),
        ({"score": "100.5"}, 422),
        ({"score": "75"}, 422),
        ({"score": "팔십"}, 422),
        ({"reason": "짧다"}, 422),
        ({"outcome": ""}, 422),
        ({"outcome": "erased"}, 422),
        ({"seen": "1"}, 409),
        ({"seen": ""}, 409),
        ({"seen": "x"}, 409),
    ],
)
def test_what_is_wrong_or_out_of_date_is_kept_and_said(cast, as_, held, fields, code):
    _round, _session, case_id = held
    answer = as_(cast.choi).post(f"/calibration-cases/{case_id}/decisions", data=typed(**fields))
    assert answer.status_code == code
    assert typed(**fields)["reason"] in answer.text
    assert db.session.query(Correction).count() == db.session.query(CalibrationDecision).count() == 0


def test_whoever_came_late_reads_what_was_decided_and_may_decide_then(cast, as_, held):
    _round, session_id, case_id = held
    client, url = as_(cast.choi), f"/calibration-cases/{case_id}/decisions"
    assert client.post(url, data=typed()).status_code == 302
    late = client.post(url, data=typed(score="70"))
    assert late.status_code == 409
    assert "88.5" in late.text
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', late.text)[1]
    assert client.post(url, data=typed(score="70", seen=seen)).status_code == 302
    assert [row.number for row in db.session.query(CalibrationDecision).order_by(CalibrationDecision.id)] == [1, 2]
    assert session_id


def test_a_score_is_tried_without_writing(cast, as_, held):
    _round, _session, case_id = held
    page = as_(cast.gam).get(f"/calibration-cases/{case_id}?score=95")
    assert page.status_code == 200
    assert "87.5" in page.text
    assert as_(cast.choi).get(f"/calibration-cases/{case_id}?score=951").status_code == 422
    assert db.session.query(Correction).count() == 0


def test_no_name_of_an_evaluator_stands_at_a_case(cast, as_, held):
    _round, _session, case_id = held
    page = as_(cast.gam).get(f"/calibration-cases/{case_id}").text
    assert "신외부" not in page.split("<main", 1)[1]


def test_a_score_that_never_ends_is_shown_with_two_decimals(app):
    line = app.jinja_env.from_string("{{ score|score }}")
    assert line.render(score=Decimal(251) / 3) == "83.67"
    assert line.render(score=Decimal("84.50")) == "84.5"


def test_pages_that_are_not_there_answer_404(cast, as_, app):
    for path in ("/calibration-sessions/9", "/calibration-cases/9", "/rounds/9/calibration", "/rehearsals/9"):
        assert as_(cast.choi).get(path).status_code == 404


def test_bounds_are_set_by_preset_or_by_three_figures(cast, as_, app):
    client = as_(cast.choi)
    assert client.post("/calibration-bounds", data={"preset": "strict", "reason": REASON}).status_code == 302
    assert "15" in client.get("/calibration-bounds").text
    own = {"preset": "", "spread": "12.5", "rank_gap": "4", "margin": "0.1", "reason": REASON}
    assert client.post("/calibration-bounds", data=own).status_code == 302
    assert "12.5" in as_(cast.gam).get("/calibration-bounds").text
    for wrong in ({"spread": ""}, {"spread": "101"}, {"rank_gap": "0"}, {"margin": "-1"}, {"reason": "짧다"}):
        assert client.post("/calibration-bounds", data=own | wrong).status_code == 422


def test_the_publication_names_the_cases_that_wait(cast, as_, calibrating):
    client, place = as_(cast.choi), f"/rounds/{calibrating.id}/publications"
    hint = f"/rounds/{calibrating.id}/calibration"
    assert hint in client.get(place).text
    assert client.post(place, data={"sha256": "", "reason": ""}).status_code in {409, 422}
    with transaction():
        session = session_of(cast, calibrating)
        keep(cast, calibrating, cases_of(session)[0])
        services.close_session(actor=cast.choi, record=calibrating, session=session)
    assert hint not in client.get(place).text


def test_the_session_asks_as_often_whatever_the_number_of_cases(cast, as_, held):
    round_id, session_id, _case = held
    client, counts = as_(cast.choi), []
    for _again in range(2):
        client.get(f"/calibration-sessions/{session_id}")
        with count_statements() as seen:
            client.get(f"/calibration-sessions/{session_id}")
        counts.append(len(seen))
        with transaction():
            record = db.session.get_one(EvaluationRound, round_id)
            for case in services.cases_of(session_id):
                keep(cast, record, case, seen=len(decisions_of([case.id]).get(case.id, ())))
    assert counts[0] == counts[1]
