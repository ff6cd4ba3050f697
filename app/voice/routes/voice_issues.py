"""이슈로 만들기: one or several voices become an issue."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Missing
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.permissions import Permission
from app.voice.forms.customer_voices import VoiceIssueForm
from app.voice.models import CustomerVoice
from app.voice.policy import POLICY
from app.voice.queries.customer_voices import voices_by_id
from app.voice.routes import bp
from app.voice.rules.voices import check_unlinked
from app.voice.services.voice_issues import MOST_TOGETHER, count_led, make_issue

TITLE_LENGTH = 60
QUOTED = 5


@bp.get("/voice/customer-voices/issues/new")
def new_voice_issue() -> ResponseReturnValue:
    """Show the form, filled in from the voices of the address (`?voice=3&voice=7`) that are no issue yet."""
    chosen = _chosen(request.args.getlist("voice", type=whole_number))
    voices = [voice for voice in chosen if voice.issue_id is None]
    if not voices:
        check_unlinked(chosen[0].issue_id)
    first = voices[0]
    quoted = "\n\n".join(f"[{voice.number}] {voice.body}" for voice in voices[:QUOTED])
    more = count_led(voices, actor()) - QUOTED
    if more > 0:
        quoted += "\n\n" + str(_("%(count)s more voices say much the same.", count=more))
    title = " ".join(first.body.split())[:TITLE_LENGTH]
    return _page(VoiceIssueForm(formdata=None, data={"title": title, "problem": quoted}), voices)


@bp.post("/voice/customer-voices/issues")
def create_voice_issue() -> ResponseReturnValue:
    """Hand the issue in; the voices name it and it names them."""
    voices = _chosen(request.form.getlist("voice", type=whole_number))
    form = VoiceIssueForm()
    if form.validate_on_submit():
        with keeping_words(form):
            make_issue(actor=actor(), voices=voices, text=form.text())
            flash(str(_("The issue was handed in. The voices lead to it, and it leads to them.")), "success")
            return redirect(url_for("voice.show_customer_voice", voice_id=voices[0].id))
    return _page(form, voices), code_of(form)


def _chosen(ids: Sequence[int]) -> Sequence[CustomerVoice]:
    """Return the voices: 404 if one is not the actor's to read, 403 if one may not be made an issue."""
    wanted = list(dict.fromkeys(ids))[:MOST_TOGETHER]
    voices = voices_by_id(wanted, actor())
    if not voices or len(voices) != len(wanted):
        raise Missing(_("There is no such voice."))
    for voice in voices:
        access.require(POLICY, Permission.VOICE_MAKE_ISSUE, actor(), voice)
    return voices


def _page(form: Any, voices: Sequence[CustomerVoice]) -> str:  # noqa: ANN401  a form's fields are untyped
    more = count_led(voices, actor()) - len(voices)
    return render_template("voice/customer_voices/issue.html", form=form, voices=voices, more=more)
