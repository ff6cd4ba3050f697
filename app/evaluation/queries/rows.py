"""Rows of the database as frozen dataclasses."""

from typing import Any, TypeVar

from app.core.database import AnySelect, db

T = TypeVar("T")


def rows_as(kind: type[T], statement: AnySelect) -> list[T]:
    """Run a select whose columns are the fields of `kind`, in their order."""
    names: Any = kind.__dict__["__dataclass_fields__"]
    return [kind(**dict(zip(names, row, strict=True))) for row in db.session.execute(statement)]
