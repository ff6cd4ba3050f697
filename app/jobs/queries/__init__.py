"""Reads of the room."""

from app.jobs.queries.scheduled_runs import last_finished_run

__all__ = ["last_finished_run"]
