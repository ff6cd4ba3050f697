"""소식: who follows or proposed an issue reads on the first page what happened to it last."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import transaction
from app.innovation.enums import RefusalReason
from app.innovation.queries.issue_news import news_of
from app.innovation.services import issue_voices as voices
from app.innovation.services import triage
from app.innovation.services.issue_opinions import ask_issue_opinion
from app.innovation.services.issues import supplement_issue, withdraw_issue
from tests.factories import innovation as make
from tests.statements import count_statements


def told(actor):
    return [(row.number, row.what.msgid) for row in news_of(actor)]


@pytest.fixture
def followed(app, cast):
    """An issue of 김 and 한 that 박 follows."""
    with transaction():
        issue = make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.han.id: 40})
        voices.follow_issue(actor=cast.park, issue=issue)
    return issue


def test_nothing_is_told_before_something_happens(app, cast, as_):
    with transaction():
        voices.follow_issue(actor=cast.park, issue=make.an_issue(cast.kim))
    assert [told(who) for who in (cast.kim, cast.park)] == [[], []]
    assert "What happened last" not in as_(cast.park).get("/").text


def test_who_follows_and_who_proposed_read_the_last_step_and_nobody_else(followed, cast, as_):
    with transaction():
        ask_issue_opinion(actor=cast.choi, issue=followed, department_id=cast.roads, question="도로과 의견을 묻습니다.")
    with clock.frozen_at(clock.now() + timedelta(hours=1)), transaction():
        triage.refuse_issue(actor=cast.choi, issue=followed, refusal=RefusalReason.NO_MEANS, reason="예산이 없습니다.")
    for who in (cast.kim, cast.han, cast.park):
        [row] = news_of(who)
        assert (row.issue_id, row.title) == (followed.id, followed.title)
        assert row.what.params["reason"] == RefusalReason.NO_MEANS.label
        page = as_(who).get("/").text
        assert "No budget or staff for it now" in page.split("What happened last")[1]
    assert (told(cast.ahn), told(cast.choi)) == ([], [])
    with transaction():
        voices.unfollow_issue(actor=cast.park, issue=followed)
    assert told(cast.park) == []
    assert "What happened last" not in as_(cast.park).get("/").text


def test_who_joined_hears_of_it(followed, cast, write):
    voices.join_issue(actor=cast.ahn, issue=followed, words="우리도 같은 불편이 있습니다.")
    ask_issue_opinion(actor=cast.choi, issue=followed, department_id=cast.roads, question="도로과 의견을 묻습니다.")
    assert told(cast.ahn) == [(followed.number, "Opinion of %(department)s asked")]


def test_what_happens_to_the_earlier_issue_is_told_to_those_of_the_linked_one(followed, cast):
    with transaction():
        later = make.an_issue(cast.ahn, title="같은 생각")
        triage.link_issue(actor=cast.choi, issue=later, earlier=followed, reason="같은 내용입니다.")
        ask_issue_opinion(actor=cast.choi, issue=followed, department_id=cast.roads, question="도로과 의견을 묻습니다.")
    assert (followed.number, "Opinion of %(department)s asked") in told(cast.ahn)
    assert [number for number, _what in told(cast.park)] == [followed.number]


def test_a_withdrawn_issue_is_gone_for_those_who_may_not_read_it(followed, cast):
    with transaction():
        withdraw_issue(actor=cast.kim, issue=followed, reason="다시 생각해 보겠습니다.")
    assert (told(cast.park), [number for number, _what in told(cast.kim)]) == ([], [followed.number])


def test_no_name_of_a_blind_issue_is_told(app, cast, as_):
    with transaction():
        issue = make.an_issue(cast.kim, blind=True)
        voices.follow_issue(actor=cast.park, issue=issue)
        triage.ask_supplement(actor=cast.choi, issue=issue, reason="어느 정류장인지 적어 주세요.")
    with clock.frozen_at(clock.now() + timedelta(hours=1)), transaction():
        supplement_issue(actor=cast.kim, issue=issue, text="시청 앞 정류장입니다.")
    assert told(cast.park) == [(issue.number, "Supplemented")]
    page = as_(cast.park).get("/").text
    assert issue.number in page
    assert cast.kim.name not in page
    assert "교통과" not in page


def test_ten_at_most_the_last_first_in_one_statement(app, cast):
    with transaction():
        issues = [make.an_issue(cast.kim, title=f"이슈 {number}") for number in range(12)]
    for place, issue in enumerate(issues):
        with clock.frozen_at(clock.now() + timedelta(minutes=place)), transaction():
            triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason="예산이 없습니다.")
    with count_statements() as sent:
        found = [row.number for row in news_of(cast.kim)]
    assert (found, len(sent)) == ([issue.number for issue in issues[:1:-1]], 1)
