"""Every upgrade keeps the data: each migration goes down and up on a filled database, and the triggers are still there."""

from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app.core.database import db, required_triggers, transaction
from app.core.database.triggers import present_trigger_names
from app.factory import create_app
from tests.cast import fill
from tests.engines import database_beside


@pytest.fixture
def filled(engine, tmp_path) -> Iterator[Flask]:
    """An app at head whose database knows the cast."""
    tmp_path.chmod(0o700)
    with database_beside(engine, tmp_path, "upgrades") as url:
        app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=tmp_path)
        with app.app_context():
            upgrade()
            with transaction():
                fill()
            yield app
            db.session.remove()
            db.engine.dispose()


def counts() -> dict[str, int]:
    """Rows of every table."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in sorted(inspect(connection).get_table_names())
        }


def triggers() -> set[str]:
    with db.engine.connect() as connection:
        return present_trigger_names(connection)


def test_down_below_each_later_migration_and_up_again_keeps_every_row(filled):
    before = counts()
    for script in ScriptDirectory("migrations").walk_revisions():
        if script.down_revision is not None:
            downgrade(revision=str(script.down_revision))
    upgrade()
    assert counts() == before
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def test_the_first_migration_takes_everything_away_and_brings_it_back_empty(filled):
    db.session.remove()
    db.engine.dispose()
    downgrade(revision="base")
    assert set(counts()) <= {"alembic_version"}
    upgrade()
    assert counts()["people"] == 0
    assert {trigger.name for trigger in required_triggers()} <= triggers()


def test_an_upgrade_that_has_nothing_to_do_changes_nothing(filled):
    before = counts()
    upgrade()
    assert counts() == before
