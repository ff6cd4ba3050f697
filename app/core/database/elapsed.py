"""Whole days between two moments, reckoned in the database: for counts by days without fetching the rows."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class whole_days(GenericFunction[int]):  # noqa: N801  read as a function of SQL
    """`whole_days(earlier, later)`: the full days between two moments."""

    type = Integer()
    inherit_cache = True


@compiles(whole_days, "sqlite")
def _on_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's hook
    earlier, later = (compiler.process(part, **options) for part in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(whole_days, "postgresql")
def _on_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's hook
    earlier, later = (compiler.process(part, **options) for part in element.clauses)
    return f"CAST(floor(extract(epoch FROM {later} - {earlier}) / 86400) AS INTEGER)"
