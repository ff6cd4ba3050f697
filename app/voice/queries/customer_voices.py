"""고객의 소리 목록과 한 건. Who reads all of them reads all; others those of their departments and what they took in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Date, Integer, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import AnySelect, UtcDateTime, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page, narrowed_by
from app.organization.models import Department
from app.voice.enums.customer_voices import Channel, VoiceKind, VoiceState, VoiceStepKind
from app.voice.enums.permissions import Permission
from app.voice.models import Affair, AffairImprovement, CustomerVoice, VoiceStep, VoiceWord
from app.voice.policy import POLICY
from app.voice.rules.voice_words import words_of

EVIDENCE = "customer_voice"
"""Subject type of the files of an answer."""
EXCERPT = 90
MOST_SOUGHT = 4
MOST_SIMILAR = 10
ME = bindparam("me", type_=Integer)
OFFICES: BindParameter[int] = bindparam("offices", expanding=True)
NOW = bindparam("now", type_=UtcDateTime)


@dataclass(frozen=True, kw_only=True)
class VoiceFilter:
    """What a list of voices is narrowed to; None and False do not narrow. `words` are prefixes of words, all of them."""

    state: VoiceState | None = None
    kind: VoiceKind | None = None
    channel: Channel | None = None
    department_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    word_0: str | None = None
    word_1: str | None = None
    word_2: str | None = None
    word_3: str | None = None
    overdue: bool = False
    linked: bool = False


class VoiceRow(NamedTuple):
    """One line of the list; `excerpt` is the beginning of the text."""

    id: int
    number: str
    kind: VoiceKind
    channel: Channel
    state: VoiceState
    department: str
    place: str
    excerpt: str
    received_on: date
    due_at: datetime | None
    in_time: bool | None
    call_points: int | None
    issue_id: int | None


class VoiceDetails(NamedTuple):
    """The names around one voice; `affairs`: (id, name, first day) of those its task made shorter."""

    department: str
    entered_by: str | None
    answer_by: str | None
    praised: str | None
    affairs: Sequence[tuple[int, str, date]] = ()


class VoiceMove(NamedTuple):
    """One step of the history, the first one first."""

    kind: VoiceStepKind
    note: str
    from_department: str | None
    to_department: str | None
    who: str | None
    at: datetime


class SimilarVoice(NamedTuple):
    """Another voice that shares at least half of the words."""

    id: int
    number: str
    excerpt: str
    received_on: date
    issue_id: int | None


def reads_all(actor: Actor) -> bool:
    """Whether the actor reads the voices of all departments."""
    return access.allows(POLICY, Permission.VOICE_READ_ALL, actor)


def reads_calls(actor: Actor) -> bool:
    """Whether the actor reads what single citizens said of an answer: who answered has it only as a figure of five or more."""
    return access.allows(POLICY, Permission.VOICE_READ_CALL, actor)


def given(actor: Actor) -> dict[str, object]:
    """Return the values `visible_by` asks for."""
    return {"me": actor.id, "offices": sorted(offices_of(actor)), "now": clock.now()}


def visible_by(*, everything: bool) -> ColumnElement[bool]:
    """Where-clause: what somebody may read; see `given`."""
    if everything:
        return true()
    return or_(CustomerVoice.department_id.in_(OFFICES), CustomerVoice.entered_by_id == ME)


def sought(text: str) -> dict[str, str]:
    """Return the words of a search as fields of a filter."""
    words = words_of(text) or tuple(text.casefold().split())
    return {f"word_{number}": word[:20] for number, word in enumerate(words[:MOST_SOUGHT])}


def list_voices(actor: Actor, wanted: VoiceFilter, cursor: str | None = None) -> Page[VoiceRow]:
    """Return one page of voices, the last received first: one statement."""
    chosen = narrowed_by(wanted)
    values = {name: f"{value}%" if name.startswith("word_") else value for name, value in chosen.items()}
    listing = _listing(reads_all(actor), frozenset(chosen))
    page = listing.page(cursor, {**given(actor), **values})
    rows = [VoiceRow(*found) for found in page.rows]
    if not reads_calls(actor):
        rows = [row if row.call_points is None else row._replace(call_points=None) for row in rows]
    return Page(rows, page.next_cursor)


def _has_word(number: int) -> ColumnElement[bool]:
    found = VoiceWord.word.like(bindparam(f"word_{number}"))
    return select(VoiceWord.voice_id).where(VoiceWord.voice_id == CustomerVoice.id, found).exists()


_IS_OVERDUE = and_(CustomerVoice.state != VoiceState.ANSWERED, CustomerVoice.due_at < NOW)
NARROWINGS: dict[str, ColumnElement[bool]] = {
    "state": CustomerVoice.state == bindparam("state"),
    "kind": CustomerVoice.kind == bindparam("kind"),
    "channel": CustomerVoice.channel == bindparam("channel"),
    "department_id": CustomerVoice.department_id == bindparam("department_id"),
    "first_day": CustomerVoice.received_on >= bindparam("first_day", type_=Date),
    "last_day": CustomerVoice.received_on <= bindparam("last_day", type_=Date),
    "overdue": _IS_OVERDUE,
    "linked": CustomerVoice.issue_id.is_not(None),
    **{f"word_{number}": _has_word(number) for number in range(MOST_SOUGHT)},
}


@lru_cache(maxsize=128)
def _listing(everything: bool, narrowings: frozenset[str]) -> Keyset:  # noqa: FBT001  key of a cache
    statement = (
        select(
            CustomerVoice.id,
            CustomerVoice.number,
            CustomerVoice.kind,
            CustomerVoice.channel,
            CustomerVoice.state,
            Department.name,
            CustomerVoice.place,
            func.substr(CustomerVoice.body, 1, EXCERPT),
            CustomerVoice.received_on,
            CustomerVoice.due_at,
            CustomerVoice.in_time,
            CustomerVoice.call_points,
            CustomerVoice.issue_id,
        )
        .join(Department, Department.id == CustomerVoice.department_id)
        .where(visible_by(everything=everything), *(NARROWINGS[name] for name in sorted(narrowings)))
    )
    return Keyset(statement, keys=[CustomerVoice.received_on, CustomerVoice.id])


def voice_or_404(voice_id: int, actor: Actor) -> CustomerVoice:
    """Return a voice. `Missing` if there is none or the actor may not read it."""
    statement = select(CustomerVoice).where(CustomerVoice.id == voice_id, visible_by(everything=reads_all(actor)))
    found = db.session.scalar(statement, _asked(actor))
    if found is None:
        raise Missing(_("There is no such voice."))
    return found


def voices_by_id(ids: Sequence[int], actor: Actor) -> Sequence[CustomerVoice]:
    """Return the voices of these ids the actor may read, in the order of receipt."""
    statement = select(CustomerVoice).where(CustomerVoice.id.in_(ids), visible_by(everything=reads_all(actor)))
    return db.session.scalars(statement.order_by(CustomerVoice.id), _asked(actor)).all()


def may_see_voice(actor: Actor, voice_id: int) -> bool:
    """Whether the actor may read a voice, and so the files of its answer."""
    seen = select(CustomerVoice.id).where(CustomerVoice.id == voice_id, visible_by(everything=reads_all(actor)))
    return db.session.scalar(seen, _asked(actor)) is not None


def details_of(voice: CustomerVoice) -> VoiceDetails:
    """Return the names around a voice: one statement."""
    entered, answered, praised = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(
            *(Department.name, entered.name, answered.name, praised.name),
            *(Affair.id, Affair.name, AffairImprovement.from_day),
        )
        .select_from(CustomerVoice)
        .join(Department, Department.id == CustomerVoice.department_id)
        .outerjoin(entered, entered.id == CustomerVoice.entered_by_id)
        .outerjoin(answered, answered.id == CustomerVoice.answer_by_id)
        .outerjoin(praised, praised.id == CustomerVoice.praised_id)
        .outerjoin(
            AffairImprovement,
            (AffairImprovement.task_id == CustomerVoice.task_id) & AffairImprovement.withdrawn_at.is_(None),
        )
        .outerjoin(Affair, Affair.id == AffairImprovement.affair_id)
        .where(CustomerVoice.id == voice.id)
        .order_by(AffairImprovement.from_day, Affair.id)
    )
    rows = db.session.execute(statement).all()
    affairs = [(row[4], row[5], row[6]) for row in rows if row[4] is not None]
    return VoiceDetails(*rows[0][:4], affairs=affairs)


def history_of(voice_id: int, actor: Actor) -> Sequence[VoiceMove]:
    """Return what was done with a voice; the note of a happy call only to whoever may read it."""
    before, after = aliased(Department), aliased(Department)
    statement = (
        select(VoiceStep.kind, VoiceStep.note, before.name, after.name, Person.name, VoiceStep.taken_at)
        .outerjoin(before, before.id == VoiceStep.from_department_id)
        .outerjoin(after, after.id == VoiceStep.to_department_id)
        .outerjoin(Person, Person.id == VoiceStep.taken_by_id)
        .where(VoiceStep.voice_id == voice_id)
        .order_by(VoiceStep.id)
    )
    moves = [VoiceMove(*row) for row in db.session.execute(statement)]
    if reads_calls(actor):
        return moves
    return [move._replace(note="") if move.kind is VoiceStepKind.CALL else move for move in moves]


def similar_to(voice_id: int, actor: Actor) -> Sequence[SimilarVoice]:
    """Return voices the actor may read that share at least half of the words of this one, the likest first."""
    mine = select(VoiceWord.word).where(VoiceWord.voice_id == voice_id)
    own = aliased(VoiceWord)
    size = select(func.count()).select_from(own).where(own.voice_id == voice_id).scalar_subquery()
    shared = (
        select(VoiceWord.voice_id, func.count().label("shared"))
        .where(VoiceWord.word.in_(mine), VoiceWord.voice_id != voice_id)
        .group_by(VoiceWord.voice_id)
        .having(2 * func.count() >= size)
        .subquery()
    )
    statement = (
        select(
            CustomerVoice.id,
            CustomerVoice.number,
            func.substr(CustomerVoice.body, 1, EXCERPT),
            CustomerVoice.received_on,
            CustomerVoice.issue_id,
        )
        .join(shared, shared.c.voice_id == CustomerVoice.id)
        .where(visible_by(everything=reads_all(actor)))
        .order_by(shared.c.shared.desc(), CustomerVoice.id.desc())
        .limit(MOST_SIMILAR)
    )
    return [SimilarVoice(*row) for row in db.session.execute(statement, _asked(actor))]


class LinkedVoice(NamedTuple):
    """A voice an issue or a task comes from, as far as everybody in the office may know it."""

    id: int
    number: str
    kind: VoiceKind
    department: str
    excerpt: str
    is_readable: bool


def voices_behind(actor: Actor, *, issue_id: int | None = None, task_id: int | None = None) -> Sequence[LinkedVoice]:
    """Return the voices an issue, or else a task, comes from; the words only of those the actor may read."""
    behind = CustomerVoice.issue_id == issue_id if task_id is None else CustomerVoice.task_id == task_id
    rows = db.session.execute(_named(behind), {})
    everything, offices = reads_all(actor), offices_of(actor)
    found = []
    for voice_id, number, kind, department, excerpt, department_id, entered_by_id in rows:
        readable = everything or department_id in offices or entered_by_id == actor.id
        found.append(LinkedVoice(voice_id, number, kind, department, excerpt if readable else "", readable))
    return found


def _named(condition: ColumnElement[bool]) -> AnySelect:
    return (
        select(
            CustomerVoice.id,
            CustomerVoice.number,
            CustomerVoice.kind,
            Department.name,
            func.substr(CustomerVoice.body, 1, EXCERPT),
            CustomerVoice.department_id,
            CustomerVoice.entered_by_id,
        )
        .join(Department, Department.id == CustomerVoice.department_id)
        .where(condition)
        .order_by(CustomerVoice.id)
        .limit(50)
    )


def _asked(actor: Actor) -> dict[str, object]:
    return {} if reads_all(actor) else {"me": actor.id, "offices": sorted(offices_of(actor))}
