"""The pages of the panels ask the database the same number of times whatever the number of evaluators."""

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound
from tests.factories.evaluation import advance, assign, invite, make_panel, make_round
from tests.factories.raters import outsiders, rated_panel
from tests.statements import count_statements

PAGES = {"evaluators": 8, "assignments": 7, "surveys": 6, "panel-rules": 7, "severity": 3}


def statements(client, path, code=200):
    client.get(path)
    with count_statements() as counted:
        assert client.get(path).status_code == code
    return len(counted)


def counts(client, round_id):
    return {page: statements(client, f"/rounds/{round_id}/{page}") for page in PAGES}


@pytest.fixture
def measuring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil, cast.roads])
        advance(cast.choi, record, Phase.MEASURING)
        assign(cast.choi, record, panel, cast.moon)
    return record.id, panel


@pytest.mark.parametrize("who", ["choi", "gam"])
@pytest.mark.parametrize("phase", [Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING])
def test_the_pages_ask_no_more_for_more_evaluators(cast, as_, measuring, who, phase):
    round_id, panel = measuring
    client = as_(getattr(cast, who))
    with transaction():
        advance(cast.choi, db.session.get(EvaluationRound, round_id), phase)
    before = counts(client, round_id)
    with transaction():
        people = outsiders(4)
        record = db.session.get(EvaluationRound, round_id)
        assign(cast.choi, record, panel, *people)
        invite(cast.choi, record)
    assert counts(client, round_id) == before
    assert {page: count for page, count in before.items() if count > PAGES[page]} == {}


@pytest.mark.parametrize("phase", [Phase.MEASURING, Phase.SELF_REVIEW])
def test_a_proposed_assignment_asks_no_more_for_more_evaluators(cast, as_, app, phase):
    with transaction():
        panel = rated_panel(cast.choi, sources=[{"name": "전문가", "weight": "60"}, {"name": "동료", "weight": "40"}])
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil, cast.roads])
        advance(cast.choi, record, phase)
        people = [person.id for person in outsiders(3)]
    page = f"/rounds/{record.id}/assignments?panel={panel.id}:전문가&each=1&seed=1&evaluator_ids="
    client = as_(cast.choi)
    one = statements(client, page + str(people[0]))
    assert "evaluator_ids" in client.get(page + str(people[0])).text
    three = statements(client, page + "&evaluator_ids=".join(map(str, people)))
    assert (one, three) == ((8, 8) if phase is Phase.MEASURING else (9, 9))
