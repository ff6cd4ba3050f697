"""Voices read in from lists, counted by week, read by others, paid for praise."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.core.errors import Refused
from app.core.sheets import Problems, SheetErrors
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from app.mileage.models import Transfer
from app.notifications.models import Notice
from app.voice.enums.customer_voices import VoiceKind, VoiceStepKind
from app.voice.models import CustomerVoice, VoiceImport, VoiceStep
from app.voice.queries import voice_digests
from app.voice.queries.sources.customer_voices import answered_in_time
from app.voice.queries.voice_digests import digest_of
from app.voice.services import voice_answers as answers
from app.voice.services import voice_praise
from app.voice.services.voice_imports import ImportText, import_voices
from app.voice.services.voice_sheets import COLUMNS, read_voices
from app.voice.services.voice_terms import set_terms
from app.voice.services.voice_words import week_of
from tests.factories import mileage
from tests.factories.voice_customer_voices import ANSWER, a_voice, an_answered_voice
from tests.statements import count_statements

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
PAGE = "/voice/customer-voices"
ISSUE = {
    "title": "버스 도착 안내를 고칩니다",
    "problem": "버스가 안내된 시각에 오지 않습니다.",
    "remedy": "도착 안내를 실제 위치로 셈합니다.",
    "effect": "기다리는 시간이 줄어듭니다.",
}


@pytest.fixture
def monday():
    with clock.frozen_at(MONDAY):
        yield


def praised(cast, **changes):
    return a_voice(
        cast,
        kind=VoiceKind.PRAISE,
        body="교통과 직원분이 친절하게 안내해 주셔서 감사합니다.",
        **{"praised_id": cast.kim.id} | changes,
    )


def sheet(*rows):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "고객의 소리"
    page.append([column.header for column in COLUMNS])
    for row in rows:
        page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def a_row(**changes):
    row = {
        "접수일시": "2026.3.2 14시",
        "경로": "누리집",
        "종류": "불만",
        "부서": "교통과",
        "내용": "버스가 늦게 옵니다.",
        "장소": "",
        "참조번호": "",
        "민원종류": "",
    }
    return list((row | changes).values())


def imported(cast, content, name="목록.xlsx"):
    problems = Problems()
    rows = read_voices(io.BytesIO(content), problems)
    with transaction():
        return import_voices(
            actor=cast.choi, text=ImportText(file_name=name, content=content), rows=rows, problems=problems
        )


def test_an_exported_list_is_read_in_once_and_whole(app, cast):
    good = sheet(a_row(), a_row(접수일시="2026-03-02 14:30", 종류="칭찬", 내용="감사합니다. 친절했습니다."))
    assert imported(cast, good).row_count == 2
    with pytest.raises(Refused):
        imported(cast, good, "다른 이름.xlsx")
    bad = sheet(
        a_row(부서="없는과"), a_row(접수일시="언젠가"), a_row(종류="모름"), a_row(참조번호="010-1234-5678"), a_row()
    )
    with pytest.raises(SheetErrors) as wrong:
        imported(cast, bad)
    assert sorted((error.row, error.column) for error in wrong.value.errors) == [
        (2, "부서"),
        (3, "접수일시"),
        (4, "종류"),
        (5, "참조번호"),
    ]
    assert db.session.scalar(select(func.count()).select_from(CustomerVoice)) == 2


def test_five_thousand_voices_with_the_same_text_are_read_in_and_shown(as_, app, cast, monday):
    content = sheet(*[a_row(접수일시="2026-11-16 09:30") for _number in range(5_000)])
    client = as_(cast.choi)
    answer = client.post(f"{PAGE}/imports", data={"file": (io.BytesIO(content), "목록.xlsx")})
    assert answer.status_code == 302
    work_until_idle()
    assert db.session.scalar(select(VoiceImport.row_count)) == 5_000
    digest = digest_of(date(2026, 11, 16))
    assert [(one.voices, len(one.ids)) for one in digest.clusters] == [(5_000, 1)]
    assert dict(digest.words)["버스"] == 5_000
    with count_statements() as seen:
        assert client.get(f"{PAGE}/weeks?day=2026-11-16").status_code == 200
    assert len(seen) <= 8
    first = digest.clusters[0].ids[0]
    assert "4999 more voices" in client.get(f"{PAGE}/issues/new?voice={first}&voice={first}").text
    with count_statements() as seen:
        assert client.post(f"{PAGE}/issues", data={"voice": [first], **ISSUE}).status_code == 302
    assert len(seen) < 80
    led = select(func.count(), func.count(CustomerVoice.issue_id.distinct())).where(CustomerVoice.issue_id.is_not(None))
    assert tuple(db.session.execute(led).one()) == (5_000, 1)
    steps = select(func.count()).where(VoiceStep.kind == VoiceStepKind.ISSUE)
    assert db.session.scalar(steps) == 5_000


def test_a_flood_hides_no_other_group(app, cast, monday):
    with transaction():
        for _number in range(12):
            a_voice(cast, body="버스 정류장 의자가 부서졌습니다.")
        for place in ("동문동", "석남동", "예천동"):
            a_voice(cast, body=f"수도요금 정산이 휴일에 되지 않습니다. {place}")
    assert [one.voices for one in digest_of(date(2026, 11, 16)).clusters] == [12, 3]


def test_more_different_texts_than_are_compared_are_said(as_, app, cast, monday, monkeypatch):
    with transaction():
        for place in ("동문동", "석남동", "예천동"):
            a_voice(cast, body=f"가로등이 나갔습니다. {place}")
    assert not digest_of(date(2026, 11, 16)).has_more_texts
    monkeypatch.setattr(voice_digests, "MOST_TEXTS", 2)
    assert digest_of(date(2026, 11, 16)).has_more_texts
    assert "more different texts" in as_(cast.choi).get(f"{PAGE}/weeks?day=2026-11-16").text


def test_the_digest_counts_the_week_and_hides_small_groups(app, cast, monday):
    with transaction():
        voices = [an_answered_voice(cast) for _number in range(5)]
        small = a_voice(cast, department_id=cast.roads)
        answers.write_answer(actor=cast.han, voice=small, answer=ANSWER)
        set_terms(actor=cast.choi, head_approves=False, reason="시험을 위하여 바꿉니다. 확인")
        for voice in voices[:4]:
            answers.make_happy_call(actor=cast.choi, voice=voice, points=5, note="")
    digest = digest_of(week_of(date(2026, 11, 18)))
    assert (digest.whole.sums.voices, digest.whole.sums.answered, digest.whole.satisfaction) == (6, 5, None)
    with transaction():
        answers.make_happy_call(actor=cast.choi, voice=voices[4], points=4, note="")
    digest = digest_of(date(2026, 11, 16))
    assert str(digest.whole.satisfaction) == "4.8"
    assert digest.rising[0].now == 6


def test_the_source_counts_voices_whose_period_ended_or_that_are_answered(app, cast, monday):
    with transaction():
        an_answered_voice(cast)
        a_voice(cast)
        praised(cast)
    span = (date(2026, 11, 1), date(2026, 11, 30))
    assert answered_in_time([cast.traffic, cast.roads], *span) == {cast.traffic: 100}
    with clock.frozen_at(MONDAY + timedelta(days=30)):
        assert answered_in_time([cast.traffic, cast.roads], *span) == {cast.traffic: 50}
    assert answered_in_time([cast.traffic], date(2026, 1, 1), date(2026, 10, 31)) == {}


def test_nobody_is_paid_where_the_office_has_no_item_for_praise(app, cast):
    with transaction():
        voice = praised(cast)
        voice_praise.confirm_praise(actor=cast.lee, voice=voice, note="그날 안내 창구에서 근무하였습니다.")
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == 0


def test_confirmed_praise_is_paid_once(app, cast):
    with transaction():
        mileage.items()
        voice, of_department = praised(cast), praised(cast, praised_id=None)
        for one in (voice, of_department):
            voice_praise.confirm_praise(actor=cast.lee, voice=one, note="그날 안내 창구에서 근무하였습니다.")
    assert [paid.source for paid in db.session.scalars(select(Transfer))] == [f"voice:{voice.id}:praise"]


def test_the_digest_comes_in_three_formats_and_the_list_without_formulas(as_, app, cast, monday):
    with transaction():
        a_voice(cast, body="=1+1 <script>alert(1)</script> 가로등이 고장입니다")
    client = as_(cast.choi)
    for wanted in ("pdf", "hwpx", "xlsx"):
        form = {"kind": "voice_digest", "format": wanted, "first_day": "2026-11-18"}
        assert client.post("/reports/documents", data=form).status_code == 302
    work_until_idle()
    assert [job.state.value for job in db.session.scalars(select(BackgroundJob))] == ["done"] * 3
    answer = client.post("/list-exports/customer-voices", data={"format": "xlsx"})
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows() for cell in row]
    assert any("<script>alert(1)" in str(value) for value in cells)
    assert not any(str(value).startswith("=") for value in cells)


def test_those_who_must_act_are_told(app, cast):
    with transaction():
        a_voice(cast)
    told = {notice.person_id for notice in db.session.scalars(select(Notice))}
    assert {cast.lee.id, cast.kang.id} <= told
    assert cast.park.id not in told
