"""이슈에 모인 뜻: who supported, joined, followed and commented on an issue."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.innovation.models import Issue
from app.innovation.services import issue_voices as voices


def steps(office: Office) -> Iterator[Step]:
    """One step for everything a person said to an issue on a day."""
    for row in content("voices")["voices"]:
        yield Step(on(row["on"]), 29, partial(_speak, office, row))


def _speak(office: Office, row: dict[str, Any]) -> None:
    issue, actor = office.get(Issue, "issue", row["issue"]), office.actor(row["person"])
    if row.get("vote"):
        voices.cast_vote(actor=actor, issue=issue)
    if row.get("follow"):
        voices.follow_issue(actor=actor, issue=issue)
    if row.get("join"):
        voices.join_issue(actor=actor, issue=issue, words=row["join"])
    if row.get("comment"):
        comment = voices.write_comment(actor=actor, issue=issue, text=row["comment"])
        if row.get("withdrawn"):
            voices.withdraw_comment(actor=actor, comment=comment)
