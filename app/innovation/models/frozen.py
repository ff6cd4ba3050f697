"""What stands still: the rows of a document outside its authors' hands, what is answered, what is decided."""

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


def waits_for_approval(task_id: str) -> str:
    """Return the SQL that says a plan or the closing of the task lies with its approvers."""
    return (
        f"EXISTS (SELECT 1 FROM plans WHERE task_id = {task_id} AND state IN ('submitted', 'head_approved'))"  # noqa: S608  a name, from our own code
        f" OR EXISTS (SELECT 1 FROM closings WHERE task_id = {task_id} AND state = 'submitted')"
    )


def answered_stays(table: str, *, when: str) -> None:
    """Refuse any change of a row that is answered (`when`, over OLD), and the deletion of any row."""
    trigger(table, "UPDATE", name="answered_stays", reason=f"{table}: what is answered stands", condition=when)
    trigger(table, "DELETE", name="no_delete", reason=f"{table}: rows are never deleted")


def columns_stay(table: str, *columns: str, name: str, reason: str, when: str = "") -> None:
    """Refuse an update that gives one of the columns another value, where `when` (over OLD and NEW) holds."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    condition = f"({when}) AND ({changed})" if when else changed
    trigger(table, "UPDATE", name=name, reason=f"{table}: {reason}", condition=condition)


def stands_with(table: str, *, when: str, reason: str) -> None:
    """Refuse any change of the rows of `table` for which `when` holds; `{row}` in it stands for the row."""
    for operation, rows in _ROWS.items():
        trigger(
            table,
            operation,
            name=f"stands_{operation.lower()}",
            reason=f"{table}: {reason}",
            condition=" OR ".join(when.format(row=row) for row in rows),
        )
