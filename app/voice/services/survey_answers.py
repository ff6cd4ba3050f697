"""설문 응답: one is taken, waits with the others, and leaves with all of them when the wave closes. See decision 0054.

The transaction of an answer writes no time, no number that counts up and no row that stays beside the answer: a token is
deleted, and those that wait are written anew, so that not even the number of the transaction tells them apart.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import SystemRandom
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select

from app.core import clock
from app.core.database import AnyRow, db
from app.core.errors import Conflict, WrongState
from app.core.events import publish
from app.core.messages import _
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import WaveState
from app.voice.events.survey_links import SurveyAnswersReleased
from app.voice.models import SurveyAnswer, SurveyLink, SurveyPending, SurveyStamp, SurveyToken, SurveyWave
from app.voice.rules.survey_tokens import token_hash
from app.voice.services.survey_sums import count_answers

LARGEST_ID = 2**63 - 1
MIXED = 50
"""Answers that are written anew with each that comes, drawn by lot: they all bear the same transaction."""
CLOSED = _("The survey has ended. Nothing was kept of this answer.")
USED = _("This token was used already. An answer counts once, so nothing was kept of this one.")

_T = TypeVar("_T")
_random = SystemRandom()
_Cell = tuple[int | None, int | None]
"""Department and customer group of answers."""
_Row = tuple[_Cell, Mapping[str, Any]]


def take_answer(*, link_id: int, token: str, stamp_id: int, values: Mapping[str, Any]) -> None:
    """Keep an answer that was checked. Sent twice with one stamp it counts once.

    Raises WrongState where the wave takes no answers, Conflict where the token was used. Holds the wave until the end.
    """
    found = _held(link_id)
    _require_open(found)
    if found.access is LinkAccess.OPEN:
        if not _claim_stamp(stamp_id):
            return
    elif not _use_token(link_id, token):
        raise Conflict(USED)
    cell = (found.department_id, found.customer_group_id)
    _put_back(found.wave_id, cell, shuffled([*_taken_out(found.wave_id, cell), values]))


def release_waiting(wave_id: int) -> int:
    """Let out every answer, in the act that closes the wave; return how many there were.

    None leaves before: rows that lay in the order of the batches would tell, in a dump, who may have given which.
    """
    rows = db.session.execute(_WAITING.where(SurveyPending.wave_id == wave_id)).all()
    db.session.execute(delete(SurveyPending).where(SurveyPending.wave_id == wave_id))
    _release(wave_id, [((row.department_id, row.customer_group_id), row.values) for row in rows])
    return len(rows)


def forget_stamps(before: date) -> int:
    """Delete the stamps of forms shown so long ago that they are refused anyway; return how many."""
    result: Any = db.session.execute(delete(SurveyStamp).where(SurveyStamp.day < before))
    return int(result.rowcount)


def shuffled(rows: Iterable[_T]) -> list[_T]:
    """Return the rows in an order that says nothing."""
    mixed = list(rows)
    _random.shuffle(mixed)
    return mixed


def random_id() -> int:
    """Draw an id that says nothing."""
    return secrets.randbelow(LARGEST_ID) + 1


_WAITING = select(SurveyPending.department_id, SurveyPending.customer_group_id, SurveyPending.values)
_MIXABLE = select(SurveyPending.id, SurveyPending.values).order_by(SurveyPending.id)


def _held(link_id: int) -> AnyRow:
    """Read what the link leads to and hold the wave: it cannot close, and no other answer comes in, before the end."""
    return db.session.execute(
        select(
            SurveyLink.wave_id,
            SurveyLink.department_id,
            SurveyLink.customer_group_id,
            SurveyLink.access,
            SurveyLink.ended_at,
            SurveyWave.state,
            SurveyWave.opens_at,
            SurveyWave.closes_at,
        )
        .join(SurveyWave, SurveyWave.id == SurveyLink.wave_id)
        .where(SurveyLink.id == link_id)
        .with_for_update(of=SurveyWave)
    ).one()


def _require_open(found: AnyRow) -> None:
    now = clock.now()
    if found.ended_at is not None or found.state is not WaveState.OPEN or not found.opens_at <= now < found.closes_at:
        raise WrongState(CLOSED)


def _claim_stamp(stamp_id: int) -> bool:
    """Mark a form as sent; False where it was sent before."""
    if db.session.get(SurveyStamp, stamp_id) is not None:
        return False
    db.session.add(SurveyStamp(id=stamp_id, day=clock.today()))
    return True


def _use_token(link_id: int, token: str) -> bool:
    """Delete the token; False where it was not there any more."""
    mine = (SurveyToken.token_hash == token_hash(token), SurveyToken.link_id == link_id)
    result: Any = db.session.execute(delete(SurveyToken).where(*mine))
    return int(result.rowcount) == 1


def _taken_out(wave_id: int, cell: _Cell) -> list[Mapping[str, Any]]:
    """Take out answers of a cell that wait: all, or as many as are mixed, from a place of the random ids on."""
    department_id, group_id = cell
    of_cell = _MIXABLE.where(
        SurveyPending.wave_id == wave_id,
        SurveyPending.department_id.is_not_distinct_from(department_id),
        SurveyPending.customer_group_id.is_not_distinct_from(group_id),
    )
    place = random_id()
    after = db.session.execute(of_cell.where(SurveyPending.id >= place).limit(MIXED)).all()
    before = db.session.execute(of_cell.where(SurveyPending.id < place).limit(MIXED - len(after))).all()
    found = [*after, *before]
    db.session.execute(delete(SurveyPending).where(SurveyPending.id.in_([row.id for row in found])))
    return [row.values for row in found]


def _put_back(wave_id: int, cell: _Cell, waiting: Sequence[Mapping[str, Any]]) -> None:
    """Let answers wait, under new ids."""
    department_id, group_id = cell
    where = {"wave_id": wave_id, "department_id": department_id, "customer_group_id": group_id}
    db.session.execute(insert(SurveyPending), [{"id": random_id(), **where, "values": row} for row in waiting])


def _release(wave_id: int, rows: Sequence[_Row]) -> None:
    """Store answers for good, in an order that says nothing, dated with the first day of the wave."""
    if not rows:
        return
    wave = db.session.get_one(SurveyWave, wave_id)
    day = clock.to_seoul(wave.opens_at).date()
    answers = [
        SurveyAnswer(
            id=random_id(),
            wave_id=wave_id,
            department_id=department_id,
            customer_group_id=group_id,
            day=day,
            values=values,
        )
        for (department_id, group_id), values in rows
    ]
    answers.sort(key=lambda answer: answer.id)
    db.session.add_all(answers)
    db.session.flush()
    count_answers(wave, answers)
    publish(SurveyAnswersReleased(actor_id=None, survey_wave_id=wave_id, count=len(answers)))
