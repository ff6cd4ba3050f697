"""Fifty pairs of ideas among two thousand others: how often the first is found from the second."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import IssueKind, IssueSource, IssueState
from app.innovation.models import Issue
from app.innovation.queries.similar import similar_issues, similar_statement
from app.innovation.rules.similarity import weights
from app.innovation.services.issue_index import index_all_issues
from tests.factories.distractors import distractors
from tests.statements import count_statements

PAIRS = json.loads((Path(__file__).parent / "pairs.json").read_text(encoding="utf-8"))
ALL = [*PAIRS["copies"], *PAIRS["rewordings"]]


def issue_row(number, person, title, problem, idea):
    today = clock.today()
    return {
        "number": f"2026-{number:04d}",
        "kind": IssueKind.FREE,
        "source": IssueSource.PROPOSAL,
        "title": title,
        "problem": problem,
        "idea": idea,
        "effect": "주민과 직원이 모두 편해진다.",
        "no_obstacle_expected": True,
        "values": [],
        "department_id": person.department_id,
        "proposer_id": person.id,
        "state": IssueState.RECEIVED,
        "received_at": clock.now(),
        "received_on": today,
        "decision_due_on": today + timedelta(days=30),
    }


@pytest.fixture
def archive(app, cast):
    """The first of each pair, scattered among the ideas of others."""
    texts = list(distractors(2000))
    for place, pair in enumerate(ALL):
        texts.insert(place * 37 % len(texts), tuple(pair["first"]))
    with transaction() as session:
        session.execute(insert(Issue), [issue_row(n, cast.han, *written) for n, written in enumerate(texts, start=1)])
        index_all_issues()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE issue_grams"))


def shown(cast, pair):
    title, *rest = pair["again"]
    return ["".join(part for part, _shared in row.title) for row in similar_issues(cast.kim, title, "\n".join(rest))]


def test_the_first_of_a_pair_is_among_the_five_shown(archive, cast):
    hits = {kind: [pair["first"][0] in shown(cast, pair) for pair in PAIRS[kind]] for kind in PAIRS}
    assert {kind: len(found) for kind, found in hits.items()} == {"copies": 25, "rewordings": 25}
    assert {kind: sum(found) for kind, found in hits.items()} == {"copies": 25, "rewordings": 21}


def test_an_idea_nobody_had_finds_nothing(archive, cast):
    assert similar_issues(cast.kim, "드론으로 산불 감시하기", "봄마다 산불이 난다.\n열화상 드론을 띄운다.") == []


def test_the_index_is_searched_and_never_read_as_a_whole(archive, cast):
    title, *rest = ALL[0]["again"]
    statement = similar_statement(cast.kim, weights(title, "\n".join(rest)))
    told = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    command = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    plan = "\n".join(" ".join(map(str, line)) for line in db.session.execute(text(f"{command} {told}")))
    assert "ix_issue_grams_gram" in plan
    assert "SCAN issue_grams" not in plan
    assert "Seq Scan on issue_grams" not in plan


def test_the_question_is_one_statement(archive, cast):
    with count_statements() as seen:
        shown(cast, ALL[0])
    assert len(seen) == 1
