"""감사기록 화면."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit import queries, services
from app.audit.concealment import hidden_details
from app.audit.forms import SearchForm
from app.audit.labels import event_label, subject_label
from app.audit.models import AuditEntry
from app.core.database import transaction
from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor, own_transactions

bp = Blueprint("audit", __name__)

FILTERS = {"event", "person", "subject", "first_day", "last_day"}


@bp.get("/audit-entries")
def list_entries() -> ResponseReturnValue:
    """Show the entries that match the search, newest first, and the last check of the chain."""
    form = SearchForm(request.args)
    if not form.validate():
        return _list_page(form), 422
    page = queries.find_entries(form.search(), request.args.get("cursor"))
    filters: dict[str, Any] = {name: value for name, value in request.args.items() if value and name in FILTERS}
    next_url = url_for("audit.list_entries", **filters, cursor=page.next_cursor) if page.next_cursor else None
    return _list_page(form, page.rows, next_url)


def _list_page(form: SearchForm, rows: Sequence[object] = (), next_url: str | None = None) -> str:
    return render_template(
        "audit/entries/list.html",
        form=form,
        rows=rows,
        next_url=next_url,
        finding=queries.last_verification(),
        event_label=event_label,
        subject_label=subject_label,
    )


@bp.get("/audit-entries/<int:seq>")
def show_entry(seq: int) -> ResponseReturnValue:
    """Show one entry with all its facts."""
    entry = queries.entry_by_seq(seq)
    if entry is None:
        raise Missing(_("There is no such entry."))
    name, is_hidden = queries.actor_of_entry(entry)
    return render_template(
        "audit/entries/show.html",
        entry=entry,
        name=name,
        is_hidden=is_hidden,
        label=event_label(entry.event),
        subject=subject_label(entry.subject_type),
        facts=_facts(entry),
    )


def _facts(entry: AuditEntry) -> list[tuple[str, object]]:
    """Return what was recorded, in words where it is kept from the reader."""
    hidden = hidden_details(entry)
    return [
        (name, _("Hidden") if name in hidden else value) for name, value in sorted(json.loads(entry.details).items())
    ]


@bp.post("/audit-verifications")
@own_transactions
def create_verification() -> ResponseReturnValue:
    """Check the whole chain (a long read that holds nobody up), then keep the result."""
    found = services.verify_chain()
    with transaction():
        services.create_verification(verification=found, actor=actor())
    if found.ok:
        flash(str(_("The chain is whole: %(entries)s entries checked.", entries=f"{found.entries:,}")), "success")
    else:
        flash(str(_("The chain is broken: %(problems)s problems.", problems=len(found.problems))), "danger")
    return redirect(url_for("audit.list_entries"))
