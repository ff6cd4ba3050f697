"""Attacks on what is hidden: differences of happy calls between the week and the year, and between two looks."""

from datetime import date, datetime, timedelta

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import transaction
from app.voice.enums.five_s import FiveSSource
from app.voice.queries.five_s_facts import facts_of
from app.voice.queries.voice_digests import digest_of
from app.voice.rules.disclosure import MINIMUM
from app.voice.services import voice_answers
from tests.factories.voice_customer_voices import an_answered_voice

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def called(cast, points):
    voice = an_answered_voice(cast)
    voice_answers.make_happy_call(actor=cast.choi, voice=voice, points=points, note="")


def of_year(cast):
    fact = facts_of([cast.traffic], *YEAR)[cast.traffic].get(FiveSSource.ANSWERS)
    return (fact.n, fact.above) if fact else (0, 0)


def test_the_year_and_a_week_do_not_tell_what_one_citizen_said(app, cast):
    with clock.frozen_at(MONDAY), transaction():
        for points in (5, 5, 5, 4, 4):
            called(cast, points)
    with clock.frozen_at(MONDAY + timedelta(days=7)), transaction():
        called(cast, 1)
    digest = digest_of(MONDAY.date())
    assert [str(line.satisfaction) for line in (digest.whole, *digest.departments)] == ["4.6", "4.6"]
    assert of_year(cast) == (5, 450)


def test_two_looks_at_the_year_do_not_tell_the_citizen_who_came_between(app, cast):
    with clock.frozen_at(MONDAY), transaction():
        for points in (5, 5, 5, 4, 4):
            called(cast, points)
    before = of_year(cast)
    with clock.frozen_at(MONDAY + timedelta(days=1)), transaction():
        called(cast, 1)
    assert of_year(cast) == before
    assert str(digest_of(MONDAY.date()).whole.satisfaction) == "4.6"
    with clock.frozen_at(MONDAY + timedelta(days=2)), transaction():
        for _call in range(MINIMUM - 1):
            called(cast, 3)
    assert of_year(cast) == (10, 450 + 200)
