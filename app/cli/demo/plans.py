"""실행계획: written and handed in by the team, approved by the head and the control tower, or returned."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.innovation.enums import ObstacleKind, ReportCadence
from app.innovation.enums.measures import MeasureDirection, MeasureKind
from app.innovation.models import Plan, Task
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head, return_plan
from app.innovation.services.plans import (
    ItemDraft,
    MeasureDraft,
    ObstacleDraft,
    PlanDraft,
    submit_plan,
    write_plan,
)


def steps(office: Office) -> Iterator[Step]:
    """Every plan with its way through the approvals."""
    for row in content("tasks")["tasks"]:
        plan = row["plan"]
        if not plan:
            continue
        yield Step(on(plan["submitted_on"]), 40, partial(_submit, office, row))
        if plan["head_approved_on"]:
            yield Step(on(plan["head_approved_on"]), 41, partial(_approve_as_head, office, row))
        if plan["tower_approved_on"]:
            yield Step(on(plan["tower_approved_on"]), 42, partial(_approve_as_tower, office, row))
        if row.get("plan_return"):
            yield Step(on(row["plan_return"]["on"]), 43, partial(_return, office, row))


def _submit(office: Office, row: dict[str, Any]) -> None:
    author, task = office.actor(row["plan"]["author"]), office.get(Task, "task", row["code"])
    plan = write_plan(actor=author, task=task, draft=_draft(office, row))
    submit_plan(actor=author, task=task, plan=plan)
    office.keep("plan", row["code"], plan.id)


def _draft(office: Office, row: dict[str, Any]) -> PlanDraft:
    plan, period = row["plan"], row.get("reporting_period") or {}
    return PlanDraft(
        background=plan["background"],
        goal=plan["goal"],
        budget=Decimal(plan["budget_won"]),
        budget_note=plan["budget_note"] or "",
        no_obstacles=plan["no_obstacles_confirmed"],
        cadence=ReportCadence(row["reporting_cadence"] or "quarterly"),
        report_from=on(period["starts_on"]) if period else None,
        report_until=on(period["ends_on"]) if period else None,
        items=tuple(_item(office, item) for item in plan["practice_items"]),
        measures=tuple(_measure(row["code"], measure) for measure in plan["measures"]),
        obstacles=tuple(
            ObstacleDraft(kind=ObstacleKind(o["kind"]), text=o["text"], handling=o["planned_handling"])
            for o in plan["obstacles_expected"]
        ),
    )


def _item(office: Office, item: dict[str, Any]) -> ItemDraft:
    return ItemDraft(
        text=item["title"],
        owner_id=office.people[item["owner"]],
        starts_on=on(item["starts_on"]),
        ends_on=on(item["ends_on"]),
    )


def _measure(code: str, measure: dict[str, Any]) -> MeasureDraft:
    return MeasureDraft(
        name=measure["name"],
        unit=measure["unit"],
        direction=MeasureDirection(measure["direction"]),
        kind=MeasureKind(content("pipeline")["measure_kinds"].get(f"{code} {measure['code']}", "other")),
        baseline=Decimal(measure["baseline"]),
        target=Decimal(measure["target"]),
    )


def _approve_as_head(office: Office, row: dict[str, Any]) -> None:
    task, plan = office.get(Task, "task", row["code"]), office.get(Plan, "plan", row["code"])
    approve_as_head(actor=office.actor(row["plan"]["head_approved_by"]), task=task, plan=plan)


def _approve_as_tower(office: Office, row: dict[str, Any]) -> None:
    task, plan = office.get(Task, "task", row["code"]), office.get(Plan, "plan", row["code"])
    approve_as_control_tower(actor=office.actor(row["plan"]["tower_approved_by"]), task=task, plan=plan)


def _return(office: Office, row: dict[str, Any]) -> None:
    task, plan = office.get(Task, "task", row["code"]), office.get(Plan, "plan", row["code"])
    back = row["plan_return"]
    return_plan(actor=office.actor(back["by"]), task=task, plan=plan, reason=back["reason"])
