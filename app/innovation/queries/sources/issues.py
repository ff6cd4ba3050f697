"""제안: ideas answered in time."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import exists, func, or_, select

from app.core import clock
from app.core.database import db
from app.core.figures import ONE
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows
from app.innovation.enums import IssueState
from app.innovation.models import Issue, IssuePromise
from app.innovation.queries.issue_clock import answer_by
from app.organization.enums import SettingKey
from app.organization.models import Department, Setting

_STANDING = (IssueState.WITHDRAWN, IssueState.SUPPLEMENT_ASKED)
"""Nobody waits for an answer to these."""


def _read_answered(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    """Who was asked to review answers; the control tower where nobody was. The title would tell of hidden ideas."""
    today = clock.today()
    code = select(Setting.value).where(Setting.key == SettingKey.CONTROL_TOWER).scalar_subquery()
    tower = select(Department.id).where(Department.code == code).scalar_subquery()
    reviewer = func.coalesce(Issue.reviewing_department_id, tower)
    term = or_(Issue.term_started_at.is_(None), IssuePromise.promised_at >= Issue.term_started_at)
    put_off_late = exists(
        select(1).where(IssuePromise.issue_id == Issue.id, IssuePromise.in_time.is_(False), term)
    ).correlate(Issue)
    statement = (
        select(reviewer, Issue.id, Issue.number, answer_by(), Issue.decided_on, put_off_late)
        .where(
            reviewer.in_(department_ids),
            Issue.state.not_in(_STANDING),
            answer_by().between(start, min(end, today)),
            or_(answer_by() < today, Issue.decided_on.is_not(None)),
        )
        .order_by(answer_by(), Issue.id)
    )
    for unit, issue_id, number, due_on, decided_on, late in db.session.execute(statement):
        in_time = decided_on is not None and decided_on <= due_on and not late
        yield unit, ReadRow(kind="issue", id=issue_id, title=number, day=due_on, part=Decimal(in_time), of=ONE)


ideas_answered_in_time = NamedSource(
    label=_("Share of ideas answered in time"),
    sentence=_(
        "Of the issues and ideas the department had to answer between the days, by the due day or the later day it "
        "promised, the percent decided by then. A later day promised after the due day had passed counts as late. "
        "Ideas that were withdrawn, or wait for their proposer, are not counted. Where no department reviews, the "
        "control tower answers."
    ),
    rule=FigureRule.SHARE,
    read=_read_answered,
)
