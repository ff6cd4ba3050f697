"""The period of a voice is extended once, and some days are no part of it."""

from datetime import date, datetime, timedelta

import pytest

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.core.errors import Denied, Refused, WrongState
from app.voice.enums.customer_voices import ExtensionGround, NotCountedGround, VoiceKind
from app.voice.queries import customer_voices as queries
from app.voice.rules.voice_clock import LeftOut
from app.voice.services import customer_voices as services
from app.voice.services import voice_answers as answers
from app.voice.services import voice_periods
from tests.factories.voice_customer_voices import ANSWER, a_voice

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
REASON = "현장을 확인하고 답변하려 합니다."
PAGE = "/voice/customer-voices"


@pytest.fixture
def monday():
    with clock.frozen_at(MONDAY):
        yield


def later(**span):
    return clock.frozen_at(MONDAY + timedelta(**span))


def test_a_period_is_extended_once(app, cast, monday):
    with transaction():
        voice = a_voice(cast)
        voice_periods.extend(
            actor=cast.kim,
            voice=voice,
            ground=ExtensionGround.FACTS,
            amount=7,
            reason="현장을 확인하고 답변하려 합니다.",
        )
    assert voice.due_on == date(2026, 12, 3)
    with pytest.raises(Refused), transaction():
        voice_periods.extend(
            actor=cast.kim, voice=voice, ground=ExtensionGround.FACTS, amount=1, reason="한 번 더 확인하려 합니다."
        )


def left_out(cast, voice, first, last, *, actor=None, ground=NotCountedGround.ON_SITE):
    with transaction():
        days = LeftOut(ground=ground, first=first, last=last)
        voice_periods.leave_out(
            actor=actor or cast.kim, voice=voice, days=days, reason="현장을 조사한 기간입니다. 확인"
        )


def test_an_on_site_inspection_is_no_part_of_the_period(app, cast, monday):
    """시행령 §17④⑤: 16 November and seven working days end on the 24th; 18–20 and 23 November left out, on the 30th."""
    with transaction():
        voice = a_voice(cast)
    assert voice.due_on == date(2026, 11, 24)
    left_out(cast, voice, date(2026, 11, 18), date(2026, 11, 23))
    assert voice.due_on == date(2026, 11, 30)
    with transaction():
        voice_periods.extend(actor=cast.kim, voice=voice, ground=ExtensionGround.FACTS, amount=1, reason=REASON)
    assert voice.due_on == date(2026, 12, 1)
    left_out(cast, voice, date(2026, 12, 1), date(2026, 12, 1), actor=cast.choi, ground=NotCountedGround.OUTAGE)
    assert voice.due_on == date(2026, 12, 2)
    assert [step.kind.value for step in queries.history_of(voice.id, cast.choi)] == [
        "not_counted",
        "extension",
        "not_counted",
    ]
    with later(days=16), transaction():
        answers.write_answer(actor=cast.lee, voice=voice, answer=ANSWER)
    assert voice.in_time is True
    with pytest.raises(WrongState):
        left_out(cast, voice, date(2026, 11, 24), date(2026, 11, 24))


def test_days_left_out_have_their_bounds(app, cast, monday):
    with transaction():
        voice = a_voice(cast)
        suggestion = a_voice(cast, kind=VoiceKind.SUGGESTION)
        praise = a_voice(cast, kind=VoiceKind.PRAISE, body="친절하게 안내해 주셔서 감사합니다.")
    for wrong, first, last in (
        (voice, date(2026, 11, 15), date(2026, 11, 17)),
        (voice, date(2026, 11, 16), date(2026, 11, 30)),
        (voice, date(2026, 11, 18), date(2026, 11, 17)),
        (voice, date(2026, 12, 1), date(2026, 12, 8)),
        (suggestion, date(2026, 11, 17), date(2026, 11, 17)),
        (praise, date(2026, 11, 17), date(2026, 11, 17)),
    ):
        with pytest.raises(Refused):
            left_out(cast, wrong, first, last)
    with pytest.raises(Denied):
        left_out(cast, voice, date(2026, 11, 17), date(2026, 11, 17), actor=cast.han)
    left_out(cast, voice, date(2026, 11, 16), date(2026, 11, 29))
    for first, last in ((date(2026, 11, 29), date(2026, 12, 1)), (date(2026, 11, 30), date(2026, 12, 7))):
        with pytest.raises(Refused):
            left_out(cast, voice, first, last)
    left_out(cast, voice, date(2026, 11, 30), date(2026, 12, 6))
    with pytest.raises(Refused):
        left_out(cast, voice, date(2026, 12, 7), date(2026, 12, 7))


def test_once_the_period_has_passed_only_the_control_tower_leaves_days_out(as_, app, cast, monday):
    with transaction():
        voice = a_voice(cast)
    with later(days=10):
        with pytest.raises(Refused):
            left_out(cast, voice, date(2026, 11, 18), date(2026, 11, 20))
        days = {
            "ground": "on_site",
            "first_day": "2026-11-18",
            "last_day": "2026-11-20",
            "reason": "현장 조사 기간입니다. 확인",
        }
        sent = {f"not_counted-{name}": value for name, value in days.items()}
        client = as_(cast.choi)
        wrong = client.post(f"{PAGE}/{voice.id}/not-counted-days", data=sent | {"not_counted-last_day": "2026-11-17"})
        assert wrong.status_code == 422
        assert "The last day lies before the first." in wrong.text
        assert client.post(f"{PAGE}/{voice.id}/not-counted-days", data=sent).status_code == 302
        assert "On-site inspection of a grievance" in client.get(f"{PAGE}/{voice.id}").text
    db.session.refresh(voice)
    assert voice.due_on == date(2026, 11, 27)


def test_a_department_mends_no_lateness_of_its_own(app, cast, monday):
    """Neither with a ground only others can judge, nor once it is late, nor by passing on what is late."""
    with transaction():
        voice = a_voice(cast)
        of_the_tower = a_voice(cast, department_id=cast.tower)
    day = date(2026, 11, 18)
    for ground in (NotCountedGround.PROCEDURE, NotCountedGround.OUTAGE):
        for which, actor in ((voice, cast.kim), (voice, cast.lee), (of_the_tower, cast.choi)):
            with pytest.raises(Refused, match="컨트롤타워"):
                left_out(cast, which, day, day, actor=actor, ground=ground)
    with later(days=10):
        for which, actor in ((voice, cast.kim), (of_the_tower, cast.choi)):
            with pytest.raises(Refused, match="컨트롤타워"):
                left_out(cast, which, day, day, actor=actor)
            with pytest.raises(Refused, match="컨트롤타워"), transaction():
                services.transfer(actor=actor, voice=which, to_department_id=cast.roads, reason=REASON)
        with transaction():
            services.transfer(actor=cast.choi, voice=voice, to_department_id=cast.roads, reason=REASON)
    assert (voice.department_id, voice.due_on) == (cast.roads, date(2026, 11, 24))
