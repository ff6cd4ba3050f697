"""Verbs of the room."""

from app.jobs.services.requests import cancel_job, record_download, request_job, restart_job
from app.jobs.services.results import MOST_RESULTS, expire_results
from app.jobs.services.scheduled_runs import claim_run, finish_run

__all__ = [
    "MOST_RESULTS",
    "cancel_job",
    "claim_run",
    "expire_results",
    "finish_run",
    "record_download",
    "request_job",
    "restart_job",
]
