"""Who may hold a token, who sees the tokens of others, and what a token opens."""

from app.api.enums import Permission
from app.api.resources import RESOURCES
from app.core.access import (
    PUBLIC,
    TOKENS,
    Actor,
    Alternatives,
    Policy,
    is_administrator,
    is_auditor,
    is_control_tower,
    is_hr,
    is_signed_in,
)
from app.organization.enums import ApiHolders


def everybody_may(_actor: Actor, holders: object) -> bool:
    """Whether the office lets everybody who works here hold tokens; the subject is the office's choice."""
    return holders is ApiHolders.EVERYBODY


def works_here(actor: Actor, _holders: object) -> bool:
    """Whether the actor belongs to a department: people from outside hold no tokens."""
    return actor.department_id is not None


POLICY: Policy = {
    Permission.TOKENS_HOLD: [
        [is_hr],
        [is_control_tower],
        [is_auditor],
        [is_administrator],
        [works_here, everybody_may],
    ],
    Permission.TOKENS_OVERSEE: [[is_administrator], [is_auditor]],
    Permission.TOKENS_RULE: [[is_administrator]],
}

_STAFF: Alternatives = ((is_signed_in,),)

ENDPOINTS: dict[str, Alternatives] = {
    "api.show_guide": _STAFF,
    "api.list_tokens": _STAFF,
    "api.new_token": _STAFF,
    "api.create_token": _STAFF,
    "api.create_token_revocation": _STAFF,
    "api.list_all_tokens": POLICY[Permission.TOKENS_OVERSEE],
    "api.create_holder_choice": POLICY[Permission.TOKENS_RULE],
    "api.show_description": PUBLIC,
    "api.show_health": PUBLIC,
    "api.show_metrics": PUBLIC,
    **{f"api.list_{resource.noun}": TOKENS for resource in RESOURCES.values()},
    **{f"api.show_{resource.noun}": TOKENS for resource in RESOURCES.values()},
}
