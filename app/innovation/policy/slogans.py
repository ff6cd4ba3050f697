"""Who may do what with slogans."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy, is_control_tower, is_coordinator, is_evaluator, is_head
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
    Permission.SLOGAN_REVIEW: [[coordinates_the_department, does_not_head_the_department]],
    Permission.SLOGAN_REVIEW_APPROVE: [[heads_the_department]],
    Permission.SLOGAN_CALL: [[is_control_tower]],
    Permission.SLOGAN_PANEL_SET: [[is_control_tower]],
    Permission.SLOGAN_SCORE: [[is_evaluator]],
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
    "innovation.show_slogan_wall": READERS,
    "innovation.new_slogan_review": ((is_coordinator,),),
    "innovation.create_slogan_review": ((is_coordinator,),),
    "innovation.create_slogan_review_approval": ((is_head,),),
    "innovation.create_slogan_review_return": ((is_head,),),
    "innovation.create_slogan_review_evidence_withdrawal": ((is_coordinator,),),
    "innovation.new_slogan_call": ((is_control_tower,),),
    "innovation.create_slogan_call": ((is_control_tower,),),
    "innovation.edit_slogan_call": ((is_control_tower,),),
    "innovation.create_slogan_call_change": ((is_control_tower,),),
    "innovation.list_slogan_panels": (*READERS, (is_evaluator,)),
    "innovation.new_slogan_panel": ((is_control_tower,),),
    "innovation.create_slogan_panel": ((is_control_tower,),),
    "innovation.show_slogan_panel": (*READERS, (is_evaluator,)),
    "innovation.create_slogan_panel_closing": ((is_control_tower,),),
    "innovation.create_slogan_panel_replacement": ((is_control_tower,),),
    "innovation.show_slogan_ballot": ((is_evaluator,),),
    "innovation.create_slogan_ballot": ((is_evaluator,),),
}
