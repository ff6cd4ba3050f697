"""검토의견: a department is asked, answers, and the days of waiting are not counted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import OpinionAnswer, RefusalReason
from app.innovation.models import Issue, IssueOpinion
from app.innovation.queries import turns_answers
from app.innovation.services import issue_opinions as services
from app.innovation.services import issues as own
from app.innovation.services import triage
from app.innovation.services.issue_clocks import waiting_of
from tests.factories import innovation as make
from tests.refusals import refused
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_answers)
QUESTION = "민원실 인력으로 할 수 있는 일인가요?"
WORDS = "지금 인력으로 할 수 있습니다."


def at(day, month=11, year=2026):
    return clock.frozen_at(datetime(year, month, day, 3, 0, tzinfo=UTC))


def asked(cast, issue, department_id=None):
    return services.ask_issue_opinion(
        actor=cast.choi, issue=issue, department_id=department_id or cast.civil, question=QUESTION
    )


def answer(actor, issue, opinion, words=WORDS):
    services.answer_issue_opinion(actor=actor, issue=issue, opinion=opinion, answer=OpinionAnswer.AGREE, words=words)


def test_a_department_has_three_weeks_and_the_decision_waits_for_it(write, cast):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    assert (issue.state, opinion.due_on, issue.decision_due_on) == (
        "under_review",
        date(2026, 12, 14),
        date(2027, 1, 13),
    )


def test_an_early_answer_brings_the_day_back(write, cast):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    with at(30):
        answer(cast.yoon, issue, opinion)
    assert (issue.decision_due_on, opinion.in_time) == (date(2026, 12, 30), True)


def test_waiting_longer_than_the_department_had_is_counted(write, cast):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    with at(28, 12):
        answer(cast.yoon, issue, opinion)
    assert (issue.decision_due_on, opinion.in_time) == (date(2027, 1, 13), False)


def test_two_questions_at_once_stop_the_clock_once(write, cast):
    issue = make.an_issue(cast.kim)
    first, second = asked(cast, issue), asked(cast, issue, cast.roads)
    with at(30):
        answer(cast.yoon, issue, first)
    assert issue.decision_due_on == date(2027, 1, 13)
    assert second.state == "asked"


def test_a_supplement_and_an_opinion_at_once_stop_the_clock_once(write, cast):
    issue = make.an_issue(cast.kim)
    triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없습니다.")
    opinion = asked(cast, issue)
    assert issue.state == "supplement_asked"
    with at(30):
        own.supplement_issue(actor=cast.kim, issue=issue, text="그늘막 하나에 3백만 원입니다.")
        answer(cast.yoon, issue, opinion)
    assert issue.decision_due_on == date(2026, 12, 30)


@pytest.mark.parametrize("who", ["lee", "seo", "park", "choi", "gam", "goh"])
def test_nobody_but_the_head_of_the_asked_department_answers(write, cast, who):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    with pytest.raises(Denied):
        answer(getattr(cast, who), issue, opinion)


def test_the_coordinator_drafts_and_the_head_answers(write, cast):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    services.draft_issue_opinion(actor=cast.seo, issue=issue, opinion=opinion, words="초안입니다.")
    assert (opinion.state, opinion.drafted_by_id) == ("drafted", cast.seo.id)
    answer(cast.yoon, issue, opinion)
    with pytest.raises(Conflict):
        services.draft_issue_opinion(actor=cast.seo, issue=issue, opinion=opinion, words="다시 씁니다.")
    with pytest.raises(Conflict):
        answer(cast.yoon, issue, opinion)


def test_a_head_with_a_share_in_the_issue_does_not_answer(write, cast):
    issue = make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.yoon.id: 40})
    with pytest.raises(Denied):
        answer(cast.yoon, issue, asked(cast, issue))


def test_a_department_is_asked_once_a_term_and_never_for_nothing(write, cast):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    with refused("each is asked once before a decision"):
        asked(cast, issue)
    answer(cast.yoon, issue, opinion)
    with refused("each is asked once before a decision"):
        asked(cast, issue)
    with pytest.raises(Refused):
        services.ask_issue_opinion(actor=cast.choi, issue=issue, department_id=cast.roads, question=" ")
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason="올해 예산이 없습니다.")
    with at(24):
        own.ask_reexamination(actor=cast.kim, issue=issue, reason="예산이 생겼습니다.")
        assert asked(cast, issue).department_id == cast.civil


def test_all_departments_together_stop_the_clock_for_sixty_days_at_most(write, cast):
    issue = make.an_issue(cast.kim)
    day = clock.now()
    for unit in (cast.civil, cast.roads, cast.planning, cast.haemi, cast.daesan):
        with clock.frozen_at(day):
            day += timedelta(days=(asked(cast, issue, unit).due_on - clock.today()).days)
    assert (issue.decision_due_on - issue.received_on).days in range(90, 95)
    waited = {moment for row in waiting_of(issue) for moment in row.pause.days()}
    assert len(waited) == 60


def test_a_decision_drops_the_open_questions(write, cast):
    issue = make.an_issue(cast.kim)
    opinion = asked(cast, issue)
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason="올해 예산이 없습니다.")
    db.session.refresh(opinion)
    assert opinion.state == "dropped"
    with pytest.raises(Refused):
        answer(cast.yoon, issue, opinion)
    with pytest.raises(Refused):
        asked(cast, issue)


def test_everybody_sees_what_is_their_turn(write, cast):
    issue = make.an_issue(cast.kim)
    asked(cast, issue)
    line = f"{issue.number} {issue.title} · 민원봉사과"
    found = [[(turn.what.msgid, turn.title, turn.due_on) for turn in owed_by(who)] for who in (cast.yoon, cast.seo)]
    assert found == [
        [("Answer for your department about the issue", line, date(2026, 12, 14))],
        [("Draft your department's opinion", line, date(2026, 12, 14))],
    ]
    assert [turn.title for turn in awaited_by(cast.choi)] == [line]


def test_the_pages_lead_from_the_question_to_the_answer(as_, cast, app):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    sent = {"question-department": cast.civil, "question-question": QUESTION}
    assert as_(cast.choi).post(f"/issues/{issue_id}/opinions", data=sent).status_code == 302
    opinion_id = db.session.query(IssueOpinion).one().id
    page = as_(cast.kim).get(f"/issues/{issue_id}").text
    assert "Waiting for the opinion of 민원봉사과 · by 12/14" in page
    path = f"/issues/{issue_id}/opinions/{opinion_id}"
    drafted = as_(cast.seo).post(f"{path}/drafts", data={"draft-words": "초안으로 남겨 둡니다."})
    assert drafted.status_code == 302
    assert "초안으로 남겨 둡니다." not in as_(cast.kim).get(f"/issues/{issue_id}").text
    head = as_(cast.yoon)
    assert "초안으로 남겨 둡니다." in head.get(f"/issues/{issue_id}").text
    refused = head.post(f"{path}/answers", data={"answer-words": "지금 인력으로 할 수 있다고 봅니다."})
    assert (refused.status_code, "지금 인력으로 할 수 있다고 봅니다." in refused.text) == (422, True)
    sent = {"answer-answer": "agree", "answer-words": "지금 인력으로 할 수 있다고 봅니다."}
    assert head.post(f"{path}/answers", data=sent).status_code == 302
    assert "Opinion of 민원봉사과: Agree" in as_(cast.kim).get(f"/issues/{issue_id}").text


def test_a_question_about_another_issue_is_not_found(as_, cast, app):
    with transaction():
        first, second = make.an_issue(cast.kim), make.an_issue(cast.kim)
        opinion = asked(cast, first)
        path = f"/issues/{second.id}/opinions/{opinion.id}/answers"
    assert as_(cast.yoon).post(path, data={"answer-answer": "agree", "answer-words": WORDS}).status_code == 404


def test_asking_on_the_last_day_still_stops_the_clock_and_after_it_no_longer(write, cast):
    issue = make.an_issue(cast.kim)
    with at(23, 12):
        asked(cast, issue)
    assert issue.decision_due_on == date(2027, 1, 13)
    late = make.an_issue(cast.kim)
    with at(24, 12):
        asked(cast, late)
    assert late.decision_due_on == date(2026, 12, 23)
    assert db.session.query(Issue).count() == 2


def test_the_page_costs_the_same_for_one_and_three_questions(as_, cast, app):
    with transaction():
        issue = make.an_issue(cast.kim)
        issue_id = issue.id
        asked(cast, issue)
    client = as_(cast.choi)
    with count_statements() as one:
        client.get(f"/issues/{issue_id}")
    with transaction():
        issue = db.session.get_one(Issue, issue_id)
        asked(cast, issue, cast.roads)
        asked(cast, issue, cast.haemi)
    with count_statements() as three:
        client.get(f"/issues/{issue_id}")
    assert len(three) == len(one)


def test_a_co_proposer_in_the_control_tower_is_offered_nothing_to_decide(as_, cast, app):
    with transaction():
        issue_id = make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.bae.id: 40}).id
    offered = [as_(who).get(f"/issues/{issue_id}").text.count('/opinions"') for who in (cast.choi, cast.bae)]
    assert offered == [1, 0]


def test_anybody_can_follow_how_the_day_was_counted(as_, cast, app):
    with transaction():
        issue = make.an_issue(cast.kim)
        issue_id = issue.id
        triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없습니다.")
        asked(cast, issue)
    page = as_(cast.park).get(f"/issues/{issue_id}/clock").text
    found = [words in page for words in ("Opinion of 민원봉사과", "Supplement of the proposer", "2026. 12. 14.")]
    assert found == [True, True, True]
    assert "<dd>21</dd>" in page
    assert "21 of at most 60" in page
