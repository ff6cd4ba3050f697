"""Drafts a migration from the models: `make migration NAME=add_thing`. Read it before you commit it.

New tables and indexes come from Alembic. What changed inside a table, its CHECKs included (a longer vocabulary is a
changed CHECK), is found by comparing the CREATE TABLE of a migrated database with the one of the models.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import ops
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Connection, MetaData, Table

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from app.core.database import ExactDecimal, Points, UtcDateTime, db  # noqa: E402  the project's root comes first
from app.core.database.table_changes import NOT_NULL, create_table_in, create_table_of, parts_of  # noqa: E402
from app.factory import create_app  # noqa: E402

FOLDER = ROOT / "migrations"
PLAIN_TYPES = {UtcDateTime: "sa.DateTime(timezone=True)", Points: "sa.BigInteger()"}
"""How a migration writes our types, so that it never needs the code of a later day."""
BOOLEANS = {"0": "sa.false()", "1": "sa.true()"}
"""The draft is made on SQLite, which writes truth as numbers; PostgreSQL does not take them."""
FILE = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

from app.core.database.table_changes import TableChange, change_table

revision = "{revision}"
down_revision = "{down}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


@dataclass(frozen=True)
class Difference:
    """What one table has and another has not."""

    table: str
    columns: tuple[str, ...]
    constraints: dict[str, str]
    dropped_columns: tuple[str, ...]
    dropped_constraints: dict[str, str]
    loosened: tuple[str, ...]
    tightened: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(value for name, value in vars(self).items() if name != "table")


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:  # noqa: ANN401  Alembic's own shape
    """Write our column types as plain ones."""
    del autogen_context
    if kind != "type":
        return False
    if isinstance(item, ExactDecimal):
        return "sa.Numeric().with_variant(sa.String(64), 'sqlite')"
    return next((text for cls, text in PLAIN_TYPES.items() if isinstance(item, cls)), False)


def difference(table: Table, connection: Connection) -> Difference:
    """Compare a table of the migrated database with its model. A changed type is no draft's business: ValueError."""
    had, had_rules = parts_of(create_table_in(connection, table.name))
    has, has_rules = parts_of(create_table_of(table, connection))
    both = [name for name in has if name in had]
    if retyped := [name for name in both if has[name].removesuffix(NOT_NULL) != had[name].removesuffix(NOT_NULL)]:
        raise ValueError(table.name, retyped)
    return Difference(
        table=table.name,
        loosened=tuple(name for name in both if had[name].endswith(NOT_NULL) and not has[name].endswith(NOT_NULL)),
        tightened=tuple(name for name in both if has[name].endswith(NOT_NULL) and not had[name].endswith(NOT_NULL)),
        columns=tuple(name for name in has if name not in had),
        constraints={name: rule for name, rule in has_rules.items() if had_rules.get(name) != rule},
        dropped_columns=tuple(name for name in had if name not in has),
        dropped_constraints={name: rule for name, rule in had_rules.items() if has_rules.get(name) != rule},
    )


def change(found: Difference, old: Table, new: Table, context: MigrationContext, *, forward: bool) -> str:
    """Write one `change_table` call."""
    columns = found.columns if forward else found.dropped_columns
    dropped = found.dropped_columns if forward else found.columns
    add, drop = found.constraints, found.dropped_constraints
    loosened, tightened = found.loosened, found.tightened
    if not forward:
        add, drop, loosened, tightened = drop, add, tightened, loosened
    lines = [f'        "{found.table}",']
    if columns:
        source = new if forward else old
        lines += [
            "        add_columns=[",
            *(f"            {_column(source, name, context)}," for name in columns),
            "        ],",
        ]
    if dropped:
        lines.append(f"        drop_columns={list(dropped)!r},")
    if add:
        lines += [
            "        add_constraints={",
            *(f"            {name!r}: {rule!r}," for name, rule in add.items()),
            "        },",
        ]
    if drop:
        lines.append(f"        drop_constraints={list(drop)!r},")
    if loosened:
        lines.append(f"        drop_not_null={list(loosened)!r},")
    if tightened:
        lines.append(f"        set_not_null={list(tightened)!r},")
    body = "\n".join(lines)
    return f"change_table(op.get_bind(), TableChange(\n{body}\n    ))"


def _column(table: Table, name: str, context: MigrationContext) -> str:
    column = table.columns[name]._copy()  # noqa: SLF001  a copy that belongs to no table
    line = _render([ops.AddColumnOp(table.name, column)], context)
    plain = line[line.index("sa.Column(") : -1]
    for drawn, meant in BOOLEANS.items():
        plain = plain.replace(
            f"sa.Boolean(), server_default=sa.text('{drawn}')", f"sa.Boolean(), server_default={meant}"
        )
    return plain


def _render(steps: list[ops.MigrateOperation], context: MigrationContext) -> str:
    return (
        render_python_code(ops.UpgradeOps(steps), migration_context=context, render_item=render_item)
        .strip()
        .removeprefix("# ### commands auto generated by Alembic - please adjust! ###")
        .removesuffix("# ### end Alembic commands ###")
        .strip()
    )


def _outside_tables(steps: list[Any]) -> Iterator[Any]:
    """Keep whole tables and indexes; what is inside a table is found by `difference`."""
    for step in steps:
        if isinstance(step, ops.ModifyTableOps):
            yield from (inner for inner in step.ops if isinstance(inner, ops.CreateIndexOp | ops.DropIndexOp))
        else:
            yield step


def draft(connection: Connection) -> tuple[str, str]:
    """Return the bodies of upgrade and downgrade."""
    context = MigrationContext.configure(connection, opts={"compare_type": False, "target_metadata": db.metadata})
    script = produce_migrations(context, db.metadata)
    old = MetaData()
    old.reflect(connection)
    found = [difference(table, connection) for table in db.metadata.sorted_tables if table.name in old.tables]
    calls = {
        forward: [
            change(item, old.tables[item.table], db.metadata.tables[item.table], context, forward=forward)
            for item in (found if forward else reversed(found))
            if item
        ]
        for forward in (True, False)
    }
    up, down = (list(_outside_tables(each.ops)) for each in (script.upgrade_ops, script.downgrade_ops))
    created = [step for step in up if isinstance(step, ops.CreateTableOp)]
    dropped = [step for step in down if isinstance(step, ops.DropTableOp)]
    later = [step for step in up if step not in created]
    earlier = [step for step in down if step not in dropped]
    return (
        _body([_render(created, context), *calls[True], _render(later, context)]),
        _body([_render(earlier, context), *calls[False], _render(dropped, context)]),
    )


def _body(parts: list[str]) -> str:
    return "\n    ".join(part for part in parts if part not in {"", "pass"}) or "pass"


def main() -> None:
    """Write the next migration file."""
    (name,) = sys.argv[1:]
    head = ScriptDirectory(str(FOLDER)).get_current_head() or ""
    revision = f"{int(head) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(instance=Path(folder))
        with app.app_context():
            upgrade(directory=str(FOLDER))
            with db.engine.connect() as connection:
                up, down = draft(connection)
            db.engine.dispose()
    path = FOLDER / "versions" / f"{revision}_{name}.py"
    title = name.replace("_", " ").capitalize()
    path.write_text(
        FILE.format(title=title, revision=revision, down=head, upgrade=up, downgrade=down), encoding="utf-8"
    )
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
