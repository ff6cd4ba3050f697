"""관문 안내: every open item of a gate with the address of the place that mends it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from app.core.access import Actor, allows
from app.core.messages import Message
from app.innovation.enums import GateCode, Stage
from app.innovation.enums.permissions import Permission
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.policy.plans import TeamWork
from app.innovation.queries.gate_places import GatePlaces
from app.innovation.queries.task_page import TaskPage
from app.innovation.rules.common import Listed
from app.innovation.rules.gates import GateItem
from app.innovation.rules.plans import EDITABLE as EDITABLE_PLANS
from app.innovation.services.closings import EDITABLE as EDITABLE_CLOSINGS


@dataclass(frozen=True, kw_only=True)
class GateLine:
    """One line of the checklist as the page shows it. `url` is None for what needs no mending."""

    code: GateCode
    label: Message
    met: bool
    waived: bool
    hint: Message | None
    url: str | None


@dataclass(frozen=True)
class _Reader:
    """Who looks at the gate of which task."""

    task: Task
    actor: Actor
    places: GatePlaces
    work: TeamWork

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do this with the work of the team."""
        return allows(POLICY, permission, self.actor, self.work)

    def may_with_task(self, permission: Permission) -> bool:
        """Whether the reader may do this with the task itself."""
        return allows(POLICY, permission, self.actor, self.task)


Place = Callable[[_Reader], str]

FORM_ANCHORS: Mapping[str, str] = {
    "Background": "background",
    "Goal": "goal",
    "Practice items": "items",
    "Owner and date of each practice item": "items",
    "Budget (0 if none)": "budget",
    "Measures": "measures",
    "Unit, baseline and target of each measure": "measures",
    "Expected obstacles, or the tick for none": "obstacles",
}
"""The field of the plan's form for each sentence of `rules.plans.missing_fields`."""


def gate_lines(page: TaskPage, items: Sequence[GateItem], actor: Actor) -> Sequence[GateLine]:
    """Return the checklist with the address of the place that mends each open item."""
    reader = _Reader(page.task, actor, page.places, page.work)
    return [
        GateLine(
            code=item.code,
            label=item.label,
            met=item.met,
            waived=item.waived,
            hint=item.hint,
            url=None if item.met else _place(item)(reader),
        )
        for item in items
    ]


def _place(item: GateItem) -> Place:
    """Return where the item is mended; an incomplete form leads to the first field that is missing."""
    if item.code is GateCode.FORM_COMPLETE and item.hint is not None:
        first = item.hint.params["items"]
        words = first.items[0] if isinstance(first, Listed) else ""
        return _plan(FORM_ANCHORS.get(getattr(words, "msgid", ""), "background"))
    return PLACES[item.code]


def _tab(reader: _Reader, stage: Stage, anchor: str = "tab") -> str:
    return url_for("innovation.show_task", task_id=reader.task.id, stage=stage.number, _anchor=anchor)


def _framing(anchor: str) -> Place:
    def place(reader: _Reader) -> str:
        if reader.may_with_task(Permission.TASK_EDIT_FRAMING):
            return url_for("innovation.new_framing", task_id=reader.task.id, _anchor=anchor)
        return _tab(reader, Stage.FRAMING)

    return place


def _team(anchor: str) -> Place:
    def place(reader: _Reader) -> str:
        if reader.may_with_task(Permission.TEAM_SET):
            return url_for("innovation.new_team", task_id=reader.task.id, _anchor=anchor)
        return _tab(reader, Stage.TEAM)

    return place


def _opinions(reader: _Reader) -> str:
    return url_for("innovation.show_cooperation", task_id=reader.task.id, _anchor="opinions")


