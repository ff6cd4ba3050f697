"""유사 이슈 색인: kept in the transaction that writes an issue, and made anew for all by the operator."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, exists, insert, select, true

from app.core.database import db
from app.innovation.models import Issue, IssueGram
from app.innovation.rules.similarity import weights

BATCH = 500


def index_issue(issue: Issue) -> None:
    """Put the issue's words into the index, in place of those that are there."""
    _index([(issue.id, issue.title, issue.problem, issue.idea)])


def index_all_issues() -> int:
    """Index every issue, a batch at a time; doing it again changes nothing. Returns how many there are."""
    return _index_where(true())


def index_missing_issues() -> int:
    """Index the issues that are not in the index: those older than it. Returns how many there were."""
    return _index_where(~exists().where(IssueGram.issue_id == Issue.id))


def _index_where(condition: ColumnElement[bool]) -> int:
    count, last = 0, 0
    while batch := _next_batch(last, condition):
        _index(batch)
        count, last = count + len(batch), batch[-1][0]
    return count


def _next_batch(after: int, condition: ColumnElement[bool]) -> list[tuple[int, str, str, str]]:
    statement = select(Issue.id, Issue.title, Issue.problem, Issue.idea).where(Issue.id > after, condition)
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(statement.order_by(Issue.id).limit(BATCH))]


def _index(texts: Iterable[tuple[int, str, str, str]]) -> None:
    rows, ids = [], []
    for issue_id, title, problem, idea in texts:
        ids.append(issue_id)
        found = weights(title, f"{problem}\n{idea}")
        rows += [{"issue_id": issue_id, "gram": gram, "weight": weight} for gram, weight in sorted(found.items())]
    db.session.execute(delete(IssueGram).where(IssueGram.issue_id.in_(ids)))
    if rows:
        db.session.execute(insert(IssueGram), rows)
