"""이송·검토·약속일: who reviews, what is advised, and what happens when the decision will be late."""

from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import RefusalReason
from app.innovation.enums.answers import ReviewAdvice
from app.innovation.models import IssuePromise, IssueReview, IssueTransfer
from app.innovation.queries import turns, turns_answers
from app.innovation.queries.issues import IssueFilter, list_issues
from app.innovation.services import issue_opinions, triage
from app.innovation.services import issue_reviews as services
from app.innovation.services import issues as own
from tests.factories import innovation as make
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_answers)
decisions_of, _ = readers_of(turns)
REASON = "이 일은 다른 부서의 업무입니다."


def at(day, month=12, year=2026):
    return clock.frozen_at(datetime(year, month, day, 3, 0, tzinfo=UTC))


def passed_on(actor, issue, department_id):
    services.transfer_issue(actor=actor, issue=issue, department_id=department_id, reason=REASON)


def test_a_transfer_keeps_the_day_of_receipt_and_is_counted(write, cast):
    issue = make.an_issue(cast.kim)
    kept = (issue.received_on, issue.decision_due_on)
    passed_on(cast.choi, issue, cast.civil)
    passed_on(cast.yoon, issue, cast.roads)
    assert (issue.received_on, issue.decision_due_on) == kept
    assert (issue.reviewing_department_id, issue.transfer_count) == (cast.roads, 2)
    rows = db.session.query(IssueTransfer).order_by(IssueTransfer.id)
    assert [(row.from_department_id, row.to_department_id) for row in rows] == [
        (None, cast.civil),
        (cast.civil, cast.roads),
    ]


def test_the_third_transfer_is_the_control_towers(write, cast):
    issue = make.an_issue(cast.kim)
    for department_id in (cast.roads, cast.civil):
        passed_on(cast.choi, issue, department_id)
    with pytest.raises(Refused, match="2"):
        passed_on(cast.yoon, issue, cast.roads)
    passed_on(cast.choi, issue, cast.roads)
    assert issue.transfer_count == 3


def test_an_issue_is_not_passed_on_to_who_has_it_nor_without_a_reason(write, cast):
    issue = make.an_issue(cast.kim)
    passed_on(cast.choi, issue, cast.civil)
    with pytest.raises(Refused):
        passed_on(cast.yoon, issue, cast.civil)
    with pytest.raises(Refused):
        services.transfer_issue(actor=cast.yoon, issue=issue, department_id=cast.roads, reason="")


@pytest.mark.parametrize("who", ["lee", "park", "kim", "gam", "goh", "jung"])
def test_a_department_that_does_not_review_passes_nothing_on(write, cast, who):
    issue = make.an_issue(cast.kim)
    passed_on(cast.choi, issue, cast.civil)
    with pytest.raises(Denied):
        passed_on(getattr(cast, who), issue, cast.roads)


def test_the_head_of_the_reviewing_department_advises_and_the_tower_decides(write, cast):
    issue = make.an_issue(cast.kim)
    passed_on(cast.choi, issue, cast.civil)
    assert [turn.what.msgid for turn in owed_by(cast.yoon)] == ["Review the issue and give your advice"]
    with pytest.raises(Denied):
        services.advise_on_issue(actor=cast.seo, issue=issue, advice=ReviewAdvice.ADOPT, words=REASON)
    services.advise_on_issue(actor=cast.yoon, issue=issue, advice=ReviewAdvice.ADOPT, words=REASON)
    assert (issue.reviewing_department_id, db.session.query(IssueReview).one().advice) == (None, "adopt")
    assert owed_by(cast.yoon) == []
    with pytest.raises(Denied):
        triage.refuse_issue(actor=cast.yoon, issue=issue, refusal=RefusalReason.NO_MEANS, reason=REASON)


def test_the_reviewing_department_may_ask_but_not_itself(write, cast):
    issue = make.an_issue(cast.kim)
    passed_on(cast.choi, issue, cast.civil)
    with pytest.raises(Refused):
        issue_opinions.ask_issue_opinion(actor=cast.yoon, issue=issue, department_id=cast.civil, question=REASON)
    issue_opinions.ask_issue_opinion(actor=cast.seo, issue=issue, department_id=cast.roads, question=REASON)
    triage.ask_supplement(actor=cast.yoon, issue=issue, reason="비용 추정이 없습니다.")
    assert issue.state == "supplement_asked"


def test_a_supplement_is_asked_for_within_seven_days(write, cast):
    issue = make.an_issue(cast.kim)
    with at(1), pytest.raises(Refused, match=r"2026\. 11\. 30\."):
        triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없습니다.")


