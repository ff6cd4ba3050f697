"""시민 아이디어: taken in from the public page without a name, and shown only after somebody of the office has read it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused, TooMany
from app.core.events import FreeText, publish
from app.core.messages import _
from app.organization.queries import control_tower_department_id
from app.voice.enums.citizen_ideas import IdeaShowing
from app.voice.enums.customer_voices import Channel, VoiceKind
from app.voice.enums.permissions import Permission
from app.voice.events.citizen_ideas import CitizenIdeaKept, CitizenIdeaReceived, CitizenIdeaShown
from app.voice.models import CitizenIdea, CustomerVoice
from app.voice.policy import POLICY
from app.voice.rules import citizen_ideas as rules
from app.voice.rules.personal_data import masked
from app.voice.rules.survey_tokens import token_hash, token_of_ticket
from app.voice.services.customer_voices import VoiceText, hash_of, keep_voice
from app.voice.services.survey_tokens import token_secret


@dataclass(frozen=True, kw_only=True)
class IdeaText:
    """What a citizen wrote, checked by `rules.citizen_ideas.wrong_fields`."""

    title: str
    problem: str
    proposal: str


@dataclass(frozen=True)
class Receipt:
    """What the citizen sees once: the number, the code, and how many numbers of people were taken out."""

    number: str
    code: str
    masked_count: int


def receive_idea(*, text: IdeaText, stamp_id: int) -> Receipt:
    """Take an idea in. The same form with the same words gives the same receipt.

    Raises Conflict for a form that was sent with other words, and for words that were taken in before; TooMany where
    a flood comes; Refused where the office has no department for it.
    """
    code = token_of_ticket(token_secret(), rules.KEY, stamp_id)
    title, problem, proposal = (masked(part)[0] for part in (text.title, text.problem, text.proposal))
    body = masked(rules.whole_text(text.title, text.problem, text.proposal))[0]
    sent = _voice_of_code(code)
    if sent is not None:
        if sent.text_hash != hash_of(body):
            raise Conflict(_("This form was sent already. If this is another idea, please send it once more."))
        return Receipt(sent.number, code, sent.masked_count)
    _check_flood(hash_of(body))
    department_id = control_tower_department_id()
    if department_id is None:
        raise Refused(_("The office has not said yet who reads ideas. Please use another way today."))
    voice = keep_voice(
        VoiceText(
            channel=Channel.CITIZENS,
            kind=VoiceKind.SUGGESTION,
            department_id=department_id,
            body=rules.whole_text(text.title, text.problem, text.proposal),
            received_at=clock.now(),
        ),
        None,
    )
    db.session.add(
        CitizenIdea(
            voice_id=voice.id,
            code_hash=token_hash(code),
            title=title,
            problem=problem,
            proposal=proposal,
            showing=IdeaShowing.WAITING,
            version=1,
        )
    )
    db.session.flush()
    publish(CitizenIdeaReceived(actor_id=None, customer_voice_id=voice.id, department_id=department_id))
    return Receipt(voice.number, code, voice.masked_count)


def show_idea(*, actor: Actor, voice: CustomerVoice, idea: CitizenIdea, title: str, words: str) -> None:
    """Make an idea public in these words, or change the words it is public in."""
    access.require(POLICY, Permission.CITIZEN_IDEA_SHOW, actor, voice)
    title, words = masked(title)[0], masked(words)[0]
    rules.check_show(title, words)
    change_state(
        idea,
        showing=IdeaShowing.SHOWN,
        shown_title=title,
        shown_words=words,
        shown_on=idea.shown_on or clock.today(),
        decided_by_id=actor.id,
    )
    publish(
        CitizenIdeaShown(actor_id=actor.id, customer_voice_id=voice.id, title=FreeText(title), words=FreeText(words))
    )


def keep_idea(*, actor: Actor, voice: CustomerVoice, idea: CitizenIdea, reason: str) -> None:
    """Leave an idea to the office, or take it from the public page again. The citizen goes on finding it by the code."""
    access.require(POLICY, Permission.CITIZEN_IDEA_SHOW, actor, voice)
    rules.check_keep(idea.showing)
    was_public = idea.showing is IdeaShowing.SHOWN
    change_state(idea, showing=IdeaShowing.KEPT, shown_on=None, reason=reason, decided_by_id=actor.id)
    publish(
        CitizenIdeaKept(actor_id=actor.id, customer_voice_id=voice.id, was_public=was_public, reason=FreeText(reason))
    )


def receipt_of(stamp_id: int) -> Receipt | None:
    """Return the receipt of a form that was sent, for the second of two that came at the same moment."""
    code = token_of_ticket(token_secret(), rules.KEY, stamp_id)
    sent = _voice_of_code(code)
    return Receipt(sent.number, code, sent.masked_count) if sent else None


def _voice_of_code(code: str) -> CustomerVoice | None:
    found = select(CustomerVoice).join(CitizenIdea, CitizenIdea.voice_id == CustomerVoice.id)
    return db.session.scalar(found.where(CitizenIdea.code_hash == token_hash(code)))


def _check_flood(text_hash: str) -> None:
    today = clock.today()
    of_citizens = select(func.count()).select_from(CustomerVoice).where(CustomerVoice.channel == Channel.CITIZENS)
    same = of_citizens.where(
        CustomerVoice.text_hash == text_hash,
        CustomerVoice.received_on > today - timedelta(days=rules.SAME_DAYS),
    )
    if db.session.scalars(same).one():
        raise Conflict(
            _(
                "The very same words were received already and are being read. If you want to add something, change the "
                "text and send it again."
            )
        )
    if db.session.scalars(of_citizens.where(CustomerVoice.received_on == today)).one() >= rules.MOST_A_DAY:
        seconds = int((_tomorrow() - clock.now()).total_seconds()) + 1
        raise TooMany(
            _("Very many ideas came today, so no more are taken in. Please come back tomorrow."), seconds=seconds
        )


def _tomorrow() -> datetime:
    return datetime.combine(clock.today() + timedelta(days=1), time(), clock.SEOUL)
