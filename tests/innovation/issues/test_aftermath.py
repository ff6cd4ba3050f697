"""뒷일: adopted ideas are followed for three years; refused ones that are carried out after all are credited."""

from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import RefusalReason
from app.innovation.enums.answers import FollowUpResult
from app.innovation.models import FollowUp, Revival
from app.innovation.queries import turns_answers
from app.innovation.services import issue_aftermath as services
from app.innovation.services import triage
from app.mileage.models import Transfer
from tests.factories import innovation as make
from tests.factories import mileage as points
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_answers)
WORDS = "정류장 열두 곳에 그늘막을 놓았습니다."
LIKENESS = "승하차 자료로 순서를 정하는 점이 같습니다."


def at(day, month, year):
    return clock.frozen_at(datetime(year, month, day, 3, 0, tzinfo=UTC))


def followed_up(cast, issue, result=FollowUpResult.CARRIED_OUT):
    services.record_follow_up(actor=cast.choi, issue=issue, result=result, words=WORDS)


def refused(cast, **changes):
    issue = make.an_issue(cast.kim, **changes)
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason="올해 예산이 없습니다.")
    return issue


def test_an_adopted_idea_owes_a_record_every_year_for_three_years(write, cast):
    issue = make.an_issue(cast.kim)
    make.a_task(cast, issues=[issue])
    assert issue.next_follow_up_on == date(2027, 11, 23)
    for year in (2027, 2028, 2029):
        with at(1, 11, year):
            assert [turn.what.msgid for turn in owed_by(cast.choi)] == ["Follow the adopted idea up"]
            followed_up(cast, issue)
    rows = db.session.query(FollowUp).order_by(FollowUp.id)
    assert ([row.year_number for row in rows], issue.next_follow_up_on) == ([1, 2, 3], None)
    with at(1, 11, 2030), pytest.raises(Refused):
        followed_up(cast, issue)


def test_a_record_long_before_its_day_or_by_others_is_refused(write, cast):
    issue = make.an_issue(cast.kim)
    make.a_task(cast, issues=[issue])
    with pytest.raises(Refused):
        followed_up(cast, issue)
    with at(23, 11, 2027), pytest.raises(Denied):
        services.record_follow_up(actor=cast.lee, issue=issue, result=FollowUpResult.DELAYED, words=WORDS)


def test_the_proposer_is_told_claims_and_is_credited(write, cast):
    points.items()
    issue = refused(cast)
    task = make.a_task(cast)
    revival = services.record_revival(actor=cast.choi, issue=issue, task=task, likeness=LIKENESS)
    assert [turn.title for turn in owed_by(cast.kim)] == [f"{issue.number} {issue.title} → {task.number}"]
    with pytest.raises(Conflict):
        services.decide_revival(actor=cast.bae, issue=issue, revival=revival, credited=True, words=WORDS)
    services.claim_revival(actor=cast.kim, issue=issue, revival=revival, words="제가 낸 방안 그대로입니다.")
    assert [turn.what.msgid for turn in owed_by(cast.bae)] == ["Decide about the credit for a refused idea"]
    services.decide_revival(actor=cast.bae, issue=issue, revival=revival, credited=True, words=WORDS)
    assert (revival.state, issue.state) == ("credited", "refused")
    assert {row.source for row in db.session.query(Transfer)} == {f"issue:{issue.id}:adopted"}


def test_one_idea_is_paid_once_however_many_tasks_carry_it_out(write, cast):
    points.items()
    issue = refused(cast)
    paid = []
    for _n in (1, 2):
        revival = services.record_revival(actor=cast.kim, issue=issue, task=make.a_task(cast), likeness=LIKENESS)
        services.decide_revival(actor=cast.choi, issue=issue, revival=revival, credited=True, words=WORDS)
        paid.append(db.session.query(Transfer).count())
    assert paid[0] > 0
    assert paid[0] == paid[1]


def test_a_proposer_who_finds_it_first_claims_at_once(write, cast):
    issue = refused(cast)
    revival = services.record_revival(actor=cast.kim, issue=issue, task=make.a_task(cast), likeness=LIKENESS)
    assert (revival.state, revival.claimed_by_id) == ("claimed", cast.kim.id)
    services.decide_revival(actor=cast.choi, issue=issue, revival=revival, credited=False, words="다른 사업입니다.")
    assert revival.state == "denied"


def test_nobody_with_a_share_records_as_tower_or_decides(write, cast):
    issue = refused(cast, shares={cast.kim.id: 60, cast.bae.id: 40})
    task = make.a_task(cast)
    with pytest.raises(Denied):
        services.record_revival(actor=cast.bae, issue=issue, task=task, likeness=LIKENESS)
    revival = services.record_revival(actor=cast.kim, issue=issue, task=task, likeness=LIKENESS)
    for who in (cast.bae, cast.kim, cast.goh, cast.gam, cast.lee):
        with pytest.raises(Denied):
            services.decide_revival(actor=who, issue=issue, revival=revival, credited=True, words=WORDS)


def test_only_a_refused_idea_of_the_last_two_years_and_a_younger_task_count(write, cast):
    task = make.a_task(cast)
    with at(24, 11, 2026):
        issue = refused(cast)
    with at(25, 11, 2026), pytest.raises(Refused):
        services.record_revival(actor=cast.choi, issue=issue, task=task, likeness=LIKENESS)
    with at(25, 11, 2028):
        younger = make.a_task(cast)
        with pytest.raises(Refused):
            services.record_revival(actor=cast.choi, issue=issue, task=younger, likeness=LIKENESS)
    with pytest.raises(Refused):
        services.record_revival(actor=cast.choi, issue=make.an_issue(cast.kim), task=task, likeness=LIKENESS)


def test_a_task_is_recorded_once_for_an_issue(write, cast):
    issue, task = refused(cast), make.a_task(cast)
    services.record_revival(actor=cast.choi, issue=issue, task=task, likeness=LIKENESS)
    with pytest.raises(Refused):
        services.record_revival(actor=cast.kim, issue=issue, task=task, likeness=LIKENESS)


def test_the_pages_lead_from_the_record_to_the_credit(as_, cast, app):
    with transaction():
        issue_id, number = refused(cast).id, make.a_task(cast).number
    tower = as_(cast.choi)
    assert number in tower.get(f"/issues/{issue_id}/revivals/new?task={number}").text
    wrong = tower.post(f"/issues/{issue_id}/revivals", data={"task_number": "T1999-001", "likeness": LIKENESS})
    assert (wrong.status_code, LIKENESS in wrong.text) == (422, True)
    sent = {"task_number": number, "likeness": LIKENESS}
    assert tower.post(f"/issues/{issue_id}/revivals", data=sent).status_code == 302
    revival_id = db.session.query(Revival).one().id
    path = f"/issues/{issue_id}/revivals/{revival_id}"
    proposer = as_(cast.kim)
    assert "Claim the credit" in proposer.get(f"/issues/{issue_id}").text
    assert proposer.post(f"{path}/claims", data={"claim-words": "제가 낸 방안 그대로입니다."}).status_code == 302
    sent = {"credit-credited": "yes", "credit-words": "같은 방안으로 확인했습니다."}
    assert as_(cast.bae).post(f"{path}/decisions", data=sent).status_code == 302
    assert f"Credited: the idea is carried out in {number}" in as_(cast.kim).get(f"/issues/{issue_id}").text
