"""The head of a backup: what must be in the file, and the sums by which it is known again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from app.core.errors import Refused
from app.core.messages import _

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class TableSum:
    """Rows of a table and the SHA-256 of their lines."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `revisions`: the migrations its tables were made by."""

    made_at: str
    engine: str
    revisions: tuple[str, ...]
    with_keys: bool
    tables: Mapping[str, TableSum] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> str:
        """Return the manifest as text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Read a manifest. Raises `Refused` for another format."""
        values = json.loads(text)
        if values.get("format") != FORMAT:
            raise Refused(_("This backup was written by another version of the product."))
        tables = {name: TableSum(**table) for name, table in values.pop("tables").items()}
        return cls(**{**values, "tables": tables, "revisions": tuple(values["revisions"])})


def revisions_of(connection: Connection) -> tuple[str, ...]:
    """Return the migrations the tables were made by."""
    return tuple(sorted(MigrationContext.configure(connection).get_current_heads()))
