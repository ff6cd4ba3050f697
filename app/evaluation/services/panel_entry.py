"""외부 평가위원의 접속: proving an access code, and the one session it opens."""

import re
import secrets

from sqlalchemy import select, update

from app.accounts.passwords import verify_password
from app.accounts.queries.actors import ABSOLUTE, IDLE, hash_token
from app.core import clock
from app.core.database import AnyRow, db
from app.core.errors import Conflict
from app.core.events import publish
from app.core.messages import _
from app.evaluation.events import PanelSignedIn, PanelSignedOut
from app.evaluation.models import EvaluationRound, OutsideEvaluator, PanelCode, PanelSession
from app.evaluation.queries.guests import Guest
from app.evaluation.rules.sheets import code_is_alive, read_code

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
ACCOUNT = "panel:"
"""Before the number of an invitation among the tries that the throttle counts: it is no employee number."""


def prove_code(number: str, code: str) -> int | None:
    """Return the id of the code that was typed with the number of its invitation, or None.

    Takes the same time, and says the same, for an unknown number, a wrong code, one that ended or was revoked.
    """
    row = _open_code(number)
    alive = row is not None and code_is_alive(
        issued_at=row.issued_at, valid_days=row.valid_days, phase=row.phase, is_revoked=False, now=clock.now()
    )
    right = verify_password(row.code_hash if row is not None and alive else None, read_code(code))
    return int(row.id) if row is not None and right else None


def _open_code(number: str) -> AnyRow | None:
    if not _NUMBER.fullmatch(number):
        return None
    return db.session.execute(
        select(PanelCode.id, PanelCode.code_hash, PanelCode.issued_at, PanelCode.valid_days, EvaluationRound.phase)
        .join(OutsideEvaluator, OutsideEvaluator.id == PanelCode.guest_id)
        .join(EvaluationRound, EvaluationRound.id == OutsideEvaluator.round_id)
        .where(OutsideEvaluator.id == int(number), PanelCode.revoked_at.is_(None))
    ).first()


def start_panel_session(code_id: int, *, address: str) -> str:
    """Open the one session of a code and return its token.

    A session that is in use already ends, and says from where it was displaced: the control tower sees that a code
    is used in two places. Raises Conflict where the code was revoked in the meantime.
    """
    code = db.session.scalar(select(PanelCode).where(PanelCode.id == code_id).with_for_update())
    if code is None or code.revoked_at is not None:
        raise Conflict(_("The code was revoked."))
    guest = db.session.get_one(OutsideEvaluator, code.guest_id)
    now, token = clock.now(), secrets.token_urlsafe(32)
    living = db.session.scalars(
        select(PanelSession).where(PanelSession.code_id == code_id, PanelSession.ended_at.is_(None))
    ).all()
    in_use = [each for each in living if now - each.last_seen_at <= IDLE and now - each.created_at <= ABSOLUTE]
    for session in living:
        session.ended_at, session.displaced_by = now, address if session in in_use else None
    db.session.add(
        PanelSession(code_id=code_id, token_hash=hash_token(token), address=address, created_at=now, last_seen_at=now)
    )
    db.session.flush()
    publish(
        PanelSignedIn(
            actor_id=guest.person_id,
            outside_evaluator_id=guest.id,
            round_id=guest.round_id,
            address=address,
            displaced=tuple(session.address for session in in_use),
        )
    )
    return token


def mark_panel_seen(session_id: int) -> None:
    """Note that the session is alive."""
    db.session.execute(update(PanelSession).where(PanelSession.id == session_id).values(last_seen_at=clock.now()))


def end_panel_session(guest: Guest) -> None:
    """Sign out: the session is over for whoever holds its cookie."""
    db.session.execute(
        update(PanelSession)
        .where(PanelSession.id == guest.session_id, PanelSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    publish(PanelSignedOut(actor_id=guest.actor.id, outside_evaluator_id=guest.id, round_id=guest.round_id))
