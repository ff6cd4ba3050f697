"""While an idea is typed, on the page of an issue, and beside a task: what is shown, and what is not."""

import pytest

from app.core.database import db, transaction
from app.innovation.enums import RefusalReason
from app.innovation.models import IssueGram
from app.innovation.queries.similar import refused_like, similar_issues
from app.innovation.services.issue_index import index_all_issues, index_missing_issues
from app.innovation.services.issue_voices import join_issue
from app.innovation.services.issues import withdraw_issue
from app.innovation.services.triage import refuse_issue
from tests.commands import runner
from tests.factories import innovation as make

REASON = "올해는 예산이 없어 채택하지 않는다."
TYPED = {"title": "그늘막을 놓는 순서", "problem": "그늘막이 승객 적은 곳부터 놓인다.", "idea": "승하차 자료를 쓴다."}


def numbers(actor, **changes):
    typed = TYPED | changes
    return [row.number for row in similar_issues(actor, typed["title"], f"{typed['problem']}\n{typed['idea']}")]


@pytest.fixture
def issue(app, cast):
    with transaction():
        make.an_issue(cast.han, title="민원실 순번표", problem="대기가 길다.", idea="문자로 순번을 알린다.")
        return make.an_issue(cast.kim)


def test_an_issue_is_indexed_when_it_is_handed_in(issue, cast):
    assert numbers(cast.park) == ["2026-0002"]


def test_the_fragment_shows_number_state_and_shared_words(as_, issue, cast):
    answer = as_(cast.park).post("/issues/similar", data=TYPED)
    assert answer.status_code == 200
    assert f'href="/issues/{issue.id}"' in answer.text
    assert "<mark>그늘막</mark>" in answer.text
    assert "Received" in answer.text
    assert f'formaction="/issues/{issue.id}/participations/new"' in answer.text
    assert "<html" not in answer.text


def test_nobody_joins_their_own_or_twice_from_the_list(as_, issue, cast):
    assert "Your own issue" in as_(cast.kim).post("/issues/similar", data=TYPED).text
    with transaction():
        join_issue(actor=cast.park, issue=issue, words="우리도 그렇다.")
    page = as_(cast.park).post("/issues/similar", data=TYPED).text
    assert ("You have joined it" in page, "formaction" in page) == (True, False)


def test_an_empty_form_and_a_strange_one_say_little(as_, issue, cast):
    client = as_(cast.park)
    assert client.post("/issues/similar", data={}).text.strip() == ""
    strange = {"title": "\u202e" * 50, "problem": "가" * 50_000, "idea": "'; DROP TABLE issues; --"}
    assert "No issue like this one" in client.post("/issues/similar", data=strange).text


def test_a_withdrawn_issue_of_others_is_not_shown(issue, cast):
    with transaction():
        withdraw_issue(actor=cast.kim, issue=issue, reason="다시 생각해 보겠습니다.")
    assert [numbers(reader) for reader in (cast.park, cast.kim, cast.choi)] == [[], ["2026-0002"], ["2026-0002"]]


def test_a_blind_issue_is_shown_without_its_proposer(as_, app, cast):
    with transaction():
        make.an_issue(cast.kim, blind=True)
    page = as_(cast.park).post("/issues/similar", data=TYPED).text
    assert ("2026-0001" in page, "김하늘" in page, "교통과" in page) == (True, False, False)


def test_the_page_of_an_issue_leads_to_those_like_it(as_, issue, cast):
    with transaction():
        again = make.an_issue(cast.park, title="그늘막 놓을 순서를 정하자")
    page = as_(cast.choi).get(f"/issues/{again.id}/similar").text
    assert (issue.number in page, again.number in page.partition("<main")[2].partition("grid")[2]) == (True, False)
    assert f'hx-get="/issues/{again.id}/similar"' in as_(cast.choi).get(f"/issues/{again.id}").text


def test_a_task_is_compared_with_ideas_refused_in_the_last_two_years(as_, issue, cast, app):
    with transaction():
        refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=REASON)
        task = make.a_task(cast)
    page = as_(cast.choi).get(f"/tasks/{task.id}/refused-ideas").text
    assert (issue.number in page, f"/issues/{issue.id}/revivals/new?task={task.number}" in page) == (True, True)
    assert "revivals/new" not in as_(cast.park).get(f"/tasks/{task.id}/refused-ideas").text
    assert f'hx-get="/tasks/{task.id}/refused-ideas"' in as_(cast.choi).get(f"/tasks/{task.id}").text
    decided = issue.decided_on
    assert [len(refused_like(cast.choi, task.title, task.summary, since)) for since in (decided, decided.max)] == [1, 0]


def test_the_index_is_made_anew_by_the_operator_as_often_as_wanted(issue, cast, app):
    kept = grams()
    with transaction() as session:
        session.query(IssueGram).delete()
    assert numbers(cast.park) == []
    for _time in range(2):
        assert "2" in runner(app)("innovation", "index-issues").output
        assert grams() == kept


def test_the_night_brings_older_issues_into_the_index(issue, cast, app):
    kept = grams()
    with transaction() as session:
        session.query(IssueGram).filter_by(issue_id=issue.id).delete()
    with transaction():
        assert (index_missing_issues(), index_missing_issues()) == (1, 0)
    assert grams() == kept


def test_more_issues_than_one_batch_are_indexed(app, cast, monkeypatch):
    with transaction():
        for _n in range(3):
            make.an_issue(cast.kim)
        monkeypatch.setattr("app.innovation.services.issue_index.BATCH", 2)
        assert index_all_issues() == 3


def grams():
    db.session.rollback()
    return sorted((row.issue_id, row.gram, row.weight) for row in db.session.query(IssueGram))
