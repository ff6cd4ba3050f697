"""임시저장: what the script of a form sends every few seconds, and the way to start anew."""

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.core import clock
from app.core.access import Actor
from app.core.errors import Conflict, Refused
from app.core.web import actor, safe_next
from app.drafts import queries, services
from app.drafts.rules import check_form

bp = Blueprint("drafts", __name__)


@bp.get("/drafts/<form>")
def show_draft(form: str) -> ResponseReturnValue:
    """Say when the draft was kept, and give a fresh token to a page that was open during a new sign-in."""
    return answer_when_kept(actor(), form)


def answer_when_kept(who: Actor, form: str) -> ResponseReturnValue:
    """Answer with when somebody's draft was kept, and with a fresh token."""
    kept = queries.own_draft(who, check_form(form))
    at = f"{clock.to_seoul(kept.saved_at):%H:%M:%S}" if kept else None
    return jsonify(saved_at=at, csrf_token=generate_csrf())


@bp.post("/drafts/<form>")
def create_draft(form: str) -> ResponseReturnValue:
    """Keep what is typed; answer with the time, or with why not."""
    return keep_typed(actor(), form)


def keep_typed(who: Actor, form: str) -> ResponseReturnValue:
    """Keep what somebody typed into a form; answer with the time, or with why not."""
    fields = request.form.items(multi=True)
    submission = request.form.get("submission", "")[:64]
    try:
        at = services.keep_draft(actor=who, form=check_form(form), fields=fields, submission=submission)
    except (Refused, Conflict) as refusal:
        return jsonify(reason=str(refusal)), 409 if isinstance(refusal, Conflict) else 422
    return jsonify(saved_at=f"{clock.to_seoul(at):%H:%M:%S}")


@bp.post("/drafts/<form>/discards")
def create_discard(form: str) -> ResponseReturnValue:
    """Forget the draft and begin anew."""
    services.discard_draft(actor=actor(), form=check_form(form))
    return redirect(safe_next(request.form.get("next")))
