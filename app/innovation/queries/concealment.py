"""이름 가림 밖에서: what the audit log and the ledger's pages keep from their readers about blind issues."""

import json
import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, or_, select

from app.core.database import db
from app.innovation.models import Issue
from app.innovation.queries.proposers import is_behind

_TELLING = re.compile(r"(^|_)(person|people|department|proposer|member|sharer|account)(s|_ids?|_shares)?$|shares$")
"""Names of details that hold people, departments or accounts."""
_SOURCE = re.compile(r"issue:(\d{1,18}):")
_LARGEST = 2**31 - 1
HIDDEN_ISSUES = select(Issue.id).where(Issue.blind)
"""Every blind issue."""


def actor_is_hidden(entry: Any) -> ColumnElement[bool]:  # noqa: ANN401  the mapped class of another domain
    """Make the condition "somebody behind a blind issue did something about it"."""
    return exists(
        select(1).where(Issue.blind, _is_about(entry, Issue.id), is_behind(entry.actor_id, Issue.id)).correlate(entry)
    )


def hidden_details(entry: Any) -> Collection[str]:  # noqa: ANN401  an entry of another domain
    """Return the details that lead from a blind issue to its people: departments, shares, accounts, the source itself."""
    details = json.loads(entry.details)
    blind = hidden_issues(_issues_of(entry.subject_type, entry.subject_id, details))
    return [name for name in details if name == "source" or _TELLING.search(name)] if blind else ()


def hidden_issues(issue_ids: Collection[int]) -> frozenset[int]:
    """Return which of the issues are blind."""
    known = [issue_id for issue_id in issue_ids if issue_id <= _LARGEST]
    if not known:
        return frozenset()
    return frozenset(db.session.scalars(select(Issue.id).where(Issue.blind, Issue.id.in_(known))))


def _issues_of(subject_type: str, subject_id: int, details: dict[str, Any]) -> set[int]:
    found = {subject_id} if subject_type == "issue" else set()
    if details.get("attached_to") == "issue":
        found.add(details["attached_id"])
    found |= {details[name] for name in ("issue_id", "earlier_issue_id") if isinstance(details.get(name), int)}
    paid = _SOURCE.match(str(details.get("source", "")))
    return found | ({int(paid[1])} if paid else set())


def _is_about(entry: Any, issue_id: Any) -> ColumnElement[bool]:  # noqa: ANN401  columns
    """Whether an entry is about the issue: as its subject, or by an id among its details (canonical JSON)."""
    number = cast(issue_id, String)
    said = literal('%"issue_id":') + number
    file = literal('%"attached_id":') + number + literal(',"attached_to":"issue"%')
    return or_(
        and_(entry.subject_type == "issue", entry.subject_id == issue_id),
        entry.details.like(said + literal(",%")),
        entry.details.like(said + literal("}")),
        entry.details.like(file),
    )
