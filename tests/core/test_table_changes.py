"""A filled table is changed on either engine without losing rows, constraints or indexes."""

import pytest
from sqlalchemy import Column, Integer, String, text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, writing
from app.core.database.table_changes import TableChange, change_table, parts_of


@pytest.fixture
def connection(app):
    with writing(), db.engine.connect() as opened:
        for statement in (
            "CREATE TABLE letters (id INTEGER NOT NULL, kind VARCHAR(40) NOT NULL, note TEXT NOT NULL, "
            "CONSTRAINT pk_letters PRIMARY KEY (id), CONSTRAINT ck_letters_kind CHECK (kind IN ('a', 'b')), "
            "CONSTRAINT ck_letters_note CHECK (note <> 'no, never (at all)'))",
            "CREATE INDEX ix_letters_kind ON letters (kind)",
            "INSERT INTO letters (id, kind, note) VALUES (1, 'a', 'first'), (2, 'b', 'second')",
        ):
            opened.execute(text(statement))
        yield opened
        opened.rollback()


def rows(connection, what="*"):
    return [tuple(row) for row in connection.execute(text(f"SELECT {what} FROM letters ORDER BY id"))]


def refuses(connection, statement):
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text(statement))


def test_a_vocabulary_grows_and_everything_else_stays(connection):
    longer = {"ck_letters_kind": "CHECK (kind IN ('a', 'b', 'c'))"}
    change_table(connection, TableChange("letters", add_constraints=longer, drop_constraints=["ck_letters_kind"]))
    connection.execute(text("INSERT INTO letters (id, kind, note) VALUES (3, 'c', 'third')"))
    assert rows(connection) == [(1, "a", "first"), (2, "b", "second"), (3, "c", "third")]
    refuses(connection, "INSERT INTO letters (id, kind, note) VALUES (4, 'd', 'fourth')")
    refuses(connection, "INSERT INTO letters (id, kind, note) VALUES (4, 'a', 'no, never (at all)')")
    refuses(connection, "INSERT INTO letters (id, kind, note) VALUES (1, 'a', 'again')")


def test_a_column_comes_with_its_default_and_its_rule(connection):
    change = TableChange(
        "letters",
        add_columns=[Column("weight", Integer, server_default="1", nullable=False), Column("mark", String(5))],
        add_constraints={"ck_letters_weight": "CHECK (weight > 0)"},
    )
    change_table(connection, change)
    assert rows(connection) == [(1, "a", "first", 1, None), (2, "b", "second", 1, None)]
    refuses(connection, "UPDATE letters SET weight = 0 WHERE id = 1")


def test_a_column_goes_with_its_rule_and_the_others_keep_their_index(connection):
    change_table(connection, TableChange("letters", drop_columns=["note"], drop_constraints=["ck_letters_note"]))
    assert rows(connection) == [(1, "a"), (2, "b")]
    connection.execute(text("DROP INDEX ix_letters_kind"))


def test_a_column_may_become_optional_and_compulsory_again(connection):
    change_table(connection, TableChange("letters", drop_not_null=["note"]))
    connection.execute(text("INSERT INTO letters (id, kind) VALUES (3, 'a')"))
    assert rows(connection, "note") == [("first",), ("second",), (None,)]
    connection.execute(text("DELETE FROM letters WHERE note IS NULL"))
    change_table(connection, TableChange("letters", set_not_null=["note"]))
    refuses(connection, "INSERT INTO letters (id, kind) VALUES (3, 'a')")


def test_a_create_table_is_taken_apart_at_its_own_commas():
    columns, constraints = parts_of(
        """CREATE TABLE t (a INTEGER NOT NULL, "values" NUMERIC(5, 2), CONSTRAINT "ck_x" CHECK (a IN ('1,2', ')')))"""
    )
    assert columns == {"a": "a INTEGER NOT NULL", "values": '"values" NUMERIC(5, 2)'}
    assert constraints == {"ck_x": "CHECK (a IN ('1,2', ')'))"}
