"""Somebody with an office who would decide about what is their own, or let another decide about what was not seen."""

from dataclasses import replace
from datetime import date

import pytest

from app.accounts.models import Person
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState
from app.voice.enums.surveys import WaveWay
from app.voice.queries import turns_recognitions
from app.voice.services import recognitions, survey_entries, voice_answers
from tests.factories import voice_customer_voices as voices
from tests.factories import voice_five_s as five
from tests.factories import voice_surveys as surveys


def version_on(page):
    return page.split('name="version" value="')[1].split('"')[0]


def test_what_was_changed_after_somebody_looked_is_not_confirmed(as_, cast):
    with transaction():
        entry_id = five.handed_in(cast, level=RecognitionLevel.LOCAL).id
    tower = as_(cast.choi)
    here = f"/voice/recognitions/{entry_id}"
    seen = version_on(tower.get(here).text)
    with transaction():
        entry = db.session.get_one(recognitions.Recognition, entry_id)
        recognitions.edit_recognition(
            recognition=entry, actor=cast.kim, text=five.text(cast, level=RecognitionLevel.CENTRAL)
        )
    late = tower.post(f"{here}/confirmations", data={"version": seen})
    assert (late.status_code, "changed" in late.text) == (409, True)
    assert db.session.get_one(recognitions.Recognition, entry_id).state is RecognitionState.SUBMITTED
    db.session.rollback()
    now = tower.post(f"{here}/confirmations", data={"version": version_on(tower.get(here).text)})
    assert now.status_code == 302
    db.session.expire_all()
    found = db.session.get_one(recognitions.Recognition, entry_id)
    assert (found.state, found.level) == (RecognitionState.CONFIRMED, RecognitionLevel.CENTRAL)


def test_the_service_says_so_too(cast, write):
    entry = five.handed_in(cast)
    with pytest.raises(Conflict):
        recognitions.confirm_recognition(recognition=entry, actor=cast.choi, seen_version=entry.version - 1)


@pytest.fixture
def tower_of_traffic(cast, app):
    """최 sits in 교통과 and holds the role of the control tower: as after a transfer inside the year."""
    with transaction():
        db.session.get_one(Person, cast.choi.id).department_id = cast.traffic
    return replace(cast.choi, department_id=cast.traffic)


@pytest.mark.parametrize("share", [100, 10])
def test_nobody_decides_about_an_award_the_own_department_has_a_part_of(cast, app, tower_of_traffic, share):
    shares = {cast.traffic: share} | ({cast.civil: 100 - share} if share < 100 else {})
    with transaction():
        entry_id = five.handed_in(cast, by=cast.park, shares=shares).id
        other_id = five.handed_in(cast, by=cast.park, title="다른 상", shares={cast.civil: 100}).id
    entry = db.session.get_one(recognitions.Recognition, entry_id)
    for act in (
        lambda: recognitions.confirm_recognition(recognition=entry, actor=tower_of_traffic),
        lambda: recognitions.return_recognition(
            recognition=entry, actor=tower_of_traffic, reason="다시 적어 주십시오."
        ),
    ):
        with pytest.raises(Refused), transaction():
            act()
    with transaction():
        other = db.session.get_one(recognitions.Recognition, other_id)
        recognitions.confirm_recognition(recognition=other, actor=tower_of_traffic)
    with transaction():
        recognitions.confirm_recognition(
            recognition=db.session.get_one(recognitions.Recognition, entry_id), actor=cast.bae
        )
    entry = db.session.get_one(recognitions.Recognition, entry_id)
    with pytest.raises(Refused), transaction():
        recognitions.revoke_recognition(recognition=entry, actor=tower_of_traffic, reason="잘못 확인하였습니다.")


def test_the_page_of_ones_own_award_has_no_button_and_says_who_decides(as_, cast, tower_of_traffic):
    with transaction():
        entry_id = five.handed_in(cast).id
    own, other = (
        as_(cast.choi).get(f"/voice/recognitions/{entry_id}").text,
        as_(cast.bae).get(f"/voice/recognitions/{entry_id}").text,
    )
    assert ("/confirmations" in own, "from another department" in own) == (False, True)
    assert ("/confirmations" in other, "from another department" in other) == (True, False)
    assert as_(cast.choi).post(f"/voice/recognitions/{entry_id}/confirmations").status_code in {403, 409, 422}


def test_it_is_nobodys_turn_who_may_not_decide(cast, app, tower_of_traffic):
    with transaction():
        five.handed_in(cast)
    counts = [
        len(db.session.execute(kind.lines).all())
        for actor in (tower_of_traffic, cast.bae)
        for kind in turns_recognitions.owed(actor)
        if "Confirm" in kind.what.msgid
    ]
    assert counts == [0, 1]
    assert cast.choi.has(Role.CONTROL_TOWER)


def test_nobody_calls_the_citizens_about_the_answers_of_the_own_department(as_, cast, tower_of_traffic):
    with transaction():
        voice_id = voices.an_answered_voice(cast).id
    voice = db.session.get_one(voice_answers.CustomerVoice, voice_id)
    with pytest.raises(Denied), transaction():
        voice_answers.make_happy_call(actor=tower_of_traffic, voice=voice, points=5, note="")
    assert "/happy-calls" not in as_(cast.choi).get(f"/voice/customer-voices/{voice_id}").text
    assert "/happy-calls" in as_(cast.bae).get(f"/voice/customer-voices/{voice_id}").text


@pytest.mark.parametrize(("department", "may"), [("traffic", False), ("civil", True), (None, True)])
def test_nobody_confirms_a_table_about_the_own_department(cast, app, tower_of_traffic, department, may):
    with transaction():
        wave = surveys.wave(cast, surveys.survey(cast), way=WaveWay.ENTERED)
        unit = getattr(cast, department) if department else None
        entry = surveys.table(cast, wave, department_id=unit, actor=cast.bae)
        if may:
            survey_entries.decide_table(actor=tower_of_traffic, entry=entry, confirmed=True)
            return
        with pytest.raises(Denied):
            survey_entries.decide_table(actor=tower_of_traffic, entry=entry, confirmed=True)


def test_an_award_entered_again_for_the_next_year_is_shown_to_whoever_decides(as_, cast):
    with transaction():
        first = five.confirmed(cast, happened_on=date(2025, 12, 30)).id
        again = five.handed_in(cast, happened_on=date(2026, 1, 2)).id
        case = five.handed_in(cast, happened_on=date(2026, 1, 2), kind=RecognitionKind.PROACTIVE).id
        visit = five.handed_in(cast, kind=RecognitionKind.VISIT).id
    tower = as_(cast.choi)
    links = {
        entry: {other for other in (first, again, case, visit) if f'"/voice/recognitions/{other}"' in page}
        for entry in (first, again, case, visit)
        for page in (tower.get(f"/voice/recognitions/{entry}").text,)
    }
    assert links == {first: {again, case}, again: {first, case}, case: {first, again}, visit: set()}
