"""기한 현황: what is late, and what is due within a week, in one statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, false, literal, select, true, union_all

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.messages import Labelled, _
from app.core.turns import AnyColumn
from app.innovation.enums import IssueState
from app.innovation.models import Issue, IssueOpinion
from app.innovation.queries.issue_clock import OPEN_OPINION, RUNNING, answer_by
from app.innovation.queries.issues import visible_to
from app.organization.models import Department

SOON = timedelta(days=7)
MOST = 100
"""Lines of one kind at most: nobody works through more on a page."""


class DeadlineKind(Labelled):
    """What is due."""

    DECISION = "decision", _("Decisions on issues")
    OPINION = "opinion", _("Opinions of departments")
    SUPPLEMENT = "supplement", _("Supplements of proposers")
    FOLLOW_UP = "follow_up", _("Yearly follow-up of adopted ideas")


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    """One thing that is late or due soon. `who` owes it: a department, or nobody in particular."""

    issue_id: int
    number: str
    title: str
    due_on: date
    who: str | None
    is_promised: bool

    @property
    def days_left(self) -> int:
        """Days until it is due; negative when late."""
        return (self.due_on - clock.today()).days


def deadlines(actor: Actor) -> Mapping[DeadlineKind, Sequence[DeadlineRow]]:
    """Return what is late or due within a week, by kind, the most urgent first."""
    legs = (_select(kind, actor).subquery() for kind in DeadlineKind)
    every = union_all(*(select(leg) for leg in legs)).subquery()
    found: dict[DeadlineKind, list[DeadlineRow]] = {kind: [] for kind in DeadlineKind}
    statement = select(every).order_by(every.c.due_on, every.c.id)
    for kind, issue_id, number, title, due_on, who, promised in db.session.execute(statement):
        found[DeadlineKind(kind)].append(
            DeadlineRow(
                issue_id=issue_id, number=number, title=title, due_on=due_on, who=who, is_promised=bool(promised)
            )
        )
    return found


def _select(kind: DeadlineKind, actor: Actor) -> AnySelect:
    due_on, condition = _KINDS[kind]()
    statement = (
        select(
            literal(kind.value).label("kind"),
            Issue.id.label("id"),
            Issue.number.label("number"),
            Issue.title.label("title"),
            due_on.label("due_on"),
            Department.name.label("who"),
            _is_promised(kind).label("promised"),
        )
        .select_from(Issue)
        .where(condition, visible_to(actor), due_on <= clock.today() + SOON)
        .order_by(due_on, Issue.id)
        .limit(MOST)
    )
    if kind is DeadlineKind.OPINION:
        asked = statement.join(IssueOpinion, IssueOpinion.issue_id == Issue.id)
        return asked.join(Department, Department.id == IssueOpinion.department_id)
    return statement.outerjoin(Department, Department.id == Issue.reviewing_department_id)


_Parts = tuple[AnyColumn, ColumnElement[bool]]


def _is_promised(kind: DeadlineKind) -> ColumnElement[bool]:
    later = case((Issue.promised_on > Issue.decision_due_on, true()), else_=false())
    return later if kind is DeadlineKind.DECISION else false()


_KINDS: Mapping[DeadlineKind, Callable[[], _Parts]] = {
    DeadlineKind.DECISION: lambda: (answer_by(), Issue.state.in_(RUNNING)),
    DeadlineKind.OPINION: lambda: (IssueOpinion.due_on, OPEN_OPINION & (Issue.state != IssueState.MERGED)),
    DeadlineKind.SUPPLEMENT: lambda: (Issue.supplement_due_on, Issue.state == IssueState.SUPPLEMENT_ASKED),
    DeadlineKind.FOLLOW_UP: lambda: (Issue.next_follow_up_on, Issue.state == IssueState.ADOPTED),
}
"""The day and the condition of each kind."""
