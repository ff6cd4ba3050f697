"""The database's own promises: named constraints, migrations that equal the models, triggers in place."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, UniqueConstraint

from app.core.database import db, install_triggers, required_triggers
from app.core.database.table_changes import create_table_in, create_table_of, parts_of
from app.core.database.triggers import Trigger, _statements, present_trigger_names


def test_every_constraint_and_index_has_a_name(app):
    nameless = [
        f"{table.name}: {constraint}"
        for table in db.metadata.sorted_tables
        for constraint in [*table.constraints, *table.indexes]
        if isinstance(constraint, CheckConstraint | UniqueConstraint) and not constraint.name
    ]
    assert nameless == []


def test_the_migrations_make_exactly_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "render_as_batch": True})
        difference = [
            change
            for change in compare_metadata(context, db.metadata)
            if not (isinstance(change, tuple) and change[0] == "remove_table" and change[1].name == "alembic_version")
        ]
    assert difference == []


@pytest.mark.engine_free
def test_the_migrations_make_every_column_and_constraint_of_the_models(app):
    """Alembic compares no CHECKs; SQLite keeps the text of each word for word."""
    with db.engine.connect() as connection:
        migrated = {t.name: parts_of(create_table_in(connection, t.name)) for t in db.metadata.sorted_tables}
        meant = {t.name: parts_of(create_table_of(t, connection)) for t in db.metadata.sorted_tables}
    assert migrated == meant


def test_every_required_trigger_is_in_the_database(app):
    with db.engine.connect() as connection:
        present = present_trigger_names(connection)
    assert {trigger.name for trigger in required_triggers()} <= present


def test_a_rule_that_no_longer_holds_leaves_the_database(app):
    with db.engine.begin() as connection:
        for statement in _statements(Trigger("tasks_of_old", "tasks", "DELETE", "old"), connection.dialect.name):
            connection.exec_driver_sql(statement)
        assert "tasks_of_old" in present_trigger_names(connection)
        install_triggers(connection)
        assert present_trigger_names(connection) == {trigger.name for trigger in required_triggers()}
