"""The demo content agrees with itself, with the vocabularies and with the calendar."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from app.core.values import Value
from app.innovation.enums import (
    IssueKind,
    IssueSource,
    IssueState,
    MeetingKind,
    ObstacleKind,
    ObstacleState,
    OpinionAnswer,
    PlanState,
    RefusalReason,
    ReportState,
    SloganState,
    SpreadDecision,
    Stage,
    TaskField,
    TaskKind,
    TaskState,
    TriageDecision,
)
from app.mileage.enums import ClaimState, ItemTrigger
from app.mileage.presets import ITEMS
from app.organization.enums import DepartmentKind
from tests.cli.demo.content import (
    CONTENT,
    DEPARTMENT_KEYS,
    LIMIT,
    PERSONAS,
    PLANNED,
    TODAY,
    bureaus,
    control_tower_on,
    departments,
    duplicates,
    heads_on,
    in_order,
    is_within,
    load,
    names,
    people,
    persons_in,
    plans,
    reports,
    rows,
    walk,
)


def test_the_files_together_stay_small():
    assert sum(path.stat().st_size for path in CONTENT.glob("*.json")) < LIMIT


def test_the_organization_has_forty_five_units_and_fifteen_towns():
    kinds = Counter(row["kind_name"] for row in departments().values())
    assert sum(kinds.values()) == 60
    assert kinds["읍"] + kinds["면"] + kinds["동"] == 15
    assert is_within((row["kind"] for row in departments().values()), DepartmentKind)


@pytest.mark.parametrize("name", names())
def test_every_department_named_exists(name):
    named = {value for key, value in walk(load(name)) if key in DEPARTMENT_KEYS | {"departments"} and value}
    assert named - set(departments()) - bureaus() == set()


@pytest.mark.parametrize("name", [name for name in names() if name not in {"organization", "rounds"}])
def test_every_person_named_exists(name):
    assert persons_in(load(name)) - set(people()) == set()


def test_every_person_named_in_a_round_exists():
    for row in rows("rounds"):
        without_members = {key: value for key, value in row.items() if key != "members"}
        assert persons_in(without_members) - set(people()) == set()


@pytest.mark.parametrize("name", names())
def test_what_was_done_was_done_on_a_weekday_and_not_after_today(name):
    done = {
        value
        for key, value in walk(load(name))
        if value and (key == "on" or key.endswith("_on")) and key not in PLANNED
    }
    days = {date.fromisoformat(value) for value in done}
    assert [day for day in days if day > TODAY or day.weekday() > 4] == []


def test_no_code_is_used_twice():
    keys = {
        "issues": "number",
        "tasks": "code",
        "obstacles": "code",
        "slogans": "code",
        "claims": "code",
        "indicators": "code",
        "rounds": "code",
        "cases": "code",
        "people": "number",
    }
    found = {name: duplicates(row[key] for row in rows(name)) for name, key in keys.items()}
    found["departments"] = duplicates(row["code"] for row in departments().values())
    found["names"] = duplicates(row["name"] for row in rows("people"))
    assert {name: twice for name, twice in found.items() if twice} == {}


def test_receipt_numbers_run_without_gaps_in_the_order_of_receipt():
    issues = rows("issues")
    assert in_order(*(issue["received_on"] for issue in issues))
    for year in ("2025", "2026"):
        numbers = [issue["number"] for issue in issues if issue["received_on"].startswith(year)]
        assert numbers == [f"{year}-{place:04d}" for place in range(1, len(numbers) + 1)]


def test_shares_sum_to_a_hundred():
    shared = [issue["proposers"] for issue in rows("issues")]
    shared += [claim["shares"] for claim in rows("claims") if claim["subject"] == "person"]
    shared += [shares for row in rows("rounds") for shares in row["grade_shares"].values()]
    assert {sum(Decimal(part["share"]) for part in parts) for parts in shared} == {Decimal(100)}


def test_every_department_has_one_head_and_one_coordinator_today():
    for name in departments():
        assert len(heads_on(name, TODAY.isoformat())) == 1, name
    held = Counter(r["department"] for p in rows("people") for r in p["roles"] if r["role"] == "coordinator")
    assert held == Counter(list(departments()))


def test_each_persona_is_one_person():
    assert Counter(person["persona"] for person in rows("people") if person["persona"]) == Counter(PERSONAS)


def test_issues_use_the_vocabulary():
    issues = rows("issues")
    assert is_within((issue["kind"] for issue in issues), IssueKind)
    assert is_within((issue["source"] for issue in issues), IssueSource)
    assert is_within((issue["state"] for issue in issues), IssueState)
    decisions = [issue["decision"] for issue in issues if issue["decision"]]
    assert is_within((decision["decision"] for decision in decisions), TriageDecision)
    assert is_within((d["reason_code"] for d in decisions if d["reason_code"]), RefusalReason)
    assert all(bool(issue["expected_obstacle"]) is not issue["no_obstacle"] for issue in issues)


def test_tasks_use_the_vocabulary_and_stand_in_all_six_stages():
    tasks = rows("tasks")
    assert {task["stage"] for task in tasks} == {stage.value for stage in Stage}
    assert {task["state"] for task in tasks} == {state.value for state in TaskState}
    assert is_within((task["kind"] for task in tasks), TaskKind)
    assert is_within((task["field"] for task in tasks), TaskField)
    assert is_within((task["spread"]["decision"] for task in tasks if task["spread"]), SpreadDecision)
    assert is_within((m["kind"] for task in tasks for m in task["check_meetings"]), MeetingKind)
    answers = [c["answer"] for task in tasks for c in task["cooperating_departments"] if c["answer"]]
    assert is_within(answers, OpinionAnswer)
    assert is_within((plan["state"] for _task, plan in plans()), PlanState)
    assert is_within((report["state"] for _task, report in reports()), ReportState)


def test_values_are_the_ten_values():
    found = {value for name in names() if name != "rounds" for key, value in walk(load(name)) if key == "values"}
    assert is_within({value for value in found if isinstance(value, str)}, Value)


def test_a_task_entered_its_stages_in_order_and_knows_its_issues():
    issues = {issue["number"]: issue for issue in rows("issues")}
    order = [stage.value for stage in Stage]
    for task in rows("tasks"):
        assert list(task["stage_entered"]) == order[: order.index(task["stage"]) + 1], task["code"]
        assert in_order(*task["stage_entered"].values(), task["closed_on"]), task["code"]
        assert {issues[n]["state"] for n in task["source_issues"]} <= {"adopted", "merged"}, task["code"]
    adopted = {issue["number"]: issue["task"] for issue in rows("issues") if issue["task"]}
    assert adopted.items() <= {n: task["code"] for task in rows("tasks") for n in task["source_issues"]}.items()


def test_plans_are_approved_by_head_then_tower_and_never_by_their_author():
    for task, plan in plans():
        head, tower, day = plan["head_approved_by"], plan["tower_approved_by"], plan["head_approved_on"]
        assert in_order(plan["submitted_on"], day, plan["tower_approved_on"], task["stage_entered"].get("management"))
        assert day is None or heads_on(task["lead_department"], day) == [head]
        assert plan["author"] not in {head, tower}
        assert tower is None or (tower in control_tower_on(plan["tower_approved_on"]) and tower != head)
        assert bool(plan["obstacles_expected"]) is not plan["no_obstacles_confirmed"]


def test_reports_are_approved_by_the_head_and_speak_of_every_measure():
    for task, report in reports():
        measures = {measure["code"] for measure in task["plan"]["measures"]}
        assert set(report["values"]) | set(report["no_value_reasons"]) == measures
        assert in_order(task["stage_entered"]["management"], report["submitted_on"], report["approved_on"])
        assert report["author"] != report["approved_by"]
        if report["approved_on"]:
            assert heads_on(task["lead_department"], report["approved_on"]) == [report["approved_by"]]


def test_closed_tasks_have_a_result_per_measure_and_a_lesson():
    closed = [task for task in rows("tasks") if task["state"] != "active"]
    assert Counter(task["state"] for task in closed) == {"completed": 2, "ended_early": 1}
    for task in closed:
        measured = [row["code"] for row in task["result"]["measures"]]
        assert measured == [measure["code"] for measure in task["plan"]["measures"]]
        assert task["lesson"]
        assert task["spread"]


def test_obstacles_show_every_kind_and_hold_to_their_history():
    obstacles = rows("obstacles")
    assert {row["kind"] for row in obstacles} == {kind.value for kind in ObstacleKind}
    seen = {step["to"] for row in obstacles for step in row["history"]}
    assert seen == {state.value for state in ObstacleState}
    for row in obstacles:
        assert in_order(*(step["on"] for step in row["history"])), row["code"]
        assert row["state"] == row["history"][-1]["to"], row["code"]


def test_whoever_moves_an_obstacle_belongs_to_the_department_named():
    for row in rows("obstacles"):
        for step in row["history"]:
            if step["by"] is not None:  # the timetable belongs to no department
                assert people()[step["by"]]["department"] == step["department"], row["code"]


def test_an_issue_is_decided_within_thirty_days_by_the_control_tower_and_not_by_a_proposer():
    for issue in rows("issues"):
        if decision := issue["decision"]:
            days = date.fromisoformat(decision["on"]) - date.fromisoformat(issue["received_on"])
            assert 0 <= days.days <= 30, issue["number"]
            assert decision["by"] in control_tower_on(decision["on"]) - {p["person"] for p in issue["proposers"]}


def test_a_removal_is_confirmed_by_the_department_that_suffered():
    for row in rows("obstacles"):
        for before, after in pairwise(row["history"]):
            if after["to"] == "removed":
                assert before["to"] == "removal_claimed"
                assert after["department"] == row["suffering_department"] != before["department"]


def test_obstacles_and_tasks_name_each_other():
    named = {code for task in rows("tasks") for code in task.get("obstacles", [])}
    codes = {row["code"] for row in rows("obstacles")}
    assert named <= codes
    known = {t["code"] for t in rows("tasks")} | {i["number"] for i in rows("issues")}
    known |= {s["code"] for s in rows("slogans")}
    assert {row["subject"]["ref"] for row in rows("obstacles")} <= known


def test_slogans_are_short_and_one_per_department_and_year():
    slogans = rows("slogans")
    assert max(len(row["text"]) for row in slogans) <= 60
    assert duplicates((row["department"], row["year"]) for row in slogans) == []
    assert {row["state"] for row in slogans} == {state.value for state in SloganState}
    for row in slogans:
        assert in_order(row["submitted_on"], row["approved_on"]), row["code"]
        if row["approved_on"]:
            assert heads_on(row["department"], row["approved_on"]) == [row["approved_by"]]
            assert row["author"] != row["approved_by"]


def deputies_on(department, day):
    """Who confirms claims in the head's place on the day."""
    return [
        row["deputy"]
        for row in load("claim_deputies")["deputies"]
        if (row["office"], row["department"]) == ("head", department)
        and row["starts_on"] <= day <= (row["ended_on"] or row["ends_on"])
    ]


def test_nobody_decides_about_an_own_claim():
    claimable = {item.code: item.subject.value for item in ITEMS if item.trigger is ItemTrigger.CLAIM}
    claimable |= {item["code"]: "person" for item in load("items")["items"]}
    assert {row["state"] for row in rows("claims")} == {state.value for state in ClaimState}
    for row in rows("claims"):
        own = {row["claimant"], *(share["person"] for share in row["shares"])}
        assert claimable[row["item"]] == row["subject"], row["code"]
        assert not own & {row["confirmed_by"], row["verified_by"], row["returned_by"]}, row["code"]
        assert in_order(row["fact_on"], row["submitted_on"], row["confirmed_on"], row["posted_on"]), row["code"]
        if row["confirmed_on"]:
            confirmers = deputies_on(row["department"], row["confirmed_on"]) or heads_on(
                row["department"], row["confirmed_on"]
            )
            assert confirmers == [row["confirmed_by"]], row["code"]
        if row["posted_on"]:
            assert row["verified_by"] in control_tower_on(row["posted_on"]), row["code"]
