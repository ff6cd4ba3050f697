"""Voices on the real database: taking in, clock, answer, praise, issue, lists, import, digest."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.core.errors import Denied, Missing, Refused, WrongState
from app.innovation.models import Issue
from app.voice.enums.customer_voices import (
    Channel,
    LegalKind,
    PraiseState,
    VoiceKind,
    VoiceState,
)
from app.voice.models import VoiceWordCount
from app.voice.queries import customer_voices as queries
from app.voice.queries import turns_voices
from app.voice.queries.customer_voices import VoiceFilter
from app.voice.services import customer_voices as services
from app.voice.services import voice_answers as answers
from app.voice.services import voice_issues, voice_praise
from app.voice.services.voice_terms import set_terms
from tests.factories.voice_customer_voices import ANSWER, SAID, a_voice, an_answered_voice
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_voices)
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
REASON = "도로 시설 고장이라 도로과가 맡는 일입니다."
PAGE = "/voice/customer-voices"


@pytest.fixture
def monday():
    with clock.frozen_at(MONDAY):
        yield


def later(**span):
    return clock.frozen_at(MONDAY + timedelta(**span))


def test_a_voice_gets_its_number_its_period_and_its_words(app, cast, monday):
    with transaction():
        voice = a_voice(cast)
        second = a_voice(cast, kind=VoiceKind.SUGGESTION)
    assert (voice.number, second.number) == ("VOC2026-00001", "VOC2026-00002")
    assert (voice.legal_kind, voice.due_on) == (LegalKind.GRIEVANCE, date(2026, 11, 24))
    counted = select(VoiceWordCount.word, VoiceWordCount.count).where(VoiceWordCount.week == date(2026, 11, 16))
    assert dict(db.session.execute(counted).all())["수도요금"] == 2


def test_numbers_of_people_are_never_kept(app, cast):
    with transaction():
        voice = a_voice(
            cast, body="연락처는 010-1234-5678, 주민번호 900101-1234567 입니다.", place="시청 010-1234-5678"
        )
    assert voice.masked_count == 2
    assert "1234" not in voice.body + voice.place
    with pytest.raises(Refused), transaction():
        a_voice(cast, reference="010-1234-5678")


def test_nothing_is_received_in_the_future_or_by_a_department_that_is_gone(app, cast):
    for wrong in ({"received_at": clock.now() + timedelta(hours=1)}, {"department_id": 99_999}):
        with pytest.raises(Refused), transaction():
            a_voice(cast, **wrong)


def test_others_read_nothing_of_it(app, cast):
    with transaction():
        voice = a_voice(cast)
    for reader in (cast.kim, cast.lee, cast.park, cast.choi, cast.gam):
        assert queries.voice_or_404(voice.id, reader).id == voice.id
    for stranger in (cast.han, cast.yoon, cast.shin):
        with pytest.raises(Missing):
            queries.voice_or_404(voice.id, stranger)
    assert [row.id for row in queries.list_voices(cast.han, VoiceFilter()).rows] == []


def test_an_answer_waits_for_the_head_and_counts_as_in_time(app, cast, monday):
    with transaction():
        voice = a_voice(cast)
        answers.write_answer(actor=cast.kim, voice=voice, answer=ANSWER)
    assert voice.state is VoiceState.SUBMITTED
    assert len(owed_by(cast.lee)) == 1
    with pytest.raises(Denied), transaction():
        answers.approve_answer(actor=cast.kim, voice=voice)
    with later(days=8, hours=13, minutes=59), transaction():
        answers.approve_answer(actor=cast.lee, voice=voice)
    assert (voice.state, voice.in_time) == (VoiceState.ANSWERED, True)


def test_an_answer_a_minute_after_the_period_is_late(app, cast, monday):
    with transaction():
        voice = a_voice(cast)
    with later(days=8, hours=14), transaction():
        answers.write_answer(actor=cast.lee, voice=voice, answer=ANSWER)
    assert (voice.state, voice.in_time) == (VoiceState.ANSWERED, False)


def test_a_returned_answer_is_written_anew(app, cast):
    with transaction():
        voice = a_voice(cast)
        answers.write_answer(actor=cast.kim, voice=voice, answer=ANSWER)
        answers.return_answer(actor=cast.lee, voice=voice, reason="언제부터 되는지 적어 주시기 바랍니다.")
    assert voice.state is VoiceState.OPEN
    with pytest.raises(WrongState), transaction():
        answers.approve_answer(actor=cast.lee, voice=voice)


def test_the_office_may_do_without_the_head(app, cast):
    with transaction():
        set_terms(actor=cast.choi, head_approves=False, reason="부서 담당자가 바로 답변하도록 한다.")
        voice = a_voice(cast)
        answers.write_answer(actor=cast.kim, voice=voice, answer=ANSWER)
    assert voice.state is VoiceState.ANSWERED
    with pytest.raises(Denied), transaction():
        set_terms(actor=cast.lee, head_approves=True, reason="부서장이 결재하도록 한다.")


def test_passing_on_moves_words_and_reading(app, cast, monday):
    with transaction():
        voice = a_voice(cast)
        services.transfer(actor=cast.kang, voice=voice, to_department_id=cast.roads, reason=REASON)
    counted = select(VoiceWordCount.department_id, VoiceWordCount.count).where(VoiceWordCount.word == "수도요금")
    assert dict(db.session.execute(counted).all()) == {cast.traffic: 0, cast.roads: 1}
    with pytest.raises(Denied), transaction():
        answers.write_answer(actor=cast.kim, voice=voice, answer=ANSWER)
    assert queries.history_of(voice.id, cast.choi)[0].to_department == "도로과"


def test_a_happy_call_is_made_once_after_the_answer_by_the_tower(app, cast):
    with transaction():
        open_one, voice = a_voice(cast), an_answered_voice(cast)
    for wrong in (lambda: (cast.choi, open_one, 5), lambda: (cast.choi, voice, 6), lambda: (cast.choi, voice, 0)):
        actor, which, points = wrong()
        with pytest.raises(Refused), transaction():
            answers.make_happy_call(actor=actor, voice=which, points=points, note="")
    with pytest.raises(Denied), transaction():
        answers.make_happy_call(actor=cast.lee, voice=voice, points=5, note="")
    with transaction():
        answers.make_happy_call(actor=cast.choi, voice=voice, points=4, note="답변이 빨랐다고 합니다.")
    with pytest.raises(WrongState), transaction():
        answers.make_happy_call(actor=cast.choi, voice=voice, points=5, note="")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE customer_voices SET body = '다른 말' WHERE id = {id}",
        "UPDATE customer_voices SET answer = '다른 답변을 적습니다' WHERE id = {id}",
        "UPDATE customer_voices SET call_points = 5, called_by_id = answer_by_id WHERE id = {id}",
        "UPDATE customer_voices SET call_points = 6, called_by_id = {other} WHERE id = {id}",
        "DELETE FROM customer_voices WHERE id = {id}",
        "UPDATE voice_steps SET note = 'x' WHERE voice_id = {id}",
    ],
)
def test_the_database_keeps_what_was_said(app, cast, statement):
    with transaction():
        voice = an_answered_voice(cast)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement.format(id=voice.id, other=cast.choi.id)))


def praised(cast, **changes):
    return a_voice(
        cast,
        kind=VoiceKind.PRAISE,
        body="교통과 직원분이 친절하게 안내해 주셔서 감사합니다.",
        **{"praised_id": cast.kim.id} | changes,
    )


def test_praise_is_confirmed_by_the_head_and_never_by_oneself(app, cast):
    with transaction():
        voice, own = praised(cast), praised(cast, praised_id=cast.lee.id)
        with pytest.raises(Denied):
            voice_praise.confirm_praise(actor=cast.lee, voice=own, note="내가 한 일입니다.")
        with pytest.raises(Denied):
            voice_praise.confirm_praise(actor=cast.kim, voice=voice, note="내가 한 일입니다.")
        voice_praise.confirm_praise(actor=cast.lee, voice=voice, note="그날 안내 창구에서 근무하였습니다.")
    assert (voice.praise, voice.due_at) == (PraiseState.CONFIRMED, None)
    with pytest.raises(WrongState), transaction():
        voice_praise.decline_praise(actor=cast.lee, voice=voice, reason="다시 보니 다른 직원이었습니다.")
    with pytest.raises(Refused), transaction():
        praised(cast, praised_id=cast.park.id)


def test_voices_become_an_issue_and_hear_of_its_task(app, cast):
    with transaction():
        voices = [a_voice(cast), a_voice(cast)]
        written = voice_issues.IssueText(
            title="휴일 수도요금 정산",
            problem=SAID,
            remedy="누리집에서 정산합니다.",
            effect="이사하는 날 바로 정산합니다.",
        )
        issue_id = voice_issues.make_issue(actor=cast.kim, voices=voices, text=written)
    issue = db.session.get(Issue, issue_id)
    assert (issue.source.value, issue.origin_note) == ("resident", "VOC2026-00001, VOC2026-00002")
    with pytest.raises(WrongState), transaction():
        voice_issues.make_issue(actor=cast.kim, voices=voices, text=written)
    assert [one.number for one in queries.voices_behind(cast.han, issue_id=issue_id)] == [v.number for v in voices]
    assert {one.excerpt for one in queries.voices_behind(cast.han, issue_id=issue_id)} == {""}


def test_an_issue_that_is_refused_by_its_rules_leaves_no_trace(app, cast):
    with transaction():
        voice = a_voice(cast)
    written = voice_issues.IssueText(title="제목", problem="문제", remedy="개선", effect="효과")
    with pytest.raises(Refused), transaction():
        voice_issues.make_issue(actor=cast.kim, voices=[voice, db.session.merge(voice)] * 51, text=written)
    assert db.session.scalar(select(func.count()).select_from(Issue)) == 0


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 3),
        ({"kind": VoiceKind.PRAISE}, 1),
        ({"channel": Channel.HOMEPAGE}, 1),
        ({"state": VoiceState.ANSWERED}, 1),
        ({"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 30)}, 3),
        ({"last_day": date(2026, 10, 31)}, 0),
        ({"overdue": True}, 1),
        (queries.sought("수도 정산"), 2),
        (queries.sought("수도 침수"), 0),
    ],
)
def test_filters_narrow_the_list(app, cast, monday, wanted, count):
    with transaction():
        an_answered_voice(cast)
        a_voice(cast, channel=Channel.HOMEPAGE)
        praised(cast)
    with later(days=30):
        assert len(queries.list_voices(cast.choi, VoiceFilter(**wanted)).rows) == count


def test_pages_cost_the_same_for_one_and_three(as_, app, cast):
    client = as_(cast.kim)
    with transaction():
        voice = an_answered_voice(cast)
    for path in (PAGE, f"{PAGE}/{voice.id}", f"{PAGE}/weeks"):
        client.get(path)
    counts = []
    for _round in range(2):
        found = []
        for path in (PAGE, f"{PAGE}/{voice.id}", f"{PAGE}/weeks"):
            with count_statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        counts.append(found)
        with transaction():
            an_answered_voice(cast)
            an_answered_voice(cast)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 5
    assert max(counts[0]) <= 8


def test_a_script_is_shown_as_text_everywhere(as_, app, cast):
    said = "<script>alert(1)</script> =1+1 가로등이 고장입니다"
    with transaction():
        voice = a_voice(cast, body=said, place="<b>시청</b>")
    client = as_(cast.choi)
    for path in (PAGE, f"{PAGE}/{voice.id}", f"{PAGE}/issues/new?voice={voice.id}", f"{PAGE}/weeks"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<b>시청" not in page


def test_a_minute_is_enough(as_, app, cast):
    client = as_(cast.park)
    form = {
        "kind": "complaint",
        "channel": "phone",
        "department": cast.traffic,
        "body": "가로등이 꺼져 있습니다. 010-1234-5678",
        "received_at": clock.to_seoul(clock.now()).strftime("%Y-%m-%dT%H:%M"),
    }
    answer = client.post(PAGE, data=form)
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "010-1234-5678" not in page
    assert client.post(PAGE, data=form | {"body": "", "reference": "x"}).status_code == 422
    assert "x" in client.post(PAGE, data=form | {"body": "", "reference": "x"}).text


def test_wrong_states_answer_409_and_keep_the_words(as_, app, cast):
    with transaction():
        voice = an_answered_voice(cast)
    answer = as_(cast.kim).post(
        f"{PAGE}/{voice.id}/answers", data={"answer-answer": "다시 적는 답변입니다. 확인해 주세요."}
    )
    assert answer.status_code == 409
