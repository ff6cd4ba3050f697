"""Votes, comments, joining and following: once, by others, and never really gone."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied
from app.innovation.enums import RefusalReason
from app.innovation.models import Issue, IssueComment, IssueVote
from app.innovation.queries import issue_voices as read
from app.innovation.services import issue_voices as voices
from app.innovation.services.triage import refuse_issue
from app.mileage.models import Transfer
from tests.factories import innovation as make
from tests.refusals import refused
from tests.statements import count_statements


@pytest.fixture
def issue(app, cast):
    with transaction():
        return make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.han.id: 40})


def counted(issue, reader):
    return [(row.department, row.votes) for row in read.votes_of(issue, reader).departments]


def test_votes_are_shown_by_department(issue, cast):
    with transaction():
        for voter in (cast.ahn, cast.lee, cast.park):
            voices.cast_vote(actor=voter, issue=issue)
    assert counted(issue, cast.choi) == [("교통과", 2), ("민원봉사과", 1)]
    assert (read.votes_of(issue, cast.park).mine, read.votes_of(issue, cast.choi).mine) == (True, False)


def test_nobody_votes_twice_or_for_their_own(issue, cast, write):
    voices.cast_vote(actor=cast.park, issue=issue)
    with refused("You support this issue already."):
        voices.cast_vote(actor=cast.park, issue=issue)
    for proposer in (cast.kim, cast.han):
        with refused("Nobody supports their own issue."):
            voices.cast_vote(actor=proposer, issue=issue)
    assert counted(issue, cast.choi) == [("민원봉사과", 1)]


def test_the_database_itself_keeps_one_vote_a_person(issue, cast):
    again = IssueVote(issue_id=issue.id, person_id=cast.park.id, department_id=cast.civil, voted_at=clock.now())
    with transaction() as session:
        voices.cast_vote(actor=cast.park, issue=issue)
        session.add(again)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_a_double_click_votes_once(as_, issue, cast):
    client = as_(cast.park)
    for _click in range(2):
        assert client.post(f"/issues/{issue.id}/votes", data={"idempotency_key": "click"}).status_code in {302, 303}
    again = client.post(f"/issues/{issue.id}/votes", data={"idempotency_key": "another window"})
    assert again.status_code == 422
    assert "You support this issue already." in again.text
    assert counted(issue, cast.choi) == [("민원봉사과", 1)]


def test_a_vote_can_be_taken_back(issue, cast, write):
    voices.cast_vote(actor=cast.park, issue=issue)
    voices.withdraw_vote(actor=cast.park, issue=issue)
    with refused("You do not support this issue."):
        voices.withdraw_vote(actor=cast.park, issue=issue)
    assert counted(issue, cast.choi) == []


def test_the_vote_of_somebody_taken_in_as_co_proposer_no_longer_counts(issue, cast, write):
    voices.cast_vote(actor=cast.park, issue=issue)
    voices.join_issue(actor=cast.park, issue=issue, words="우리 과도 같은 불편을 겪는다.")
    db.session.execute(
        db.text("INSERT INTO issue_proposers (issue_id, person_id, share, consent) VALUES (:i, :p, 1, 'asked')"),
        {"i": issue.id, "p": cast.park.id},
    )
    assert (counted(issue, cast.choi), list(read.participants_of(issue, cast.choi))) == ([], [])


def test_no_voice_is_ever_paid(issue, cast, write):
    before = db.session.query(Transfer).count()
    voices.cast_vote(actor=cast.park, issue=issue)
    voices.write_comment(actor=cast.park, issue=issue, text="좋은 생각입니다.")
    voices.join_issue(actor=cast.seo, issue=issue, words="민원실도 함께 하겠습니다.")
    assert db.session.query(Transfer).count() == before


def test_a_withdrawn_comment_leaves_its_place(issue, cast, write):
    comment = voices.write_comment(actor=cast.park, issue=issue, text="자료는 민원봉사과에 있습니다.")
    with refused("You may not do this.", Denied):
        voices.withdraw_comment(actor=cast.kim, comment=comment)
    voices.withdraw_comment(actor=cast.park, comment=comment)
    with refused("This comment was withdrawn already."):
        voices.withdraw_comment(actor=cast.park, comment=comment)
    [shown] = read.comments_of(issue, cast.kim).rows
    assert (shown.text, shown.author) == (None, "박들판")
    assert db.session.get_one(IssueComment, comment.id).text == "자료는 민원봉사과에 있습니다."


@pytest.mark.parametrize(("text", "length"), [("가" * 2000, 2000), ("a\u202eb\x07c", 3)])
def test_a_comment_is_plain_text_of_two_thousand_characters(as_, issue, cast, text, length):
    assert as_(cast.park).post(f"/issues/{issue.id}/comments", data={"text": text}).status_code == 302
    assert len(db.session.query(IssueComment).one().text) == length


def test_a_longer_comment_is_refused_and_what_was_typed_stays(as_, issue, cast):
    answer = as_(cast.park).post(f"/issues/{issue.id}/comments", data={"text": "나" * 10_000})
    assert (answer.status_code, answer.text.count("나" * 10_000)) == (422, 1)
    assert db.session.query(IssueComment).count() == 0


def test_markup_in_a_comment_is_text(as_, issue, cast):
    client = as_(cast.park)
    client.post(f"/issues/{issue.id}/comments", data={"text": "<script>alert(1)</script>"})
    page = client.get(f"/issues/{issue.id}/voices").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_who_joins_is_named_with_their_words_and_follows(issue, cast, write):
    voices.join_issue(actor=cast.park, issue=issue, words="민원실 앞 정류장도 같습니다.")
    with refused("You have joined this issue already."):
        voices.join_issue(actor=cast.park, issue=issue, words="한 번 더.")
    with refused("It is your own issue already."):
        voices.join_issue(actor=cast.han, issue=issue, words="나도 참여.")
    [row] = read.participants_of(issue, cast.kim)
    assert (row.name, row.department, row.words) == ("박들판", "민원봉사과", "민원실 앞 정류장도 같습니다.")
    assert [read.followers_of(issue, who).count for who in (cast.kim, cast.park)] == [3, 3]
    voices.leave_issue(actor=cast.park, issue=issue)
    assert list(read.participants_of(issue, cast.kim)) == []


def test_a_decided_issue_is_not_joined(issue, cast, write):
    refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason="올해 예산이 없습니다.")
    with refused("It is decided already."):
        voices.join_issue(actor=cast.park, issue=issue, words="그래도 함께.")


def test_proposers_follow_without_asking(issue, cast, write):
    assert read.followers_of(issue, cast.kim).count == 2
    with refused("You follow this issue already."):
        voices.follow_issue(actor=cast.kim, issue=issue)
    voices.follow_issue(actor=cast.park, issue=issue)
    assert (read.followers_of(issue, cast.park).count, read.followers_of(issue, cast.park).mine) == (3, True)
    voices.unfollow_issue(actor=cast.park, issue=issue)
    assert read.followers_of(issue, cast.park).mine is False


def test_an_auditor_says_nothing(issue, cast, write):
    with refused("You may not do this.", Denied):
        voices.cast_vote(actor=cast.gam, issue=issue)
    with refused("You may not do this.", Denied):
        voices.write_comment(actor=cast.shin, issue=issue, text="밖에서 본 의견")


def test_a_proposer_of_a_blind_issue_comments_without_a_name(app, cast):
    with transaction():
        issue = make.an_issue(cast.kim, blind=True)
        voices.write_comment(actor=cast.kim, issue=issue, text="현장을 더 보았습니다.")
        voices.write_comment(actor=cast.park, issue=issue, text="동의합니다.")
    others = [str(row.author) for row in read.comments_of(issue, cast.choi).rows]
    own = [str(row.author) for row in read.comments_of(issue, cast.kim).rows]
    assert (len(set(others)), "박들판" in others, "김하늘" in others) == (2, True, False)
    assert own == ["박들판", "김하늘"]


def test_the_panel_costs_the_same_for_one_and_three(as_, issue, cast):
    client = as_(cast.choi)

    def cost():
        with count_statements() as seen:
            assert client.get(f"/issues/{issue.id}/voices").status_code == 200
        return len(seen)

    with transaction():
        voices.write_comment(actor=cast.park, issue=issue, text="하나")
        voices.join_issue(actor=cast.park, issue=issue, words="하나")
    one = cost()
    with transaction():
        for speaker in (cast.seo, cast.yoon):
            voices.write_comment(actor=speaker, issue=issue, text="여럿")
            voices.join_issue(actor=speaker, issue=issue, words="여럿")
            voices.cast_vote(actor=speaker, issue=issue)
    assert (cost(), one <= 10) == (one, True)


def test_the_part_for_htmx_is_no_whole_page(as_, issue, cast):
    part = as_(cast.park).get(f"/issues/{issue.id}/voices", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "Nobody supports it yet." in part


def test_what_was_typed_goes_along_when_joining(as_, issue, cast):
    typed = {"title": "그늘막 순서", "problem": "뙤약볕에서 기다린다.", "idea": "이용객 순서로 놓는다."}
    page = as_(cast.park).post(f"/issues/{issue.id}/participations/new", data=typed)
    assert page.status_code == 200
    assert "뙤약볕에서 기다린다." in page.text
    assert db.session.query(Issue).count() == 1


def test_only_the_lead_proposer_is_offered_to_give_a_share(as_, issue, cast):
    with transaction():
        voices.join_issue(actor=cast.park, issue=issue, words="함께 하겠습니다.")
    path, offer = f"/issues/{issue.id}/voices", f"/issues/{issue.id}/share-settings/new"
    assert [offer in as_(who).get(path).text for who in (cast.kim, cast.han, cast.park, cast.choi)] == [
        True,
        False,
        False,
        False,
    ]
