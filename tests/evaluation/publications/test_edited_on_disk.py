"""Somebody got past the triggers: `flask check` names the round, the version and what is no longer true of it."""

import pytest
from sqlalchemy import text

from app.core.database import db, transaction
from tests.commands import runner
from tests.factories import appeals as made
from tests.triggers import without_triggers


@pytest.fixture
def corrected(cast, app):
    """A round in its second version, corrected after an appeal."""
    with transaction():
        record, indicator, _second = made.in_appeals(cast)
        appeal = made.decided(cast, made.filed(cast, record, indicator))
        made.confirmed(cast, made.proposed(cast, appeal, indicator))
    return record


@pytest.mark.parametrize(
    ("table", "statement", "version"),
    [
        ("publications", "UPDATE publications SET snapshot = replace(snapshot, '80', '81') WHERE version = 1", 1),
        ("publications", "UPDATE publications SET snapshot = replace(snapshot, '100', '99') WHERE version = 2", 2),
        ("corrections", "UPDATE corrections SET after = replace(CAST(after AS TEXT), '100', '99')", 2),
    ],
)
def test_flask_check_names_what_was_edited(app, corrected, table, statement, version):
    if db.engine.dialect.name == "postgresql" and table == "corrections":
        statement = statement.replace(
            "replace(CAST(after AS TEXT), '100', '99')", "replace(CAST(after AS TEXT), '100', '99')::json"
        )
    run = runner(app)
    before = [line for line in run("check").stderr.splitlines() if corrected.code in line]
    assert before == []
    with without_triggers(table), transaction():
        db.session.execute(text(statement))
    result = run("check")
    assert result.exit_code != 0
    found = [line for line in result.stderr.splitlines() if corrected.code in line]
    assert any(f"{corrected.code}의 공개본 {version}판" in line for line in found), result.stderr
