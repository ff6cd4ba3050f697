"""Reading the demo content, for its tests."""

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).parents[3] / "app" / "cli" / "demo" / "content"
TODAY = date(2026, 11, 22)
LIMIT = 1_000_000
DEPARTMENT_KEYS = {
    "department",
    "lead_department",
    "suffering_department",
    "asked_department",
    "owner_department",
    "claimed_by_department",
}
PERSON_KEYS = {
    "person",
    "author",
    "leader",
    "owner",
    "by",
    "second",
    "chair",
    "claimant",
    "evaluator",
    "opened_by",
    "decided_by",
    "reported_by",
    "approved_by",
    "answered_by",
    "claimed_by",
    "confirmed_by",
    "verified_by",
    "returned_by",
    "head_approved_by",
    "tower_approved_by",
}
PERSON_LISTS = {"members", "attendees", "evaluators", "present"}
PLANNED = {"due_on", "promised_on", "starts_on", "ends_on", "deadline_on", "takes_effect_on"}
PERSONAS = {"staff", "coordinator", "head", "control_tower", "evaluator", "hr", "auditor", "administrator", "mayor"}


@cache
def load(name):
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def rows(name):
    return load(name)[name]


def names():
    return sorted(path.stem for path in CONTENT.glob("*.json"))


def walk(node, key=""):
    """Yield every (key, plain value) below a node; the items of a list carry the list's key."""
    if isinstance(node, dict):
        for inner, value in node.items():
            yield from walk(value, inner)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, key)
    else:
        yield key, node


def departments():
    return {row["name"]: row for row in load("organization")["departments"]}


def bureaus():
    organization = load("organization")
    return {row["name"] for row in (*organization["bureaus"], organization["leading_office"])}


def people():
    return {row["number"]: row for row in rows("people")}


def heads_on(department, day):
    """Numbers of those who head the department on a day, acting heads included."""
    return [
        person["number"]
        for person in rows("people")
        for role in person["roles"]
        if role["role"] == "head"
        and role["department"] == department
        and role["starts_on"] <= day <= (role["ends_on"] or "9999")
    ]


def control_tower_on(day):
    return {
        person["number"]
        for person in rows("people")
        for role in person["roles"]
        if role["role"] == "control_tower" and role["starts_on"] <= day
    }


def in_order(*days):
    given = [day for day in days if day]
    return given == sorted(given)


def duplicates(values):
    return [value for value, count in Counter(values).items() if count > 1]


def is_within(values, vocabulary):
    return set(values) - {member.value for member in vocabulary} == set()


def plans():
    return [(task, task["plan"]) for task in rows("tasks") if task["plan"]]


def reports():
    return [(task, report) for task in rows("tasks") for report in task["progress_reports"]]


def persons_in(node):
    return {value for key, value in walk(node) if key in PERSON_KEYS | PERSON_LISTS and value}


def round_of(code):
    return next(row for row in rows("rounds") if row["code"] == code)
