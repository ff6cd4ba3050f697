"""자기 일은 자기가 승인하지 않는다: the button is not there, and a form sent past it is refused."""

from datetime import UTC, datetime

import pytest

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import transaction
from app.evaluation.enums import Phase
from app.evaluation.models import ScoreSheet
from app.innovation.enums import ObstacleState, PlanState, ReportState, SloganState, Stage
from app.innovation.models import Obstacle, Plan, ProgressReport, Slogan
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head
from app.innovation.services.plans import submit_plan, write_plan
from app.innovation.services.reports import submit_report
from app.innovation.services.stages import advance_task
from app.innovation.services.teams import set_team
from app.mileage.enums import ClaimState
from app.mileage.models import Claim
from tests.factories import evaluation, innovation, innovation_b, innovation_c, mileage
from tests.journeys.facts import count, stored

pytestmark = pytest.mark.browser

BEFORE_THE_DEPUTY = datetime(2026, 11, 13, 3, 0, tzinfo=UTC)
"""A Friday: 임대행 is not yet acting head and may write the slogan."""


def a_plan_of_the_acting_head(cast):
    """임대행 leads the team, writes the plan and hands it in."""
    task = innovation.framed(innovation.a_task_in(Stage.FRAMING, cast), cast.lee)
    advance_task(actor=cast.lee, task=task)
    set_team(actor=cast.lee, task=task, leader_id=cast.acting.id, shares={cast.acting.id: 60, cast.ahn.id: 40})
    advance_task(actor=cast.lee, task=task)
    plan = write_plan(actor=cast.acting, task=task, draft=innovation_b.plan_draft(cast))
    submit_plan(actor=cast.acting, task=task, plan=plan)
    return task, plan


def a_report_of_the_acting_head(cast):
    """The plan is approved by others; 임대행 writes the first report and hands it in."""
    task, plan = a_plan_of_the_acting_head(cast)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    approve_as_control_tower(actor=cast.choi, task=task, plan=plan)
    advance_task(actor=cast.lee, task=task)
    report = innovation_b.a_report(cast, task, plan, by=cast.acting)
    submit_report(actor=cast.acting, task=task, report=report)
    return report


def a_slogan_of_the_acting_head(cast):
    """Written and handed in before 임대행 became acting head."""
    with clock.frozen_at(BEFORE_THE_DEPUTY):
        return innovation_c.submitted_slogan(cast, actor=actor_of_person(cast.acting.id))


def is_refused(person, record, button, action):
    """The page is readable but has no such button; posting the action anyway changes nothing."""
    person.opens(record)
    assert not person.has_button(button)
    assert person.posts(f"{record}/{action}") in {403, 422}
    person.page_is_sound()


def test_an_acting_head_does_not_approve_the_own_plan(office):
    with transaction():
        _task, plan = a_plan_of_the_acting_head(office.cast)
    is_refused(office.acting, f"/plans/{plan.id}", "부서장 승인", "head-approvals")
    assert stored(Plan, plan.id).state is PlanState.SUBMITTED
    office.lee.opens(f"/plans/{plan.id}")
    office.lee.presses("부서장 승인")
    assert stored(Plan, plan.id).head_approver_id == office.cast.lee.id


def test_an_acting_head_does_not_approve_the_own_report(office):
    with transaction():
        report = a_report_of_the_acting_head(office.cast)
    is_refused(office.acting, f"/progress-reports/{report.id}", "부서장 승인", "approvals")
    assert stored(ProgressReport, report.id).state is ReportState.SUBMITTED
    office.lee.opens(f"/progress-reports/{report.id}")
    office.lee.presses("부서장 승인")
    assert stored(ProgressReport, report.id).state is ReportState.APPROVED


def test_an_acting_head_does_not_approve_the_slogan_written_before(office):
    with transaction():
        slogan = a_slogan_of_the_acting_head(office.cast)
    is_refused(office.acting, f"/slogans/{slogan.id}", "승인", "approvals")
    assert stored(Slogan, slogan.id).state is SloganState.SUBMITTED
    office.lee.opens(f"/slogans/{slogan.id}")
    office.lee.presses("승인")
    assert stored(Slogan, slogan.id).approved_by_id == office.cast.lee.id


def test_a_head_does_not_confirm_the_own_claim_and_the_control_tower_does_not_verify_its_own(office):
    with transaction():
        of_head = mileage.submitted(office.cast.lee)
        of_tower = mileage.submitted(office.cast.choi)
    is_refused(office.lee, f"/mileage/claims/{of_head.id}", "확인", "confirmations")
    is_refused(office.choi, f"/mileage/claims/{of_tower.id}", "검증하고 적립", "verifications")
    assert [stored(Claim, claim.id).state for claim in (of_head, of_tower)] == [ClaimState.SUBMITTED] * 2
    office.choi.opens(f"/mileage/claims/{of_head.id}")
    office.choi.presses("검증하고 적립")
    assert stored(Claim, of_head.id).verifier_id == office.cast.choi.id


def test_neither_who_claims_a_removal_nor_the_head_of_that_department_confirms_it(office):
    with transaction():
        obstacle = innovation_c.claimed_obstacle(office.cast)
    for person in (office.kim, office.lee):
        is_refused(person, f"/obstacles/{obstacle.id}", "해소 확인", "removal-confirmations")
    assert stored(Obstacle, obstacle.id).state is ObstacleState.REMOVAL_CLAIMED
    office.yoon.opens(f"/obstacles/{obstacle.id}")
    office.yoon.presses("해소 확인")
    assert stored(Obstacle, obstacle.id).state is ObstacleState.REMOVED


def test_an_evaluator_does_not_score_the_own_department(office):
    cast = office.cast
    with transaction():
        panel = evaluation.make_panel(cast.choi)
        record = evaluation.make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        evaluation.assign(cast.choi, record, panel, cast.yang)
        evaluation.advance(cast.choi, record, Phase.SCORING)
    sheets = f"/rounds/{record.id}/sheets"
    office.yang.opens(sheets)
    office.yang.sees("교통과", "민원봉사과")
    assert not office.yang.has_link("교통과")
    office.yang.page_is_sound()
    office.yang.opens(f"{sheets}/{panel.id}/{cast.traffic}", status=403)
    assert office.yang.posts(f"{sheets}/{panel.id}/{cast.traffic}", intent="submit") == 403
    assert count(ScoreSheet) == 0
    office.yang.opens(f"{sheets}/{panel.id}/{cast.civil}")
    office.yang.page_is_sound()
