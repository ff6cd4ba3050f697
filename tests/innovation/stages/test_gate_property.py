"""관문: over random legal and illegal operations no task is past a gate with an unmet item nobody waived.

What each gate asks is worked out here a second time, plainly and from the rows themselves, before every operation.
"""

from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, OpumError
from app.innovation.enums import (
    GateCode,
    ObstacleKind,
    OpinionAnswer,
    PlanState,
    Rating,
    RatingKind,
    ReportState,
    Stage,
    TaskField,
)
from app.innovation.models import (
    GateWaiver,
    Issue,
    Obstacle,
    Opinion,
    Plan,
    PlanMeasure,
    ProgressReport,
    ReportPeriod,
    StageAdvance,
    StageReturn,
    Task,
    TeamMember,
)
from app.innovation.services.joint_leads import set_joint_lead
from app.innovation.services.obstacles import claim_removal, confirm_removal
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head, return_plan
from app.innovation.services.plans import start_version, submit_plan, write_plan
from app.innovation.services.reports import add_evidence, approve_report, submit_report, write_report
from app.innovation.services.stages import advance_task, return_task, waive_gate_item
from app.innovation.services.tasks import Framing, edit_framing
from app.innovation.services.teams import answer_opinion, ask_opinion, set_team
from tests.factories import innovation as make
from tests.factories.innovation_b import ReportDraft, a_managed_task, periods_of, plan_draft, told
from tests.factories.innovation_c import obstacle_of

WHO = ("kim", "ahn", "kang", "lee", "acting", "park", "yoon", "choi", "bae", "gam", "goh")
TOWER = ("choi", "bae")
WHY = "확인한 사정이 있어 이렇게 한다."
people, stages, codes = st.sampled_from(WHO), st.sampled_from(list(Stage)), st.sampled_from(list(GateCode))
legal = st.sampled_from([True, True, True, False])


def unmet_codes(task):
    """What the gate of the present stage still lacks, from the rows, the waivers of this stay left out."""
    waived = {
        row.code
        for row in db.session.query(GateWaiver).filter_by(task_id=task.id, stage=task.stage)
        if row.waived_at >= task.stage_entered_at
    }
    return {code for code, met in REFERENCE[task.stage](task).items() if not met} - waived


def sourced(task):
    return bool(task.reason_without_issue) or db.session.query(Issue).filter_by(task_id=task.id).count() > 0


def collection(task):
    return {"triage_decided": sourced(task), "triage_reason": sourced(task)}


def framing(task):
    rated = None not in (task.rating_office, task.rating_staff, task.rating_feasibility, task.rating_outside)
    return {"field_chosen": task.field is not None, "ratings_given": rated, "source_issue": sourced(task)}


def team(task):
    members = {row.person_id for row in db.session.query(TeamMember).filter_by(task_id=task.id)}
    silent = [row for row in db.session.query(Opinion).filter_by(task_id=task.id) if row.answer is None]
    return {
        "leader_named": task.leader_id is not None,
        "member_named": task.leader_id is not None and len(members - {task.leader_id}) > 0,
        "opinions_answered": not silent,
    }


def plan(task):
    newest = db.session.query(Plan).filter_by(task_id=task.id).order_by(Plan.number.desc()).first()
    measures = db.session.query(PlanMeasure).filter_by(plan_id=newest.id).all() if newest else []
    whole = [row for row in measures if None not in (row.baseline, row.target)]
    state = newest.state if newest else None
    return {
        "form_complete": newest is not None and bool(newest.background and newest.goal) and newest.budget is not None,
        "measure_set": bool(whole),
        "head_approved": state in {PlanState.HEAD_APPROVED, PlanState.APPROVED},
        "tower_approved": state is PlanState.APPROVED,
    }


