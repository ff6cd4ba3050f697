"""What the control tower should see before it moves a round on. Nothing here holds a round up."""

from collections.abc import Iterator

from app.core.messages import _
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.closed_units import closed_members, closed_owners
from app.evaluation.queries.round_days import others_running
from app.evaluation.services.check_items import CheckItem


def planning_warnings(record: EvaluationRound) -> Iterator[CheckItem]:
    """Rounds of the same kind and year that run at the same time, and indicators whose owner has ended.

    A second round is let through: a year may have two interim evaluations, and one may begin before the other ends.
    """
    others = others_running(record)
    if others:
        names = ", ".join(others)
        yield CheckItem(
            label=_("No other round of this kind and year is going on"),
            met=False,
            hint=_("Going on at the same time: %(names)s. The same facts may then be reported twice.", names=names),
            is_required=False,
        )
    for closed in closed_owners(record):
        yield CheckItem(
            label=_("“%(indicator)s” has an owner", indicator=closed.indicator),
            met=False,
            hint=_(
                "%(department)s ended on %(day)s: name another owner on the definition sheet.",
                department=closed.department,
                day=closed.last_day.isoformat(),
            ),
            is_required=False,
        )


def ended_members(record: EvaluationRound) -> Iterator[CheckItem]:
    """Departments that ended after the round was opened and before its base date."""
    for closed in closed_members(record):
        yield CheckItem(
            label=_("%(department)s still exists", department=closed.department),
            met=False,
            hint=_(
                "It ended on %(day)s. What it has not handed in counts as the rule of the round says; a reopening can "
                "take it out of the ranking.",
                day=closed.last_day.isoformat(),
            ),
            is_required=False,
        )
