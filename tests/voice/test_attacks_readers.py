"""Attacks by readers: words, calls and figures that others than the department and the control tower may not see."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from sqlalchemy import select

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.jobs.running import work_until_idle
from app.voice.enums.customer_voices import VoiceKind, VoiceStepKind
from app.voice.models import VoiceStep
from app.voice.queries.customer_voices import VoiceFilter, history_of, list_voices
from app.voice.queries.voice_digests import digest_of
from app.voice.services import customer_voices as services
from app.voice.services import voice_answers, voice_issues, voice_praise
from tests.factories.voice_customer_voices import a_voice, an_answered_voice

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
SECRET = "친척이 병원에 있어 급했는데 담당자가 짜증을 냈다고 하였습니다."
RARE = "박들꽃 주무관 때문에 은행나무길 삼거리에서 넘어졌습니다."


def cells_of(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture
def called(app, cast):
    with transaction():
        voice = an_answered_voice(cast, by=cast.park)
        voice_answers.make_happy_call(actor=cast.choi, voice=voice, points=2, note=SECRET)
    return voice.id


@pytest.mark.parametrize(
    ("name", "may"), [("choi", True), ("gam", True), ("kim", False), ("lee", False), ("kang", False), ("park", False)]
)
def test_what_a_citizen_said_in_a_happy_call_is_read_by_who_calls_and_who_audits(as_, cast, called, name, may):
    who = getattr(cast, name)
    page = as_(who).get(f"/voice/customer-voices/{called}").text
    assert (SECRET in page, "2 of 5" in page) == (may, may)
    [call] = [move for move in history_of(called, who) if move.kind is VoiceStepKind.CALL]
    assert call.note == (SECRET if may else "")
    assert [row.call_points for row in list_voices(who, VoiceFilter()).rows] == [2 if may else None]
    found = cells_of(as_(who).post("/list-exports/customer-voices", data={"format": "xlsx"}))
    assert (2 in found) is may


def test_the_words_of_a_single_voice_are_not_told_to_everybody_by_the_digest(as_, app, cast):
    with clock.frozen_at(MONDAY):
        with transaction():
            for _again in range(2):
                a_voice(cast, by=cast.choi, body=RARE)
            for number in range(3):
                a_voice(cast, by=cast.choi, body=f"가로등이 고장 났습니다. 민원번호 {number}")
        page = as_(cast.han).get("/voice/customer-voices/weeks?day=2026-11-16").text
        digest = digest_of(date(2026, 11, 16))
        assert "가로등" in page
        for word in ("박들꽃", "은행나무길", "삼거리"):
            assert word not in page
        assert {word for word, _count in digest.words} >= {"가로등"}
        assert min(count for _word, count in digest.words) >= 3
        client = as_(cast.han)
        wanted = {"kind": "voice_digest", "format": "xlsx", "first_day": "2026-11-16"}
        job = client.post("/reports/documents", data=wanted).location
        work_until_idle()
        with client.get(f"{job}/result") as result:
            book = openpyxl.load_workbook(io.BytesIO(result.data))
        told = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        assert "가로등" in told
        assert "박들꽃" not in told


def test_no_note_about_a_voice_keeps_the_number_of_a_person(app, cast):
    told = "민원인 번호는 010-1234-5678 이니 먼저 전화하시기 바랍니다."
    with transaction():
        voice = a_voice(cast, by=cast.choi)
        services.transfer(actor=cast.kang, voice=voice, to_department_id=cast.roads, reason=told)
        praise = a_voice(cast, by=cast.choi, kind=VoiceKind.PRAISE, praised_id=cast.kim.id)
        voice_praise.confirm_praise(actor=cast.lee, voice=praise, note=told)
    notes = db.session.scalars(select(VoiceStep.note)).all()
    assert len(notes) == 2
    assert [note for note in notes if "1234-5678" in note] == []


def test_a_reader_of_the_issue_does_not_read_the_voice_it_came_from(as_, app, cast):
    with transaction():
        voice = a_voice(cast, by=cast.choi, body=RARE)
        text = voice_issues.IssueText(
            title="보행로 정비", problem="보행로가 고르지 않습니다.", remedy="고르게 합니다.", effect="안전해집니다."
        )
        issue = voice_issues.make_issue(actor=cast.choi, voices=[voice], text=text)
    for who in (cast.han, cast.seo):
        client = as_(who)
        for path in (f"/issues/{issue}", f"/issues/{issue}/origins", "/search?q=은행나무길", "/search?q=박들꽃 주무관"):
            page = client.get(path, follow_redirects=True).text
            assert "삼거리에서" not in page, path
        assert client.get(f"/voice/customer-voices/{voice.id}").status_code == 404


def test_programs_read_nothing_of_voices_surveys_and_members(app):
    paths = [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/api/")]
    assert paths
    assert [path for path in paths if any(word in path for word in ("voice", "survey", "panel", "handling"))] == []
