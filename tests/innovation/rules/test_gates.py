from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.messages import message
from app.innovation.enums import GateCode, RatingKind, Stage
from app.innovation.rules.gates import (
    CollectionFacts,
    FramingFacts,
    ManagementFacts,
    MonitoringFacts,
    PlanFacts,
    TeamFacts,
    check_waiver,
    gate_items,
    unmet,
)
from app.innovation.rules.practice_changes import unnamed_practices

MET = {
    Stage.COLLECTION: CollectionFacts(decided=True, reason_given=True),
    Stage.FRAMING: FramingFacts(
        has_field=True, rated=frozenset(RatingKind), has_lead_department=True, source_issue_count=1
    ),
    Stage.TEAM: TeamFacts(has_leader=True, member_count=1),
    Stage.PLAN: PlanFacts(
        missing_fields=(), measure_count=1, obstacles_considered=True, head_approved=True, tower_approved=True
    ),
    Stage.MANAGEMENT: ManagementFacts(approved_report_count=1),
    Stage.MONITORING: MonitoringFacts(spread_decided=True, unnamed_practices=()),
}
BREAKS = [
    (
        Stage.MONITORING,
        {"unnamed_practices": unnamed_practices("예약 민원", "", "수기 대장")},
        GateCode.PRACTICE_CHANGED,
    ),
    (Stage.COLLECTION, {"decided": False}, GateCode.TRIAGE_DECIDED),
    (Stage.COLLECTION, {"reason_given": False}, GateCode.TRIAGE_REASON),
    (Stage.FRAMING, {"has_field": False}, GateCode.FIELD_CHOSEN),
    (Stage.FRAMING, {"rated": frozenset(RatingKind) - {RatingKind.STAFF}}, GateCode.RATINGS_GIVEN),
    (Stage.FRAMING, {"has_lead_department": False}, GateCode.LEAD_DEPARTMENT),
    (Stage.FRAMING, {"source_issue_count": 0}, GateCode.SOURCE_ISSUE),
    (Stage.FRAMING, {"source_issue_count": 0, "reason_without_issue": "  "}, GateCode.SOURCE_ISSUE),
    (Stage.TEAM, {"has_leader": False}, GateCode.LEADER_NAMED),
    (Stage.TEAM, {"member_count": 0}, GateCode.MEMBER_NAMED),
    (Stage.TEAM, {"waiting_departments": ("교통과",)}, GateCode.OPINIONS_ANSWERED),
    (Stage.PLAN, {"missing_fields": (message("Goal"),)}, GateCode.FORM_COMPLETE),
    (Stage.PLAN, {"measure_count": 0}, GateCode.MEASURE_SET),
    (Stage.PLAN, {"obstacles_considered": False}, GateCode.OBSTACLES_CONSIDERED),
    (Stage.PLAN, {"head_approved": False}, GateCode.HEAD_APPROVED),
    (Stage.PLAN, {"tower_approved": False}, GateCode.TOWER_APPROVED),
    (Stage.MANAGEMENT, {"approved_report_count": 0}, GateCode.REPORT_APPROVED),
    (Stage.MANAGEMENT, {"overdue_periods": ("2026-Q1",)}, GateCode.NO_REPORT_OVERDUE),
    (Stage.MANAGEMENT, {"ownerless_obstacle_count": 2}, GateCode.OBSTACLES_OWNED),
    (Stage.MONITORING, {"measures_without_result": ("처리일수",)}, GateCode.RESULTS_ENTERED),
    (Stage.MONITORING, {"unsettled_obstacle_count": 1}, GateCode.OBSTACLES_SETTLED),
    (Stage.MONITORING, {"spread_decided": False}, GateCode.SPREAD_DECIDED),
]


@pytest.mark.parametrize("stage", Stage)
def test_a_gate_with_everything_met_is_open(stage):
    assert unmet(gate_items(stage, MET[stage])) == ()


@pytest.mark.parametrize(("stage", "change", "code"), BREAKS)
def test_each_missing_fact_holds_exactly_its_own_item_shut(stage, change, code):
    items = gate_items(stage, replace(MET[stage], **change))
    assert [item.code for item in unmet(items)] == [code]


def test_every_code_belongs_to_exactly_one_gate_and_can_hold_it_shut():
    codes = [item.code for stage in Stage for item in gate_items(stage, MET[stage])]
    assert sorted(codes) == sorted(GateCode)
    assert {code for _stage, _change, code in BREAKS} == set(GateCode)


def test_a_stated_reason_replaces_the_source_issue():
    facts = replace(MET[Stage.FRAMING], source_issue_count=0, reason_without_issue="시장 지시사항")
    assert unmet(gate_items(Stage.FRAMING, facts)) == ()


def test_the_hint_names_who_is_waited_for():
    facts = replace(MET[Stage.TEAM], waiting_departments=("교통과", "세정과"))
    assert [str(item.hint) for item in unmet(gate_items(Stage.TEAM, facts))] == ["Still waiting for: 교통과, 세정과"]


def test_facts_of_another_stage_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError):
        gate_items(Stage.PLAN, MET[Stage.TEAM])


def test_a_waiver_opens_the_item_and_stays_visible():
    items = gate_items(Stage.TEAM, TeamFacts(has_leader=True, member_count=0), {GateCode.MEMBER_NAMED})
    assert [(item.code, item.met, item.waived, item.passes) for item in items] == [
        (GateCode.LEADER_NAMED, True, False, True),
        (GateCode.MEMBER_NAMED, False, True, True),
        (GateCode.OPINIONS_ANSWERED, True, False, True),
    ]


def test_only_an_open_item_of_this_gate_is_waived_and_only_with_a_reason():
    items = gate_items(Stage.TEAM, TeamFacts(has_leader=True, member_count=0))
    check_waiver(items, GateCode.MEMBER_NAMED, "1인 부서")
    for code, reason in [
        (GateCode.LEADER_NAMED, "이미 충족"),
        (GateCode.MEASURE_SET, "다른 관문"),
        (GateCode.MEMBER_NAMED, " "),
    ]:
        with pytest.raises(Refused):
            check_waiver(items, code, reason)


@given(
    waived=st.frozensets(st.sampled_from(GateCode)),
    head=st.booleans(),
    tower=st.booleans(),
    considered=st.booleans(),
    measures=st.integers(0, 2),
)
def test_waivers_remove_exactly_their_items_from_what_is_unmet(waived, head, tower, considered, measures):
    facts = PlanFacts(
        missing_fields=(),
        measure_count=measures,
        obstacles_considered=considered,
        head_approved=head,
        tower_approved=tower,
    )
    items = gate_items(Stage.PLAN, facts)
    before = {item.code for item in unmet(items)}
    assert {item.code for item in unmet(items, waived)} == before - waived
    assert {item.code for item in unmet(gate_items(Stage.PLAN, facts, waived))} == before - waived
