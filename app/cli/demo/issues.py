"""이슈: handed in, supplemented, withdrawn, refused or linked. Adoption comes with the task (`tasks.py`)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.cases import adopted_benchmark
from app.cli.demo.content_files import content
from app.cli.demo.proposals import kind_of, papers_of
from app.cli.demo.steps import Office, Step, on
from app.core.values import Value
from app.innovation.enums import IssueKind, IssueSource, RefusalReason
from app.innovation.models import Issue, Task
from app.innovation.services.issues import IssueContent, receive_issue, supplement_issue, withdraw_issue
from app.innovation.services.triage import ask_supplement, link_issue, refuse_issue


def steps(office: Office) -> Iterator[Step]:
    """Every issue with the days on which something happened to it."""
    for row in content("issues")["issues"]:
        yield Step(on(row["received_on"]), 20, partial(_receive, office, row))
        supplement = row.get("supplement")
        if supplement:
            yield Step(on(supplement["requested_on"]), 21, partial(_ask_supplement, office, row))
            if supplement.get("given_on"):
                yield Step(on(supplement["given_on"]), 22, partial(_supplement, office, row))
        if row.get("withdrawal"):
            yield Step(on(row["withdrawal"]["on"]), 23, partial(_withdraw, office, row))
        decision = row["decision"]
        if decision and decision["decision"] in DECISIONS:
            yield Step(on(decision["on"]), 24, partial(DECISIONS[decision["decision"]], office, row))


def _receive(office: Office, row: dict[str, Any]) -> None:
    origin = row.get("feedback_from")
    issue = receive_issue(
        actor=office.actor(row["proposers"][0]["person"]),
        content=IssueContent(
            kind=IssueKind(row["kind"]),
            source=IssueSource(row["source"]),
            title=row["title"],
            problem=row["problem"],
            idea=row["idea"],
            effect=row["effect"],
            expected_obstacle=row["expected_obstacle"] or "",
            no_obstacle_expected=row["no_obstacle"],
            values=tuple(Value(value) for value in row["values"]),
            benchmark_id=adopted_benchmark(office, row["number"]),
            origin_task_id=office.get(Task, "task", origin).id if origin else None,
            blind=row["blind"],
            **kind_of(office, row["number"]),
        ),
        shares={office.people[part["person"]]: part["share"] for part in row["proposers"]},
        files=papers_of(row["number"]),
    )
    if issue.number != row["number"]:
        raise ValueError(row["number"], issue.number)
    office.keep("issue", row["number"], issue.id)


def _ask_supplement(office: Office, row: dict[str, Any]) -> None:
    supplement = row["supplement"]
    issue = office.get(Issue, "issue", row["number"])
    ask_supplement(actor=office.actor(supplement["by"]), issue=issue, reason=supplement["text"])


def _supplement(office: Office, row: dict[str, Any]) -> None:
    issue = office.get(Issue, "issue", row["number"])
    proposer = office.actor(row["proposers"][0]["person"])
    supplement_issue(actor=proposer, issue=issue, text=row["supplement"]["answer"])


def _withdraw(office: Office, row: dict[str, Any]) -> None:
    issue = office.get(Issue, "issue", row["number"])
    proposer = office.actor(row["proposers"][0]["person"])
    withdraw_issue(actor=proposer, issue=issue, reason=row["withdrawal"]["reason"])


def _refuse(office: Office, row: dict[str, Any]) -> None:
    decision = row["decision"]
    refuse_issue(
        actor=office.actor(decision["by"]),
        issue=office.get(Issue, "issue", row["number"]),
        refusal=RefusalReason(decision["reason_code"]),
        reason=decision["reason"],
    )


def _link(office: Office, row: dict[str, Any]) -> None:
    decision = row["decision"]
    link_issue(
        actor=office.actor(decision["by"]),
        issue=office.get(Issue, "issue", row["number"]),
        earlier=office.get(Issue, "issue", row["linked_to"]),
        reason=decision["reason"],
    )


DECISIONS = {"refuse": _refuse, "link": _link}
"""Decisions that do not make a task."""
