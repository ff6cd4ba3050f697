"""Attacks on the points for praise: the same letter told by a citizen's voice and claimed by hand is paid once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.mileage import services
from app.mileage.models import Claim, Transfer
from app.mileage.queries.twins import paid_already
from app.voice.enums.customer_voices import PraiseState, VoiceKind
from app.voice.models import CustomerVoice
from app.voice.services import voice_praise
from tests.conftest import NOON
from tests.factories import mileage
from tests.factories.voice_customer_voices import a_voice

KNOWN = "그날 안내 창구에서 근무하였습니다."
ANOTHER = "다른 시민이 다른 날에 보낸 편지입니다."


@pytest.fixture
def items(app, cast):
    with transaction():
        mileage.items()


def praised(cast, **changes):
    with transaction():
        return a_voice(
            cast,
            **{
                "kind": VoiceKind.PRAISE,
                "body": "교통과 직원분이 친절하게 안내해 주셔서 감사합니다.",
                "praised_id": cast.kim.id,
            }
            | changes,
        ).id


def confirm(cast, voice_id):
    with transaction():
        voice_praise.confirm_praise(actor=cast.lee, voice=db.session.get_one(CustomerVoice, voice_id), note=KNOWN)


def claimed(cast, *, day=None):
    """A claim for a letter, confirmed by the head."""
    with transaction():
        return mileage.confirmed(
            cast.kim, cast.lee, code="P14", day=day or clock.today(), title="민원인의 감사 편지"
        ).id


def verify(cast, claim_id, reason=""):
    with transaction():
        services.verify_claim(claim=db.session.get_one(Claim, claim_id), actor=cast.choi, reason=reason)


def paid():
    return [row.source for row in db.session.scalars(select(Transfer).order_by(Transfer.id))]


def test_a_letter_that_was_paid_as_praise_is_not_claimed_without_saying_why(cast, items):
    voice = praised(cast)
    confirm(cast, voice)
    claim = claimed(cast, day=clock.today() - timedelta(days=3))
    assert [award.source for award in paid_already(db.session.get_one(Claim, claim))] == [f"voice:{voice}:praise"]
    with pytest.raises(Refused):
        verify(cast, claim)
    assert paid() == [f"voice:{voice}:praise"]
    verify(cast, claim, ANOTHER)
    assert paid() == [f"voice:{voice}:praise", f"claim:{claim}"]


@pytest.mark.parametrize("posted", [True, False])
def test_a_letter_that_is_claimed_is_not_paid_as_praise_too(cast, items, posted):
    claim = claimed(cast, day=clock.today() - timedelta(days=5))
    if posted:
        verify(cast, claim)
    voice = praised(cast)
    confirm(cast, voice)
    assert db.session.get_one(CustomerVoice, voice).praise is PraiseState.CONFIRMED
    assert paid() == ([f"claim:{claim}"] if posted else [])


def test_praise_of_another_time_or_another_colleague_is_paid(cast, items):
    claim = claimed(cast, day=clock.today() - timedelta(days=70))
    verify(cast, claim)
    first, second = praised(cast), praised(cast, praised_id=cast.ahn.id, body="안내하신 분이 무척 친절했습니다.")
    confirm(cast, first)
    confirm(cast, second)
    assert paid() == [f"claim:{claim}", f"voice:{first}:praise", f"voice:{second}:praise"]


def test_a_head_and_a_control_tower_at_the_same_moment_pay_it_once(cast, app, items):
    voice, claim, together, refused = praised(cast), claimed(cast), Barrier(2), []

    def play(work) -> None:
        with app.app_context(), clock.frozen_at(NOON):
            together.wait()
            try:
                work()
            except Refused as refusal:
                refused.append(refusal)

    works = (lambda: confirm(cast, voice), lambda: verify(cast, claim))
    threads = [Thread(target=play, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(paid()) == 1


@pytest.mark.parametrize(
    "lie",
    [
        "praise_decided_by_id = entered_by_id, praise = 'confirmed'",
        "text_hash = 'x'",
        "reference = 'x'",
        "place = 'x'",
    ],
)
def test_the_database_keeps_what_was_received_and_who_may_confirm(cast, app, lie):
    voice = praised(cast)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(f"UPDATE customer_voices SET {lie} WHERE id = {voice}"))


def test_a_period_is_not_made_longer_by_hand(cast, app):
    with transaction():
        voice = a_voice(cast).id
    later = clock.now() + timedelta(days=100)
    for change in ("due_at = :at, due_on = :on", "due_at = :at, due_on = :on, legal_kind = 'inquiry'"):
        given = {"at": later, "on": later.date(), "id": voice}
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(text(f"UPDATE customer_voices SET {change} WHERE id = :id"), given)


def test_the_database_confirms_the_same_praise_of_a_colleague_once(cast, app):
    first, again = praised(cast), praised(cast)
    confirm(cast, first)
    by_hand = "UPDATE customer_voices SET praise = 'confirmed', praise_decided_by_id = :who WHERE id = :id"
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(by_hand), {"who": cast.lee.id, "id": again})


def test_nobody_praises_oneself_even_by_hand(cast, app):
    voice = praised(cast)
    columns = [column.name for column in CustomerVoice.__table__.columns if column.name != "id"]
    own = {"number": "'VOC2026-99999'", "entered_by_id": "praised_id"}
    copied = ", ".join(own.get(name, name) for name in columns)
    copy = f"INSERT INTO customer_voices ({', '.join(columns)}) SELECT {copied} FROM customer_voices WHERE id = {voice}"
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(copy))
