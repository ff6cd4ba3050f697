"""Pages of the voices: whose turn it is, the weeks as a chart, what the happy call asks."""

from datetime import date, datetime, timedelta

import pytest

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.voice.enums.customer_voices import VoiceKind
from app.voice.models import CustomerVoice
from app.voice.queries.voice_digests import digest_of
from app.voice.services.voice_terms import set_terms
from tests.factories.voice_customer_voices import ANSWER, a_voice, an_answered_voice

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
PAGE = "/voice/customer-voices"


@pytest.fixture
def monday():
    with clock.frozen_at(MONDAY):
        yield


def praise_of(cast):
    """Praise park took in: somebody of 교통과 is named."""
    return a_voice(cast, kind=VoiceKind.PRAISE, body="교통과 직원이 친절했습니다.", praised_id=cast.kim.id)


def test_a_voice_says_whose_turn_it_is(as_, app, cast, monday):
    with transaction():
        voice = a_voice(cast)
        praise = praise_of(cast)
    own = as_(cast.kim).get(f"{PAGE}/{voice.id}").text
    assert "교통과 answers." in own
    assert 'href="#answer"' in own
    other = as_(cast.park).get(f"{PAGE}/{voice.id}").text
    assert "교통과 answers." in other
    assert 'href="#answer"' not in other
    head = as_(cast.lee).get(f"{PAGE}/{praise.id}").text
    assert "The head of 교통과 or the control tower confirms the praise." in head
    assert 'href="#praise"' in head
    with clock.frozen_at(MONDAY + timedelta(days=30)):
        assert "tone-danger" in as_(cast.kim).get(f"{PAGE}/{voice.id}").text


def test_whoever_answers_is_told_who_comes_next(as_, app, cast, monday):
    with transaction():
        first, second = a_voice(cast), a_voice(cast)
    waits = as_(cast.kim).post(f"{PAGE}/{first.id}/answers", data={"answer-answer": ANSWER}, follow_redirects=True)
    assert "The head of the department decides about it." in waits.text
    assert "The head of 교통과 decides about the answer." in waits.text
    with transaction():
        set_terms(actor=cast.choi, head_approves=False, reason="시험을 위하여 바꿉니다. 확인")
    given = as_(cast.kim).post(f"{PAGE}/{second.id}/answers", data={"answer-answer": ANSWER}, follow_redirects=True)
    assert "The answer was given." in given.text
    assert "Whose turn it is" not in given.text


def test_the_happy_call_offers_five_answers(as_, app, cast, monday):
    with transaction():
        voice = an_answered_voice(cast)
    tower = as_(cast.choi)
    page = tower.get(f"{PAGE}/{voice.id}").text
    assert 'href="#call"' in page
    assert page.count('type="radio"') == 5
    for wrong in ("", "6", "0", "많이"):
        assert tower.post(f"{PAGE}/{voice.id}/happy-calls", data={"call-points": wrong}).status_code == 422
    assert tower.post(f"{PAGE}/{voice.id}/happy-calls", data={"call-points": "4"}).status_code == 302
    db.session.expire_all()
    assert db.session.get_one(CustomerVoice, voice.id).call_points == 4


def test_the_digest_shows_the_weeks_before_as_a_chart_with_its_table(as_, app, cast):
    with clock.frozen_at(MONDAY - timedelta(days=7)), transaction():
        a_voice(cast)
    with clock.frozen_at(MONDAY - timedelta(days=70)), transaction():
        a_voice(cast)
    with clock.frozen_at(MONDAY):
        client = as_(cast.choi)
        with transaction():
            a_voice(cast)
            praise_of(cast)
        digest = digest_of(date(2026, 11, 16))
        counts = [sum(one.values()) for one in digest.by_week.values()]
        assert counts == [0, 0, 0, 0, 0, 0, 0, 1, 2]
        assert digest.by_week[date(2026, 11, 16)][VoiceKind.PRAISE] == 1
        page = client.get(f"{PAGE}/weeks?day=2026-11-16").text
        assert 'id="by-week"' in page
        assert "2 voices in this week, 0.1 a week in the 8 weeks before." in page
        assert "2026. 11. 9. – 2026. 11. 15." in page
        empty = client.get(f"{PAGE}/weeks?day=2024-01-01").text
        assert 'id="by-week"' not in empty
        assert "plotly" not in empty


def test_a_long_voice_is_cut_with_a_sign_in_the_list(as_, app, cast, monday):
    with transaction():
        a_voice(cast, body="가로등이 고장 났습니다. " * 12)
        a_voice(cast, body="가로등이 어둡습니다.")
    page = as_(cast.choi).get(PAGE).text
    assert page.count("…</a>") == 1


@pytest.mark.parametrize(("days", "first"), [(0, "2026-11-09"), (1, "2026-11-16"), (6, "2026-11-16")])
def test_on_a_monday_the_digest_opens_with_the_week_that_ended(as_, app, cast, days, first):
    with clock.frozen_at(MONDAY + timedelta(days=days)):
        assert f'name="day" value="{first}"' in as_(cast.choi).get(f"{PAGE}/weeks").text
