"""경연 점수: the scores of closed rounds with their formulas, made anew from votes and marks that stand still."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.models import Contest, ContestEntry
from app.innovation.queries.contest_marks import Gathered, gathered, most_votes
from app.innovation.queries.contests import Terms, weights_of
from app.innovation.rules import contest_scores as rules
from app.innovation.rules.contest_scores import Score


@dataclass(frozen=True, kw_only=True)
class EntryScore:
    """What an entry has reached so far; None where the round is not closed, or the entry was not in it."""

    first: Score | None
    committee: Score | None


def first_round_scores(contest: Contest, terms: Terms) -> dict[tuple[int, int], Score]:
    """Score every entry for the first round, by (group, entry). For closing it, and for showing it afterwards."""
    material, groups = gathered(contest.id, terms.weights), _groups_of(contest)
    most = {
        group_id: max(material[entry_id].votes for entry_id, found in groups.items() if found == group_id)
        for group_id in set(groups.values())
    }
    return {
        (group_id, entry_id): rules.first_round(
            material[entry_id].material, most_votes=most[group_id], weights=weights_of(contest)
        )
        for entry_id, group_id in groups.items()
    }


def committee_scores(
    contest: Contest, material: Mapping[int, Gathered]
) -> dict[tuple[int, int], tuple[Score, Decimal]]:
    """Score the shortlist from what was `gathered`, by (group, entry): the committee's and the first round's figure."""
    rows = db.session.execute(
        select(ContestEntry.group_id, ContestEntry.id, ContestEntry.first_score).where(
            ContestEntry.contest_id == contest.id,
            ContestEntry.shortlisted.is_(True),
            ContestEntry.withdrawn_at.is_(None),
        )
    )
    return {
        (group_id, entry_id): (rules.committee_score(_committee_marks(material[entry_id])), first)
        for group_id, entry_id, first in rows
        if first is not None
    }


def score_of(contest: Contest, terms: Terms, entry: ContestEntry) -> EntryScore:
    """Return the scores of one entry as far as rounds are closed."""
    if contest.results_only or contest.state in {ContestState.DRAFT, ContestState.CALL, ContestState.FIRST_ROUND}:
        return EntryScore(first=None, committee=None)
    material = gathered(contest.id, terms.weights, entry.id)[entry.id]
    first = rules.first_round(
        material.material, most_votes=most_votes(contest.id, entry.group_id), weights=weights_of(contest)
    )
    if contest.state is not ContestState.RESULT or not entry.shortlisted:
        return EntryScore(first=first, committee=None)
    return EntryScore(first=first, committee=rules.committee_score(_committee_marks(material)))


def _committee_marks(material: Gathered) -> tuple[Decimal, ...]:
    return material.marks.get(JurorKind.COMMITTEE, ())


def _groups_of(contest: Contest) -> dict[int, int]:
    statement = select(ContestEntry.id, ContestEntry.group_id).where(
        ContestEntry.contest_id == contest.id, ContestEntry.withdrawn_at.is_(None)
    )
    return {row.id: row.group_id for row in db.session.execute(statement)}
