"""관문 안내: every open item leads to the place that mends it, and no button is offered while the gate is shut."""

import re
from dataclasses import replace

import pytest

from app.core.database import transaction
from app.innovation.enums import GateCode, Stage
from app.innovation.routes.gate_links import FORM_ANCHORS, PLACES
from app.innovation.rules.plans import MeasureContent, PlanContent, PracticeItemContent, missing_fields
from app.innovation.services.closings import write_closing
from app.innovation.services.joint_leads import set_joint_lead
from tests.factories import innovation as make
from tests.factories.innovation_b import a_managed_task, a_monitored_task, a_plan, closing_draft
from tests.factories.innovation_c import obstacle_of
from tests.statements import count_statements


def gate_links(text):
    gate = text.partition('id="gate"')[2].partition("</section>")[0]
    return re.findall(r'<a href="([^"]+)"', gate.partition("</ul>")[0])


def test_every_item_has_a_place():
    assert set(PLACES) == set(GateCode)


def page_of(client, task_id):
    answer = client.get(f"/tasks/{task_id}")
    assert answer.status_code == 200
    return answer.text


def test_whoever_may_write_is_led_to_the_field(as_, cast, app):
    with transaction():
        task_id = make.a_task_in(Stage.FRAMING, cast).id
    assert gate_links(page_of(as_(cast.lee), task_id)) == [
        f"/tasks/{task_id}/framings/new#field",
        f"/tasks/{task_id}/framings/new#rating_office",
    ]
    assert gate_links(page_of(as_(cast.park), task_id)) == [f"/tasks/{task_id}?stage=2#tab"] * 2


def test_team_and_opinions_lead_to_form_and_room(as_, cast, app):
    with transaction():
        task = make.a_task_in(Stage.TEAM, cast)
        make.an_opinion(task, cast)
    assert gate_links(page_of(as_(cast.kang), task.id)) == [
        f"/tasks/{task.id}/teams/new#leader_number",
        f"/tasks/{task.id}/teams/new#number_1",
        f"/tasks/{task.id}/cooperation#opinions",
    ]


def test_the_plan_is_written_edited_or_read(as_, cast, app):
    with transaction():
        empty = make.a_task_in(Stage.PLAN, cast)
        drafted, plan = a_plan(cast, measures=())
    assert gate_links(page_of(as_(cast.kim), empty.id))[0] == f"/tasks/{empty.id}/plans/new"
    links = gate_links(page_of(as_(cast.kim), drafted.id))
    assert links[:2] == [f"/plans/{plan.id}/edit#measures", f"/plans/{plan.id}/edit#measures"]
    assert links[-1] == f"/plans/{plan.id}#approvals"
    assert gate_links(page_of(as_(cast.park), drafted.id))[0] == f"/plans/{plan.id}#missing"


def test_every_sentence_about_the_form_has_its_field():
    empty = PlanContent(
        background="",
        goal="",
        budget=None,
        practice_items=(),
        measures=(),
        expected_obstacle_count=0,
        no_obstacles=False,
    )
    gaps = replace(
        empty,
        practice_items=(PracticeItemContent(text="", owner_id=None, due_on=None),),
        measures=(MeasureContent(name="", unit="", baseline=None, target=None),),
    )
    said = {label.msgid for content in (empty, gaps) for label in missing_fields(content)}
    assert said == set(FORM_ANCHORS)


def test_reports_and_obstacles_lead_to_the_record(as_, cast, app):
    with transaction():
        task, _plan = a_managed_task(cast)
        obstacle = obstacle_of(cast, task=task, owner_id=None)
    links = gate_links(page_of(as_(cast.kim), task.id))
    assert re.fullmatch(r"/report-periods/\d+/progress-reports/new", links[0])
    assert links[1] == f"/obstacles/{obstacle.id}#owner-owner_id"


def test_the_last_gate_leads_to_the_closing(as_, cast, app):
    with transaction():
        task, plan = a_monitored_task(cast)
    assert gate_links(page_of(as_(cast.kim), task.id))[0] == f"/tasks/{task.id}/closings/new#values"
    with transaction():
        closing = write_closing(actor=cast.kim, task=task, draft=closing_draft(plan, values=(), spread=None))
    assert gate_links(page_of(as_(cast.kim), task.id)) == [
        f"/closings/{closing.id}/edit#values",
        f"/closings/{closing.id}/edit#spread",
    ]


@pytest.mark.parametrize("reason", ["", "시장 지시사항"])
def test_the_button_is_there_only_while_the_gate_is_open(as_, cast, app, reason):
    with transaction():
        task_id = make.a_task(cast, reason_without_issue=reason).id
    text = page_of(as_(cast.lee), task_id)
    assert (f"/tasks/{task_id}/stage-advances" in text) is bool(reason)
    assert ("is shut. Still missing: 2." in text) is not bool(reason)


@pytest.mark.parametrize("stage", [3, 4, 5, 6])
def test_the_page_of_a_joint_task_with_a_shut_gate_costs_at_most_eight_statements(as_, cast, app, stage):
    with transaction():
        task = {
            3: lambda: make.a_task_in(Stage.TEAM, cast),
            4: lambda: a_plan(cast)[0],
            5: lambda: a_managed_task(cast)[0],
            6: lambda: a_monitored_task(cast)[0],
        }[stage]()
        obstacle_of(cast, task=task, owner_id=None)
        shares = {cast.traffic: 60, cast.roads: 40}
        set_joint_lead(
            actor=cast.choi, task=task, responsible_head_id=cast.lee.id, shares=shares, reason="도로과와 함께 한다."
        )
    client = as_(cast.kim)
    client.get(f"/tasks/{task.id}")
    with count_statements() as seen:
        text = page_of(client, task.id)
    assert ("is shut" in text or stage == 6, len(seen) <= 8) == (True, True)
