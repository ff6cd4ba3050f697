"""시민 아이디어: sent without a name, found by number and code, public only where the office has read it."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEntry
from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.core.errors import Denied, Missing, Refused, WrongState
from app.notifications.models import Notice
from app.voice.enums.citizen_ideas import IdeaShowing
from app.voice.enums.customer_voices import Channel, LegalKind, VoiceKind
from app.voice.models import CitizenIdea, CustomerVoice
from app.voice.queries import turns_citizens
from app.voice.queries.citizen_ideas import idea_by_code, shown_ideas
from app.voice.queries.customer_voices import VoiceFilter, list_voices
from app.voice.rules import citizen_ideas as rules
from app.voice.services import voice_answers
from app.voice.services.citizen_ideas import keep_idea, show_idea
from app.voice.services.customer_voices import transfer
from app.voice.services.survey_tokens import token_secret
from app.voice.services.voice_issues import tell_change
from tests.factories import voice_citizens as made
from tests.factories.voice_customer_voices import ANSWER, a_voice
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_citizens)
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
REASON = "특정한 분이 드러나는 글이라 공개하지 않습니다."


@pytest.fixture
def monday():
    with clock.frozen_at(MONDAY):
        yield


@pytest.fixture
def citizen(app):
    return app.test_client(use_cookies=False)


def ideas():
    return db.session.scalar(select(func.count()).select_from(CitizenIdea))


def sent(client, **changes):
    return client.post("/citizens/ideas", data=made.idea_form(**changes))


def read_of(page):
    """Number and code on the page of the receipt."""
    found = [part.partition("</dd>")[0].strip() for part in page.text.split("<dd>")[1:]]
    return found[0], found[1]


def look_up(client, number, code):
    return client.post("/citizens/idea-lookups", data={"number": number, "code": code, "language": "en"})


def test_an_idea_becomes_a_voice_nobody_wrote_down(app, cast, monday, citizen):
    page = sent(citizen)
    assert page.status_code == 200
    assert page.headers.getlist("Set-Cookie") == []
    voice = db.session.scalars(select(CustomerVoice)).one()
    assert (voice.channel, voice.kind, voice.legal_kind) == (
        Channel.CITIZENS,
        VoiceKind.SUGGESTION,
        LegalKind.SUGGESTION,
    )
    assert (voice.entered_by_id, voice.department_id) == (None, cast.tower)
    assert voice.body == rules.whole_text(made.TITLE, made.PROBLEM, made.PROPOSAL)
    number, code = read_of(page)
    assert number == voice.number
    idea = db.session.scalars(select(CitizenIdea)).one()
    assert code.replace("-", "") not in idea.code_hash
    assert {
        one.actor_id
        for one in db.session.scalars(select(AuditEntry).where(AuditEntry.subject_type == "customer_voice"))
    } == {None}


def test_number_and_code_find_it_and_nothing_else_does(app, cast, monday, citizen):
    number, code = read_of(sent(citizen))
    found = look_up(citizen, number.lower(), code.upper())
    assert found.status_code == 200
    assert made.PROBLEM in found.text
    assert "The department is reading it" in found.text
    other = read_of(sent(citizen, title="다른 제안"))
    for wrong in ((number, other[1]), (number, "x" * 16), ("VOC2026-99999", code), ("", ""), (number, code[:-1])):
        refused = look_up(citizen, *wrong)
        assert refused.status_code == 422
        assert "There is no idea with this number and code." in refused.text
        assert made.PROBLEM not in refused.text
    assert citizen.get(f"/citizens/idea-lookups/{number}").status_code == 404


def test_a_double_click_counts_once_and_shows_the_same_code(app, cast, monday, citizen):
    form = made.idea_form()
    pages = [citizen.post("/citizens/ideas", data=form) for _again in range(3)]
    assert [one.status_code for one in pages] == [200, 200, 200]
    assert len({read_of(one) for one in pages}) == 1
    assert ideas() == 1
    other = citizen.post("/citizens/ideas", data=form | {"proposal": "다른 내용으로 바꾸어 다시 보냅니다."})
    assert other.status_code == 409
    assert "다른 내용으로 바꾸어 다시 보냅니다." in other.text
    assert form["stamp"] not in other.text
    assert ideas() == 1


def test_one_form_sent_by_eight_browsers_at_once_is_one_idea(app, cast, monday, citizen):
    form, together = made.idea_form(), Barrier(8)
    found: list[tuple[int, str]] = []

    def send() -> None:
        with app.app_context(), clock.frozen_at(MONDAY):
            client = app.test_client(use_cookies=False)
            together.wait()
            page = client.post("/citizens/ideas", data=form)
            found.append((page.status_code, read_of(page)[1]))

    threads = [Thread(target=send) for _one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert {code for code, _shown in found} == {200}
    assert len({shown for _code, shown in found}) == 1
    assert ideas() == 1


def test_the_same_words_are_taken_in_once_a_month(app, cast, citizen):
    with clock.frozen_at(MONDAY):
        assert sent(citizen).status_code == 200
        again = sent(citizen)
        assert again.status_code == 409
        assert "The very same words were received already" in again.text
        assert made.PROBLEM in again.text
    with clock.frozen_at(MONDAY + timedelta(days=rules.SAME_DAYS)):
        assert sent(citizen).status_code == 200


def test_a_flood_stops(app, cast, monday, citizen, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY", 2)
    for number in range(2):
        with transaction():
            made.an_idea(title=f"제안 {number}")
    page = sent(citizen, title="세 번째 제안")
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 3600
    assert "세 번째 제안" in page.text
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        assert sent(citizen, title="세 번째 제안").status_code == 200


def test_one_address_is_counted(app, cast, monday, citizen):
    codes = [citizen.post("/citizens/ideas", data=made.idea_form(title="")).status_code for _one in range(31)]
    assert codes == [422] * 30 + [429]
    assert look_up(citizen, "VOC2026-00001", "x" * 16).status_code == 429


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "This is needed."),
        ({"title": "가"}, "At least 2 characters."),
        ({"title": "가" * 101}, "At most 100 characters"),
        ({"problem": "짧다"}, "At least 10 characters."),
        ({"proposal": "가" * 1501}, "At most 1500 characters"),
        ({"homepage": "http://spam.example"}, "must stay empty"),
        ({"stamp": "1.2.3"}, "open for a long time"),
    ],
)
def test_what_is_wrong_is_told_with_everything_typed(app, cast, monday, citizen, wrong, said):
    page = sent(citizen, **wrong)
    assert page.status_code == 422
    assert said in page.text
    assert wrong.get("problem", made.PROBLEM) in page.text
    assert ideas() == 0


def test_numbers_of_people_are_masked_everywhere(app, cast, monday, citizen):
    page = sent(citizen, problem="연락은 010-1234-5678 로 주시고 900101-1234567 입니다.")
    assert "2 numbers or addresses of people were masked." in page.text
    idea = db.session.scalars(select(CitizenIdea)).one()
    voice = db.session.scalars(select(CustomerVoice)).one()
    assert all("1234" not in kept for kept in (idea.problem, voice.body))


def test_a_script_is_text_everywhere(app, cast, monday, citizen, as_):
    bad = "<script>alert(1)</script>"
    number, code = read_of(sent(citizen, title=bad, problem=bad, proposal=bad))
    voice = db.session.scalars(select(CustomerVoice)).one()
    idea = db.session.scalars(select(CitizenIdea)).one()
    with transaction():
        show_idea(actor=cast.choi, voice=voice, idea=idea, title=bad, words=bad)
    texts = [look_up(citizen, number, code).text, citizen.get("/citizens/ideas").text, citizen.get("/citizens").text]
    texts += [as_(cast.choi).get(f"/voice/customer-voices/{voice.id}").text, sent(citizen, title=bad, problem="").text]
    assert all(bad not in found and "&lt;script&gt;" in found for found in texts)


def test_nothing_is_public_before_somebody_has_decided(app, cast, monday, citizen):
    with transaction():
        voice, idea, _receipt = made.an_idea()
    assert made.TITLE not in citizen.get("/citizens/ideas").text
    assert [turn.title for turn in owed_by(cast.choi)] == [made.TITLE]
    assert owed_by(cast.kim) == []
    for who in (cast.kim, cast.park, cast.ahn):
        with pytest.raises(Denied), transaction():
            show_idea(actor=who, voice=voice, idea=idea, title="제목", words="내용")
    with transaction():
        show_idea(actor=cast.choi, voice=voice, idea=idea, title=made.TITLE, words="그늘막을 놓자는 제안입니다.")
    page = citizen.get("/citizens/ideas?language=en").text
    assert "그늘막을 놓자는 제안입니다." in page
    assert made.PROBLEM not in page
    assert "The office left something out" in page
    assert owed_by(cast.choi) == []
    with transaction():
        keep_idea(actor=cast.choi, voice=voice, idea=idea, reason=REASON)
    assert made.TITLE not in citizen.get("/citizens/ideas").text
    with pytest.raises(WrongState), transaction():
        keep_idea(actor=cast.choi, voice=voice, idea=idea, reason=REASON)


def test_the_head_of_the_department_that_answers_decides_too(app, cast, monday):
    with transaction():
        voice, idea, _receipt = made.an_idea()
        transfer(actor=cast.choi, voice=voice, to_department_id=cast.traffic, reason="정류장은 교통과가 맡습니다.")
        show_idea(
            actor=cast.lee, voice=voice, idea=idea, title=made.TITLE, words="정류장에 그늘막을 놓자는 제안입니다."
        )
    assert idea.showing is IdeaShowing.SHOWN


def test_answer_and_change_reach_the_citizen(app, cast, monday, citizen):
    number, code = read_of(sent(citizen))
    voice = db.session.scalars(select(CustomerVoice)).one()
    idea = db.session.scalars(select(CitizenIdea)).one()
    with transaction():
        transfer(actor=cast.choi, voice=voice, to_department_id=cast.traffic, reason="정류장은 교통과가 맡습니다.")
        voice_answers.write_answer(actor=cast.kim, voice=voice, answer=ANSWER)
    assert ANSWER not in look_up(citizen, number, code).text
    with transaction():
        voice_answers.approve_answer(actor=cast.lee, voice=voice)
        tell_change(actor=cast.choi, voice=voice, change="정류장 열두 곳에 그늘막을 놓았습니다.")
        show_idea(
            actor=cast.choi,
            voice=voice,
            idea=idea,
            title=idea.title,
            words=rules.shown_text(idea.problem, idea.proposal),
        )
    for page in (look_up(citizen, number, code).text, citizen.get("/citizens/ideas?language=en").text):
        assert ANSWER in page
        assert "정류장 열두 곳에 그늘막을 놓았습니다." in page
        assert "The office left something out" not in page
        assert cast.kim.name not in page


def test_ideas_are_told_once_however_many_come(app, cast, monday):
    with transaction():
        for number in range(5):
            made.an_idea(title=f"제안 {number}")
    told = db.session.scalars(select(Notice).where(Notice.person_id == cast.choi.id)).all()
    assert [one.msgid for one in told] == ["Ideas of citizens have come and wait to be read"]


def test_colleagues_write_nothing_down_as_if_a_citizen_had(app, cast, monday, as_):
    with pytest.raises(Refused), transaction():
        a_voice(cast, channel=Channel.CITIZENS)
    page = as_(cast.park).get("/voice/customer-voices/new").text
    assert 'value="citizens"' not in page


def test_the_office_finds_them_in_its_list(app, cast, monday, as_):
    with transaction():
        voice, _idea, _receipt = made.an_idea()
        a_voice(cast)
    rows = list_voices(cast.choi, VoiceFilter(channel=Channel.CITIZENS)).rows
    assert [row.id for row in rows] == [voice.id]
    with count_statements() as sent_now:
        page = as_(cast.choi).get(f"/voice/customer-voices/{voice.id}")
    assert page.status_code == 200
    assert sent_now
    assert as_(cast.kim).get(f"/voice/customer-voices/{voice.id}").status_code == 404


def test_a_voice_of_another_way_is_no_idea(app, cast, monday, as_):
    with transaction():
        voice = a_voice(cast)
    form = {"show-title": "제목", "show-words": "내용입니다"}
    assert as_(cast.choi).post(f"/voice/customer-voices/{voice.id}/idea-showings", data=form).status_code == 404


def test_public_ideas_come_in_pages_with_few_statements(app, cast, monday, citizen):
    with transaction():
        for number in range(21):
            voice, idea, _receipt = made.an_idea(title=f"제안 {number}")
            show_idea(actor=cast.choi, voice=voice, idea=idea, title=f"제안 {number}", words="이렇게 하면 좋겠습니다.")
    first = shown_ideas()
    assert (len(first.rows), len(shown_ideas(first.next_cursor).rows)) == (20, 1)
    with count_statements() as seen:
        assert citizen.get("/citizens/ideas").status_code == 200
    assert len(seen) <= 4


def test_the_database_refuses_what_the_services_do(app, cast, monday):
    with transaction():
        voice, _idea, _receipt = made.an_idea()
        other = a_voice(cast)
    for statement in (
        "UPDATE citizen_ideas SET title = 'other'",
        "UPDATE citizen_ideas SET showing = 'shown'",
        "DELETE FROM citizen_ideas",
        f"UPDATE customer_voices SET entered_by_id = {cast.kim.id} WHERE id = {voice.id}",
        f"INSERT INTO citizen_ideas (voice_id, code_hash, title, problem, proposal, showing, shown_title, shown_words, "
        f"reason, version) VALUES ({other.id}, 'x', 'a', 'b', 'c', 'waiting', '', '', '', 1)",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_a_code_is_never_asked_of_the_database_unless_it_is_ours(app, cast, monday):
    with count_statements() as seen, pytest.raises(Missing):
        idea_by_code(token_secret(), "VOC2026-00001", "x" * 16)
    assert seen == []
