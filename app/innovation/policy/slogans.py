"""Who may do what with slogans."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy, is_coordinator, is_head
from app.innovation.enums.permissions import Permission
from app.innovation.models import Slogan
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_department,
    heads_the_department,
    is_no_auditor,
    works_in_a_department,
)


@dataclass(frozen=True)
class SloganOf:
    """A slogan that is not written yet: only its department is known."""

    department_id: int


def belongs_to_the_department(actor: Actor, slogan: Slogan | SloganOf) -> bool:
    """Whether the actor works in the department of the slogan."""
    return actor.department_id == slogan.department_id


def does_not_head_the_department(actor: Actor, slogan: Slogan | SloganOf) -> bool:
    """Whether the actor is not the one who would approve."""
    return not actor.heads(slogan.department_id)


def did_not_write_it(actor: Actor, slogan: Slogan) -> bool:
    """Whether the words are somebody else's."""
    return actor.id not in {slogan.author_id, slogan.edited_by_id}


POLICY: Policy = {
    Permission.SLOGAN_WRITE: [
        [coordinates_the_department, does_not_head_the_department],
        [belongs_to_the_department, does_not_head_the_department, is_no_auditor],
    ],
    Permission.SLOGAN_APPROVE: [[heads_the_department, did_not_write_it]],
}

_WRITE: Alternatives = ((works_in_a_department, is_no_auditor), (is_coordinator,))

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_slogans": READERS,
    "innovation.show_slogan": READERS,
    "innovation.show_slogan_poster": READERS,
    "innovation.list_slogans_of_department": READERS,
    "innovation.new_slogan": _WRITE,
    "innovation.create_slogan": _WRITE,
    "innovation.edit_slogan": _WRITE,
    "innovation.create_slogan_change": _WRITE,
    "innovation.create_slogan_submission": _WRITE,
    "innovation.create_slogan_approval": ((is_head,),),
    "innovation.create_slogan_return": ((is_head,),),
    "innovation.create_slogan_review": _WRITE,
}
