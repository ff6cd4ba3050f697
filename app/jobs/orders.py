"""긴 작업 받기: orders of the rooms below this one, which cannot ask by themselves."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.core.access import Actor
from app.jobs.services import request_job


def take_order(*, actor: Actor, kind: str, title: str, arguments: Mapping[str, Any]) -> str:
    """Ask for the work and return the address of its page."""
    return url_for("jobs.show_job", job_id=request_job(actor=actor, kind=kind, title=title, arguments=arguments).id)
