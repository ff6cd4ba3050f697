"""소식: the last thing that happened to each issue the reader proposed or follows."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import func, select, union

from app.core.access import Actor
from app.core.clock import to_seoul
from app.core.database import AnySelect, db
from app.core.messages import Message
from app.innovation.enums import IssueState
from app.innovation.models import Issue, IssueFollow, IssueProposer
from app.innovation.queries.issue_history import SAID, every_fact, last_first
from app.innovation.queries.issues import ME, Reading, reading_of, visible_by
from app.innovation.queries.proposers import names_shown_to

MOST = 10


class NewsRow(NamedTuple):
    """One issue with what happened to it last, in words that name nobody."""

    issue_id: int
    number: str
    title: str
    on: date
    what: Message


def news_of(actor: Actor) -> Sequence[NewsRow]:
    """Return the issues the actor hears of to which something has happened, the last first: one statement."""
    rows = db.session.execute(_statement(reading_of(actor)), {"me": actor.id})
    return [
        NewsRow(issue_id, number, title, to_seoul(at).date(), SAID[kind](code or "", detail or ""))
        for issue_id, number, title, at, kind, code, detail in rows
    ]


@lru_cache
def _statement(reading: Reading) -> AnySelect:
    """Build it once for each kind of reader; an earlier issue is heard of by those of the issues linked to it, too."""
    heard = union(
        select(IssueFollow.issue_id).where(IssueFollow.person_id == ME),
        select(IssueProposer.issue_id).where(IssueProposer.person_id == ME),
    ).cte("heard")
    linked = (
        select(Issue.earlier_issue_id)
        .join(heard, heard.c.issue_id == Issue.id)
        .where(Issue.state == IssueState.MERGED, Issue.earlier_issue_id.is_not(None))
    )
    followed = union(select(heard.c.issue_id), linked).cte("followed")
    every = every_fact(names_shown_to(ME), lambda issue_id: issue_id.in_(select(followed.c.issue_id)))
    place = func.row_number().over(partition_by=every.c.issue_id, order_by=last_first(every))
    ranked = select(every, place.label("place")).subquery()
    return (
        select(Issue.id, Issue.number, Issue.title, ranked.c.at, ranked.c.kind, ranked.c.code, ranked.c.detail)
        .join(ranked, ranked.c.issue_id == Issue.id)
        .where(ranked.c.place == 1, visible_by(reading, ME))
        .order_by(ranked.c.at.desc(), Issue.id.desc())
        .limit(MOST)
    )