def _plan(anchor: str) -> Place:
    def place(reader: _Reader) -> str:
        places, writes = reader.places, reader.may(Permission.PLAN_WRITE)
        if places.plan_id is None:
            return url_for("innovation.new_plan", task_id=reader.task.id) if writes else _tab(reader, Stage.PLAN)
        if writes and places.plan_state in EDITABLE_PLANS:
            return url_for("innovation.edit_plan", plan_id=places.plan_id, _anchor=anchor)
        return url_for("innovation.show_plan", plan_id=places.plan_id, _anchor="missing")

    return place


def _approval(reader: _Reader) -> str:
    if reader.places.plan_id is None:
        return _plan("background")(reader)
    return url_for("innovation.show_plan", plan_id=reader.places.plan_id, _anchor="approvals")


def _report(reader: _Reader) -> str:
    places = reader.places
    if places.report_id is not None:
        return url_for("innovation.show_report", report_id=places.report_id)
    if places.period_id is not None and reader.may(Permission.REPORT_WRITE):
        return url_for("innovation.new_report", period_id=places.period_id)
    return _tab(reader, Stage.MANAGEMENT)


def _ownerless(reader: _Reader) -> str:
    return _obstacle(reader, reader.places.ownerless_obstacle_id, "owner-owner_id")


def _unsettled(reader: _Reader) -> str:
    return _obstacle(reader, reader.places.unsettled_obstacle_id, "")


def _obstacle(reader: _Reader, obstacle_id: int | None, anchor: str) -> str:
    if obstacle_id is None:
        return _tab(reader, reader.task.stage, "obstacles")
    return url_for("innovation.show_obstacle", obstacle_id=obstacle_id, _anchor=anchor or None)


def _closing(anchor: str) -> Place:
    def place(reader: _Reader) -> str:
        places, writes = reader.places, reader.may(Permission.CLOSING_WRITE)
        if places.closing_id is None:
            new = url_for("innovation.new_closing", task_id=reader.task.id, _anchor=anchor)
            return new if writes else _tab(reader, Stage.MONITORING)
        if writes and places.closing_state in EDITABLE_CLOSINGS:
            return url_for("innovation.edit_closing", closing_id=places.closing_id, _anchor=anchor)
        return url_for("innovation.show_closing", closing_id=places.closing_id)

    return place


def _practice_change(reader: _Reader) -> str:
    if reader.may_with_task(Permission.PRACTICE_CHANGE_SET):
        return url_for("innovation.new_practice_change", task_id=reader.task.id, _anchor="first_new")
    return _tab(reader, Stage.MONITORING, "practice-change")


PLACES: Mapping[GateCode, Place] = {
    GateCode.TRIAGE_DECIDED: _framing("reason_without_issue"),
    GateCode.TRIAGE_REASON: _framing("reason_without_issue"),
    GateCode.FIELD_CHOSEN: _framing("field"),
    GateCode.RATINGS_GIVEN: _framing("rating_office"),
    GateCode.LEAD_DEPARTMENT: _framing("title"),
    GateCode.SOURCE_ISSUE: _framing("reason_without_issue"),
    GateCode.LEADER_NAMED: _team("leader_number"),
    GateCode.MEMBER_NAMED: _team("number_1"),
    GateCode.OPINIONS_ANSWERED: _opinions,
    GateCode.FORM_COMPLETE: _plan("background"),
    GateCode.MEASURE_SET: _plan("measures"),
    GateCode.OBSTACLES_CONSIDERED: _plan("obstacles"),
    GateCode.HEAD_APPROVED: _approval,
    GateCode.TOWER_APPROVED: _approval,
    GateCode.REPORT_APPROVED: _report,
    GateCode.NO_REPORT_OVERDUE: _report,
    GateCode.OBSTACLES_OWNED: _ownerless,
    GateCode.RESULTS_ENTERED: _closing("values"),
    GateCode.OBSTACLES_SETTLED: _unsettled,
    GateCode.PRACTICE_CHANGED: _practice_change,
    GateCode.SPREAD_DECIDED: _closing("spread"),
}
"""Where each item is mended. Whoever may not write there is led to where it can be read."""
