"""혁신과제: set, framed, given a team, asked about, and led from stage to stage through the real gates."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core import clock
from app.core.access import Actor
from app.core.values import Value
from app.innovation.enums import GateCode, OpinionAnswer, Rating, RatingKind, Stage, TaskField, TaskKind
from app.innovation.enums.cooperation import PlanPart
from app.innovation.models import Issue, Opinion, Task
from app.innovation.services.stages import advance_task, return_task, waive_gate_item
from app.innovation.services.tasks import Framing, TaskContent, edit_framing, frame_task
from app.innovation.services.teams import answer_opinion, ask_opinion, set_team
from app.organization.queries import holidays_between

WHOLE = 100
MEMBER_SHARE = 20
TOWER = "20070121"
"""Who sets strategic tasks and decides about issues."""


def steps(office: Office) -> Iterator[Step]:
    """Every task from its setting to the last stage it has reached."""
    for row in content("tasks")["tasks"]:
        yield Step(on(row["created_on"]), 30, partial(_frame, office, row))
        yield from _stage_steps(office, row)
        if "team" in row["stage_entered"]:
            yield Step(on(row["stage_entered"]["team"]), 31, partial(_set_team, office, row))
        for asked in row["cooperating_departments"]:
            yield Step(on(asked["asked_on"]), 32, partial(_ask, office, row, asked))
            if asked["answer"]:
                yield Step(on(asked["answered_on"]), 33, partial(_answer, office, row, asked))


def _stage_steps(office: Office, row: dict[str, Any]) -> Iterator[Step]:
    for name, day in list(row["stage_entered"].items())[1:]:
        entered_on = max(on(day), on(row["created_on"]))
        yield Step(entered_on, 70, partial(_advance, office, row, Stage(name)))
        if name == "framing":
            yield Step(entered_on, 71, partial(_edit_framing, office, row))
    for back in row["goings_back"]:
        yield Step(on(back["entered_on"]), 72, partial(_advance, office, row, Stage(back["from"])))
        yield Step(on(back["on"]), 73, partial(_go_back, office, row, back))


def _frame(office: Office, row: dict[str, Any]) -> None:
    adopted = [issue for issue in content("issues")["issues"] if issue["task"] == row["code"]]
    reason = row.get("reason_without_issue", "")
    task = frame_task(
        actor=office.actor(adopted[0]["decision"]["by"] if adopted else TOWER),
        content=TaskContent(
            title=row["title"],
            summary=adopted[0]["idea"] if adopted else row["summary"],
            kind=TaskKind(row["kind"]),
            lead_department_id=office.departments[row["lead_department"]],
            field=TaskField(row["field"]),
            values=tuple(Value(value) for value in row["values"]),
            reason_without_issue=reason,
        ),
        issues=[office.get(Issue, "issue", issue["number"]) for issue in adopted],
        adoption_reason=adopted[0]["decision"]["reason"] if adopted else "",
    )
    office.keep("task", row["code"], task.id)


def _edit_framing(office: Office, row: dict[str, Any]) -> None:
    task = office.get(Task, "task", row["code"])
    ratings = row["ratings"] or {}
    edit_framing(
        actor=office.head(row["lead_department"]),
        task=task,
        framing=Framing(
            title=task.title,
            summary=task.summary,
            field=TaskField(row["field"]),
            ratings={kind: Rating(str(ratings[kind.value])) if ratings else None for kind in RatingKind},
            values=tuple(Value(value) for value in row["values"]),
            rating_note=ratings.get("note", ""),
            reason_without_issue=task.reason_without_issue,
        ),
    )


def _set_team(office: Office, row: dict[str, Any]) -> None:
    leader_id = office.people[row["leader"]]
    shares = {office.people[number]: MEMBER_SHARE for number in row["members"]}
    set_team(
        actor=office.head(row["lead_department"]),
        task=office.get(Task, "task", row["code"]),
        leader_id=leader_id,
        shares={leader_id: WHOLE - sum(shares.values()), **shares},
    )


def _ask(office: Office, row: dict[str, Any], asked: dict[str, Any]) -> None:
    today, due = clock.today(), on(asked["due_on"])
    days = (today + timedelta(days=gone) for gone in range(1, (due - today).days + 1))
    days_off = holidays_between(today, due)
    opinion = ask_opinion(
        actor=office.actor(row["leader"]),
        task=office.get(Task, "task", row["code"]),
        department_id=office.departments[asked["department"]],
        working_days=sum(day.isoweekday() not in {6, 7} and day not in days_off for day in days),
        question=asked.get("question", ""),
        part=PlanPart(content("pipeline")["opinion_parts"].get(f"{row['code']} {asked['department']}", "whole")),
    )
    office.keep("opinion", f"{row['code']} {asked['department']}", opinion.id)


def _answer(office: Office, row: dict[str, Any], asked: dict[str, Any]) -> None:
    answer_opinion(
        actor=office.actor(asked["answered_by"]),
        task=office.get(Task, "task", row["code"]),
        opinion=office.get(Opinion, "opinion", f"{row['code']} {asked['department']}"),
        answer=OpinionAnswer(asked["answer"]),
        reason=asked["reason"] or "",
    )


def _advance(office: Office, row: dict[str, Any], target: Stage) -> None:
    task = office.get(Task, "task", row["code"])
    for waiver in row["waivers"]:
        if waiver["stage"] == task.stage.value:
            code = GateCode(waiver["code"])
            waive_gate_item(actor=office.actor(waiver["by"]), task=task, code=code, reason=waiver["reason"])
    advance = advance_task(actor=_carrier(office, row, task), task=task)
    if advance.to_stage is not target:
        raise ValueError(row["code"], target, advance.to_stage)


def _carrier(office: Office, row: dict[str, Any], task: Task) -> Actor:
    """The head while a task is being framed, its leader from then on."""
    if task.stage.number < Stage.TEAM.number:
        return office.head(row["lead_department"])
    return office.actor(row["leader"])


def _go_back(office: Office, row: dict[str, Any], back: dict[str, Any]) -> None:
    task = office.get(Task, "task", row["code"])
    return_task(actor=office.actor(back["by"]), task=task, to_stage=Stage(back["to"]), reason=back["reason"])
