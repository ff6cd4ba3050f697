"""경연 결과 공개: computed, frozen as canonical JSON under its SHA-256, published by a second person."""

from collections.abc import Sequence
from typing import Any

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied, Refused
from app.core.events import publish
from app.core.messages import _
from app.core.snapshots import canonical_json, fingerprint
from app.innovation.enums.contests import ContestState, ContestStepKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import ContestPublished
from app.innovation.models import Contest, ContestAward, ContestResult
from app.innovation.policy import POLICY
from app.innovation.queries.contest_marks import gathered
from app.innovation.queries.contest_publishers import possible_publishers
from app.innovation.queries.contest_results import award_lines
from app.innovation.queries.contest_scores import committee_scores
from app.innovation.queries.contests import EntryRow, Group, Terms, correctors_of, entries_of, schedule_of, terms_of
from app.innovation.rules import contests as rules
from app.innovation.rules.contest_scores import Placing, Score, placings
from app.innovation.services.contests.history import keep
from app.innovation.services.contests.stages import readiness_of

Line = dict[str, Any]


def publish_result(*, actor: Actor, contest: Contest) -> ContestResult:
    """Publish the result, as somebody of the control tower who neither prepared nor corrected the contest."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    if rules.next_move(contest.state, results_only=contest.results_only) is not ContestState.RESULT:
        raise Refused(_("The result is published after the committee has met."))
    if actor.id in correctors_of(contest.id):
        raise Denied(_("Who prepared or corrected the contest does not publish its result."))
    access.require(POLICY, Permission.CONTEST_PUBLISH, actor, contest)
    if not contest.results_only and actor.id not in possible_publishers(contest):
        raise Denied(
            _(
                "Who sits in the jury, has named a whole part of it or has to do with an entry does not publish the "
                "result."
            )
        )
    if not contest.results_only:
        rules.check_move(readiness_of(contest), clock.today(), schedule_of(contest))
    terms = terms_of(contest.id)
    entries = [] if contest.results_only else _entry_lines(contest, terms, entries_of(contest.id, actor))
    awards = award_lines(contest.id) if contest.results_only else _award(contest, terms, entries)
    content = {**_head(contest, terms), "entries": entries, "awards": awards}
    result = ContestResult(
        contest_id=contest.id,
        content=canonical_json(content).decode(),
        sha256=fingerprint(content),
        prepared_by_id=contest.prepared_by_id,
        published_by_id=actor.id,
        published_at=clock.now(),
    )
    db.session.add(result)
    change_state(contest, state=ContestState.RESULT)
    keep(contest, ContestStepKind.RESULT, actor=actor)
    publish(ContestPublished(actor_id=actor.id, contest_id=contest.id, sha256=result.sha256, winners=len(awards)))
    return result


def _head(contest: Contest, terms: Terms) -> Line:
    return {
        "contest": {
            "id": contest.id,
            "kind": contest.kind,
            "name": contest.name,
            "year": contest.year,
            "period": contest.period,
            "results_only": contest.results_only,
            "source": contest.source,
            "staff_vote_weight": contest.staff_vote_weight,
            "member_weight": contest.member_weight,
            "expert_weight": contest.expert_weight,
        },
        "criteria": [{"name": name, "weight": weight} for _id, name, weight in terms.criteria],
        "groups": [
            {
                "name": group.name,
                "shortlist_size": group.shortlist_size,
                "prizes": [{"name": prize.name, "places": prize.places} for prize in group.prizes],
            }
            for group in terms.groups
        ],
    }


def _entry_lines(contest: Contest, terms: Terms, entries: Sequence[EntryRow]) -> list[Line]:
    """Return a line for each entry, by group and place; entries off the shortlist come last, by their first round."""
    material = gathered(contest.id, terms.weights)
    judged = committee_scores(contest, material)
    lines: list[Line] = []
    for group in terms.groups:
        own = [entry for entry in entries if entry.group_id == group.id]
        scores = {entry_id: found for (group_id, entry_id), found in judged.items() if group_id == group.id}
        places = placings(
            {entry_id: (score.figure, first) for entry_id, (score, first) in scores.items()}, group.prizes
        )
        found = [_line(group, entry, places.get(entry.id), scores.get(entry.id)) for entry in own]
        lines += sorted(
            found, key=lambda line: (line["place"] is None, line["place"] or 0, -line["first"], line["entry"])
        )
    for line in lines:
        given = material[line["entry"]]
        line |= {"votes": given.votes, "marks": {kind.value: marks for kind, marks in given.marks.items()}}
    return lines


def _line(group: Group, entry: EntryRow, placing: Placing | None, judged: tuple[Score, Any] | None) -> Line:
    return {
        "entry": entry.id,
        "group": group.name,
        "case": entry.number,
        "title": entry.title,
        "department": entry.department,
        "department_id": entry.department_id,
        "honoured": entry.honoured,
        "first": entry.first_score,
        "shortlisted": entry.shortlisted,
        "committee": judged[0].figure if judged else None,
        "place": placing.place if placing else None,
        "prize": placing.prize if placing else None,
        "shared": placing.shared if placing else False,
        "by_first_round": placing.by_first_round if placing else False,
    }


def _award(contest: Contest, terms: Terms, lines: Sequence[Line]) -> list[Line]:
    """Write the awards of the result and return them as they are frozen."""
    ranks = {(g.name, p.name): i for g in terms.groups for i, p in enumerate(g.prizes)}
    won = [line for line in lines if line["prize"] is not None]
    order = {group.name: place for place, group in enumerate(terms.groups)}
    won.sort(key=lambda line: (order[line["group"]], ranks[line["group"], line["prize"]], line["place"], line["entry"]))
    awards = []
    for position, line in enumerate(won, start=1):
        db.session.add(
            ContestAward(
                contest_id=contest.id,
                position=position,
                group_name=line["group"],
                prize=line["prize"],
                department=line["department"],
                department_id=line["department_id"],
                title=line["title"],
                honoured=line["honoured"] or "",
                entry_id=line["entry"],
            )
        )
        awards.append({name: line[name] for name in ("group", "prize", "department", "title", "honoured")})
    db.session.flush()
    return awards
