"""Attacks on the room by those who work in it: own work confirmed, one fact counted twice, other departments' figures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.access import Grant, Role
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.mileage.models import Transfer
from app.voice.enums.customer_voices import VoiceKind
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose, WaveWay
from app.voice.models import SurveyEntry
from app.voice.services import recognitions, voice_praise
from app.voice.services.survey_tokens import take_token
from tests.factories import mileage
from tests.factories import voice_answers as asked
from tests.factories import voice_five_s as five
from tests.factories import voice_surveys as surveys
from tests.factories.voice_customer_voices import a_voice

KNOWN = "그날 안내 창구에서 근무하였습니다."
ODD = ("\x00", "9" * 30, "-1", "²", "0001-01-01", "9999-12-31", "2026-13", "%", "a" * 3000, "[]")
FIELDS = ("year", "department", "cursor", "words", "day", "month", "affair", "kind", "state", "voice", "question", "page",
          "template", "purpose", "language", "group", "level", "value", "peer_group", "first_day", "last_day", "invitation",
          "place", "hours", "weekday", "channel")  # fmt: skip


def praised(cast, **changes):
    return a_voice(
        cast,
        **{
            "kind": VoiceKind.PRAISE,
            "body": "교통과 직원분이 친절하게 안내해 주셔서 감사합니다.",
            "praised_id": cast.kim.id,
        }
        | changes,
    )


def test_nobody_writes_praise_of_oneself_down(app, cast):
    with pytest.raises(Refused), transaction():
        praised(cast, by=cast.kim)


def test_whoever_wrote_the_praise_down_does_not_confirm_it(app, cast):
    with transaction():
        voice = praised(cast, by=cast.lee)
        with pytest.raises(Denied):
            voice_praise.confirm_praise(actor=cast.lee, voice=voice, note=KNOWN)
        voice_praise.confirm_praise(actor=cast.choi, voice=voice, note=KNOWN)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"body": "교통과  직원분이 친절하게 안내해 주셔서 감사합니다. "}),
        ({"reference": "국민신문고 1AA-2611-1"}, {"reference": "국민신문고 1AA-2611-1", "body": "고마운 직원입니다."}),
    ],
)
def test_the_same_praise_taken_in_twice_is_paid_once(app, cast, first, second):
    with transaction():
        mileage.items()
        voice, again = praised(cast, **first), praised(cast, **second)
        voice_praise.confirm_praise(actor=cast.lee, voice=voice, note=KNOWN)
    with pytest.raises(Refused), transaction():
        voice_praise.confirm_praise(actor=cast.lee, voice=again, note=KNOWN)
    with transaction():
        voice_praise.decline_praise(actor=cast.lee, voice=again, reason="같은 칭찬이 두 번 접수되었습니다.")
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == 1


@pytest.mark.usefixtures("write")
def test_one_award_handed_in_by_two_departments_counts_once(cast):
    first, second = (
        five.handed_in(cast),
        five.handed_in(cast, by=cast.han, shares={cast.roads: 100}, title="대중교통  시책평가 우수 "),
    )
    recognitions.confirm_recognition(recognition=first, actor=cast.choi)
    with pytest.raises(Refused):
        recognitions.confirm_recognition(recognition=second, actor=cast.bae)


@pytest.mark.usefixtures("write")
def test_an_award_of_another_year_of_the_same_name_counts_too(cast):
    for day in (five.text(cast).happened_on, five.text(cast).happened_on - timedelta(days=365)):
        entry = five.handed_in(cast, happened_on=day)
        recognitions.confirm_recognition(recognition=entry, actor=cast.choi)


def test_who_heads_or_coordinates_a_department_does_not_rate_it(app, cast):
    with transaction():
        wave = asked.open_survey(cast, audience=SurveyAudience.STAFF)
        link = asked.link_of(cast, wave, access=LinkAccess.STAFF, department_id=cast.traffic)
        for role in (Role.HEAD, Role.COORDINATOR):
            of_both = replace(cast.han, grants=(Grant(role=role, department_id=cast.traffic),))
            with pytest.raises(Refused):
                take_token(actor=of_both, link=link)


def test_a_coordinator_enters_no_table_of_another_department(as_, app, cast):
    with transaction():
        survey = surveys.survey(cast, department_id=cast.traffic, purpose=SurveyPurpose.PHONE_KINDNESS)
        wave = surveys.wave(cast, survey, way=WaveWay.ENTERED).id
    form = {
        "place": "도로과",
        "department_id": cast.roads,
        "day": clock.today().isoformat(),
        "answers": "",
        "items": "경청, 10, 1",
        "published": "",
        "source": "전화친절도 조사 결과",
    }
    client = as_(cast.kang)
    assert client.post(f"/voice/survey-waves/{wave}/entries", data=form).status_code in (403, 422)
    assert db.session.scalar(select(func.count()).select_from(SurveyEntry)) == 0
    assert (
        client.post(f"/voice/survey-waves/{wave}/entries", data=form | {"department_id": cast.traffic}).status_code
        == 302
    )


def test_one_department_has_one_table_in_a_wave(as_, app, cast):
    with transaction():
        survey = surveys.survey(cast, purpose=SurveyPurpose.PHONE_KINDNESS)
        wave = surveys.wave(cast, survey, way=WaveWay.ENTERED)
        surveys.table(cast, wave, place="교통과", department_id=cast.traffic)
    with pytest.raises(Refused), transaction():
        surveys.table(cast, wave, place="교통과 (재)", department_id=cast.traffic)


def test_no_address_of_the_room_fails(as_, app, cast):
    client, failed = as_(cast.choi), []
    with transaction():
        a_voice(cast)
        surveys.wave(cast, surveys.survey(cast))
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(("voice.", "answering.")) or "GET" not in rule.methods:
            continue
        for id_ in ("1", "9" * 25):
            values = {name: "a\x00b" if name in {"key", "token", "code"} else id_ for name in rule.arguments}
            path = str(rule.rule)
            for name, value in values.items():
                path = path.replace(f"<int:{name}>", value).replace(f"<{name}>", value.replace("\x00", "%00"))
            for odd in ODD:
                answer = client.get(path, query_string=dict.fromkeys(FIELDS, odd))
                if answer.status_code >= 500:
                    failed.append((path[:60], odd[:20], answer.status_code))
            if not rule.arguments:
                break
    assert failed == []


@pytest.mark.parametrize("name", ["surveys", "customer-groups", "survey-results", "customer-voices"])
def test_no_list_export_fails(as_, app, cast, name):
    client = as_(cast.choi)
    for odd in ODD:
        query = dict.fromkeys((*FIELDS, "wave_id"), odd)
        assert client.post(f"/list-exports/{name}", query_string=query, data={"format": "xlsx"}).status_code < 500
