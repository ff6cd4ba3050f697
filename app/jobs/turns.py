"""내 차례: background work somebody waits for, and files that are ready to be taken out."""

from collections.abc import Sequence

from app.core import clock
from app.core.access import Actor
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.jobs.enums import UNFINISHED, JobState
from app.jobs.models import BackgroundJob

MAKING = _("Being made in the background")
READY = _("Ready to be downloaded")


def owed(_actor: Actor) -> Sequence[Asked]:
    """Return nothing: a file that is ready is nobody's duty."""
    return []


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's work that is under way, and the files nobody has taken out yet."""
    job = BackgroundJob
    mine = lines_of(job.id, job.title, since=job.requested_at).where(job.person_id == actor.id)
    making = mine.where(job.state.in_(UNFINISHED))
    ready = mine.where(job.state == JobState.DONE, job.kept_until > clock.now(), job.downloaded_at.is_(None))
    return [
        Asked(what=READY, endpoint="jobs.show_job", param="job_id", lines=ready),
        Asked(what=MAKING, endpoint="jobs.show_job", param="job_id", lines=making),
    ]
