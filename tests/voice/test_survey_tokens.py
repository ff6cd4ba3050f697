"""Keys, tokens and stamps: the server knows its own without keeping them, and nobody else's."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import clock
from app.core.database import db, transaction
from app.voice.enums.survey_links import LinkAccess
from app.voice.models import SurveyPending, SurveyToken
from app.voice.rules.survey_stamps import FRESH_FROM, GOOD_FOR, StampState, new_stamp, read_stamp
from app.voice.rules.survey_tokens import (
    ALPHABET,
    TOKEN_LENGTH,
    clean_token,
    is_token,
    new_key,
    new_token,
    token_of_ticket,
    written_token,
)
from app.voice.services.survey_tokens import make_letters
from tests.factories import voice_answers as made

SECRET, OTHER = b"s" * 32, b"o" * 32
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**63 - 1))
def test_a_token_belongs_to_its_link_and_its_server(secret, ticket):
    key = new_key()
    for token in (new_token(secret, key), token_of_ticket(secret, key, ticket)):
        assert len(token) == TOKEN_LENGTH
        assert set(token) <= set(ALPHABET)
        assert is_token(secret, key, token)
        assert not is_token(secret, new_key(), token)
        assert clean_token(written_token(token).upper()) == token
    assert token_of_ticket(secret, key, ticket) == token_of_ticket(secret, key, ticket)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_failing(typed):
    assert not is_token(SECRET, "aaaaaaaaaa", clean_token(typed))
    assert read_stamp(SECRET, "aaaaaaaaaa", typed, NOW).state is StampState.FORGED


def test_a_token_of_another_server_is_none():
    token = new_token(OTHER, "aaaaaaaaaa")
    assert not is_token(SECRET, "aaaaaaaaaa", token)


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(), StampState.TOO_EARLY),
        (FRESH_FROM, StampState.GOOD),
        (GOOD_FOR, StampState.GOOD),
        (GOOD_FOR + timedelta(seconds=1), StampState.TOO_OLD),
    ],
)
def test_a_stamp_has_its_time(age, state):
    stamp = new_stamp(SECRET, "aaaaaaaaaa", NOW)
    read = read_stamp(SECRET, "aaaaaaaaaa", stamp, NOW + age)
    assert read.state is state
    assert 0 < read.id < 2**63
    assert read_stamp(OTHER, "aaaaaaaaaa", stamp, NOW + age).state is StampState.FORGED


def test_one_token_sent_by_eight_at_once_counts_once(cast, app):
    with transaction():
        wave = made.open_survey(cast)
        link = made.link_of(cast, wave, access=LinkAccess.LETTERS, department_id=cast.civil)
        token = clean_token(make_letters(actor=cast.choi, link=link, count=2)[0])
    form, together, codes = made.form_of(link.key, token=token, q1="4"), Barrier(8), []

    def send() -> None:
        with app.app_context(), clock.frozen_at(NOW):
            client = app.test_client(use_cookies=False)
            together.wait()
            codes.append(client.post(f"/s/{link.key}/answers", data=form).status_code)

    threads = [Thread(target=send) for _one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, *[409] * 7]
    assert db.session.scalar(select(func.count()).select_from(SurveyPending)) == 1
    assert db.session.scalar(select(func.count()).select_from(SurveyToken)) == 1
