"""자동 적립: what follows from the facts of innovation, each once."""

from decimal import Decimal

import pytest

import app.innovation.events as facts
from app import reactions
from app.core.database import db, transaction
from app.core.events import Event, publish
from app.mileage import services
from app.mileage.models import MileageAccount, Transfer
from app.voice.events.customer_voices import CitizenPraiseConfirmed


def paid():
    rows = db.session.query(Transfer, MileageAccount).join(
        MileageAccount, MileageAccount.id == Transfer.credit_account_id
    )
    return {(t.item_code, a.person_id or -a.department_id, t.source): t.points for t, a in rows}


def team(cast):
    return (cast.kim.id, cast.ahn.id)


def events(cast):
    """Event → what it pays: {(item, person id or −department id, source): points}."""
    kim, ahn, lead = cast.kim.id, cast.ahn.id, -cast.traffic
    by = {"actor_id": cast.choi.id}
    return {
        "adopted": (
            facts.IssueAdopted(issue_id=1, task_id=2, proposer_shares=((kim, 60), (cast.park.id, 40)), **by),
            {
                ("P01", kim, "issue:1:adopted"): Decimal(6),
                ("P01", cast.park.id, "issue:1:adopted"): Decimal(4),
                ("D09", lead, "issue:1:adopted"): Decimal("1.80"),
                ("D09", -cast.civil, "issue:1:adopted"): Decimal("1.20"),
            },
        ),
        "carried out after a refusal": (
            facts.RevivalCredited(issue_id=1, revival_id=3, task_id=2, proposer_shares=((kim, 100),), **by),
            {
                ("P01", kim, "issue:1:adopted"): Decimal(10),
                ("D09", lead, "issue:1:adopted"): Decimal(3),
            },
        ),
        "plan": (
            facts.PlanApproved(task_id=2, plan_id=3, lead_department_id=cast.traffic, member_ids=team(cast), **by),
            {
                ("D01", lead, "task:2:plan"): Decimal(10),
                ("P02", kim, "task:2:plan"): Decimal(3),
                ("P02", ahn, "task:2:plan"): Decimal(3),
            },
        ),
        "agreed shares": (
            facts.PlanApproved(
                task_id=2,
                plan_id=3,
                lead_department_id=cast.traffic,
                member_ids=team(cast),
                member_shares=((kim, "85"), (ahn, "15")),
                **by,
            ),
            {
                ("D01", lead, "task:2:plan"): Decimal(10),
                ("P02", kim, "task:2:plan"): Decimal("5.10"),
                ("P02", ahn, "task:2:plan"): Decimal("0.90"),
            },
        ),
        "stage": (
            facts.StageAdvanced(
                task_id=2, from_stage=4, to_stage=5, lead_department_id=cast.traffic, member_ids=team(cast), **by
            ),
            {("D02", lead, "task:2:stage-5"): Decimal(2)},
        ),
        "early stage": (
            facts.StageAdvanced(
                task_id=2, from_stage=3, to_stage=4, lead_department_id=cast.traffic, member_ids=team(cast), **by
            ),
            {},
        ),
        "opinion": (
            facts.OpinionAnswered(
                task_id=2, opinion_id=4, department_id=cast.traffic, answer="agree", in_time=True, **by
            ),
            {("D04", lead, "opinion:4:in-time"): Decimal(2)},
        ),
        "late opinion": (
            facts.OpinionAnswered(
                task_id=2, opinion_id=4, department_id=cast.traffic, answer="agree", in_time=False, **by
            ),
            {},
        ),
        "report": (
            facts.ProgressReportApproved(
                task_id=2, report_id=5, department_id=cast.traffic, author_id=kim, on_time=True, **by
            ),
            {("D03", lead, "report:5:on-time"): Decimal(2)},
        ),
        "late report": (
            facts.ProgressReportApproved(
                task_id=2, report_id=5, department_id=cast.traffic, author_id=kim, on_time=False, **by
            ),
            {},
        ),
        "obstacle": (
            facts.ObstacleRemoved(
                obstacle_id=6, remover_ids=(kim,), remover_department_id=cast.traffic, days_open=9, **by
            ),
            {
                ("D05", lead, "obstacle:6:removed"): Decimal(10),
                ("P03", kim, "obstacle:6:removed"): Decimal(10),
            },
        ),
        "completed": (
            facts.TaskCompleted(task_id=2, lead_department_id=cast.traffic, leader_id=kim, member_ids=team(cast), **by),
            {
                ("D06", lead, "task:2:completed"): Decimal(20),
                ("P04", kim, "task:2:completed"): Decimal("7.50"),
                ("P04", ahn, "task:2:completed"): Decimal("7.50"),
            },
        ),
        "completed by shares": (
            facts.TaskCompleted(
                task_id=2,
                lead_department_id=cast.traffic,
                leader_id=kim,
                member_ids=(ahn,),
                member_shares=((kim, "60"), (ahn, "40")),
                **by,
            ),
            {
                ("D06", lead, "task:2:completed"): Decimal(20),
                ("P04", kim, "task:2:completed"): Decimal(9),
                ("P04", ahn, "task:2:completed"): Decimal(6),
            },
        ),
        "lesson": (
            facts.TaskEndedEarly(task_id=2, lead_department_id=cast.traffic, lesson_author_id=kim, **by),
            {("D07", lead, "task:2:lesson"): Decimal(10), ("P05", kim, "task:2:lesson"): Decimal(5)},
        ),
        "slogan": (
            facts.SloganApproved(slogan_id=7, department_id=cast.traffic, year=2026, author_id=kim, **by),
            {("D08", lead, "slogan:7:approved"): Decimal(5)},
        ),
        "failure told": (
            facts.FailureCasePublished(case_id=8, department_id=cast.traffic, author_ids=(kim,), task_id=2, **by),
            {("D07", lead, "task:2:lesson"): Decimal(10), ("P05", kim, "task:2:lesson"): Decimal(5)},
        ),
        "best practice, for which the preset has no item": (
            facts.CasePublished(case_id=9, department_id=cast.traffic, author_ids=(kim,), task_id=2, **by),
            {},
        ),
        "praise of a citizen": (
            CitizenPraiseConfirmed(
                customer_voice_id=10, department_id=cast.traffic, person_id=kim, received_on="2026-11-20", **by
            ),
            {("P14", kim, "voice:10:praise"): Decimal(4)},
        ),
        "praise of a department": (
            CitizenPraiseConfirmed(
                customer_voice_id=10, department_id=cast.traffic, person_id=None, received_on="2026-11-20", **by
            ),
            {},
        ),
    }


NAMES = (
    "adopted",
    "plan",
    "agreed shares",
    "stage",
    "early stage",
    "opinion",
    "late opinion",
    "report",
    "late report",
    "obstacle",
    "completed",
    "completed by shares",
    "lesson",
    "slogan",
    "failure told",
    "best practice, for which the preset has no item",
    "praise of a citizen",
    "praise of a department",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_pays_once_however_often_it_is_told(cast, items, name):
    event, expected = events(cast)[name]
    for _time in range(2):
        with transaction():
            publish(event)
    assert paid() == expected
    assert list(services.check_ledger()) == []


def test_every_award_has_its_test_and_the_audit_comes_first(cast):
    assert {type(event) for event, _expected in events(cast).values()} == set(reactions.AWARDS)
    assert next(iter(reactions.REACTIONS)) is Event


def test_an_office_without_items_pays_nothing_and_goes_on(cast):
    with transaction():
        for event, _expected in events(cast).values():
            publish(event)
    assert paid() == {}
