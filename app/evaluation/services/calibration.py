"""조정회의: holding a session, deciding about the cases on its agenda, closing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Denied, Invalid, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.figures import bare
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.calibration_events import (
    CalibrationBoundsSet,
    CalibrationClosed,
    CalibrationDecided,
    CalibrationOpened,
)
from app.evaluation.enums import CaseOutcome, CorrectionKind, CorrectionOrigin, MeasureState, Permission
from app.evaluation.models import (
    CalibrationAttendee,
    CalibrationBounds,
    CalibrationCase,
    CalibrationDecision,
    CalibrationSession,
    EvaluationRound,
)
from app.evaluation.queries.calibration import attendees_of, bounds_of, cases_of, decisions_of, open_session_id
from app.evaluation.queries.panels import blocked_departments
from app.evaluation.rules import phases
from app.evaluation.rules.calibration import Bounds, check_bounds, check_reason
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.services.calibration_agenda import agenda
from app.evaluation.services.calibration_judges import require_another_office, require_no_own_marks
from app.evaluation.services.corrections import write_corrections
from app.evaluation.services.panels import panel_indicator_ids
from app.evaluation.services.phase_locks import hold_phase
from app.evaluation.services.publications import preview
from app.evaluation.services.scoring import DepartmentScore, RoundResult, ScoredLine, compute_round

MOST_PEOPLE = 40


@dataclass(frozen=True, kw_only=True)
class SessionDraft:
    """When and where, who is in the chair, who is there: people of the office by id, others by name."""

    held_on: date
    place: str
    chair: str
    person_ids: Sequence[int] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is decided about a case. `seen` is the number of decisions the page showed; `score` only for a change."""

    outcome: CaseOutcome
    reason: str
    seen: int
    score: Decimal | None = None
    indicator_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Who counts as present for a case, and who has to step out; names in the order of the session."""

    present: tuple[str, ...]
    stepped_out: tuple[str, ...]
    person_ids: frozenset[int] = frozenset()
    """Those present who belong to the office."""


def set_bounds(*, actor: Actor, bounds: Bounds, reason: str) -> CalibrationBounds:
    """Set from where on a case is in conflict, for rounds that calibrate from now on. Raises Refused."""
    policy.require(Permission.CALIBRATE, actor)
    check_bounds(bounds)
    check_reason(reason)
    row = CalibrationBounds(
        spread=bounds.spread,
        rank_gap=bounds.rank_gap,
        margin=bounds.margin,
        reason=reason.strip(),
        set_by_id=actor.id,
        set_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        CalibrationBoundsSet(
            actor_id=actor.id,
            calibration_bounds_id=row.id,
            spread=bare(bounds.spread),
            rank_gap=bounds.rank_gap,
            margin=bare(bounds.margin),
            reason=FreeText(row.reason),
        )
    )
    return row


def open_session(*, actor: Actor, record: EvaluationRound, draft: SessionDraft) -> CalibrationSession:
    """Begin a session with the cases in conflict as they stand.

    Raises WrongState outside calibration and while another session is open, Refused without a case in conflict,
    Invalid for a day to come and for a session without people.
    """
    policy.require(Permission.CALIBRATE, actor)
    hold_phase(record)
    if not phases.may_calibrate(record.phase):
        raise WrongState(_("A calibration session is held while the round calibrates, not now."))
    if open_session_id(record.id) is not None:
        raise WrongState(_("A calibration session is still open. Close it first."))
    _check_day(record, draft)
    found = preview(record)
    cases = agenda(record, found.result)
    if not cases:
        raise Refused(_("No case is in conflict: there is nothing to calibrate."))
    bounds = bounds_of(record)
    session = CalibrationSession(
        round_id=record.id,
        number=_next_number(record.id),
        held_on=draft.held_on,
        place=draft.place,
        chair=draft.chair,
        bounds={"spread": bare(bounds.spread), "rank_gap": bounds.rank_gap, "margin": bare(bounds.margin)},
        standings=standings_of(found.result),
        before_sha256=found.sha256,
        opened_by_id=actor.id,
        opened_at=clock.now(),
    )
    db.session.add(session)
    db.session.flush()
    _write_people(session, draft)
    db.session.add_all(
        CalibrationCase(
            session_id=session.id,
            number=number,
            department_id=case.department_id,
            indicator_id=case.indicator_id,
            grounds=[
                {"kind": g.kind.value, "figure": bare(g.figure), "bound": None if g.bound is None else bare(g.bound)}
                for g in case.grounds
            ],
        )
        for number, case in enumerate(cases, start=1)
    )
    db.session.flush()
    publish(
        CalibrationOpened(
            actor_id=actor.id,
            calibration_session_id=session.id,
            round_id=record.id,
            number=session.number,
            cases=len(cases),
            people=tuple(draft.person_ids),
            before_sha256=session.before_sha256,
        )
    )
    return session


def _check_day(record: EvaluationRound, draft: SessionDraft) -> None:
    if not record.starts_on <= draft.held_on <= clock.today():
        sentence = _("A session is written down on its day or after it, not before the round began.")
        raise Invalid(sentence, fields={"held_on": [sentence]})
    if not draft.person_ids and not draft.others:
        sentence = _("Name who is there, one person at least.")
        raise Invalid(sentence, fields={"person_ids": [sentence]})
    if len(draft.person_ids) + len(draft.others) > MOST_PEOPLE:
        sentence = _("At most %(count)s people can be written down.", count=MOST_PEOPLE)
        raise Invalid(sentence, fields={"person_ids": [sentence]})


def _next_number(round_id: int) -> int:
    highest = select(func.max(CalibrationSession.number)).where(CalibrationSession.round_id == round_id)
    return (db.session.scalar(highest) or 0) + 1


def _write_people(session: CalibrationSession, draft: SessionDraft) -> None:
    ids = list(dict.fromkeys(draft.person_ids))
    names = {row.id: row.name for row in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    if len(names) < len(ids):
        raise Refused(_("A person who was chosen is not there any more."))
    people = [(key, names[key]) for key in ids] + [(None, name) for name in dict.fromkeys(draft.others)]
    db.session.add_all(
        CalibrationAttendee(session_id=session.id, person_id=key, name=name, position=position)
        for position, (key, name) in enumerate(people)
    )


def standings_of(result: RoundResult) -> dict[str, list[object]]:
    """Return total, rank and grade of each department as a session keeps them."""
    return {
        str(score.member.department_id): [
            None if score.total is None else str(score.total),
            score.standing.rank,
            score.grade,
        ]
        for score in result.departments
    }


def presence_of(record: EvaluationRound, session_id: int, department_id: int) -> Presence:
    """Return who counts as present for a case of a department: who is too close to it steps out."""
    people = attendees_of(session_id)
    blocked = blocked_departments(record, {row.person_id for row in people if row.person_id is not None})
    out = {key for key, departments in blocked.items() if department_id in departments}
    return Presence(
        present=tuple(row.name for row in people if row.person_id not in out),
        stepped_out=tuple(row.name for row in people if row.person_id in out),
        person_ids=frozenset(row.person_id for row in people if row.person_id is not None) - out,
    )


def decide_case(*, actor: Actor, record: EvaluationRound, case: CalibrationCase, verdict: Verdict) -> None:
    """Write down what the session decided: another score as a correction of the round, or the score kept.

    Raises Denied for a case of a department the actor is too close to, WrongState once the session or the phase is
    over, Conflict where somebody decided since the page was shown, Invalid for the score.
    """
    policy.require(Permission.CALIBRATE, actor)
    session = db.session.get_one(CalibrationSession, case.session_id)
    _require_open(record, session)
    if case.department_id in blocked_departments(record, {actor.id}).get(actor.id, frozenset()):
        raise Denied(_("You are too close to this department: somebody else writes down what is decided about it."))
    require_no_own_marks(actor, record, case)
    check_reason(verdict.reason)
    if len(decisions_of([case.id]).get(case.id, ())) != verdict.seen:
        raise Conflict(CHANGED)
    there = presence_of(record, session.id, case.department_id)
    if not there.present:
        raise Refused(_("Everybody who is there is too close to this department: nobody is left to decide."))
    require_another_office(actor, there.person_ids)
    decision = CalibrationDecision(
        case_id=case.id,
        number=verdict.seen + 1,
        outcome=verdict.outcome,
        reason=verdict.reason.strip(),
        present=", ".join(there.present),
        stepped_out=", ".join(there.stepped_out),
        decided_by_id=actor.id,
        decided_on=clock.today(),
        decided_at=clock.now(),
    )
    if verdict.outcome is CaseOutcome.CHANGED:
        _change_score(actor, record, case, verdict, decision)
    db.session.add(decision)
    db.session.flush()
    publish(_decided(actor, record, case, decision))


def _require_open(record: EvaluationRound, session: CalibrationSession) -> None:
    hold_phase(record)
    if session.closed_at is not None or not phases.may_calibrate(record.phase):
        raise WrongState(_("This session is closed: what it decided stays as it is."))


def _change_score(
    actor: Actor, record: EvaluationRound, case: CalibrationCase, verdict: Verdict, decision: CalibrationDecision
) -> None:
    line = line_of_case(compute_round(record), case, verdict.indicator_id, panel_indicator_ids(record))
    draft = correction_of(case, line.indicator_id, verdict)
    if line.exact.score is not None and line.exact.score == verdict.score:
        sentence = _("This is the score as it stands. Choose “kept” to leave it.")
        raise Invalid(sentence, fields={"score": [sentence]})
    (row,) = write_corrections(
        record=record,
        drafts=[replace(draft, present=decision.present)],
        origin=CorrectionOrigin.CALIBRATION,
        origin_id=case.session_id,
        entered_by_id=actor.id,
    )
    decision.indicator_id = line.indicator_id
    decision.score_before = line.exact.score
    decision.score_after = verdict.score
    decision.correction_id = row.id


def correction_of(case: CalibrationCase, indicator_id: int, verdict: Verdict) -> CorrectionDraft:
    """Return the correction a verdict asks for. Raises Invalid without a score."""
    if verdict.score is None:
        sentence = _("Type the score that counts instead.")
        raise Invalid(sentence, fields={"score": [sentence]})
    return CorrectionDraft(
        kind=CorrectionKind.SCORE,
        after={"score": bare(verdict.score)},
        reason=verdict.reason.strip(),
        department_id=case.department_id,
        indicator_id=indicator_id,
    )


def lines_of_case(result: RoundResult, case: CalibrationCase, panel_ids: frozenset[int]) -> Sequence[ScoredLine]:
    """Return the lines a case is about: its indicator, or every one of the department that evaluators scored."""
    score = department_of(result, case.department_id)
    if score is None:
        return ()
    wanted = panel_ids if case.indicator_id is None else frozenset({case.indicator_id})
    return [line for line in score.lines if line.indicator_id in wanted and line.exact.state is MeasureState.VALUE]


def line_of_case(
    result: RoundResult, case: CalibrationCase, indicator_id: int | None, panel_ids: frozenset[int]
) -> ScoredLine:
    """Return the one line a change is about. Raises Invalid where it has to be chosen."""
    lines = lines_of_case(result, case, panel_ids)
    found = next((line for line in lines if line.indicator_id == (case.indicator_id or indicator_id)), None)
    if found is None:
        sentence = _("Choose the indicator whose score changes.")
        raise Invalid(sentence, fields={"indicator_id": [sentence]})
    return found


def department_of(result: RoundResult, department_id: int) -> DepartmentScore | None:
    """Return one department of a result."""
    return next((score for score in result.departments if score.member.department_id == department_id), None)


def _decided(
    actor: Actor, record: EvaluationRound, case: CalibrationCase, decision: CalibrationDecision
) -> CalibrationDecided:
    return CalibrationDecided(
        actor_id=actor.id,
        calibration_case_id=case.id,
        calibration_session_id=case.session_id,
        round_id=record.id,
        department_id=case.department_id,
        indicator_id=decision.indicator_id or case.indicator_id,
        outcome=decision.outcome.value,
        score_before=None if decision.score_before is None else bare(decision.score_before),
        score_after=None if decision.score_after is None else bare(decision.score_after),
        reason=FreeText(decision.reason),
    )


def close_session(*, actor: Actor, record: EvaluationRound, session: CalibrationSession) -> None:
    """Close a session: the minutes are fixed, with the hash of what would be published now.

    Cases without a decision come onto the next agenda. Raises WrongState where it is closed already.
    """
    policy.require(Permission.CALIBRATE, actor)
    _require_open(record, session)
    found = preview(record)
    cases = [case.id for case in cases_of(session.id)]
    decided: Mapping[int, object] = decisions_of(cases)
    change_state(
        session,
        standings_after=standings_of(found.result),
        after_sha256=found.sha256,
        closed_by_id=actor.id,
        closed_at=clock.now(),
    )
    publish(
        CalibrationClosed(
            actor_id=actor.id,
            calibration_session_id=session.id,
            round_id=record.id,
            open_cases=len(cases) - len(decided),
            after_sha256=found.sha256,
        )
    )
