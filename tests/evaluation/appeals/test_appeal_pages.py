"""The way of an appeal over the pages: filed with evidence, replied to, decided, corrected, and told to all who moved."""

import io
import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import AppealOutcome, AppealState
from app.evaluation.models import Appeal, AppealCorrection
from app.evaluation.queries import turns_appeals
from app.evaluation.queries.appeal_terms import window_of
from app.evaluation.queries.appeals import may_see
from tests.factories import appeals as made
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_appeals)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def scene(cast, app):
    with transaction():
        return made.in_appeals(cast)


def typed(indicator=None, **fields):
    return {"indicator_id": indicator.id if indicator else "", "reason": made.REASON, **fields}


def the_appeal():
    db.session.expire_all()
    return db.session.query(Appeal).order_by(Appeal.id.desc()).first()


def test_from_the_appeal_to_version_two(cast, as_, scene):
    record, indicator, _second = scene
    evidence = (io.BytesIO("8월 교통량 조사 원본".encode()), "조사원본.txt")
    head, one, another, second = as_(cast.lee), as_(cast.choi), as_(cast.bae), as_(cast.yoon)
    assert "Appeal against the result" in text_of(head.get(f"/rounds/{record.id}/results/{cast.traffic}"))
    answer = head.post(f"/rounds/{record.id}/appeals", data=typed(indicator, evidence=evidence))
    assert answer.status_code == 302
    url = f"/rounds/appeals/{the_appeal().id}"
    page = text_of(head.get(url))
    assert all(word in page for word in (made.REASON, "조사원본.txt", indicator.code))
    assert one.post(f"{url}/replies", data={"words": "조사 원본을 확인하겠습니다."}).status_code == 302
    words = {"outcome": "accepted", "words": "원본과 다르므로 인용합니다."}
    assert one.post(f"{url}/decisions", data=words).status_code == 403
    assert another.post(f"{url}/decisions", data=words).status_code == 302
    form = {
        "lines-0-indicator_id": indicator.id,
        "lines-0-kind": "value",
        "lines-0-figure": "100",
        "reason": "조사 원본에 따라 실적치를 정정합니다.",
        "second_id": cast.yoon.id,
    }
    assert one.post(f"{url}/corrections", data=form).status_code == 302
    proposal = db.session.query(AppealCorrection).one()
    page = text_of(second.get(url))
    assert all(word in page for word in ("민원봉사과", "80", "100", proposal.moves_sha256[:8]))
    path = f"/rounds/appeal-corrections/{proposal.id}/confirmations"
    assert second.post(path, data={"sha256": "0" * 64}).status_code == 409
    assert second.post(path, data={"sha256": proposal.moves_sha256}).status_code == 302
    assert the_appeal().state is AppealState.CORRECTED
    for client, department in ((head, cast.traffic), (second, cast.civil)):
        told = text_of(client.get(f"/rounds/{record.id}/results/{department}"))
        assert "is a correction" in told
        assert "publications/2/moves" in told
    assert "조사 원본에 따라" in text_of(head.get(f"/rounds/{record.id}/publications/2/moves"))
    staff = text_of(as_(cast.kim).get(f"/rounds/{record.id}/publications/2/moves"))
    assert "교통과" in staff
    assert ">민원봉사과</th>" not in staff


def test_one_minute_late_is_refused_with_the_time_and_the_text_stays(cast, as_, scene):
    record, indicator, _second = scene
    closes_at = window_of(record.id).closes_at
    with clock.frozen_at(closes_at + timedelta(minutes=1)):
        answer = as_(cast.lee).post(f"/rounds/{record.id}/appeals", data=typed(indicator))
    assert answer.status_code == 409
    page = text_of(answer)
    assert f"{clock.to_seoul(closes_at):%H:%M}" in page
    assert made.REASON in page
    assert the_appeal() is None


def test_a_short_reason_and_a_strange_line_are_said_at_the_field(cast, as_, scene):
    record, indicator, _second = scene
    client = as_(cast.lee)
    for fields in ({"reason": "짧음"}, {"indicator_id": indicator.id + 999}):
        assert client.post(f"/rounds/{record.id}/appeals", data=typed() | fields).status_code == 422
    assert the_appeal() is None


def test_a_bad_correction_says_what_is_wrong_and_keeps_what_was_typed(cast, as_, scene):
    record, indicator, second = scene
    with transaction():
        appeal = made.decided(cast, made.filed(cast, record, indicator))
    form = {"reason": "조사 원본에 따라 정정합니다.", "second_id": cast.yoon.id, "lines-0-kind": "value"}
    for row in (
        {"lines-0-indicator_id": indicator.id, "lines-0-figure": "△3"},
        {"lines-0-indicator_id": indicator.id, "lines-0-figure": "-"},
        {"lines-0-indicator_id": indicator.id, "lines-0-figure": ""},
        {"lines-0-indicator_id": second.id, "lines-0-figure": "90"},
        {},
    ):
        answer = as_(cast.choi).post(f"/rounds/appeals/{appeal.id}/corrections", data=form | row)
        assert answer.status_code == 422, row
        assert "조사 원본에 따라" in text_of(answer)
    assert db.session.query(AppealCorrection).count() == 0


