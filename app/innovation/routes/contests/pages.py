"""The list of contests, and the page of one."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Role, allows
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.web import actor
from app.innovation.enums.contests import ContestKind, ContestState, JurorKind
from app.innovation.enums.permissions import Permission
from app.innovation.forms.contests import EntryForm, JurorForm, ReplacementForm
from app.innovation.models import Contest
from app.innovation.policy import POLICY
from app.innovation.queries import contests as queries
from app.innovation.queries.contest_publishers import possible_publishers
from app.innovation.queries.contest_results import award_lines, published_result
from app.innovation.queries.contest_seats import seats_of
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url, record_id
from app.innovation.rules.contests import SCORING, next_move
from app.innovation.services import contests as services

FIRST_YEAR = 2000
STAGES = (
    ContestState.CALL,
    ContestState.FIRST_ROUND,
    ContestState.SHORTLIST,
    ContestState.COMMITTEE,
    ContestState.RESULT,
)


@bp.get("/cases/contests")
def list_contests() -> ResponseReturnValue:
    """Show the contests, the latest first."""
    kind, year = wanted_contests()
    page = queries.list_contests(actor(), kind, year, request.args.get("cursor"))
    return render_template(
        "innovation/contests/list.html",
        page=page,
        kind=kind,
        kinds=ContestKind,
        year=year,
        years=range(clock.today().year + 1, FIRST_YEAR - 1, -1),
        next_url=page_url("innovation.list_contests", page.next_cursor),
        first_url=first_url("innovation.list_contests"),
        may_run=may_run(),
    )


def wanted_contests() -> tuple[ContestKind | None, int | None]:
    """Return the kind and the year in the address."""
    return member(ContestKind, "kind"), record_id("year")


@bp.get("/cases/contests/<int:contest_id>")
def show_contest(contest_id: int) -> ResponseReturnValue:
    """Show one contest: its terms, its entries, and what can be done now."""
    return contest_page(queries.contest_or_404(contest_id, actor()))


@bp.post("/cases/contests/<int:contest_id>/moves")
def create_contest_move(contest_id: int) -> ResponseReturnValue:
    """Lead the contest to its next stage."""
    contest = queries.contest_or_404(contest_id, actor())
    try:
        services.advance_contest(actor=actor(), contest=contest, seen_state=_seen_state())
    except Refused as refusal:
        return contest_page(contest, problem=refusal.reason), 422
    return done(contest_id, _("The contest has moved on to: %(state)s.", state=contest.state.label))


def _seen_state() -> ContestState | None:
    text = request.form.get("seen", "")
    return ContestState(text) if text in set(ContestState) else None


def may_run() -> bool:
    """Whether the actor prepares and leads contests."""
    return allows(POLICY, Permission.CONTEST_RUN, actor())


def done(contest_id: int, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the contest."""
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_contest", contest_id=contest_id))


def entry_form(contest: Contest, terms: queries.Terms, *, empty: bool = False) -> EntryForm:
    """Make the form of an entry with what the actor may choose."""
    cases = queries.cases_to_enter(contest.id, actor())
    peers = queries.peers_of(contest.id)
    groups = [(group.id, group.name) for group in terms.groups if group.id not in peers]
    return EntryForm(cases=cases, groups=groups, **({"formdata": None} if empty else {}))


def replacement_form(contest: Contest, *, empty: bool = False) -> ReplacementForm | None:
    """Make the form in which a juror is replaced, or None while nobody needs to be."""
    jurors = [(seat.id, f"{seat.name} · {seat.kind.label}") for seat in seats_of(contest) if seat.may_be_replaced]
    return ReplacementForm(jurors=jurors, **({"formdata": None} if empty else {})) if jurors else None


def contest_page(contest: Contest, *, problem: object = None, **sent: Any) -> str:
    """Render the page; `sent` are forms that were refused, `problem` a refusal that belongs to no form."""
    if contest.results_only or contest.state is ContestState.RESULT:
        return _result_page(contest, problem)
    terms, runs = queries.terms_of(contest.id), may_run()
    jurors = queries.jurors_of(contest.id)
    entries = queries.entries_of(contest.id, actor())
    return render_template(
        "innovation/contests/show.html",
        contest=contest,
        terms=terms,
        jurors=jurors,
        entries=entries,
        by_group=_by_group(terms, entries),
        history=queries.history_of(contest.id),
        stages=_stages(contest),
        juror_form=sent.get("juror") or (JurorForm(formdata=None) if runs else None),
        entry_form=sent.get("entry") or (entry_form(contest, terms, empty=True) if _may_enter(contest) else None),
        replacement_form=sent.get("replacement") or (replacement_form(contest, empty=True) if runs else None),
        problem=problem,
        sent=sent,
        **_possible(contest, jurors, entries, runs=runs),
    )


def _by_group(
    terms: queries.Terms, entries: Sequence[queries.EntryRow]
) -> list[tuple[queries.Group, list[queries.EntryRow]]]:
    """Return the entries of each group, the best first once they are scored."""
    ranked = sorted(entries, key=lambda row: -(row.first_score or 0))
    return [(group, [row for row in ranked if row.group_id == group.id]) for group in terms.groups]


def _may_enter(contest: Contest) -> bool:
    return queries.call_is_running(contest) and actor().department_id is not None and not actor().has(Role.AUDITOR)


def _possible(
    contest: Contest, jurors: Sequence[queries.JurorRow], entries: Sequence[queries.EntryRow], *, runs: bool
) -> dict[str, Any]:
    """Return what the actor may do with the contest now."""
    who = actor()
    seats = {row.kind for row in jurors if row.person_id == who.id and not row.stood_down}
    voting = contest.state is ContestState.FIRST_ROUND and bool(contest.staff_vote_weight)
    given = sum(entry.voted for entry in entries)
    units = {who.department_id, *who.headed_department_ids, *who.coordinated_department_ids}
    return {
        "runs": runs,
        "reads_jury": runs or who.has(Role.AUDITOR),
        "may_edit": runs and contest.state in {ContestState.DRAFT, ContestState.CALL},
        "next_state": next_move(contest.state, results_only=contest.results_only) if runs else None,
        "may_publish": runs and contest.state is ContestState.COMMITTEE and who.id in possible_publishers(contest),
        "may_name": runs and contest.state is not ContestState.COMMITTEE,
        "is_scoring": bool(seats & set(SCORING.get(contest.state, ()))),
        "is_voting": voting,
        "votes_left": contest.votes_per_person - given,
        "may_vote": voting and given < contest.votes_per_person and allows(POLICY, Permission.CONTEST_VOTE, who),
        "own_units": units if contest.state is ContestState.CALL and not who.has(Role.AUDITOR) else set(),
        "counts": {kind: sum(row.kind is kind and not row.stood_down for row in jurors) for kind in JurorKind},
    }


def _stages(contest: Contest) -> list[dict[str, object]]:
    place = STAGES.index(contest.state) if contest.state in STAGES else -1
    status = ["done" if here < place else "current" if here == place else "todo" for here in range(len(STAGES))]
    return [
        {"number": number, "label": stage.label, "status": state, "url": None}
        for number, (stage, state) in enumerate(zip(STAGES, status, strict=True), start=1)
    ]


def _result_page(contest: Contest, problem: object) -> str:
    result = published_result(contest.id)
    return render_template(
        "innovation/contests/result.html",
        contest=contest,
        result=result,
        awards=result.content["awards"] if result else award_lines(contest.id),
        history=queries.history_of(contest.id),
        may_publish=result is None and may_run() and actor().id not in queries.correctors_of(contest.id),
        runs=may_run(),
        problem=problem,
    )
