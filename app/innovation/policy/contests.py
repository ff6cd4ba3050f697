"""Who may do what in contests."""

from typing import Any

from app.core.access import Actor, Alternatives, Policy, is_control_tower, is_evaluator
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_department,
    heads_the_department,
    is_no_auditor,
    works_in_a_department,
)


def has_not_prepared_it(actor: Actor, contest: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else prepared the contest."""
    return bool(contest.prepared_by_id != actor.id)


def is_an_author(actor: Actor, work: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the case tells of the actor's work, in the department it belongs to."""
    return actor.id in work.author_ids and actor.department_id == work.department_id


POLICY: Policy = {
    Permission.CONTEST_RUN: [[is_control_tower]],
    Permission.CONTEST_PUBLISH: [[is_control_tower, has_not_prepared_it]],
    Permission.CONTEST_ENTER: [
        [coordinates_the_department],
        [heads_the_department],
        [is_an_author, is_no_auditor],
    ],
    Permission.CONTEST_VOTE: [[works_in_a_department, is_no_auditor]],
    Permission.CONTEST_SCORE: [[works_in_a_department, is_no_auditor], [is_evaluator]],
}

_STAFF: Alternatives = ((works_in_a_department, is_no_auditor),)
_TOWER: Alternatives = ((is_control_tower,),)
_JURY: Alternatives = ((works_in_a_department, is_no_auditor), (is_evaluator,))
"""Who may sit in a jury; that they do is checked against the jury of the contest."""

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_contests": READERS,
    "innovation.show_contest": READERS,
    "innovation.show_contest_entry": READERS,
    "innovation.print_contest": READERS,
    "innovation.export_contest": READERS,
    "innovation.new_contest": _TOWER,
    "innovation.create_contest": _TOWER,
    "innovation.new_past_contest": _TOWER,
    "innovation.create_past_contest": _TOWER,
    "innovation.edit_contest": _TOWER,
    "innovation.create_contest_change": _TOWER,
    "innovation.create_contest_move": _TOWER,
    "innovation.create_contest_publication": _TOWER,
    "innovation.create_contest_juror": _TOWER,
    "innovation.create_contest_juror_removal": _TOWER,
    "innovation.create_contest_juror_replacement": _TOWER,
    "innovation.create_contest_entry": _STAFF,
    "innovation.create_contest_entry_withdrawal": _STAFF,
    "innovation.create_contest_vote": _STAFF,
    "innovation.list_contest_sheets": _JURY,
    "innovation.show_contest_sheet": _JURY,
    "innovation.create_contest_sheet": _JURY,
}
