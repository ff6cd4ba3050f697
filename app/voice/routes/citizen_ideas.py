"""시민 아이디어: what of one is public, decided on the page of its voice."""

from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.permissions import Permission
from app.voice.forms.citizen_ideas import KeepForm, ShowForm
from app.voice.models import CitizenIdea, CustomerVoice
from app.voice.policy import POLICY
from app.voice.queries.citizen_ideas import idea_of
from app.voice.queries.customer_voices import voice_or_404
from app.voice.routes import bp
from app.voice.routes.customer_voices import done, voice_page
from app.voice.services import citizen_ideas as services


@bp.post("/voice/customer-voices/<int:voice_id>/idea-showings")
def create_idea_showing(voice_id: int) -> ResponseReturnValue:
    """Make an idea public."""
    voice, idea = _idea_for(voice_id)
    form = ShowForm(prefix="show-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.show_idea(actor=actor(), voice=voice, idea=idea, title=form.title.data, words=form.words.data)
            return done(voice, _("It is public now."))
    return voice_page(voice_or_404(voice_id, actor()), show=form), code_of(form)


@bp.post("/voice/customer-voices/<int:voice_id>/idea-keepings")
def create_idea_keeping(voice_id: int) -> ResponseReturnValue:
    """Leave an idea to the office."""
    voice, idea = _idea_for(voice_id)
    form = KeepForm(prefix="keep-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.keep_idea(actor=actor(), voice=voice, idea=idea, reason=form.reason.data)
            return done(voice, _("It is not public."))
    return voice_page(voice_or_404(voice_id, actor()), keep=form), code_of(form)


def _idea_for(voice_id: int) -> tuple[CustomerVoice, CitizenIdea]:
    """Load a voice with its idea for who may decide about it. Raises `Missing` and `Denied`."""
    voice = voice_or_404(voice_id, actor())
    idea = idea_of(voice)
    if idea is None:
        raise Missing(_("There is no such idea."))
    access.require(POLICY, Permission.CITIZEN_IDEA_SHOW, actor(), voice)
    return voice, idea
