"""The pages of the panels ask the database the same number of times whatever the number of evaluators."""

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound
from tests.factories.evaluation import advance, assign, make_panel, make_round
from tests.factories.raters import outsiders
from tests.statements import count_statements

PAGES = {"evaluators": 14, "assignments": 9, "surveys": 6, "panel-rules": 10, "severity": 4}


def statements(client, path):
    client.get(path)
    with count_statements() as counted:
        assert client.get(path).status_code == 200
    return len(counted)


@pytest.fixture
def measuring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil, cast.roads])
        advance(cast.choi, record, Phase.MEASURING)
        assign(cast.choi, record, panel, cast.moon)
    return record.id, panel


def test_the_pages_ask_no_more_for_more_evaluators(cast, as_, measuring):
    round_id, panel = measuring
    client = as_(cast.choi)
    before = {page: statements(client, f"/rounds/{round_id}/{page}") for page in PAGES}
    with transaction():
        people = outsiders(4)
        assign(cast.choi, db.session.get(EvaluationRound, round_id), panel, *people)
    assert {page: statements(client, f"/rounds/{round_id}/{page}") for page in PAGES} == before
    assert {page: count for page, count in before.items() if count > PAGES[page]} == {}
