"""What was published proves itself, and nobody changes it, not even with SQL."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.evaluation.enums import Phase
from app.evaluation.models import Publication
from app.evaluation.queries.sources import published_results, published_rounds
from app.evaluation.services.publications import check_publications, publish_round
from tests.factories.evaluation import advance, make_indicator, make_round, published_round


def force(engine_name, table, statement):
    """What an insider with the database's own rights does: switch the triggers off and write."""
    with transaction():
        if engine_name == "sqlite":
            for name in ("no_update", "frozen_on_update"):
                db.session.execute(text(f'DROP TRIGGER IF EXISTS "{table}_{name}"'))
        else:
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement))


@pytest.fixture
def published(cast, app):
    with transaction():
        return published_round(cast)


def test_a_publication_carries_results_hash_and_phase(cast, published):
    (publication,) = db.session.query(Publication).all()
    rows = [(row.department, row.total, row.rank, row.count, row.grade) for row in published_results(published.id)]
    assert published.phase is Phase.PUBLISHED
    assert rows == [("교통과", Decimal("90.00"), 1, 2, "A"), ("민원봉사과", Decimal("80.00"), 2, 2, "B")] or rows == [
        ("교통과", Decimal("90.00"), 1, 2, "S"),
        ("민원봉사과", Decimal("80.00"), 2, 2, "A"),
    ]
    assert [row.sha256 for row in published_rounds()] == [publication.sha256]
    assert json.loads(publication.snapshot)["round"]["code"] == "2026-P"


def test_a_publication_renders_again_to_its_hash(published):
    assert list(check_publications()) == []


def test_only_the_control_tower_publishes_and_only_out_of_calibration(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    advance(cast.choi, record, Phase.SCORING)
    with pytest.raises(Refused):
        publish_round(actor=cast.choi, record=record)
    advance(cast.choi, record, Phase.CALIBRATION)
    for actor in (cast.goh, cast.gam, cast.lee, cast.jung, cast.kim):
        with pytest.raises(Denied):
            publish_round(actor=actor, record=record)


def test_the_database_refuses_to_change_what_was_published(published):
    for statement in (
        "UPDATE publications SET snapshot = '{}'",
        "DELETE FROM publications",
        "UPDATE results SET rank = 1",
        "DELETE FROM results",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("publications", "UPDATE publications SET snapshot = replace(snapshot, '80', '81')"),
        ("results", "UPDATE results SET grade = 'S'"),
        ("measures", "UPDATE measures SET value = '95'"),
    ],
)
def test_a_forced_change_is_found(published, engine, table, statement):
    force(db.engine.dialect.name, table, statement)
    assert len(list(check_publications())) == 1


def test_a_department_renamed_later_does_not_disturb_a_publication(published):
    with transaction():
        db.session.execute(text("UPDATE departments SET name = '교통정책과' WHERE name = '교통과'"))
    assert list(check_publications()) == []


def test_a_published_round_goes_on_to_the_end_and_still_proves_itself(cast, published):
    with transaction():
        advance(cast.choi, published, Phase.FINAL)
    assert published.phase is Phase.FINAL
    assert list(check_publications()) == []
