"""무엇이 그대로 남는가: whoever writes to the tables directly changes nothing that was decided or answered."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.database import db
from app.innovation.enums import OpinionAnswer, RefusalReason
from app.innovation.enums.proposals import CampaignState
from app.innovation.services import campaigns, issue_opinions, triage, unmaskings
from app.innovation.services import issue_aftermath as after
from app.innovation.services import obstacle_requests as requests
from app.innovation.services.closings import close_task
from app.innovation.services.joint_leads import set_joint_lead
from app.innovation.services.spreads import answer_spread, recommend_spread, report_adoption
from tests.factories import innovation as make
from tests.factories.innovation_b import a_closed_task, a_monitored_task, a_submitted_closing
from tests.factories.obstacle_requests import promise_of, request_of

W = "이유를 충분히 길게 적는다."


def refused(statement):
    """Expect the database to refuse a change of the table the statement names, and say so."""
    table = statement.split()[{"UPDATE": 1, "DELETE": 2, "INSERT": 2}[statement.split()[0]]]
    with pytest.raises(DBAPIError, match=f"{table}: "), db.session.begin_nested():
        db.session.execute(text(statement))


def taken(statement):
    """Expect the database to take a change that the rules make too."""
    with db.session.begin_nested() as savepoint:
        assert db.session.execute(text(statement)).rowcount == 1, statement
        savepoint.rollback()


def test_the_lead_shares_of_an_ended_task_stand(write, cast):
    task, plan = a_monitored_task(cast)
    shares = {cast.traffic: 60, cast.roads: 40}
    set_joint_lead(actor=cast.bae, task=task, responsible_head_id=cast.lee.id, shares=shares, reason=W)
    closing = a_submitted_closing(cast, task, plan)
    close_task(actor=cast.choi, task=task, closing=closing)
    refused(f"UPDATE lead_shares SET share = 100 - share WHERE task_id = {task.id}")
    refused(f"DELETE FROM lead_shares WHERE task_id = {task.id}")
    refused(f"INSERT INTO lead_shares (task_id, department_id, share) VALUES ({task.id}, {cast.civil}, 5)")
    other = make.a_task(cast)
    refused(f"UPDATE lead_shares SET task_id = {other.id} WHERE task_id = {task.id}")


def test_the_shares_of_an_adopted_issue_stand(write, cast):
    issue = make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.ahn.id: 40})
    own = f"WHERE issue_id = {issue.id} AND person_id = {cast.ahn.id}"
    taken(f"UPDATE issue_proposers SET share = 39 {own}")
    make.a_task(cast, issues=[issue])
    refused(f"UPDATE issue_proposers SET share = 39 {own}")
    refused(f"UPDATE issue_proposers SET person_id = {cast.han.id} {own}")
    refused(f"DELETE FROM issue_proposers {own}")
    refused(
        "INSERT INTO issue_proposers (issue_id, person_id, share, consent)"
        f" VALUES ({issue.id}, {cast.han.id}, 5, 'asked')"
    )


@pytest.mark.parametrize(
    "change",
    [
        "blind = NOT blind",
        "received_on = '2026-01-01'",
        "received_at = '2026-01-01 00:00:00'",
        "department_id = {civil}",
        "number = '2026-9999'",
        "proposer_id = {han}",
    ],
)
def test_what_was_received_stands_and_only_a_proposer_takes_the_lead(write, cast, change):
    issue = make.an_issue(cast.kim, blind=True, shares={cast.kim.id: 60, cast.ahn.id: 40})
    taken(f"UPDATE issues SET proposer_id = {cast.ahn.id} WHERE id = {issue.id}")
    refused(f"UPDATE issues SET {change.format(civil=cast.civil, han=cast.han.id)} WHERE id = {issue.id}")


@pytest.mark.parametrize("decision", ["adopted", "refused"])
def test_the_days_of_a_decided_issue_stand(write, cast, decision):
    issue = make.an_issue(cast.kim, shares={cast.kim.id: 60, cast.ahn.id: 40})
    taken(f"UPDATE issues SET decision_due_on = '2027-01-01' WHERE id = {issue.id}")
    if decision == "adopted":
        make.a_task(cast, issues=[issue])
        refused(f"UPDATE issues SET proposer_id = {cast.ahn.id} WHERE id = {issue.id}")
        refused(f"UPDATE issues SET state = 'under_review', task_id = NULL, decided_on = NULL WHERE id = {issue.id}")
    else:
        triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=W)
    for column in ("decided_on", "decision_due_on"):
        refused(f"UPDATE issues SET {column} = '2026-01-02' WHERE id = {issue.id}")


def test_an_answered_question_about_an_issue_stands(write, cast):
    issue = make.an_issue(cast.kim)
    asked, dropped = (
        issue_opinions.ask_issue_opinion(actor=cast.choi, issue=issue, department_id=unit, question=W)
        for unit in (cast.civil, cast.roads)
    )
    issue_opinions.answer_issue_opinion(
        actor=cast.yoon, issue=issue, opinion=asked, answer=OpinionAnswer.AGREE, words=W
    )
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=W)
    for opinion in (asked, dropped):
        refused(f"UPDATE issue_opinions SET words = 'x' WHERE id = {opinion.id}")
        refused(f"UPDATE issue_opinions SET due_on = '2030-01-01' WHERE id = {opinion.id}")
        refused(f"DELETE FROM issue_opinions WHERE id = {opinion.id}")


def test_an_answered_cooperation_stands(write, cast):
    task = make.a_task(cast)
    opinion = make.an_opinion(task, cast)
    taken(f"UPDATE opinions SET due_on = '2026-12-31' WHERE id = {opinion.id}")
    make.agreed(opinion, task, cast.yoon)
    for change in ("answer = 'object', reason = 'x'", "in_time = NOT in_time", "due_on = '2030-01-01'"):
        refused(f"UPDATE opinions SET {change} WHERE id = {opinion.id}")
    refused(f"DELETE FROM opinions WHERE id = {opinion.id}")


def test_a_decided_credit_and_an_answered_unmasking_stand(write, cast):
    issue = make.an_issue(cast.kim, blind=True)
    asked = unmaskings.ask_unmasking(actor=cast.choi, issue=issue, second=cast.yoon, reason=W)
    unmaskings.decline_unmasking(actor=cast.yoon, unmasking=asked, reason=W)
    refused(f"UPDATE unmaskings SET state = 'agreed' WHERE id = {asked.id}")
    triage.refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.NO_MEANS, reason=W)
    revival = after.record_revival(actor=cast.kim, issue=issue, task=make.a_task(cast), likeness=W)
    after.decide_revival(actor=cast.choi, issue=issue, revival=revival, credited=False, words=W)
    refused(f"UPDATE revivals SET state = 'credited' WHERE id = {revival.id}")
    refused(f"DELETE FROM revivals WHERE id = {revival.id}")


def test_an_answered_recommendation_stands(write, cast):
    task, _closing = a_closed_task(cast)
    units = [cast.civil, cast.roads]
    accepted, declined = recommend_spread(
        actor=cast.choi, task=task, department_ids=units, note=W, due_on=date(2026, 12, 7)
    )
    answer_spread(actor=cast.yoon, task=task, spread=accepted, accepts=True)
    make.acting_head(cast.han, cast, cast.roads)
    answer_spread(
        actor=make.actor_of_person(cast.han.id), task=task, spread=declined, accepts=False, reason="공간이 없다."
    )
    refused(f"UPDATE spreads SET state = 'accepted' WHERE id = {declined.id}")
    refused(f"UPDATE spreads SET state = 'declined', reason = 'x' WHERE id = {accepted.id}")
    refused(f"UPDATE spreads SET answered_by_id = {cast.seo.id} WHERE id = {accepted.id}")
    report_adoption(actor=cast.seo, task=task, spread=accepted, adopted_on=clock.today(), result="되었다.")
    refused(f"UPDATE spreads SET result = 'x' WHERE id = {accepted.id}")


def test_a_campaign_that_was_ended_stands(write, cast):
    campaign = make.a_campaign(cast.choi)
    taken(f"UPDATE campaigns SET ends_on = '2027-01-01' WHERE id = {campaign.id}")
    campaigns.close_campaign(actor=cast.choi, campaign=campaign, reason=W)
    assert campaigns.state_of(campaign) is not CampaignState.OPEN
    for change in ("closed_at = NULL, closed_by_id = NULL, closing_reason = ''", "ends_on = '2027-01-01'"):
        refused(f"UPDATE campaigns SET {change} WHERE id = {campaign.id}")
    refused(f"DELETE FROM campaigns WHERE id = {campaign.id}")


def test_a_promise_and_what_became_of_it_stand(write, cast):
    declined, promised = request_of(cast), promise_of(cast)
    requests.decline(actor=cast.lee, request=declined, reason=W)
    for change in ("state = 'asked', answered_by_id = NULL, answered_at = NULL", "answer = 'x'"):
        refused(f"UPDATE obstacle_requests SET {change} WHERE id = {declined.id}")
    for change in ("promised_on = '2027-06-30'", f"answered_by_id = {cast.kim.id}", "text = 'x'", "answer = 'x'"):
        refused(f"UPDATE obstacle_requests SET {change} WHERE id = {promised.id}")
    requests.record_kept(actor=cast.park, request=promised, kept_on=clock.today(), note=W)
    refused(f"UPDATE obstacle_requests SET verdict = 'x' WHERE id = {promised.id}")
    refused(f"DELETE FROM obstacle_requests WHERE id = {promised.id}")
