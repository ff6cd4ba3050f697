"""Who may see background jobs: whoever asked, and administrators, who see that there is one but not about what.

The timetable is shown to administrators and auditors; administrators may run a job of it.
"""

from app.core.access import Actor, Alternatives, is_administrator, is_auditor, is_signed_in

_ANYBODY: Alternatives = ((is_signed_in,),)

ENDPOINTS: dict[str, Alternatives] = {
    "jobs.list_jobs": _ANYBODY,
    "jobs.show_job": _ANYBODY,
    "jobs.download_result": _ANYBODY,
    "jobs.create_cancellation": _ANYBODY,
    "jobs.create_run": _ANYBODY,
    "jobs.show_schedule": ((is_administrator,), (is_auditor,)),
    "jobs.create_scheduled_run": ((is_administrator,),),
}
"""Signed in is not enough: a job of somebody else is not found, and its kind is asked what its asker may do now."""


def rights_of(actor: Actor) -> list[str]:
    """Return what decides what the actor may read, each as a word: the department, and every role with its own.

    >>> from app.core.access import Grant, Role
    >>> rights_of(Actor(1, "1", "김하늘", 3, "교통과", (Grant(Role.HEAD, 3), Grant(Role.AUDITOR, None))))
    ['auditor', 'department:3', 'head:3']
    """
    held = (grant.role.value + (f":{grant.department_id}" if grant.department_id else "") for grant in actor.grants)
    return sorted({*held, *((f"department:{actor.department_id}",) if actor.department_id else ())})
