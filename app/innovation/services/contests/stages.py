"""경연 진행: one stage at a time; closing the first round scores it and draws the shortlist."""

from sqlalchemy import func, select, update

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums.contests import ContestState, ContestStepKind, JurorKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import ContestMoved
from app.innovation.models import Contest, ContestEntry, ContestJuror
from app.innovation.policy import POLICY
from app.innovation.queries.contest_marks import late_jurors, sitting, unjudgeable_entries, unscored_entries
from app.innovation.queries.contest_publishers import possible_publishers
from app.innovation.queries.contest_scores import first_round_scores
from app.innovation.queries.contests import schedule_of, terms_of, weights_of
from app.innovation.rules import contest_scores
from app.innovation.rules import contests as rules
from app.innovation.rules.contests import Readiness
from app.innovation.services.contests.history import keep


def advance_contest(*, actor: Actor, contest: Contest, seen_state: ContestState | None = None) -> None:
    """Lead the contest to its next stage but the result, which `publish_result` makes. Raises Refused with what lacks."""
    access.require(POLICY, Permission.CONTEST_RUN, actor)
    target = rules.next_move(contest.state, results_only=contest.results_only)
    if seen_state is not None and contest.state is not seen_state:
        raise Refused(_("The contest has moved on already. Look at it again."))
    if target in {None, ContestState.RESULT}:
        raise Refused(_("The result is published by itself; there is no other stage left."))
    assert target is not None
    rules.check_move(readiness_of(contest), clock.today(), schedule_of(contest))
    before = contest.state
    if target is ContestState.SHORTLIST:
        _draw_shortlist(contest)
    change_state(contest, state=target)
    keep(contest, ContestStepKind(target.value), actor=actor)
    publish(ContestMoved(actor_id=actor.id, contest_id=contest.id, from_state=before.value, to_state=target.value))


def readiness_of(contest: Contest) -> Readiness:
    """Return what the contest has for its next move."""
    weights = weights_of(contest)
    counted = db.session.execute(
        select(ContestJuror.kind, func.count())
        .where(ContestJuror.contest_id == contest.id, sitting())
        .group_by(ContestJuror.kind)
    )
    scoring = contest.state in rules.SCORING
    parts = ((JurorKind.MEMBER, weights.member), (JurorKind.EXPERT, weights.expert))
    needed = [kind for kind, weight in parts if weight]
    last = contest.state in {ContestState.SHORTLIST, ContestState.COMMITTEE}
    kinds = [JurorKind.COMMITTEE] if last else needed
    begins = contest.state in {ContestState.CALL, ContestState.SHORTLIST}
    entries = select(func.count()).where(ContestEntry.contest_id == contest.id, ContestEntry.withdrawn_at.is_(None))
    return Readiness(
        state=contest.state,
        entries=db.session.scalar(entries) or 0,
        jurors={kind: count for kind, count in counted},  # noqa: C416  rows are no pairs to mypy
        weights=weights,
        late=late_jurors(contest) if scoring else (),
        unscored=unscored_entries(contest, kinds) if scoring else (),
        unjudgeable=unjudgeable_entries(contest, kinds) if begins else (),
        publishable=bool(possible_publishers(contest)) if begins else True,
    )


def _draw_shortlist(contest: Contest) -> None:
    """Write the score of every entry, and who goes before the committee, group by group."""
    terms = terms_of(contest.id)
    scores = first_round_scores(contest, terms)
    for group in terms.groups:
        figures = {entry_id: score.figure for (group_id, entry_id), score in scores.items() if group_id == group.id}
        chosen = contest_scores.shortlist(figures, group.shortlist_size)
        for entry_id, figure in figures.items():
            db.session.execute(
                update(ContestEntry)
                .where(ContestEntry.id == entry_id)
                .values(first_score=figure, shortlisted=entry_id in chosen)
                .execution_options(synchronize_session=False)
            )
    db.session.expire_all()
