"""The same idea twice: the first received keeps the credit, and undoing the link leaves no trace in the export."""

import json

import pytest

from app.core.database import db, transaction
from app.innovation.models import Issue
from app.innovation.queries import issue_voices as read
from app.innovation.queries.issue_export import canonical_export
from app.innovation.services import issue_voices as voices
from app.innovation.services import triage
from app.innovation.services.issue_opinions import ask_issue_opinion
from app.innovation.services.issues import supplement_issue
from tests.factories import innovation as make
from tests.refusals import refused

REASON = "같은 정류장 그늘막 이야기이다."


@pytest.fixture
def pair(app, cast):
    """Two issues with voices at each; 윤 supports both, 서 said something to both."""
    with transaction():
        first, second = make.an_issue(cast.kim), make.an_issue(cast.park, blind=True)
        for voter, issue in ((cast.yoon, first), (cast.yoon, second), (cast.lee, second)):
            voices.cast_vote(actor=voter, issue=issue)
        for issue in (first, second):
            voices.write_comment(actor=cast.seo, issue=issue, text=f"{issue.number}에 남긴 말")
        gone = voices.write_comment(actor=cast.lee, issue=second, text="잘못 쓴 말")
        voices.withdraw_comment(actor=cast.lee, comment=gone)
        voices.join_issue(actor=cast.ahn, issue=second, words="저도 같은 생각입니다.")
        voices.follow_issue(actor=cast.han, issue=second)
        return first.id, second.id


def load(pair):
    return [db.session.get_one(Issue, issue_id) for issue_id in pair]


def exports(pair, reader):
    return [canonical_export(issue, reader) for issue in load(pair)]


def link(pair, actor):
    with transaction():
        first, second = load(pair)
        triage.link_issue(actor=actor, issue=second, earlier=first, reason=REASON)


def undo(pair, actor):
    with transaction():
        triage.undo_link(actor=actor, issue=load(pair)[1], reason="다른 곳의 이야기였다.")


def test_merging_and_undoing_it_gives_the_identical_export(pair, cast):
    everybody = (cast.kim, cast.park, cast.choi, cast.gam)
    before = [exports(pair, reader) for reader in everybody]
    link(pair, cast.choi)
    assert exports(pair, cast.choi) != before[2]
    undo(pair, cast.bae)
    assert [exports(pair, reader) for reader in everybody] == before


def test_it_is_identical_also_while_a_supplement_or_an_opinion_is_awaited(pair, cast):
    with transaction():
        second = load(pair)[1]
        ask_issue_opinion(actor=cast.choi, issue=second, department_id=cast.roads, question="도로과 의견을 묻습니다.")
        triage.ask_supplement(actor=cast.choi, issue=second, reason="어느 정류장인지 적어 주세요.")
    before = exports(pair, cast.choi)
    link(pair, cast.choi)
    undo(pair, cast.choi)
    assert exports(pair, cast.choi) == before
    with transaction():
        supplement_issue(actor=cast.park, issue=load(pair)[1], text="민원실 앞 정류장입니다.")
    assert load(pair)[1].state == "under_review"


def test_the_earlier_issue_is_read_with_those_linked_to_it(pair, cast):
    link(pair, cast.choi)
    first, _second = load(pair)
    votes = read.votes_of(first, cast.choi)
    assert [(row.department, row.votes) for row in votes.departments] == [("교통과", 1), ("민원봉사과", 1)]
    assert [(row.name, row.number) for row in read.participants_of(first, cast.choi)] == [("안바다", "2026-0002")]
    assert [(row.text, row.number) for row in read.comments_of(first, cast.choi).rows] == [
        (None, "2026-0002"),
        ("2026-0002에 남긴 말", "2026-0002"),
        ("2026-0001에 남긴 말", None),
    ]
    assert read.followers_of(first, cast.kim).count == 4
    assert [linked.number for linked in read.linked_issues(first, cast.choi)] == ["2026-0002"]


def test_nothing_more_is_said_to_an_issue_dealt_with_elsewhere(pair, cast):
    link(pair, cast.choi)
    with transaction():
        second = load(pair)[1]
        for say in (
            lambda: voices.cast_vote(actor=cast.han, issue=second),
            lambda: voices.write_comment(actor=cast.han, issue=second, text="여기 남길 말"),
            lambda: voices.join_issue(actor=cast.han, issue=second, words="참여합니다."),
        ):
            with refused("This issue is dealt with under the earlier one."):
                say()


def test_an_issue_is_not_linked_to_itself_or_in_a_chain(pair, cast):
    link(pair, cast.choi)
    with transaction():
        first, second = load(pair)
        third, zeroth = make.an_issue(cast.ahn), first
        with refused("An issue is not linked to itself."):
            triage.link_issue(actor=cast.choi, issue=third, earlier=third, reason=REASON)
        with refused("The earlier issue is itself linked onward"):
            triage.link_issue(actor=cast.choi, issue=third, earlier=second, reason=REASON)
        fourth = make.an_issue(cast.han)
        triage.link_issue(actor=cast.choi, issue=fourth, earlier=third, reason=REASON)
        with refused("Other issues are linked to this one."):
            triage.link_issue(actor=cast.choi, issue=third, earlier=zeroth, reason=REASON)


def test_linking_to_itself_by_a_form_says_why(as_, pair, cast):
    data = {"link-earlier_number": "2026-0002", "link-reason": REASON}
    answer = as_(cast.choi).post(f"/issues/{pair[1]}/links", data=data)
    assert (answer.status_code, "An issue is not linked to itself." in answer.text) == (422, True)


def test_the_export_is_canonical_and_hides_what_the_page_hides(as_, pair, cast):
    answer = as_(cast.choi).get(f"/issues/{pair[1]}/export")
    told = json.loads(answer.text)
    assert answer.text == json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert (told["proposers"], "박들판" in answer.text) == ([], False)
    assert "박들판" in as_(cast.park).get(f"/issues/{pair[1]}/export").text
