"""수상·방문·선제 사례: handed in by a department, confirmed by the control tower, revoked where it was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.core.figures import bare
from app.core.messages import _
from app.files.queries import evidence_of
from app.voice.enums.permissions import Permission
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState
from app.voice.events.recognitions import (
    RecognitionConfirmed,
    RecognitionReturned,
    RecognitionRevoked,
    RecognitionWeightsSet,
    RecognitionWithdrawn,
    RecognitionWritten,
)
from app.voice.models.recognitions import EVIDENCE_SUBJECT, Recognition, RecognitionShare, RecognitionWeights
from app.voice.policy import POLICY
from app.voice.queries.recognitions import departments_of, weight_rows
from app.voice.rules import recognitions as rules


@dataclass(frozen=True, kw_only=True)
class RecognitionText:
    """What is handed in. `shares` are department id → whole percent."""

    kind: RecognitionKind
    level: RecognitionLevel
    title: str
    giver: str
    happened_on: date
    shares: Mapping[int, int]
    note: str = ""
    is_example: bool = False

    @property
    def once_key(self) -> str:
        """What the fact is known by."""
        return rules.once_key(self.kind, self.title, self.giver, self.happened_on)


def write_recognition(*, actor: Actor, text: RecognitionText) -> Recognition:
    """Hand in an entry; its evidence is stored in the same transaction, and `check_evidence` asked after it."""
    access.require(POLICY, Permission.RECOGNITION_WRITE, actor)
    _check(text)
    assert actor.department_id is not None
    _check_first_entry(actor.department_id, text)
    recognition = Recognition(
        department_id=actor.department_id,
        author_id=actor.id,
        created_at=clock.now(),
        kind=text.kind,
        level=text.level,
        title=text.title,
        giver=text.giver,
        happened_on=text.happened_on,
        once_key=text.once_key,
        note=text.note,
        is_example=text.is_example,
    )
    db.session.add(recognition)
    db.session.flush()
    _keep_shares(recognition, text)
    _publish_written(recognition, actor, text)
    return recognition


def edit_recognition(*, recognition: Recognition, actor: Actor, text: RecognitionText) -> None:
    """Change an entry that is not decided; a returned one is handed in again by it."""
    access.require(POLICY, Permission.RECOGNITION_EDIT, actor, recognition)
    rules.check_editing(recognition.state)
    _check(text)
    _check_first_entry(recognition.department_id, text, recognition.id)
    change_state(
        recognition,
        state=RecognitionState.SUBMITTED,
        kind=text.kind,
        level=text.level,
        title=text.title,
        giver=text.giver,
        happened_on=text.happened_on,
        once_key=text.once_key,
        note=text.note,
        is_example=text.is_example,
        decided_by_id=None,
        decided_at=None,
        reason="",
    )
    _keep_shares(recognition, text)
    _publish_written(recognition, actor, text)


def check_evidence(recognition: Recognition) -> None:
    """Refuse an entry without evidence, after what was sent with it was stored."""
    rules.check_evidence(len(evidence_of(EVIDENCE_SUBJECT, [recognition.id])[recognition.id]))


def withdraw_recognition(*, recognition: Recognition, actor: Actor) -> None:
    """Take back what is not decided."""
    access.require(POLICY, Permission.RECOGNITION_EDIT, actor, recognition)
    rules.check_editing(recognition.state)
    change_state(recognition, state=RecognitionState.WITHDRAWN, decided_by_id=None, decided_at=None)
    publish(RecognitionWithdrawn(actor_id=actor.id, recognition_id=recognition.id))


def confirm_recognition(*, recognition: Recognition, actor: Actor, seen_version: int | None = None) -> None:
    """Let it count with the weight of its day. Nobody confirms what they handed in, or what counts for their department.

    `seen_version` is the version that was looked at: its author may change the entry until it is decided. Raises
    `Conflict` where it is another one by now.
    """
    access.require(POLICY, Permission.RECOGNITION_DECIDE, actor, recognition)
    rules.check_deciding(recognition.state)
    rules.check_decider(offices_of(actor), departments_of(recognition.id))
    if seen_version is not None and seen_version != recognition.version:
        raise Conflict(_("The entry was changed after you looked at it. Read it again."))
    check_evidence(recognition)
    _check_first_confirmed(recognition)
    weight = rules.weights_on(weight_rows(), recognition.happened_on)[recognition.kind, recognition.level]
    change_state(
        recognition,
        state=RecognitionState.CONFIRMED,
        weight=weight,
        decided_by_id=actor.id,
        decided_at=clock.now(),
    )
    publish(RecognitionConfirmed(actor_id=actor.id, recognition_id=recognition.id, weight=weight))


def return_recognition(*, recognition: Recognition, actor: Actor, reason: str) -> None:
    """Give it back to its author, who can change it and hand it in again."""
    access.require(POLICY, Permission.RECOGNITION_DECIDE, actor, recognition)
    rules.check_deciding(recognition.state)
    rules.check_decider(offices_of(actor), departments_of(recognition.id))
    change_state(
        recognition,
        state=RecognitionState.RETURNED,
        decided_by_id=actor.id,
        decided_at=clock.now(),
        reason=reason,
    )
    publish(RecognitionReturned(actor_id=actor.id, recognition_id=recognition.id, reason=FreeText(reason)))


def revoke_recognition(*, recognition: Recognition, actor: Actor, reason: str) -> None:
    """Let a confirmed entry count no longer; it stays in the register with the reason."""
    access.require(POLICY, Permission.RECOGNITION_REVOKE, actor, recognition)
    rules.check_revoking(recognition.state)
    rules.check_decider(offices_of(actor), departments_of(recognition.id))
    change_state(
        recognition,
        state=RecognitionState.REVOKED,
        revoked_by_id=actor.id,
        revoked_at=clock.now(),
        reason=reason,
    )
    publish(RecognitionRevoked(actor_id=actor.id, recognition_id=recognition.id, reason=FreeText(reason)))


def set_weights(*, actor: Actor, valid_from: date, weights: rules.Weights, reason: str) -> RecognitionWeights:
    """Let weights hold from a day on. What is confirmed already keeps its weight."""
    access.require(POLICY, Permission.RECOGNITION_WEIGH, actor)
    rules.check_weights(weights)
    plain = [[kind.value, level.value, bare(weight)] for (kind, level), weight in weights.items()]
    row = RecognitionWeights(
        valid_from=valid_from, weights=plain, reason=reason, set_by_id=actor.id, set_at=clock.now()
    )
    db.session.add(row)
    db.session.flush()
    publish(
        RecognitionWeightsSet(
            actor_id=actor.id,
            recognition_weights_id=row.id,
            valid_from=valid_from.isoformat(),
            weights=tuple((kind, level, weight) for kind, level, weight in plain),
            reason=FreeText(reason),
        )
    )
    return row


def _check_first_entry(department_id: int, text: RecognitionText, own_id: int = 0) -> None:
    """Refuse what the department has entered already; what was withdrawn or revoked may come anew."""
    same = select(Recognition.id).where(
        Recognition.department_id == department_id,
        Recognition.once_key == text.once_key,
        Recognition.id != own_id,
        Recognition.state.in_((*rules.EDITABLE, RecognitionState.CONFIRMED)),
    )
    rules.check_first_entry(is_there=db.session.scalar(same.limit(1)) is not None)


def _check_first_confirmed(recognition: Recognition) -> None:
    """Refuse what another department had confirmed already: departments that share an award share one entry."""
    same = select(Recognition.id).where(
        Recognition.once_key == recognition.once_key,
        Recognition.state == RecognitionState.CONFIRMED,
        Recognition.id != recognition.id,
    )
    rules.check_first_confirmed(is_there=db.session.scalar(same.limit(1)) is not None)


def _check(text: RecognitionText) -> None:
    rules.check_day(text.happened_on, clock.today())
    rules.check_shares(text.shares)


def _keep_shares(recognition: Recognition, text: RecognitionText) -> None:
    db.session.execute(delete(RecognitionShare).where(RecognitionShare.recognition_id == recognition.id))
    db.session.add_all(
        RecognitionShare(recognition_id=recognition.id, department_id=unit, share=share)
        for unit, share in text.shares.items()
    )
    db.session.flush()


def _publish_written(recognition: Recognition, actor: Actor, text: RecognitionText) -> None:
    publish(
        RecognitionWritten(
            actor_id=actor.id,
            recognition_id=recognition.id,
            kind=text.kind.value,
            level=text.level.value,
            happened_on=text.happened_on.isoformat(),
            shares=tuple(sorted(text.shares.items())),
            title=FreeText(text.title),
            giver=FreeText(text.giver),
        )
    )
