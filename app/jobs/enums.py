"""Vocabulary of background jobs."""

from app.core.messages import Labelled, _


class JobState(Labelled):
    """상태: where a piece of long work stands."""

    QUEUED = "queued", _("Waiting for its turn")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    BROKEN_OFF = "broken_off", _("Broken off")
    EXPIRED = "expired", _("Result deleted")


UNFINISHED = frozenset({JobState.QUEUED, JobState.RUNNING})
"""Something is still going to happen."""

REPEATABLE = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.BROKEN_OFF, JobState.EXPIRED})
"""Whoever asked may ask for the same again."""
