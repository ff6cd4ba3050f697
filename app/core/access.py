"""Who may do what: tables of predicates, and nothing is allowed that no table allows.

A policy maps a permission to alternatives (outer list: "or") of conditions (inner list:
"and"). A predicate gets the actor and the thing acted on. Each domain keeps its table in
its `policy` shelf.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.core.errors import Denied
from app.core.messages import Labelled, _


class Role(Labelled):
    """역할: what a person may be for a department, or for the whole office, from day to day."""

    STAFF = "staff", _("Staff")
    COORDINATOR = "coordinator", _("Department coordinator")
    HEAD = "head", _("Department head")
    CONTROL_TOWER = "control_tower", _("Control tower")
    EVALUATOR = "evaluator", _("Evaluator")
    HR = "hr", _("HR")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


@dataclass(frozen=True)
class Grant:
    """One role held today. `department_id` is None for roles of the whole office."""

    role: Role
    department_id: int | None
    acting: bool = False


@dataclass(frozen=True)
class Actor:
    """행위자: who acts, with everything that decides what they may do today.

    Made once per request from the database. Flask-Login uses it as `current_user`.
    """

    id: int
    employee_no: str
    name: str
    department_id: int | None
    department_name: str
    grants: tuple[Grant, ...] = ()
    session_id: int | None = None
    reauthenticated: bool = False
    language: str = "ko"
    today: date | None = None
    office_name: str | None = field(default=None, compare=False, repr=False)
    """What the office calls itself, read with who asks: the frame of every page shows it. None outside a request."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Identity for Flask-Login."""
        return str(self.id)

    def has(self, role: Role) -> bool:
        """Whether the actor holds the role today, for any department."""
        return any(grant.role is role for grant in self.grants)

    def heads(self, department_id: int | None) -> bool:
        """Whether the actor is head or acting head of the department today."""
        return self._holds(Role.HEAD, department_id)

    def coordinates(self, department_id: int | None) -> bool:
        """Whether the actor is the innovation coordinator of the department today."""
        return self._holds(Role.COORDINATOR, department_id)

    @property
    def headed_department_ids(self) -> tuple[int, ...]:
        """Departments the actor heads today (usually none or one)."""
        return tuple(g.department_id for g in self.grants if g.role is Role.HEAD and g.department_id is not None)

    @property
    def coordinated_department_ids(self) -> tuple[int, ...]:
        """Departments the actor coordinates today."""
        return tuple(g.department_id for g in self.grants if g.role is Role.COORDINATOR and g.department_id is not None)

    def _holds(self, role: Role, department_id: int | None) -> bool:
        return department_id is not None and any(
            g.role is role and g.department_id == department_id for g in self.grants
        )


def offices_of(actor: Actor) -> frozenset[int]:
    """Return the departments the actor belongs to, heads (also acting) or coordinates today.

    Two sides of one act are of two offices when these sets of theirs do not meet.
    """
    own = {actor.department_id, *actor.headed_department_ids, *actor.coordinated_department_ids}
    return frozenset(unit for unit in own if unit is not None)


Predicate = Callable[[Actor, Any], bool]
Alternatives = Sequence[Sequence[Predicate]]
Policy = Mapping[StrEnum, Alternatives]

PUBLIC: Alternatives = ((lambda _actor, _subject: True,),)
"""For the few endpoints that anonymous people may open (sign-in, health, static files)."""


GUESTS: Alternatives = ((lambda _actor, _subject: False,),)
"""For the pages of evaluators from outside: no account opens them. The factory asks for the session of a code."""


TOKENS: Alternatives = ((lambda _actor, _subject: False,),)
"""For the API: no session opens it. The factory asks for a token."""


def allows(policy: Policy, permission: StrEnum, actor: Actor, subject: object = None) -> bool:
    """Whether one alternative of the permission holds in all its conditions."""
    return satisfies(policy.get(permission, ()), actor, subject)


def satisfies(alternatives: Alternatives, actor: Actor, subject: object = None) -> bool:
    """Whether one alternative holds in all its conditions. No alternative: no."""
    return any(all(predicate(actor, subject) for predicate in conditions) for conditions in alternatives)


def require(policy: Policy, permission: StrEnum, actor: Actor, subject: object = None) -> None:
    """Raise `Denied` unless the policy allows it."""
    if not allows(policy, permission, actor, subject):
        raise Denied(_("You may not do this."))


def is_signed_in(_actor: Actor, _subject: object) -> bool:
    """Anybody with an account: the factory asks only after sign-in."""
    return True


def holds(role: Role) -> Predicate:
    """Make the predicate "holds this role today, for any department"."""

    def predicate(actor: Actor, _subject: object) -> bool:
        return actor.has(role)

    predicate.__name__ = f"is_{role.value}"
    return predicate


is_control_tower = holds(Role.CONTROL_TOWER)
is_head = holds(Role.HEAD)
is_coordinator = holds(Role.COORDINATOR)
is_evaluator = holds(Role.EVALUATOR)
is_hr = holds(Role.HR)
is_auditor = holds(Role.AUDITOR)
is_administrator = holds(Role.ADMINISTRATOR)
