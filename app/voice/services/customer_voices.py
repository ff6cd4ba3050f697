"""고객의 소리 접수: taking a voice in, passing it on, extending its period. What is answered is in `services.voice_answers`."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Membership, Person
from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.organization.models import Department
from app.organization.queries import holidays_between
from app.voice.enums.customer_voices import (
    Channel,
    LegalKind,
    PraiseState,
    VoiceKind,
    VoiceStepKind,
)
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import CustomerVoiceReceived, CustomerVoiceTransferred
from app.voice.models import CustomerVoice, VoiceNumber, VoiceStep
from app.voice.policy import POLICY
from app.voice.rules import voice_clock as clocks
from app.voice.rules import voices as rules
from app.voice.rules.personal_data import masked
from app.voice.rules.voice_words import tone_of, words_of
from app.voice.rules.work_calendars import WorkCalendar
from app.voice.services.voice_words import Worded, keep_words, move_words

AHEAD = timedelta(days=200)
HASH_LENGTH = 32


@dataclass(frozen=True, kw_only=True)
class VoiceText:
    """What is written down. `legal_kind` None: the usual one of the kind. `praised_id`: a colleague named in praise."""

    channel: Channel
    kind: VoiceKind
    department_id: int
    body: str
    received_at: datetime
    legal_kind: LegalKind | None = None
    place: str = ""
    reference: str = ""
    praised_id: int | None = None
    is_example: bool = False


def take_in(*, actor: Actor, text: VoiceText) -> CustomerVoice:
    """Write a voice down and give it its receipt number and its due moment; numbers of people are masked."""
    access.require(POLICY, Permission.VOICE_TAKE_IN, actor)
    rules.check_taken_in(text.channel)
    rules.check_receipt(text.received_at, clock.now())
    rules.check_praise(text.kind, text.praised_id, writer_id=actor.id)
    _check_department(text)
    return keep_voice(text, actor)


def keep_voice(text: VoiceText, writer: Actor | None) -> CustomerVoice:
    """Keep a text that was checked, with number, clock and words; `writer` None: a citizen wrote it on the public page."""
    writer_id = writer.id if writer else None
    calendar = calendar_between(clock.to_seoul(text.received_at).date(), clock.to_seoul(text.received_at).date())
    year = clock.today().year
    voice = CustomerVoice(**columns_of(text, calendar), number=rules.receipt_number(year, next_numbers(year, 1)))
    voice.entered_by_id, voice.entered_at = writer_id, clock.now()
    db.session.add(voice)
    db.session.flush()
    keep_words([Worded(voice.id, voice.received_on, voice.department_id, words_of(voice.body))])
    publish(
        CustomerVoiceReceived(
            actor_id=writer_id,
            customer_voice_id=voice.id,
            number=voice.number,
            kind=voice.kind.value,
            department_id=voice.department_id,
        )
    )
    return voice


def columns_of(text: VoiceText, calendar: WorkCalendar) -> dict[str, object]:
    """Return what is kept of a text: masked, clocked, its tone and what it is known by. Raises `Refused`."""
    rules.check_reference(text.reference)
    body, masked_count = masked(text.body)
    legal = text.legal_kind or clocks.USUAL[text.kind]
    due = clocks.due_at(text.received_at, legal, calendar)
    return {
        "channel": text.channel,
        "kind": text.kind,
        "legal_kind": legal,
        "department_id": text.department_id,
        "place": masked(text.place)[0],
        "reference": text.reference,
        "body": body,
        "text_hash": hash_of(body),
        "masked_count": masked_count,
        "balance": tone_of(body).balance,
        "received_at": text.received_at,
        "received_on": clock.to_seoul(text.received_at).date(),
        "due_at": due,
        "due_on": due.date() if due else None,
        "praised_id": text.praised_id,
        "is_example": text.is_example,
        "praise": PraiseState.NAMED if text.kind is VoiceKind.PRAISE else None,
    }


def hash_of(body: str) -> str:
    """Return what a text is known by, whatever its spaces."""
    plain = "".join(unicodedata.normalize("NFC", body).casefold().split())
    return sha256(plain.encode()).hexdigest()[:HASH_LENGTH]


def calendar_between(first: date, last: date) -> WorkCalendar:
    """Return the working days from a receipt on, as far as any period reaches."""
    return WorkCalendar(holidays_between(first, last + AHEAD))


def next_numbers(year: int, count: int) -> int:
    """Take so many numbers of the year; return the first. The row stays locked until the transaction ends."""
    made = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(VoiceNumber)
    raised = (
        made.values(year=year, last=count)
        .on_conflict_do_update(index_elements=["year"], set_={"last": VoiceNumber.last + count})
        .returning(VoiceNumber.last)
    )
    return int(db.session.execute(raised).scalar_one()) - count + 1


def transfer(*, actor: Actor, voice: CustomerVoice, to_department_id: int, reason: str) -> None:
    """Pass a voice on: another department answers it, within the same period."""
    access.require(POLICY, Permission.VOICE_TRANSFER, actor, voice)
    rules.check_open(voice.state)
    if to_department_id == voice.department_id:
        raise Refused(_("It is with this department already."))
    if voice.department_id in offices_of(actor) and clocks.is_late(voice.due_at, clock.now()):
        raise Refused(
            _("The period has passed. Only the control tower passes it on now, by somebody of another department.")
        )
    _existing(to_department_id, clock.today())
    before = voice.department_id
    move_words(voice, to_department_id)
    change_state(voice, department_id=to_department_id)
    record_step(voice, VoiceStepKind.TRANSFER, reason, actor.id, before=before, after=to_department_id)
    publish(
        CustomerVoiceTransferred(
            actor_id=actor.id,
            customer_voice_id=voice.id,
            from_department_id=before,
            to_department_id=to_department_id,
            reason=FreeText(reason),
        )
    )


def record_step(
    voice: CustomerVoice,
    kind: VoiceStepKind,
    note: str,
    person_id: int | None,
    *,
    before: int | None = None,
    after: int | None = None,
) -> None:
    """Keep that something was done with a voice; person None: it followed from elsewhere. Numbers of people are masked."""
    db.session.add(
        VoiceStep(
            voice_id=voice.id,
            kind=kind,
            note=masked(note)[0],
            from_department_id=before,
            to_department_id=after,
            taken_by_id=person_id,
            taken_at=clock.now(),
        )
    )
    db.session.flush()


def _existing(department_id: int, day: date) -> Department:
    department = db.session.get(Department, department_id)
    if department is None or not department.is_valid_on(day):
        raise Refused(_("This department does not exist on the day."))
    return department


def _check_department(text: VoiceText) -> None:
    """Refuse a department of another time, and a praised colleague who is not in it."""
    _existing(text.department_id, clock.today())
    if text.praised_id is None:
        return
    day = clock.to_seoul(text.received_at).date()
    there = select(Membership.id).where(
        Membership.person_id == text.praised_id,
        Membership.department_id == text.department_id,
        Membership.starts_on <= day,
        Membership.ends_on.is_(None) | (Membership.ends_on >= day),
    )
    own = select(Person.id).where(Person.id == text.praised_id, Person.department_id == text.department_id)
    if db.session.scalar(there.limit(1)) is None and db.session.scalar(own) is None:
        raise Refused(_("The praised colleague does not work in this department."))
