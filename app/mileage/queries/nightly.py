"""야간 대조: what the last comparison of all balances with their transfers came to."""

from datetime import datetime
from typing import NamedTuple

from app.core.messages import _
from app.jobs.queries import last_finished_run

JOB = "reconcile ledger"
AGREED = _("balances agree")
AGREE = AGREED.msgid


class Comparison(NamedTuple):
    """The last nightly comparison; `outcome` says in words what does not agree."""

    at: datetime
    agrees: bool
    outcome: str


def last_comparison() -> Comparison | None:
    """Return the last nightly comparison, None before the first one."""
    run = last_finished_run(JOB)
    if run is None or run.finished_at is None:
        return None
    return Comparison(run.finished_at, run.outcome == AGREE, run.outcome or "")
