"""과제 종료: the leader writes the result, the head hands it in, the control tower closes the task."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.reports import measure_values
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.innovation.enums import CloseResult, SpreadDecision
from app.innovation.models import Closing, Task
from app.innovation.services.closings import ClosingDraft, close_task, submit_closing, write_closing


def steps(office: Office) -> Iterator[Step]:
    """The end of every task that has ended."""
    for row in content("tasks")["tasks"]:
        if row["closed_on"]:
            closed_on = on(row["closed_on"])
            yield Step(closed_on, 77, partial(_write, office, row))
            yield Step(closed_on, 78, partial(_submit, office, row))
            yield Step(closed_on, 79, partial(_close, office, row))


def _write(office: Office, row: dict[str, Any]) -> None:
    task, result = office.get(Task, "task", row["code"]), row["result"]
    values = {measure["code"]: measure["actual"] for measure in result["measures"]}
    closing = write_closing(
        actor=office.actor(row["leader"]),
        task=task,
        draft=ClosingDraft(
            ends_early=row["state"] == "ended_early",
            reason=row.get("end_reason", ""),
            result=CloseResult(row["close_result"]),
            worked=result["what_worked"] or "",
            failed=result["what_failed"] or "",
            lesson=row["lesson"],
            spread=SpreadDecision(row["spread"]["decision"]),
            spread_note=_spread_note(row["spread"]),
            values=measure_values(row, task, values, {}),
        ),
    )
    office.keep("closing", row["code"], closing.id)


def _spread_note(spread: dict[str, Any]) -> str:
    names = ", ".join(spread["departments"])
    return f"{names}: {spread['note']}" if names else str(spread["note"])


def _submit(office: Office, row: dict[str, Any]) -> None:
    task, closing = office.get(Task, "task", row["code"]), office.get(Closing, "closing", row["code"])
    submit_closing(actor=office.head(row["lead_department"]), task=task, closing=closing)


def _close(office: Office, row: dict[str, Any]) -> None:
    task, closing = office.get(Task, "task", row["code"]), office.get(Closing, "closing", row["code"])
    state = close_task(actor=office.actor(TOWER), task=task, closing=closing)
    if state.value != row["state"]:
        raise ValueError(row["code"], state)
