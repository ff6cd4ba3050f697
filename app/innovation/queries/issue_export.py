"""이슈 내보내기: one issue as canonical JSON. The same issue gives the same bytes, whatever happened in between.

What happened (decisions, links and their undoing) is the history and stands on the page, not in this file.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from app.core.access import Actor
from app.core.messages import Labelled, Message
from app.innovation.models import Issue
from app.innovation.queries.issue_voices import comments_of, followers_of, linked_issues, participants_of, votes_of
from app.innovation.queries.issues import issue_details
from app.innovation.queries.proposers import shown_proposers

FORMAT = "opum.issue/1"
CONTENT = (
    "number",
    "kind",
    "source",
    "title",
    "problem",
    "idea",
    "effect",
    "expected_obstacle",
    "no_obstacle_expected",
    "values",
    "origin_note",
    "carried_out_on",
    "carried_out_result",
    "blind",
    "state",
    "received_at",
    "received_on",
    "decision_due_on",
    "supplement_due_on",
    "promised_on",
    "decided_on",
    "refusal",
    "transfer_count",
)
"""Columns of the issue that are exported as they are."""


def canonical_export(issue: Issue, actor: Actor) -> bytes:
    """Return the issue as the actor may see it: UTF-8 JSON, keys sorted, one newline at the end."""
    text = json.dumps(_export(issue, actor), ensure_ascii=False, indent=2, sort_keys=True, default=_plain)
    return f"{text}\n".encode()


def _export(issue: Issue, actor: Actor) -> dict[str, Any]:
    details = issue_details(issue, actor)
    return {
        "format": FORMAT,
        **{name: getattr(issue, name) for name in CONTENT},
        "department": details.department,
        "reviewing_department": details.reviewing_department,
        "awaited_department": details.awaited_department,
        "task": details.task_number,
        "earlier_issue": details.earlier_number,
        "linked_issues": [linked.number for linked in linked_issues(issue, actor)],
        "proposers": [
            {"name": row.name, "share": row.share, "consent": row.consent} for row in shown_proposers(issue, actor)
        ],
        "votes": [asdict(row) for row in votes_of(issue, actor).departments],
        "followers": followers_of(issue, actor).count,
        "participants": [_without(asdict(row), "is_me", "employee_no") for row in participants_of(issue, actor)],
        "comments": [_without(comment, "is_mine") for comment in _comments(issue, actor)],
    }


def _comments(issue: Issue, actor: Actor) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = comments_of(issue, actor, cursor)
        yield from (vars(comment) for comment in page.rows)
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}


def _plain(value: object) -> str:
    """Turn what JSON does not know into text that no language or clock changes."""
    if isinstance(value, Message):
        return value.msgid
    if isinstance(value, Labelled):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value))
