"""The rows of a document stand still as long as the document is not in its authors' hands."""

from app.core.database import trigger

WITH_AUTHORS = "('draft', 'returned')"
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def freeze_with(document: str, *, table: str, key: str) -> None:
    """Refuse any change of `table` while the row of `document` its `key` points at is submitted or final."""
    for operation, rows in _ROWS.items():
        states = (f"(SELECT state FROM {document} WHERE id = {row}.{key})" for row in rows)  # noqa: S608  names of tables, from our own code
        trigger(
            table,
            operation,
            name=f"frozen_{operation.lower()}",
            reason=f"{table}: the document is with the approvers or final",
            condition=" OR ".join(f"{state} NOT IN {WITH_AUTHORS}" for state in states),
        )
