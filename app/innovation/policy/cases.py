"""Who may do what with cases and benchmarks."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import (
    READERS,
    coordinates_the_department,
    heads_the_department,
    is_no_auditor,
    works_in_a_department,
)


@dataclass(frozen=True)
class CaseOf:
    """A case that is not written yet: only its department is known."""

    department_id: int


@dataclass(frozen=True, kw_only=True)
class CaseWork:
    """Who had which part in a case, as far as it decides who may touch it.

    `writer_ids` are the authors and everybody who has ever written, changed or handed it in.
    `heads_are_writers`: everybody who heads the department today is among them, so that the control tower approves
    in the head's place.
    """

    department_id: int
    author_ids: tuple[int, ...]
    writer_ids: frozenset[int]
    heads_are_writers: bool = False


def belongs_to_the_department(actor: Actor, case: CaseOf) -> bool:
    """Whether the actor works in the department of the case."""
    return actor.department_id == case.department_id


def is_an_author(actor: Actor, work: CaseWork) -> bool:
    """Whether the case tells of the actor's work."""
    return actor.id in work.author_ids


def had_no_part(actor: Actor, work: CaseWork) -> bool:
    """Whether the case is others' work and others' words."""
    return actor.id not in work.writer_ids


def stands_in_for_the_head(actor: Actor, work: CaseWork) -> bool:
    """Whether the actor is of the control tower and nobody heads the department who had no part in the case."""
    return work.heads_are_writers and is_control_tower(actor, work)


POLICY: Policy = {
    Permission.CASE_START: [[belongs_to_the_department, is_no_auditor], [coordinates_the_department]],
    Permission.CASE_WRITE: [[is_an_author, is_no_auditor], [coordinates_the_department]],
    Permission.CASE_APPROVE: [[heads_the_department, had_no_part], [stands_in_for_the_head, had_no_part]],
    Permission.CASE_PUBLISH: [[is_control_tower, had_no_part]],
    Permission.CASE_TAKE_OUT: [[is_control_tower]],
    Permission.BENCHMARK_WRITE: [[is_control_tower]],
}

_WRITE: Alternatives = ((works_in_a_department, is_no_auditor),)
_TOWER: Alternatives = ((is_control_tower,),)

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_cases": READERS,
    "innovation.list_cases_in_hand": READERS,
    "innovation.show_case": READERS,
    "innovation.print_case": READERS,
    "innovation.new_case": _WRITE,
    "innovation.create_case": _WRITE,
    "innovation.edit_case": _WRITE,
    "innovation.create_case_change": _WRITE,
    "innovation.create_case_evidence": _WRITE,
    "innovation.create_case_evidence_withdrawal": _WRITE,
    "innovation.create_case_submission": _WRITE,
    "innovation.create_case_approval": _WRITE,
    "innovation.create_case_return": _WRITE,
    "innovation.create_case_publication": _TOWER,
    "innovation.create_case_withdrawal": _WRITE,
    "innovation.show_benchmark": READERS,
    "innovation.print_benchmark": READERS,
    "innovation.new_benchmark": _TOWER,
    "innovation.create_benchmark": _TOWER,
    "innovation.edit_benchmark": _TOWER,
    "innovation.create_benchmark_change": _TOWER,
}