def test_who_comes_late_reads_why_and_keeps_the_words(cast, as_, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.replied(cast, made.filed(cast, record, indicator))
    answer = as_(cast.bae).post(
        f"/rounds/appeals/{appeal.id}/replies", data={"words": "이미 답변한 뒤에 온 답변입니다."}
    )
    assert answer.status_code == 409
    assert "이미 답변한 뒤에 온 답변입니다." in text_of(answer)


def test_whoever_reads_no_other_results_sees_no_other_department_move(cast, as_, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.decided(cast, made.filed(cast, record, indicator))
        made.proposed(cast, appeal, indicator)
    url = f"/rounds/appeals/{appeal.id}"
    for person in (cast.lee, cast.yoon, cast.gam):
        assert "민원봉사과" in text_of(as_(person).get(url)), person.name
    coordinator = text_of(as_(cast.kang).get(url))
    assert "교통과" in coordinator
    assert ">민원봉사과</th>" not in coordinator
    assert "Departments that move: 2" in coordinator


def test_a_refusal_without_a_form_of_its_own_is_said_on_the_page(cast, as_, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.decided(cast, made.filed(cast, record, indicator))
        proposal = made.proposed(cast, appeal, indicator)
    answer = as_(cast.yoon).post(f"/rounds/appeal-corrections/{proposal.id}/endings", data={"reason": "안 됨"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "at least 10 characters" in page
    assert "안 됨" in page


def test_evidence_is_seen_by_those_who_read_the_appeal(cast, scene):
    with transaction():
        appeal = made.filed(cast, scene[0], scene[1])
    people = ("lee", "kang", "kim", "choi", "gam", "yoon", "moon", "goh", "jung")
    assert [name for name in people if may_see(getattr(cast, name), appeal.id)] == ["lee", "kang", "choi", "gam"]
    assert may_see(cast.choi, 9999) is False


def test_the_terms_are_set_on_the_page_until_the_window_opens(cast, as_, app):
    with transaction():
        record, *_rest = made.round_with_results(cast)
    url = f"/rounds/{record.id}/appeal-terms"
    client = as_(cast.choi)
    terms = {"days": 5, "closing_time": "17:00", "second_days": 3}
    assert client.post(url, data=terms | {"closing_time": "5시"}).status_code == 422
    assert client.post(url, data=terms | {"days": 0}).status_code == 422
    assert client.post(url, data=terms).status_code == 302
    assert 'value="17:00"' in client.get(f"/rounds/{record.id}/appeals").text


def test_terms_are_not_moved_once_the_window_is_open(cast, as_, scene):
    terms = {"days": 5, "closing_time": "17:00", "second_days": 3}
    assert as_(cast.choi).post(f"/rounds/{scene[0].id}/appeal-terms", data=terms).status_code == 409


def turns_of(actor):
    return [turn.what.msgid for turn in owed_by(actor)]


def test_my_turn_follows_the_appeal(cast, scene):
    record, indicator, second = scene
    with transaction():
        appeal = made.filed(cast, record, indicator)
    assert (turns_of(cast.choi), turns_of(cast.lee)) == (["Reply to an appeal"], [])
    assert [turn.what.msgid for turn in awaited_by(cast.lee)] == ["Your department's appeal is being decided"]
    with transaction():
        made.replied(cast, appeal)
    assert (turns_of(cast.choi), turns_of(cast.bae)) == ([], ["Decide about an appeal"])
    with transaction():
        other = made.raised(cast, made.filed(cast, record, second))
    assert turns_of(cast.yoon) == ["Decide about an appeal"]
    with transaction():
        whole = made.decided(cast, made.filed(cast, record), AppealOutcome.PARTLY)
    assert turns_of(cast.lee) == ["Accept the decision about your appeal, or take it further"]
    with transaction():
        made.appeals.settle(actor=cast.lee, view=made.view_of(cast.lee, whole))
    assert "Correct what an accepted appeal says" in turns_of(cast.choi)
    with transaction():
        made.proposed(cast, whole, indicator)
    assert "Confirm the correction an appeal led to" in turns_of(cast.yoon)
    assert "Correct what an accepted appeal says" not in turns_of(cast.choi)
    assert turns_of(cast.gam) == []
    assert other.state is AppealState.RAISED


def test_the_pages_ask_a_constant_and_small_number_of_times(cast, as_, scene):
    record, indicator, second = scene
    client = as_(cast.choi)
    counts = []
    with transaction():
        appeal = made.raised(cast, made.filed(cast, record, indicator))
    for another in (None, second):
        client.get(f"/rounds/appeals/{appeal.id}")
        seen = []
        for path in (f"/rounds/{record.id}/appeals", f"/rounds/appeals/{appeal.id}"):
            with count_statements() as statements:
                assert client.get(path).status_code == 200
            seen.append(len(statements))
        counts.append(seen)
        if another is None:
            with transaction():
                made.filed(cast, record, second)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8
    assert counts[0][1] <= 16
