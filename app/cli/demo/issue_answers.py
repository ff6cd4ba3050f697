"""이슈 처리: periods, opinions of departments, transfers, promised days, follow-up, and an idea found again."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.answers import FollowUpResult
from app.innovation.models import Issue, IssueOpinion, Revival, Task
from app.innovation.rules.clocks import IssueClock
from app.innovation.services.clock_presets import set_clock_preset
from app.innovation.services.issue_aftermath import claim_revival, record_follow_up, record_revival
from app.innovation.services.issue_opinions import answer_issue_opinion, ask_issue_opinion, draft_issue_opinion
from app.innovation.services.issue_reviews import promise_day, transfer_issue


def steps(office: Office) -> Iterator[Step]:
    """Everything that answers an issue besides its decision."""
    told = content("issue_answers")
    for row in told["clock_presets"]:
        yield Step(on(row["on"]), 10, partial(_set_periods, office, row))
    for row in told["opinions"]:
        yield from _opinion(office, row)
    for row in told["transfers"]:
        yield Step(on(row["on"]), 25, partial(_transfer, office, row))
    for row in told["promises"]:
        yield Step(on(row["on"]), 26, partial(_promise, office, row))
    for row in told["follow_ups"]:
        yield Step(on(row["on"]), 85, partial(_follow_up, office, row))
    for row in told["revivals"]:
        yield Step(on(row["on"]), 86, partial(_found_again, office, row))
        yield Step(on(row["claimed_on"]), 87, partial(_claim, office, row))


def _opinion(office: Office, row: dict[str, Any]) -> Iterator[Step]:
    yield Step(on(row["asked_on"]), 25, partial(_ask, office, row))
    if row.get("drafted_on"):
        yield Step(on(row["drafted_on"]), 25, partial(_draft, office, row))
    if row.get("answered_on"):
        yield Step(on(row["answered_on"]), 25, partial(_answer, office, row))


def _issue(office: Office, row: dict[str, Any]) -> Issue:
    return office.get(Issue, "issue", row["issue"])


def _set_periods(office: Office, row: dict[str, Any]) -> None:
    set_clock_preset(
        actor=office.actor(row["by"]),
        periods=IssueClock(supplement_days=row["supplement_days"]),
        valid_from=on(row["on"]),
        reason=row["reason"],
        read_id=None,
    )


def _ask(office: Office, row: dict[str, Any]) -> None:
    opinion = ask_issue_opinion(
        actor=office.actor(row["by"]),
        issue=_issue(office, row),
        department_id=office.departments[row["department"]],
        question=row["question"],
    )
    office.keep("issue opinion", row["issue"], opinion.id)


def _draft(office: Office, row: dict[str, Any]) -> None:
    draft_issue_opinion(
        actor=office.actor(row["drafted_by"]),
        issue=_issue(office, row),
        opinion=office.get(IssueOpinion, "issue opinion", row["issue"]),
        words=row["draft"],
    )


def _answer(office: Office, row: dict[str, Any]) -> None:
    answer_issue_opinion(
        actor=office.head(row["department"]),
        issue=_issue(office, row),
        opinion=office.get(IssueOpinion, "issue opinion", row["issue"]),
        answer=OpinionAnswer(row["answer"]),
        words=row["words"],
    )


def _transfer(office: Office, row: dict[str, Any]) -> None:
    transfer_issue(
        actor=office.actor(row["by"]),
        issue=_issue(office, row),
        department_id=office.departments[row["department"]],
        reason=row["reason"],
    )


def _promise(office: Office, row: dict[str, Any]) -> None:
    promise_day(
        actor=office.actor(row["by"]),
        issue=_issue(office, row),
        promised_on=on(row["promised_on"]),
        reason=row["reason"],
    )


def _follow_up(office: Office, row: dict[str, Any]) -> None:
    record_follow_up(
        actor=office.actor(row["by"]),
        issue=_issue(office, row),
        result=FollowUpResult(row["result"]),
        words=row["words"],
    )


def _found_again(office: Office, row: dict[str, Any]) -> None:
    revival = record_revival(
        actor=office.actor(row["by"]),
        issue=_issue(office, row),
        task=office.get(Task, "task", row["task"]),
        likeness=row["likeness"],
    )
    office.keep("revival", row["issue"], revival.id)


def _claim(office: Office, row: dict[str, Any]) -> None:
    issue = _issue(office, row)
    revival = office.get(Revival, "revival", row["issue"])
    proposer = next(number for number, person_id in office.people.items() if person_id == issue.proposer_id)
    claim_revival(actor=office.actor(proposer), issue=issue, revival=revival, words=row["claim"])