def management(task):
    reports = {row.period_id: row.state for row in db.session.query(ProgressReport).filter_by(task_id=task.id)}
    handed_in = {ReportState.SUBMITTED, ReportState.APPROVED}
    late = [
        row
        for row in db.session.query(ReportPeriod).filter_by(task_id=task.id)
        if row.due_on < clock.today() and reports.get(row.id) not in handed_in
    ]
    ownerless = db.session.query(Obstacle).filter_by(task_id=task.id, owner_id=None, closed_on=None).count()
    return {
        "report_approved": ReportState.APPROVED in reports.values(),
        "no_report_overdue": not late,
        "obstacles_owned": ownerless == 0,
    }


REFERENCE = {
    Stage.COLLECTION: collection,
    Stage.FRAMING: framing,
    Stage.TEAM: team,
    Stage.PLAN: plan,
    Stage.MANAGEMENT: management,
    Stage.MONITORING: lambda _task: {},
}


class Pipeline(RuleBasedStateMachine):
    """One task and everybody who may, or may not, move it. `cast` is set by the test."""

    cast = None
    noon = None

    @initialize(
        sourced_task=st.booleans(), start=st.sampled_from([Stage.COLLECTION, Stage.TEAM, Stage.PLAN, Stage.MANAGEMENT])
    )
    def set_task(self, sourced_task, start):
        self.minutes = 0
        if start is Stage.COLLECTION:
            self.task = make.a_task(self.cast, reason_without_issue=WHY if sourced_task else "")
        elif start is Stage.MANAGEMENT:
            self.task, _plan = a_managed_task(self.cast)
        else:
            self.task = make.a_task_in(start, self.cast)
        self.came_from = self.task.stage
        self.open_codes = unmet_codes(self.task)

    def who(self, name):
        return getattr(self.cast, name)

    def attempt(self, work):
        """Do it as a request would: all of it, or nothing. What the gate lacked before is kept for the invariant."""
        self.minutes += 1
        with clock.frozen_at(self.noon + timedelta(minutes=self.minutes)):
            db.session.refresh(self.task)
            self.came_from, self.open_codes = self.task.stage, unmet_codes(self.task)
            try:
                with db.session.begin_nested():
                    work()
            except OpumError:
                self.refused = True
            else:
                self.refused = False
            db.session.refresh(self.task)

    def newest_plan(self):
        return db.session.query(Plan).filter_by(task_id=self.task.id).order_by(Plan.number.desc()).first()

    @rule(name=people, right=legal)
    def advance(self, name, right):
        actor = self.cast.lee if right else self.who(name)
        self.attempt(lambda: advance_task(actor=actor, task=self.task))

    @rule(name=people, back_to=stages, reason=st.sampled_from([WHY, WHY, " "]))
    def go_back(self, name, back_to, reason):
        before = self.task.stage
        self.attempt(lambda: return_task(actor=self.who(name), task=self.task, to_stage=back_to, reason=reason))
        if back_to.number >= before.number:
            assert self.refused

    @rule(name=people, code=codes, right=legal, reason=st.sampled_from([WHY, ""]))
    def waive(self, name, code, right, reason):
        lacking = sorted(unmet_codes(self.task))
        code = GateCode(lacking[0]) if right and lacking else code
        name = "choi" if right else name
        self.attempt(lambda: waive_gate_item(actor=self.who(name), task=self.task, code=code, reason=reason))
        if name not in TOWER or not reason:
            assert self.refused

    @rule(few=st.booleans())
    def waive_all_and_advance(self, few):
        """The control tower clears the way; with `few` it forgets one item."""
        lacking = sorted(unmet_codes(self.task))[: -1 if few else None]
        for code in lacking:
            self.attempt(
                lambda: waive_gate_item(actor=self.cast.choi, task=self.task, code=GateCode(code), reason=WHY)  # noqa: B023
            )
        self.attempt(lambda: advance_task(actor=self.cast.lee, task=self.task))

    @rule(name=people, right=legal, whole=legal)
    def frame(self, name, right, whole):
        ratings = dict.fromkeys(RatingKind, Rating.HIGH if whole else None)
        content = Framing(
            title=self.task.title,
            summary="다시 쓴 내용",
            field=TaskField.CITY if whole else None,
            ratings=ratings,
            reason_without_issue=WHY if whole else "",
        )
        actor = self.cast.lee if right else self.who(name)
        self.attempt(lambda: edit_framing(actor=actor, task=self.task, framing=content))

    @rule(name=people, right=legal, alone=st.booleans())
    def name_team(self, name, right, alone):
        kim, ahn = self.cast.kim.id, self.cast.ahn.id
        shares = {kim: 100} if alone else {kim: 60, ahn: 40}
        actor = self.cast.lee if right else self.who(name)
        self.attempt(lambda: set_team(actor=actor, task=self.task, leader_id=kim, shares=shares))

    @rule(other=st.booleans())
    def ask(self, other):
        unit = self.cast.roads if other else self.cast.civil
        self.attempt(lambda: ask_opinion(actor=self.cast.lee, task=self.task, department_id=unit, working_days=10))

    @rule(name=people, right=legal)
    def answer(self, name, right):
        silent = [row for row in db.session.query(Opinion).filter_by(task_id=self.task.id) if row.answer is None]
        if silent:
            actor = self.cast.yoon if right else self.who(name)
            agree = OpinionAnswer.AGREE
            self.attempt(lambda: answer_opinion(actor=actor, task=self.task, opinion=silent[0], answer=agree))
            if silent[0].department_id != self.cast.civil or actor is not self.cast.yoon:
                assert self.refused

    @rule(whole=legal, submit=st.booleans())
    def plan_it(self, whole, submit):
        draft = plan_draft(self.cast) if whole else plan_draft(self.cast, budget=None, measures=())

        def work():
            written = self.newest_plan()
            if written is not None and written.state is PlanState.APPROVED:
                written = start_version(actor=self.cast.kim, task=self.task, plan=written, reason=WHY)
            elif written is None:
                written = write_plan(actor=self.cast.kim, task=self.task, draft=draft)
            if submit:
                submit_plan(actor=self.cast.kim, task=self.task, plan=written)

        self.attempt(work)

    @rule()
    def carry_the_plan(self):
        """All approvals at once, so that tasks get far."""

        def work():
            written = write_plan(actor=self.cast.kim, task=self.task, draft=plan_draft(self.cast))
            submit_plan(actor=self.cast.kim, task=self.task, plan=written)
            approve_as_head(actor=self.cast.lee, task=self.task, plan=written)
            approve_as_control_tower(actor=self.cast.choi, task=self.task, plan=written)

        self.attempt(work)

    @rule(days=st.sampled_from([1, 5, 40]))
    def wait(self, days):
        """Reports fall due."""
        self.minutes += days * 24 * 60
        self.attempt(lambda: None)

    @rule(name=people, verb=st.sampled_from([approve_as_head, approve_as_control_tower, return_plan]), right=legal)
    def decide_plan(self, name, verb, right):
        written = self.newest_plan()
        if written is None:
            return
        rights = {approve_as_head: "lee", approve_as_control_tower: "choi", return_plan: "lee"}
        actor = self.who(rights[verb] if right else name)
        more = {"reason": WHY} if verb is return_plan else {}
        self.attempt(lambda: verb(actor=actor, task=self.task, plan=written, **more))

    @rule(approve=legal)
    def report(self, approve):
        def work():
            valid = self.newest_plan()
            draft = ReportDraft(summary="추진한 일", values=told(valid))
            made = write_report(actor=self.cast.kim, task=self.task, period=periods_of(self.task)[0], draft=draft)
            file = BytesIO("설치 대장".encode())
            add_evidence(actor=self.cast.kim, task=self.task, report=made, stream=file, filename="대장.txt")
            submit_report(actor=self.cast.kim, task=self.task, report=made)
            if approve:
                approve_report(actor=self.cast.lee, task=self.task, report=made)

        if db.session.query(ReportPeriod).filter_by(task_id=self.task.id).count() and self.newest_plan():
            self.attempt(work)

    @rule(owned=st.booleans())
    def obstruct(self, owned):
        owner = self.cast.kim.id if owned else None
        kind = ObstacleKind.BUDGET
        self.attempt(lambda: obstacle_of(self.cast, task=self.task, owner_id=owner, kind=kind))

    @rule()
    def remove(self):
        standing = db.session.query(Obstacle).filter_by(task_id=self.task.id, closed_on=None).first()
        if standing is not None:

            def work():
                claim_removal(obstacle=standing, actor=self.cast.kang, how="자료를 받았습니다.")
                confirm_removal(obstacle=standing, actor=self.cast.yoon)

            self.attempt(work)

    @invariant()
    def nobody_passes_a_shut_gate(self):
        source, target = self.came_from, self.task.stage
        assert target.number <= source.number + 1
        if target.number == source.number + 1:
            assert self.open_codes == set()

    @invariant()
    def every_move_is_on_record(self):
        forward = db.session.query(StageAdvance).filter_by(task_id=self.task.id).count()
        back = db.session.query(StageReturn).filter_by(task_id=self.task.id).all()
        gone = sum(row.from_stage.number - row.to_stage.number for row in back)
        assert (self.task.stage.number, self.task.return_count) == (1 + forward - gone, len(back))

    @invariant()
    def only_the_tower_has_waived(self):
        waived = {row.waived_by_id for row in db.session.query(GateWaiver).filter_by(task_id=self.task.id)}
        assert waived <= {self.cast.choi.id, self.cast.bae.id}


