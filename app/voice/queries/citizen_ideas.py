"""시민 아이디어: what is public, what a citizen finds by number and code, and what the office has to look at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from sqlalchemy import bindparam, func, select

from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Keyset, Page
from app.organization.models import Department
from app.voice.enums.citizen_ideas import IdeaShowing
from app.voice.enums.customer_voices import VoiceState, VoiceStepKind
from app.voice.models import CitizenIdea, CustomerVoice, VoiceStep
from app.voice.rules import citizen_ideas as rules
from app.voice.rules.survey_tokens import is_token, token_hash

MOST_NEWEST = 5
NOT_FOUND = _("There is no idea with this number and code. Both stand on the page you saw after sending it.")


@dataclass(frozen=True, kw_only=True)
class IdeaView:
    """An idea in plain values. `changes`: what the office told about what has changed, the first first."""

    number: str
    title: str
    words: str
    received_on: date
    due_on: date | None
    department: str
    state: VoiceState
    answer: str
    answered_at: datetime | None
    issue_id: int | None
    task_id: int | None
    task_ended_on: date | None
    showing: IdeaShowing
    is_shortened: bool = False
    changes: Sequence[str] = ()

    @property
    def stage(self) -> Message:
        """Where it stands, in words for a citizen."""
        if self.task_ended_on is not None:
            return _("The task made of it is completed")
        if self.task_id is not None:
            return _("It became a task of the office")
        if self.issue_id is not None:
            return _("It became an issue of innovation and is being examined")
        if self.state is VoiceState.ANSWERED:
            return _("Answered")
        return _("The department is reading it")


def _ideas() -> AnySelect:
    return (
        select(CitizenIdea, CustomerVoice, Department.name)
        .join(CustomerVoice, CustomerVoice.id == CitizenIdea.voice_id)
        .join(Department, Department.id == CustomerVoice.department_id)
    )


_SHOWN = _ideas().where(CitizenIdea.showing == IdeaShowing.SHOWN)
_LISTING = Keyset(_SHOWN, keys=[CitizenIdea.shown_on, CitizenIdea.id], size=20)
_NEWEST = _SHOWN.order_by(CitizenIdea.shown_on.desc(), CitizenIdea.id.desc()).limit(MOST_NEWEST)
_BY_NUMBER = _ideas().where(CustomerVoice.number == bindparam("number"))
_CHANGES = (
    select(VoiceStep.voice_id, VoiceStep.note)
    .where(VoiceStep.kind == VoiceStepKind.CHANGE, VoiceStep.voice_id.in_(bindparam("voices", expanding=True)))
    .order_by(VoiceStep.id)
)


def shown_ideas(cursor: str | None = None) -> Page[IdeaView]:
    """Return a page of what is public, the newest first: two statements."""
    page = _LISTING.page(cursor, {})
    return Page(_views(page.rows), page.next_cursor)


def newest_ideas() -> list[IdeaView]:
    """Return the few ideas that were made public last: one statement, without what has changed."""
    return [_view(row, ()) for row in db.session.execute(_NEWEST)]


def idea_by_code(secret: bytes, number: str, code: str) -> IdeaView:
    """Return the idea a citizen sent, with everything that was done with it. Raises `Missing` without saying what is wrong.

    `code` is clean; one this office never made is refused without a look into the database.
    """
    row = db.session.execute(_BY_NUMBER, {"number": number}).first() if is_token(secret, rules.KEY, code) else None
    if row is None or not compare_digest(row[0].code_hash, token_hash(code)):
        raise Missing(NOT_FOUND)
    idea, voice, department = row
    changes = _changes([voice.id])
    return _plain(idea, voice, department, idea.title, rules.shown_text(idea.problem, idea.proposal), changes[voice.id])


def idea_of(voice: CustomerVoice) -> CitizenIdea | None:
    """Return the idea a voice came with, None for any other voice."""
    return db.session.scalar(select(CitizenIdea).where(CitizenIdea.voice_id == voice.id))


def count_waiting() -> int:
    """Return how many ideas nobody has decided about."""
    waiting = select(func.count()).select_from(CitizenIdea).where(CitizenIdea.showing == IdeaShowing.WAITING)
    return db.session.scalars(waiting).one()


def _views(rows: Sequence[AnyRow]) -> list[IdeaView]:
    changes = _changes([row[1].id for row in rows])
    return [_view(row, changes[row[1].id]) for row in rows]


def _view(row: AnyRow, changes: Sequence[str]) -> IdeaView:
    idea, voice, department = row
    return _plain(idea, voice, department, idea.shown_title, idea.shown_words, changes)


def _plain(
    idea: CitizenIdea, voice: CustomerVoice, department: str, title: str, words: str, changes: Sequence[str]
) -> IdeaView:
    whole = (idea.title, rules.shown_text(idea.problem, idea.proposal))
    is_answered = voice.state is VoiceState.ANSWERED
    return IdeaView(
        number=voice.number,
        title=title,
        words=words,
        received_on=voice.received_on,
        due_on=voice.due_on,
        department=department,
        state=voice.state,
        answer=voice.answer if is_answered else "",
        answered_at=voice.answered_at,
        issue_id=voice.issue_id,
        task_id=voice.task_id,
        task_ended_on=voice.task_ended_on,
        showing=idea.showing,
        is_shortened=(title, words) != whole,
        changes=changes,
    )


def _changes(voice_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if voice_ids:
        for voice_id, note in db.session.execute(_CHANGES, {"voices": list(voice_ids)}):
            found[voice_id].append(note)
    return found
