"""Attacks on the register of awards: one fact entered or confirmed twice, and an own entry revoked."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Invalid, Refused
from app.voice.enums.recognitions import RecognitionKind, RecognitionState
from app.voice.models import Recognition
from app.voice.services import recognitions as services
from tests.conftest import NOON
from tests.factories import voice_five_s as five

AGAIN = {"happened_on": date(2026, 9, 1), "title": " 대중교통  시책평가 우수", "giver": "국토 교통부"}
WHY = "같은 상을 다시 등록한 것으로 확인되었다."


def confirmed_ids():
    return db.session.scalars(select(Recognition.id).where(Recognition.state == RecognitionState.CONFIRMED)).all()


@pytest.mark.parametrize("other", [{}, AGAIN])
def test_a_department_enters_an_award_once_a_year(cast, app, other):
    with transaction():
        five.handed_in(cast)
    for by in (cast.kim, cast.ahn):
        with pytest.raises(Invalid) as refusal, transaction():
            five.handed_in(cast, by=by, **other)
        assert "entered this already" in refusal.value.reason.msgid
        assert "title" in refusal.value.fields


def test_an_award_that_is_confirmed_is_not_entered_again_nor_by_changing_another(cast, app):
    with transaction():
        five.confirmed(cast)
        other = five.handed_in(cast, title="다른 상")
    with pytest.raises(Invalid), transaction():
        five.handed_in(cast, **AGAIN)
    with pytest.raises(Invalid), transaction():
        services.edit_recognition(recognition=other, actor=cast.kim, text=five.text(cast, **AGAIN))


def test_what_was_withdrawn_or_revoked_may_be_entered_anew_and_visits_are_known_by_their_day(cast, app):
    with transaction():
        services.withdraw_recognition(recognition=five.handed_in(cast), actor=cast.kim)
        entry = five.confirmed(cast)
        services.revoke_recognition(recognition=entry, actor=cast.bae, reason=WHY)
        five.confirmed(cast)
        for day in (date(2026, 3, 2), date(2026, 5, 6)):
            five.confirmed(cast, kind=RecognitionKind.VISIT, title="견학", giver="아산시", happened_on=day)
    assert len(confirmed_ids()) == 3


@pytest.mark.usefixtures("write")
def test_another_department_counts_it_no_second_time_on_another_day_of_the_year(cast):
    services.confirm_recognition(recognition=five.handed_in(cast), actor=cast.choi)
    second = five.handed_in(cast, by=cast.han, shares={cast.roads: 100}, **AGAIN)
    with pytest.raises(Refused):
        services.confirm_recognition(recognition=second, actor=cast.bae)


def test_the_database_refuses_the_second_one_too(cast, app):
    with transaction():
        five.handed_in(cast)
        five.handed_in(cast, title="다른 상")
    key = db.session.scalars(select(Recognition.once_key)).first()
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE recognitions SET once_key = :key"), {"key": key})
    with transaction():
        entry = five.confirmed(cast, title="셋째 상")
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            text("UPDATE recognitions SET once_key = :key WHERE id = :id"), {"key": "0" * 64, "id": entry.id}
        )


def test_nobody_revokes_what_they_handed_in_even_by_hand(cast, app):
    with transaction():
        entry = five.handed_in(cast, by=cast.choi, shares={cast.roads: 100})
        services.confirm_recognition(recognition=entry, actor=cast.bae)
    given = {"who": cast.choi.id, "id": entry.id}
    revoke = (
        "UPDATE recognitions SET state='revoked', revoked_by_id=:who, revoked_at=decided_at, reason='x' WHERE id=:id"
    )
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(revoke), given)


def test_two_colleagues_enter_the_same_award_at_once_and_two_towers_confirm_two_at_once(cast, app):
    together, failed = Barrier(2), []

    def hand_in(who) -> None:
        with app.app_context(), clock.frozen_at(NOON):
            together.wait()
            try:
                with transaction():
                    five.handed_in(cast, by=who)
            except (Invalid, IntegrityError) as error:
                failed.append(error)

    _at_once(hand_in, cast.kim, cast.ahn)
    assert len(failed) == 1
    assert db.session.scalar(select(func.count()).select_from(Recognition)) == 1
    with transaction():
        other = five.handed_in(cast, by=cast.han, shares={cast.roads: 100})
    first = db.session.scalars(select(Recognition.id).where(Recognition.id != other.id)).one()
    ids, towers = {cast.choi.id: first, cast.bae.id: other.id}, (cast.choi, cast.bae)

    def confirm(who) -> None:
        with app.app_context(), clock.frozen_at(NOON):
            together.wait()
            try:
                with transaction():
                    entry = db.session.get_one(Recognition, ids[who.id])
                    services.confirm_recognition(recognition=entry, actor=replace(who))
            except (Refused, IntegrityError) as error:
                failed.append(error)

    _at_once(confirm, *towers)
    assert len(failed) == 2
    assert len(confirmed_ids()) == 1


def _at_once(work, *people) -> None:
    threads = [Thread(target=work, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
