"""이슈로 만들기: voices become an issue, the issue a task, and the office says what has changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, insert, select, true, update

from app.core import access, clock
from app.core.access import Actor, is_control_tower, offices_of
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.voice import issues
from app.voice.enums.customer_voices import VoiceStepKind
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import VoiceChangeTold, VoiceMadeIssue
from app.voice.models import CustomerVoice, VoiceStep
from app.voice.policy import POLICY
from app.voice.rules import voices as rules
from app.voice.services.customer_voices import record_step

MOST_TOGETHER = 100
"""Different texts one issue is made of at a time."""
MOST_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class IssueText:
    """What is handed in."""

    title: str
    problem: str
    remedy: str
    effect: str
    values: tuple[Value, ...] = ()
    expected_obstacle: str = ""


def make_issue(*, actor: Actor, voices: Sequence[CustomerVoice], text: IssueText) -> int:
    """Hand in one issue for one or several voices, in the same transaction; return its id.

    Voices with the very same text, as far as the actor may make an issue of them, are led to it too.
    """
    if not 1 <= len(voices) <= MOST_TOGETHER:
        raise Refused(_("Choose 1 to %(most)s voices.", most=MOST_TOGETHER))
    for voice in voices:
        access.require(POLICY, Permission.VOICE_MAKE_ISSUE, actor, voice)
        rules.check_unlinked(voice.issue_id)
    numbers = [voice.number for voice in voices[:MOST_NAMED]]
    issue_id = issues.hand_in(
        actor=actor,
        title=text.title,
        problem=text.problem,
        remedy=text.remedy,
        effect=text.effect,
        values=text.values,
        source_voices=numbers,
        expected_obstacle=text.expected_obstacle,
    )
    for voice in voices:
        change_state(voice, issue_id=issue_id)
        record_step(voice, VoiceStepKind.ISSUE, "", actor.id)
    for voice in voices:
        others = _with_same_text(actor, [voice.text_hash])
        led = _step_of_many(others, VoiceStepKind.ISSUE, actor.id, issue_id=issue_id)
        publish(VoiceMadeIssue(actor_id=actor.id, customer_voice_id=voice.id, issue_id=issue_id, same_text=led))
    return issue_id


def _with_same_text(actor: Actor, hashes: Sequence[str]) -> ColumnElement[bool]:
    """Where-clause: voices with one of these texts that are no issue yet and that the actor may make one."""
    voice = CustomerVoice
    mine = true() if is_control_tower(actor, None) else voice.department_id.in_(sorted(offices_of(actor)))
    return and_(voice.text_hash.in_(hashes), voice.issue_id.is_(None), mine)


def count_led(voices: Sequence[CustomerVoice], actor: Actor) -> int:
    """Return how many voices an issue of these would have: these, and those with the very same text."""
    others = _with_same_text(actor, [voice.text_hash for voice in voices])
    besides = select(func.count()).where(others, CustomerVoice.id.not_in([voice.id for voice in voices]))
    return len(voices) + (db.session.scalar(besides) or 0)


def link_issue(*, actor: Actor, voice: CustomerVoice, number: str) -> int:
    """Lead a voice to an issue that is there already, and to its task; return the issue's id."""
    access.require(POLICY, Permission.VOICE_MAKE_ISSUE, actor, voice)
    rules.check_unlinked(voice.issue_id)
    found = issues.find_issue(number, actor)
    if found is None:
        raise Refused(_("There is no issue with this number."))
    change_state(voice, issue_id=found.issue_id)
    record_step(voice, VoiceStepKind.ISSUE, "", actor.id)
    if found.task_id is not None:
        change_state(voice, task_id=found.task_id, task_ended_on=found.task_ended_on)
        record_step(voice, VoiceStepKind.TASK, "", actor.id)
    publish(VoiceMadeIssue(actor_id=actor.id, customer_voice_id=voice.id, issue_id=found.issue_id))
    return found.issue_id


def note_task(*, issue_id: int, task_id: int, actor_id: int | None) -> None:
    """Note that the issue of some voices became a task."""
    voice = CustomerVoice
    others = and_(voice.issue_id == issue_id, voice.task_id.is_distinct_from(task_id))
    _step_of_many(others, VoiceStepKind.TASK, actor_id, task_id=task_id, task_ended_on=None)


def note_task_end(*, task_id: int, actor_id: int | None) -> None:
    """Note that the task some voices led to is completed: the control tower now tells what has changed."""
    led = and_(CustomerVoice.task_id == task_id, CustomerVoice.task_ended_on.is_(None))
    _step_of_many(led, VoiceStepKind.TASK_END, actor_id, task_ended_on=clock.today())


def tell_change(*, actor: Actor, voice: CustomerVoice, change: str) -> None:
    """Say for the citizens' side what has changed; a later telling stands beside the earlier ones."""
    access.require(POLICY, Permission.VOICE_TELL_CHANGE, actor, voice)
    rules.check_change(voice.issue_id, voice.state)
    change_state(voice, change_told=True)
    record_step(voice, VoiceStepKind.CHANGE, change, actor.id)
    publish(VoiceChangeTold(actor_id=actor.id, customer_voice_id=voice.id, change=FreeText(change)))


def _step_of_many(which: ColumnElement[bool], kind: VoiceStepKind, person_id: int | None, **values: object) -> int:
    """Write new values to voices and keep the step of each, in two statements however many; return how many.

    A page of one of them that was opened before is no longer the present one.
    """
    changed = update(CustomerVoice).where(which).values(version=CustomerVoice.version + 1, **values)
    ids = db.session.scalars(changed.returning(CustomerVoice.id).execution_options(synchronize_session="fetch")).all()
    if not ids:
        return 0
    step = {"kind": kind, "note": "", "taken_by_id": person_id, "taken_at": clock.now()}
    db.session.execute(insert(VoiceStep), [{**step, "voice_id": voice_id} for voice_id in sorted(ids)])
    return len(ids)
