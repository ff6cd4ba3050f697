"""외부 평가위원의 출입: who asks with an access code. The factory lets nobody else through to the pages of guests."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.database import transaction
from app.evaluation.queries.guests import Guest, guest_of_token, was_displaced
from app.evaluation.services.panel_entry import mark_panel_seen

GUEST_COOKIE = "opum_panel"


def admit_guest() -> ResponseReturnValue | None:
    """Remember who asks, or send them to the page where the code is typed."""
    token = request.cookies.get(GUEST_COOKIE)
    found = guest_of_token(token) if token else None
    if found is None:
        elsewhere = "elsewhere" if token and was_displaced(token) else None
        return redirect(url_for("evaluation.new_panel_sign_in", ended=elsewhere))
    g.guest, due = found
    g.sender = f"panel:{g.guest.id}"
    if due:
        with transaction():
            mark_panel_seen(g.guest.session_id)
    return None


def guest() -> Guest:
    """Return who asks. Only behind endpoints of guests."""
    found: Guest = g.guest
    return found
