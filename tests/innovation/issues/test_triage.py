"""분류: what the control tower decides, and what follows for the proposer."""

from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import RefusalReason
from app.innovation.models import Issue, Task, Triage
from app.innovation.services import issues as own
from app.innovation.services import triage
from app.organization.enums import HolidayKind
from app.organization.models import Holiday
from tests.factories import innovation as make

REASON = "이미 다른 부서가 같은 일을 하고 있다."


def test_an_adopted_issue_becomes_the_source_of_a_task(write, cast):
    issue = make.an_issue(cast.kim)
    task = make.a_task(cast, issues=[issue])
    row = db.session.query(Triage).one()
    assert (issue.state, issue.task_id, task.issue_count) == ("adopted", task.id, 1)
    assert (row.decision, row.reason, row.decided_by_id, row.task_id) == (
        "adopt",
        make.REASON,
        cast.choi.id,
        task.id,
    )


def test_a_second_issue_joins_the_task(write, cast):
    task = make.a_task(cast, issues=[make.an_issue(cast.kim)])
    triage.adopt_issue(actor=cast.choi, issue=make.an_issue(cast.park), task=task, reason=REASON)
    assert (task.issue_count, db.session.query(Issue).filter_by(task_id=task.id).count()) == (2, 2)


def test_a_refusal_needs_its_code_and_own_words(write, cast):
    issue = make.an_issue(cast.kim)
    for code, words in ((None, REASON), (RefusalReason.NO_MEANS, " ")):
        with pytest.raises(Refused):
            triage.refuse_issue(actor=cast.choi, issue=issue, refusal=code, reason=words)
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=REASON)
    assert (issue.state, issue.refusal, issue.decided_on) == ("refused", "no_means", date(2026, 11, 23))


def test_only_an_earlier_issue_can_be_linked_to_and_the_link_can_be_undone(write, cast):
    first, second = make.an_issue(cast.kim), make.an_issue(cast.park)
    with pytest.raises(Refused):
        triage.link_issue(actor=cast.choi, issue=first, earlier=second, reason=REASON)
    triage.link_issue(actor=cast.choi, issue=second, earlier=first, reason=REASON)
    assert (second.state, second.earlier_issue_id) == ("merged", first.id)
    triage.undo_link(actor=cast.bae, issue=second, reason="다른 정류장 이야기였다.")
    assert (second.state, second.earlier_issue_id, second.decided_on) == ("received", None, None)


def test_the_days_of_a_supplement_are_not_counted(write, cast):
    issue = make.an_issue(cast.kim)
    triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없다.")
    assert issue.state == "supplement_asked"
    with clock.frozen_at(datetime(2026, 11, 30, 3, 0, tzinfo=UTC)):
        own.supplement_issue(actor=cast.kim, issue=issue, text="그늘막 하나에 3백만 원이다.")
    assert (issue.state, issue.decision_due_on) == ("under_review", date(2026, 12, 30))


def test_a_second_supplement_moves_the_day_again_and_over_a_holiday(write, cast):
    db.session.add(Holiday(day=date(2026, 12, 25), name="성탄절", kind=HolidayKind.PUBLIC))
    issue = make.an_issue(cast.kim)
    for n in (1, 2):
        with clock.frozen_at(datetime(2026, 11, 23 + 2 * n, 3, 0, tzinfo=UTC)):
            triage.ask_supplement(actor=cast.choi, issue=issue, reason="비용 추정이 없다.")
        with clock.frozen_at(datetime(2026, 11, 24 + 2 * n, 3, 0, tzinfo=UTC)):
            own.supplement_issue(actor=cast.kim, issue=issue, text="덧붙인다.")
    assert issue.decision_due_on == date(2026, 12, 28)


def test_nobody_decides_about_an_issue_they_have_a_share_in(write, cast):
    own_issue = make.an_issue(cast.choi)
    shared = make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.choi.id: 40})
    for issue in (own_issue, shared):
        with pytest.raises(Denied):
            triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.OTHER, reason=REASON)
    triage.refuse_issue(actor=cast.bae, issue=shared, refusal=RefusalReason.OTHER, reason=REASON)


@pytest.mark.parametrize("who", ["kim", "lee", "kang", "moon", "jung", "gam", "goh"])
def test_only_the_control_tower_decides(write, cast, who):
    issue = make.an_issue(cast.park)
    with pytest.raises(Denied):
        triage.ask_supplement(actor=getattr(cast, who), issue=issue, reason=REASON)


