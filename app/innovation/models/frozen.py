"""The rows of a document stand still while it is not in its authors' hands, and others decide about it."""

from app.core.database import trigger

WITH_AUTHORS = "('draft', 'returned')"
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def decided_from_outside(document: str, *, by: str) -> None:
    """Refuse a decision about a document of a task, kept in the column `by`, of somebody on the task's team."""
    on_the_team = f"SELECT 1 FROM team_members WHERE task_id = NEW.task_id AND person_id = NEW.{by}"  # noqa: S608  names of columns, from our own code
    trigger(
        document,
        "UPDATE",
        name=f"{by}_from_outside",
        reason=f"{document}: nobody decides about a task they work on",
        condition=f"NEW.{by} IS DISTINCT FROM OLD.{by} AND EXISTS ({on_the_team})",
    )


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