def test_a_supplement_is_given_up_only_after_its_day(write, cast):
    issue = make.an_issue(cast.kim)
    triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없습니다.")
    assert issue.supplement_due_on == date(2026, 12, 7)
    with at(7), pytest.raises(Refused):
        triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NOT_SUPPLEMENTED, reason=REASON)
    with at(8):
        assert [turn.what.msgid for turn in owed_by(cast.choi)] == ["The supplement did not come: decide"]
        triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NOT_SUPPLEMENTED, reason=REASON)
    assert issue.state == "refused"


def test_a_refusal_while_a_supplement_is_open_can_be_examined_again(write, cast):
    issue = make.an_issue(cast.kim)
    triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없습니다.")
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=REASON)
    with at(1):
        own.ask_reexamination(actor=cast.kim, issue=issue, reason="비용 추정을 붙입니다.")
        triage.ask_supplement(actor=cast.choi, issue=issue, reason="근거 자료가 없습니다.")
    with at(4):
        own.supplement_issue(actor=cast.kim, issue=issue, text="근거 자료를 붙입니다.")
    assert issue.decision_due_on == date(2027, 1, 4)


def promised(actor, issue, day):
    services.promise_day(actor=actor, issue=issue, promised_on=day, reason="현장 확인이 더 필요합니다.")


def test_a_late_decision_is_promised_for_a_later_day(write, cast):
    issue = make.an_issue(cast.kim)
    with at(23):
        promised(cast.choi, issue, date(2027, 1, 6))
        row = list_issues(cast.kim, IssueFilter()).rows[0]
    assert (row.clock.kind, row.clock.due_on, db.session.query(IssuePromise).one().in_time) == (
        "promise",
        date(2027, 1, 6),
        True,
    )


def test_a_notice_after_the_due_day_stays_marked(write, cast):
    issue = make.an_issue(cast.kim)
    with at(24):
        assert [row.id for row in list_issues(cast.choi, IssueFilter(overdue=True)).rows] == [issue.id]
        assert [turn.due_on for turn in decisions_of(cast.choi)] == [date(2026, 12, 23)]
        promised(cast.choi, issue, date(2027, 1, 6))
        assert list_issues(cast.choi, IssueFilter(overdue=True)).rows == []
    assert db.session.query(IssuePromise).one().in_time is False


@pytest.mark.parametrize("day", [date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 26), date(2027, 3, 1)])
def test_a_promised_day_is_later_a_working_day_and_near(write, cast, day):
    issue = make.an_issue(cast.kim)
    with pytest.raises(Refused):
        promised(cast.choi, issue, day)
    assert issue.promised_on is None


def test_nobody_promises_three_times(write, cast):
    issue = make.an_issue(cast.kim)
    for day in (date(2027, 1, 6), date(2027, 1, 13)):
        promised(cast.choi, issue, day)
    with pytest.raises(Refused, match="2"):
        promised(cast.choi, issue, date(2027, 1, 20))


def test_the_proposer_reads_the_promised_day_and_its_reason(as_, cast, app):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    sent = {"promise-promised_on": "2027-01-06", "promise-reason": "현장 확인이 더 필요합니다."}
    assert as_(cast.choi).post(f"/issues/{issue_id}/promises", data=sent).status_code == 302
    page = as_(cast.kim).get(f"/issues/{issue_id}").text
    found = [words in page for words in ("by 1/6", "현장 확인이 더 필요합니다.", "Decision promised for 2027. 1. 6.")]
    assert found == [True, True, True]


def test_a_refused_form_keeps_what_was_typed(as_, cast, app):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    sent = {"transfer-department": cast.civil, "transfer-reason": "짧다"}
    answer = as_(cast.choi).post(f"/issues/{issue_id}/transfers", data=sent)
    assert (answer.status_code, "짧다" in answer.text) == (422, True)


def test_a_link_that_was_undone_leaves_the_waiting_for_the_supplement_as_it_was(write, cast):
    earlier, issue = make.an_issue(cast.park), make.an_issue(cast.kim)
    triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없습니다.")
    with at(1):
        triage.link_issue(actor=cast.choi, issue=issue, earlier=earlier, reason="같은 제안으로 보입니다.")
    with at(2):
        triage.undo_link(actor=cast.choi, issue=issue, reason="다른 정류장 이야기였습니다.")
    with at(3):
        own.supplement_issue(actor=cast.kim, issue=issue, text="그늘막 하나에 3백만 원입니다.")
    assert (issue.state, issue.decision_due_on) == ("under_review", date(2027, 1, 4))
