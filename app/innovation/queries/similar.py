"""유사 이슈: which issues resemble a text. One statement, the same on both databases, over the index of grams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CTE, ColumnElement, Integer, String, Subquery, case, column, exists, func, select, values

from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.innovation.enums import IssueState, RefusalReason
from app.innovation.models import Issue, IssueGram, IssueParticipation
from app.innovation.queries.issues import visible_to
from app.innovation.queries.proposers import is_of
from app.innovation.rules.issues import UNDECIDED
from app.innovation.rules.similarity import SIMILAR, WHOLE, Likeness, likeness, shared_parts, weights

SHOWN = 5
RAREST = 40
"""Grams of a question that are looked up: the common ones cost most and tell least."""
DOUBLINGS = 14
"""Rarity is counted in doublings: a gram half as common weighs one more."""
EXCERPT = 160

Parts = Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class SimilarIssue:
    """One issue that resembles the text. `title` and `excerpt` are (part, whether shared); no names."""

    id: int
    number: str
    title: Parts
    excerpt: Parts
    state: IssueState
    refusal: RefusalReason | None
    likeness: Likeness
    percent: int
    received_on: date
    decided_on: date | None
    is_own: bool
    has_joined: bool

    @property
    def may_be_joined(self) -> bool:
        """Whether the reader can join it instead of handing in the same idea."""
        return self.state in UNDECIDED and not self.is_own and not self.has_joined


def similar_issues(
    actor: Actor, title: str, text: str, *conditions: ColumnElement[bool], most: int = SHOWN
) -> list[SimilarIssue]:
    """Return at most `most` issues the actor may read that resemble the text, the most alike first."""
    asked = weights(title, text)
    if not asked:
        return []
    rows = db.session.execute(similar_statement(actor, asked, *conditions, most=most)).all()
    found = [(_per_mille(row.points, row.reach), row) for row in rows]
    return [_similar(row, share, asked) for share, row in found if share >= SIMILAR]


def similar_to(actor: Actor, issue: Issue, *conditions: ColumnElement[bool]) -> list[SimilarIssue]:
    """Return the issues that resemble one that is there already."""
    return similar_issues(actor, issue.title, f"{issue.problem}\n{issue.idea}", Issue.id != issue.id, *conditions)


def refused_like(actor: Actor, title: str, text: str, since: date) -> list[SimilarIssue]:
    """Return the ideas not adopted since the day that the text resembles: their proposers may have been first."""
    refused = (Issue.state == IssueState.REFUSED, Issue.decided_on >= since)
    return similar_issues(actor, title, text, *refused)


def similar_statement(
    actor: Actor, asked: Mapping[str, int], *conditions: ColumnElement[bool], most: int = SHOWN
) -> AnySelect:
    """Build the statement: the issues with most points, and the reach the question itself would have."""
    ranked = _ranked(asked)
    best = _best(ranked, most, visible_to(actor), *conditions)
    reach = select(func.sum(ranked.c.weight * ranked.c.weight * ranked.c.rarity)).scalar_subquery()
    joined = exists().where(IssueParticipation.issue_id == Issue.id, IssueParticipation.person_id == actor.id)
    return (
        select(
            Issue.id,
            Issue.number,
            Issue.title,
            Issue.idea,
            Issue.state,
            Issue.refusal,
            Issue.received_on,
            Issue.decided_on,
            best.c.points,
            reach.label("reach"),
            is_of(actor).label("is_own"),
            joined.label("has_joined"),
        )
        .join(best, best.c.id == Issue.id)
        .order_by(best.c.points.desc(), Issue.id)
    )


def _ranked(asked: Mapping[str, int]) -> CTE:
    """Give each gram of the question the number of issues that hold it, and its rarity.

    Materialized, so that the count of a gram is looked up once and not for each step of its rarity.
    """
    question = values(column("gram", String), column("weight", Integer)).data(sorted(asked.items())).cte("question")
    holding = select(func.count()).where(IssueGram.gram == question.c.gram).scalar_subquery()
    known = select(func.count()).select_from(Issue).scalar_subquery()
    counts = select(question.c.gram, question.c.weight, holding.label("held"), known.label("known"))
    counted = counts.cte("counted").prefix_with("MATERIALIZED")
    held = case((counted.c.held == 0, 1), else_=counted.c.held)
    return select(counted.c.gram, counted.c.weight, counted.c.held, _rarity(held, counted.c.known)).cte("ranked")


def _best(ranked: CTE, most: int, *conditions: ColumnElement[bool]) -> Subquery:
    """Return the ids of the issues with most points by the rarest grams they share with the question."""
    rarest = select(ranked).where(ranked.c.held > 0).order_by(ranked.c.held, ranked.c.gram).limit(RAREST).subquery()
    shared = (
        select(
            IssueGram.issue_id,
            func.sum(rarest.c.weight * IssueGram.weight * rarest.c.rarity).label("points"),
        )
        .join(rarest, rarest.c.gram == IssueGram.gram)
        .group_by(IssueGram.issue_id)
        .subquery()
    )
    return (
        select(Issue.id, shared.c.points)
        .join(shared, shared.c.issue_id == Issue.id)
        .where(*conditions)
        .order_by(shared.c.points.desc(), Issue.id)
        .limit(most)
        .subquery()
    )


def _rarity(held: ColumnElement[int], known: ColumnElement[int]) -> ColumnElement[int]:
    """1 for a gram every issue has, one more for each halving. No logarithm: SQLite may be built without."""
    steps = [(held * 2**doublings <= known, doublings + 1) for doublings in range(DOUBLINGS, 0, -1)]
    return case(*steps, else_=1).label("rarity")


def _per_mille(points: int, reach: int) -> int:
    return min(WHOLE, points * WHOLE // reach)


def _similar(row: AnyRow, share: int, asked: Mapping[str, int]) -> SimilarIssue:
    found = likeness(share)
    assert found is not None
    return SimilarIssue(
        id=row.id,
        number=row.number,
        title=shared_parts(row.title, asked),
        excerpt=shared_parts(_excerpt(row.idea), asked),
        state=row.state,
        refusal=row.refusal,
        likeness=found,
        percent=share // 10,
        received_on=row.received_on,
        decided_on=row.decided_on,
        is_own=bool(row.is_own),
        has_joined=bool(row.has_joined),
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"