def test_no_task_is_past_a_gate_with_an_unmet_item_and_no_waiver(write, cast):
    machine = type("CastPipeline", (Pipeline,), {"cast": cast, "noon": clock.now()})
    quiet = settings(
        max_examples=35,
        stateful_step_count=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quiet)
    assert {row.to_stage.number for row in db.session.query(StageAdvance)} == {2, 3, 4, 5, 6}


@pytest.mark.parametrize("target", ["team", "plan", "management", "monitoring"])
def test_a_stage_jump_by_a_hand_made_request_is_refused(as_, cast, app, target):
    with transaction():
        task_id = make.a_task_in(Stage.FRAMING, cast).id
    client = as_(cast.lee)
    jump = {"return-to_stage": target, "return-reason": WHY}
    assert client.post(f"/tasks/{task_id}/stage-returns", data=jump).status_code == 422
    sent = {"advance-note": WHY, "to_stage": target, "stage": target}
    assert client.post(f"/tasks/{task_id}/stage-advances", data=sent).status_code == 422
    assert db.session.get(Task, task_id).stage == "framing"


@pytest.mark.parametrize("who", ["lee", "acting", "kang", "kim"])
def test_a_gate_waived_by_the_department_itself_is_refused(as_, cast, app, who):
    with transaction():
        task_id = make.a_task_in(Stage.FRAMING, cast).id
    answer = as_(getattr(cast, who)).post(f"/tasks/{task_id}/gate-items/field_chosen/waivers", data={"reason": WHY})
    assert (answer.status_code, db.session.query(GateWaiver).count()) == (403, 0)


def test_the_tower_waives_neither_for_its_own_department_nor_for_a_task_it_leads_with_others(write, cast):
    own = make.a_task(cast, lead=cast.tower, reason_without_issue="")
    joint = make.a_task(cast, reason_without_issue="")
    shares = {cast.traffic: 50, cast.roads: 50}
    set_joint_lead(actor=cast.choi, task=joint, responsible_head_id=cast.lee.id, shares=shares, reason=WHY)
    make.acting_head(cast.choi, cast, cast.roads)
    acting = actor_of_person(cast.choi.id)
    for task in (own, joint):
        with pytest.raises(Denied):
            waive_gate_item(actor=acting, task=task, code=GateCode.TRIAGE_DECIDED, reason=WHY)
