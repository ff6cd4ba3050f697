"""Two tabs: who was faster is told, what was typed is not lost, and the way back leads to the issue."""

import re

import pytest

from app.core.database import transaction
from app.core.errors import CHANGED, Conflict
from app.innovation.enums import OpinionAnswer, RefusalReason
from app.innovation.models import Issue
from app.innovation.services import issue_opinions, issue_reviews, issue_voices, issues, triage
from tests.factories import innovation as make

WORDS = "두 번째 창에 길게 쓴 글이 그대로 남아야 한다."
REASON = "비용 추정이 없어 판단할 수 없습니다."


@pytest.fixture
def path(app, cast):
    with transaction():
        return f"/issues/{make.an_issue(cast.kim).id}"


def asked(cast, issue):
    return issue_opinions.ask_issue_opinion(actor=cast.choi, issue=issue, department_id=cast.civil, question=REASON)


def main_of(page):
    return re.search(r"<main.*</main>", page, re.DOTALL).group()


def test_an_opinion_answered_in_another_tab_keeps_the_words_of_this_one(as_, cast, app):
    with transaction():
        issue = make.an_issue(cast.kim)
        opinion = asked(cast, issue)
        path = f"/issues/{issue.id}/opinions/{opinion.id}/answers"
        said = {"actor": cast.yoon, "issue": issue, "opinion": opinion, "words": "먼저 보낸 의견입니다."}
        issue_opinions.answer_issue_opinion(answer=OpinionAnswer.AGREE, **said)
    late = as_(cast.yoon).post(path, data={"answer-answer": "agree", "answer-words": WORDS})
    assert late.status_code == 409
    page = main_of(late.text)
    for words in ("This department has answered already.", WORDS, "<dt>Answer</dt>", "먼저 보낸 의견입니다."):
        assert words in page
    assert as_(cast.yoon).get(f"/issues/{issue.id}").text.count(WORDS) == 0


def test_a_draft_after_the_answer_is_kept_on_the_page(as_, cast, app):
    with transaction():
        issue = make.an_issue(cast.kim)
        opinion = asked(cast, issue)
        said = {"actor": cast.yoon, "issue": issue, "opinion": opinion, "words": "먼저 보낸 의견입니다."}
        issue_opinions.answer_issue_opinion(answer=OpinionAnswer.AGREE, **said)
        path = f"/issues/{issue.id}/opinions/{opinion.id}/drafts"
    late = as_(cast.seo).post(path, data={"draft-words": WORDS})
    assert (late.status_code, WORDS in main_of(late.text)) == (409, True)


FASTER = {
    "supplements": ("kim", issues, "supplement_issue", {"supplement-text": WORDS}),
    "withdrawals": ("kim", issues, "withdraw_issue", {"reason": WORDS}),
    "reexaminations": ("kim", issues, "ask_reexamination", {"reason": WORDS}),
    "promises": (
        "choi",
        issue_reviews,
        "promise_day",
        {"promise-promised_on": "2027-01-06", "promise-reason": WORDS},
    ),
    "refusals": ("choi", triage, "refuse_issue", {"refusal-refusal": "no_means", "refusal-reason": WORDS}),
    "supplement-requests": ("choi", triage, "ask_supplement", {"supplement_request-reason": WORDS}),
    "comments": ("park", issue_voices, "write_comment", {"text": WORDS}),
    "participations": ("park", issue_voices, "join_issue", {"words": WORDS}),
}


@pytest.mark.parametrize("what", FASTER)
def test_who_was_slower_reads_their_own_words_again(what, path, cast, as_, monkeypatch):
    who, module, name, sent = FASTER[what]

    def slower(**_given):
        raise Conflict(CHANGED)

    monkeypatch.setattr(module, name, slower)
    late = as_(getattr(cast, who)).post(f"{path}/{what}", data=sent)
    page = main_of(late.text)
    assert (late.status_code, CHANGED.msgid in page, WORDS in page) == (409, True, True)


def test_a_transfer_of_a_decided_issue_keeps_department_and_reason(path, cast, as_):
    with transaction() as session:
        issue = session.get(Issue, int(path.split("/")[2]))
        triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=REASON)
    late = as_(cast.choi).post(f"{path}/transfers", data={"transfer-department": cast.civil, "transfer-reason": WORDS})
    page = main_of(late.text)
    assert late.status_code == 422
    assert [words in page for words in ("This issue is decided already.", WORDS, "민원봉사과")] == [True, True, True]


def test_a_comment_on_a_withdrawn_issue_is_kept(path, cast, as_):
    with transaction() as session:
        issues.withdraw_issue(actor=cast.kim, issue=session.get(Issue, int(path.split("/")[2])), reason=REASON)
    late = as_(cast.kim).post(f"{path}/comments", data={"text": WORDS})
    assert (late.status_code, WORDS in main_of(late.text)) == (422, True)


def test_a_transfer_begins_with_no_department_and_one_must_be_chosen(path, cast, as_):
    tower = as_(cast.choi)
    select = re.search(r'<select[^>]*id="transfer-department".*?</select>', tower.get(path).text, re.DOTALL).group()
    assert '<option selected value="">(choose)</option>' in select
    assert "required" in select.partition(">")[0]
    sent = {"transfer-department": "", "transfer-reason": WORDS}
    none = tower.post(f"{path}/transfers", data=sent)
    assert (none.status_code, "Choose one." in none.text) == (422, True)
    assert tower.post(f"{path}/transfers", data=sent | {"transfer-department": cast.civil}).status_code == 302
    page = tower.get(path).text
    select = re.search(r'<select[^>]*id="transfer-department".*?</select>', page, re.DOTALL).group()
    assert '<option selected value="">(none)</option>' in select
    assert tower.post(f"{path}/transfers", data=sent).status_code == 302


def test_the_page_of_a_conflict_leads_back_to_the_nearest_page(path, cast, as_, monkeypatch):
    def slower(**_given):
        raise Conflict(CHANGED)

    monkeypatch.setattr(issue_voices, "withdraw_comment", slower)
    with transaction() as session:
        issue = session.get(Issue, int(path.split("/")[2]))
        comment = issue_voices.write_comment(actor=cast.park, issue=issue, text="의견을 남긴다.")
    late = as_(cast.park).post(f"{path}/comments/{comment.id}/withdrawals")
    assert (late.status_code, f'href="{path}">Open it again</a>' in late.text) == (409, True)
    assert f'name="next" value="{path}"' in late.text


def test_where_no_page_lies_above_it_the_first_page_is_next(as_, cast):
    answer = as_(cast.kim).post("/language-choices", data={"language": "en\0"})
    assert (answer.status_code, 'name="next" value="/"' in answer.text) == (400, True)