def test_a_decided_issue_is_not_decided_again(write, cast):
    issue = make.an_issue(cast.kim)
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.OTHER, reason=REASON)
    with pytest.raises(Refused):
        triage.refuse_issue(actor=cast.bae, issue=issue, refusal=RefusalReason.OTHER, reason=REASON)


def test_a_refused_issue_is_examined_again_within_fifteen_days(write, cast):
    issue = make.an_issue(cast.kim)
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=REASON)
    with clock.frozen_at(datetime(2026, 12, 9, 3, 0, tzinfo=UTC)), pytest.raises(Refused):
        own.ask_reexamination(actor=cast.kim, issue=issue, reason="추경에 예산이 생겼다.")
    with clock.frozen_at(datetime(2026, 12, 8, 3, 0, tzinfo=UTC)):
        own.ask_reexamination(actor=cast.kim, issue=issue, reason="추경에 예산이 생겼다.")
    assert (issue.state, issue.refusal, issue.decision_due_on) == ("under_review", None, date(2027, 1, 7))


def test_a_withdrawn_issue_is_seen_by_its_proposers_the_tower_and_the_auditor_only(as_, cast, app):
    with transaction():
        issue = make.an_issue(cast.kim, shares={cast.kim.id: 70, cast.ahn.id: 30})
        own.withdraw_issue(actor=cast.kim, issue=issue, reason="다시 써서 내겠다.")
        issue_id = issue.id
    seen = {
        who: as_(getattr(cast, who)).get(f"/issues/{issue_id}").status_code for who in ("kim", "ahn", "choi", "gam")
    }
    hidden = {who: as_(getattr(cast, who)).get(f"/issues/{issue_id}").status_code for who in ("park", "lee", "goh")}
    assert (set(seen.values()), set(hidden.values())) == ({200}, {404})


def test_a_decided_issue_cannot_be_withdrawn_and_not_by_others(write, cast):
    issue = make.an_issue(cast.kim)
    with pytest.raises(Denied):
        own.withdraw_issue(actor=cast.ahn, issue=issue, reason=REASON)
    make.a_task(cast, issues=[issue])
    with pytest.raises(Refused):
        own.withdraw_issue(actor=cast.kim, issue=issue, reason=REASON)


def test_the_tower_adopts_an_issue_through_its_page(as_, cast):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    data = {
        "adoption-title": "그늘막 순서",
        "adoption-summary": "자료로 정한다.",
        "adoption-kind": "strategic",
        "adoption-lead_department": cast.traffic,
        "adoption-reason": make.REASON,
    }
    answer = as_(cast.choi).post(f"/issues/{issue_id}/adoptions", data=data)
    task = db.session.query(Task).one()
    assert (answer.status_code, answer.location) == (302, f"/tasks/{task.id}")
    assert (task.number, task.kind, task.values) == ("T2026-001", "strategic", ["smart", "foot"])
    assert "Adopted and on its way as an innovation task" in as_(cast.kim).get(f"/issues/{issue_id}").text


@pytest.mark.parametrize(
    ("noun", "data", "sentence"),
    [
        ("refusals", {"refusal-refusal": "other", "refusal-reason": "짧다"}, "Reason in your own words"),
        ("refusals", {"refusal-reason": REASON}, "Choose one."),
        ("links", {"link-earlier_number": "2020-0001", "link-reason": REASON}, "There is no issue with this receipt"),
        ("joinings", {"joining-task_number": "T1-1", "joining-reason": REASON}, "There is no task with this number."),
        ("supplement-requests", {"supplement_request-reason": ""}, "What is missing"),
        ("link-undoings", {"reason": REASON}, ""),
    ],
)
def test_a_refused_decision_changes_nothing_and_keeps_the_words(as_, cast, noun, data, sentence):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    answer = as_(cast.choi).post(f"/issues/{issue_id}/{noun}", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.get(Issue, issue_id).state == "received"


def test_an_issue_others_are_linked_to_is_not_withdrawn(write, cast):
    first, second = make.an_issue(cast.kim), make.an_issue(cast.park)
    triage.link_issue(actor=cast.choi, issue=second, earlier=first, reason=REASON)
    with pytest.raises(Refused):
        own.withdraw_issue(actor=cast.kim, issue=first, reason=REASON)


def test_decisions_are_never_changed_in_the_database(app, cast):
    with transaction():
        make.a_task(cast, issues=[make.an_issue(cast.kim)])
    for statement in ("UPDATE triages SET reason = 'x'", "DELETE FROM triages"):
        with pytest.raises(Exception, match="triages: rows are never"), transaction():
            db.session.execute(db.text(statement))
