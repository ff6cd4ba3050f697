"""Figures that others read of the customer's voice."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Integer, case, cast, func, or_, select

from app.core import clock
from app.core.database import db
from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows, RowKind, RowKinds
from app.voice.models import CustomerVoice


def _read(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    """One row a department: of the voices whose period ended between the days, those answered within it.

    A voice that is open and whose day is still to come is neither: it is left out.
    """
    in_time = cast(func.sum(case((CustomerVoice.in_time.is_(True), 1), else_=0)), Integer)
    statement = (
        select(CustomerVoice.department_id, func.count(), in_time)
        .where(
            CustomerVoice.department_id.in_(department_ids),
            CustomerVoice.due_on.between(start, end),
            or_(CustomerVoice.in_time.is_not(None), CustomerVoice.due_on < clock.today()),
        )
        .group_by(CustomerVoice.department_id)
    )
    for unit, count, answered in db.session.execute(statement):
        yield unit, ReadRow(kind="customer_voices", id=unit, day=end, part=Decimal(answered), of=Decimal(count))


answered_in_time = NamedSource(
    label=_("Customers' voices answered within the period"),
    sentence=_(
        "Of the voices whose statutory period (extended once at most) ended between the days, the percent answered within "
        "it. A voice without a period, such as praise, is not counted; one still open counts as not in time once its day "
        "is over. It counts for the department that has to answer."
    ),
    rule=FigureRule.SHARE,
    read=_read,
)

SOURCES: Mapping[str, NamedSource] = {"voice.answered_in_time": answered_in_time}
"""By name."""

KINDS: RowKinds = {"customer_voices": RowKind(label=_("Customers' voices"), is_sum=True)}
