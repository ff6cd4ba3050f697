"""외부 평가위원: invited to a round, given an access code, the code renewed or revoked."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select, update

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.accounts.services.outsiders import enter_outsider
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.events import OutsideEvaluatorInvited, PanelCodeIssued, PanelCodeRevoked
from app.evaluation.models import EvaluationRound, OutsideEvaluator, PanelCode, PanelSession
from app.evaluation.models.guests import LONGEST_DAYS
from app.evaluation.rules.sheets import ALPHABET, CODE_LENGTH, OPEN_TO_GUESTS, written_code


@dataclass(frozen=True, kw_only=True)
class GuestDraft:
    """Who is invited: somebody known from an earlier round (`person_id`), or name and institution of somebody new."""

    field: str
    name: str = ""
    institution: str = ""
    person_id: int | None = None


def invite_guest(*, actor: Actor, record: EvaluationRound, draft: GuestDraft) -> OutsideEvaluator:
    """Invite somebody from outside to a round; what they score is said by assignments, as for everybody.

    Raises Invalid without name and institution, WrongState once scoring is over, Refused for who is invited already.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    _require_open(record)
    person = _known(draft.person_id) if draft.person_id is not None else _new(draft)
    invited = select(OutsideEvaluator.id).where(
        OutsideEvaluator.round_id == record.id, OutsideEvaluator.person_id == person.id
    )
    if db.session.scalar(invited) is not None:
        raise Refused(_("This person is invited to the round already."))
    guest = OutsideEvaluator(
        round_id=record.id,
        person_id=person.id,
        field=draft.field.strip(),
        invited_by_id=actor.id,
        invited_at=clock.now(),
    )
    db.session.add(guest)
    db.session.flush()
    publish(
        OutsideEvaluatorInvited(
            actor_id=actor.id, outside_evaluator_id=guest.id, round_id=record.id, person_id=person.id
        )
    )
    return guest


def _known(person_id: int) -> Person:
    person = db.session.get(Person, person_id)
    if person is None or person.institution is None:
        raise Missing(_("There is no such person."))
    return person


def _new(draft: GuestDraft) -> Person:
    missing = [key for key, text in (("name", draft.name), ("institution", draft.institution)) if not text.strip()]
    if missing:
        needed = _("Name and institution are needed for somebody who was not invited before.")
        raise Invalid(needed, fields={key: [needed] for key in missing})
    return enter_outsider(name=draft.name.strip(), institution=draft.institution.strip())


def issue_code(
    *, actor: Actor, record: EvaluationRound, guest: OutsideEvaluator, valid_days: int = LONGEST_DAYS
) -> str:
    """Give an outside evaluator an access code and return it as it is printed: it is kept nowhere in the clear.

    The code before is revoked in the same act, and its session ends. Raises Refused for more than 14 days.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    _require_open(record)
    if not 1 <= valid_days <= LONGEST_DAYS:
        raise Invalid(
            _("A code is good for 1 to %(most)s days.", most=LONGEST_DAYS),
            fields={"valid_days": [_("A code is good for 1 to %(most)s days.", most=LONGEST_DAYS)]},
        )
    # held until the end: two codes at once for one person would leave one nobody knows of
    db.session.execute(select(OutsideEvaluator.id).where(OutsideEvaluator.id == guest.id).with_for_update())
    renewed = _revoke(actor, guest)
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    db.session.add(
        PanelCode(
            guest_id=guest.id,
            code_hash=hash_password(code),
            valid_days=valid_days,
            issued_by_id=actor.id,
            issued_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        PanelCodeIssued(
            actor_id=actor.id,
            outside_evaluator_id=guest.id,
            round_id=record.id,
            valid_days=valid_days,
            renewed=renewed,
        )
    )
    return written_code(code)


def revoke_code(*, actor: Actor, record: EvaluationRound, guest: OutsideEvaluator) -> None:
    """Revoke the code of an outside evaluator; the session ends at once. What was handed in stays."""
    policy.require(Permission.ROUND_EDIT, actor)
    if not _revoke(actor, guest):
        raise WrongState(_("No code of this person is open."))
    publish(PanelCodeRevoked(actor_id=actor.id, outside_evaluator_id=guest.id, round_id=record.id))


def _revoke(actor: Actor, guest: OutsideEvaluator) -> bool:
    code = db.session.scalar(
        select(PanelCode).where(PanelCode.guest_id == guest.id, PanelCode.revoked_at.is_(None)).with_for_update()
    )
    if code is None:
        return False
    now = clock.now()
    code.revoked_at, code.revoked_by_id = now, actor.id
    db.session.flush()
    db.session.execute(
        update(PanelSession)
        .where(PanelSession.code_id == code.id, PanelSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return True


def _require_open(record: EvaluationRound) -> None:
    if record.phase not in OPEN_TO_GUESTS:
        raise WrongState(_("People from outside are invited until scoring ends, not afterwards."))
