"""제안의 기한: what is counted for one issue, read from what has happened to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.messages import Message, _
from app.innovation.enums import TriageDecision
from app.innovation.enums.steps import IssueStepKind
from app.innovation.models import Issue, IssueOpinion, IssueStep, Triage
from app.innovation.queries.clock_presets import clock_of
from app.innovation.rules import clocks
from app.innovation.rules.clocks import LONGEST_BREAK, IssueClock, Pause
from app.organization.models import Department
from app.organization.queries import holidays_between


def days_off(start: date, days: int) -> frozenset[date]:
    """Return the days off that can matter for a period of so many days, even if they are working days."""
    return holidays_between(start, start + 2 * timedelta(days=days) + 2 * LONGEST_BREAK)


def day_of(moment: datetime) -> date:
    """Return the day in Seoul."""
    return clock.to_seoul(moment).date()


def term_start(issue: Issue) -> datetime:
    """Return when the present term began: on receipt, or when the re-examination was asked for."""
    return issue.term_started_at or issue.received_at


def decision_day(issue: Issue, *, extra: Sequence[Pause] = ()) -> date:
    """Return the last day for the decision, with everything that is not counted, and `extra` waiting."""
    started = clock.to_seoul(term_start(issue))
    periods = clock_of(issue)
    pauses = [*pauses_of(issue), *extra]
    waiting = sum((pause.answered_on - pause.asked_on).days for pause in pauses)
    holidays = days_off(started.date(), periods.decision_days + waiting)
    return clocks.decision_due(started, periods, holidays, pauses)


def first_decision_day(started: datetime, periods: IssueClock) -> date:
    """Return the last day for the decision of a term that begins now."""
    moment = clock.to_seoul(started)
    return clocks.decision_due(moment, periods, days_off(moment.date(), periods.decision_days))


def supplement_request_day(issue: Issue) -> date:
    """Return the last day on which the office may ask for a supplement in the present term."""
    begun, periods = clock.to_seoul(term_start(issue)), clock_of(issue)
    return clocks.supplement_request_due(begun, periods, days_off(begun.date(), periods.supplement_request_days))


def may_ask_supplement(issue: Issue) -> bool:
    """Whether a supplement may still be asked for; the days off are read only when it matters."""
    periods, today = clock_of(issue), clock.today()
    certain = day_of(term_start(issue)) + timedelta(days=periods.supplement_request_days - 1)
    return today <= certain or today <= supplement_request_day(issue)


def reexamination_day(issue: Issue) -> date:
    """Return the last day on which the proposer of a refused issue may ask to look again."""
    periods, notified_on = clock_of(issue), issue.decided_on or clock.today()
    return clocks.reexamination_due(notified_on, periods, days_off(notified_on, periods.reexamination_days))


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A stretch that is not counted, and what was waited for. An open one reaches to its last day."""

    what: str | Message
    pause: Pause
    of_department: bool = False


def waiting_of(issue: Issue) -> list[Waiting]:
    """Return what is not counted in the present term: supplements and opinions of departments."""
    supplement = _("Supplement of the proposer")
    return [*(Waiting(what=supplement, pause=pause) for pause in _supplements(issue)), *_opinions(issue)]


def pauses_of(issue: Issue) -> list[Pause]:
    """Return the stretches of the present term that are not counted."""
    return [waiting.pause for waiting in waiting_of(issue)]


def _supplements(issue: Issue) -> Iterable[Pause]:
    """Each request with what ended it: the supplement, or a decision without it."""
    start = term_start(issue)
    asked: tuple[date, date] | None = None
    for moment, is_request, answer_due_on in _supplement_marks(issue.id):
        if moment < start:
            continue
        if asked is not None:
            yield Pause(asked[0], day_of(moment))
        asked = (day_of(moment), answer_due_on or clock.today()) if is_request else None
    if asked is not None:
        yield Pause(*asked)


def _supplement_marks(issue_id: int) -> list[tuple[datetime, bool, date | None]]:
    """Moments in their order at which a supplement was asked for (True), or given or given up (False)."""
    triages = select(Triage.decided_at, Triage.decision, Triage.answer_due_on).where(
        Triage.issue_id == issue_id, Triage.decision != TriageDecision.LINK
    )
    given = select(IssueStep.taken_at).where(IssueStep.issue_id == issue_id, IssueStep.kind == IssueStepKind.SUPPLEMENT)
    marks = [(at, decision is TriageDecision.SUPPLEMENT, due) for at, decision, due in db.session.execute(triages)]
    marks += [(at, False, None) for at in db.session.scalars(given)]
    return sorted(marks, key=lambda mark: mark[0])


def _opinions(issue: Issue) -> Iterable[Waiting]:
    """Waiting for a department counts as waiting up to the day its answer was due, and for so many days in all."""
    statement = (
        select(
            Department.name,
            IssueOpinion.asked_at,
            IssueOpinion.due_on,
            IssueOpinion.answered_at,
            IssueOpinion.dropped_at,
        )
        .join(Department, Department.id == IssueOpinion.department_id)
        .where(IssueOpinion.issue_id == issue.id, IssueOpinion.asked_at >= term_start(issue))
        .order_by(IssueOpinion.id)
    )
    rows = db.session.execute(statement).all()
    pauses = [
        _pause(asked_at, due_on, answered_at or dropped_at) for _name, asked_at, due_on, answered_at, dropped_at in rows
    ]
    for (department, *_moments), pause in zip(rows, clocks.capped(pauses), strict=True):
        yield Waiting(what=_("Opinion of %(department)s", department=department), pause=pause, of_department=True)


def _pause(asked_at: datetime, due_on: date, ended: datetime | None) -> Pause:
    return Pause(day_of(asked_at), min(day_of(ended), due_on) if ended else due_on)
