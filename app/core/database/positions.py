"""Where a text stands in another, reckoned in the database letter by letter: no pattern, nothing to escape."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class position_of(GenericFunction[int]):  # noqa: N801  read as a function of SQL
    """`position_of(text, wanted)`: the place of the first letter of `wanted`, from 1; 0 where it does not occur."""

    type = Integer()
    inherit_cache = True


@compiles(position_of, "sqlite")
def _on_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's hook
    text, wanted = (compiler.process(part, **options) for part in element.clauses)
    return f"instr({text}, {wanted})"


@compiles(position_of, "postgresql")
def _on_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's hook
    text, wanted = (compiler.process(part, **options) for part in element.clauses)
    return f"strpos({text}, {wanted})"
