"""목록 내보내기: one's own background work, and for the administrator everybody's without what it is about."""

from functools import partial

from app.core.access import Actor, Role
from app.core.errors import Denied
from app.core.list_exports import ListExport, Rows, columns, every_page, moment, wide, widest
from app.core.messages import _
from app.jobs.queries.background_jobs import all_jobs, own_jobs, state_now
from app.jobs.work import label_of


def _own(actor: Actor) -> Rows:
    for _id, _kind, title, state, worker, requested_at, kept_until in every_page(partial(own_jobs, actor)):
        yield title, requested_at, state_now(state, worker, kept_until)


def _all(actor: Actor) -> Rows:
    if not actor.has(Role.ADMINISTRATOR):
        raise Denied(_("You may not do this."))
    for _id, kind, _title, state, worker, requested_at, kept_until, name in every_page(all_jobs):
        yield label_of(kind), name, requested_at, state_now(state, worker, kept_until)


LISTS = (
    ListExport(
        name="own-jobs",
        title=_("Background work"),
        endpoint="jobs.list_jobs",
        rows=_own,
        columns=columns(widest(_("Work")), moment(_("Asked for at")), wide(_("State"))),
    ),
    ListExport(
        name="all-jobs",
        title=_("Everybody's background work"),
        endpoint="jobs.list_jobs",
        rows=_all,
        personal=True,
        columns=columns(widest(_("Work")), _("Asked for by"), moment(_("Asked for at")), wide(_("State"))),
    ),
)
