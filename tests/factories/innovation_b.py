"""Plans, reports, meetings, findings and closings for tests, by the real services, inside a write transaction."""

from contextvars import copy_context
from datetime import date
from decimal import Decimal
from io import BytesIO
from threading import Barrier, Thread

from flask.globals import _cv_app

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Refused
from app.innovation.enums import (
    CloseResult,
    FindingKind,
    MeetingKind,
    ObstacleKind,
    ReportCadence,
    SpreadDecision,
    Stage,
)
from app.innovation.models import ReportPeriod
from app.innovation.queries.plans import measures_of
from app.innovation.services.closings import ClosingDraft, close_task, submit_closing, write_closing
from app.innovation.services.findings import FindingContent, record_finding
from app.innovation.services.meetings import DecisionContent, MeetingContent, record_meeting
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head
from app.innovation.services.plans import ItemDraft, MeasureDraft, ObstacleDraft, PlanDraft, submit_plan, write_plan
from app.innovation.services.reports import (
    MeasureValue,
    ReportDraft,
    add_evidence,
    approve_report,
    submit_report,
    write_report,
)
from app.innovation.services.stages import advance_task
from tests.factories.innovation import a_task_in


def plan_draft(cast, **changes):
    """The standard form, filled in whole. The reports are monthly until the end of the year."""
    written = {
        "background": "그늘막이 승객이 적은 곳부터 놓인다.",
        "goal": "승하차가 많은 정류장부터 그늘막을 놓는다.",
        "budget": Decimal(12000000),
        "items": (
            ItemDraft(
                text="승하차 자료 정리",
                owner_id=cast.ahn.id,
                starts_on=date(2026, 11, 24),
                ends_on=date(2026, 12, 31),
            ),
        ),
        "measures": (
            MeasureDraft(name="그늘막이 있는 상위 정류장", unit="곳", baseline=Decimal(3), target=Decimal(20)),
            MeasureDraft(name="기다리는 승객 만족도", unit="점", baseline=Decimal("61.5"), target=Decimal(80)),
        ),
        "obstacles": (ObstacleDraft(kind=ObstacleKind.COOPERATION, text="자료가 다른 부서에 있다.", handling="협의"),),
        "cadence": ReportCadence.MONTHLY,
    }
    return PlanDraft(**(written | changes))


def a_plan(cast, task=None, **changes):
    """A draft by kim, for a task in stage 4."""
    task = task or a_task_in(Stage.PLAN, cast)
    return task, write_plan(actor=cast.kim, task=task, draft=plan_draft(cast, **changes))


def a_submitted_plan(cast, **changes):
    """A plan with the department head."""
    task, plan = a_plan(cast, **changes)
    submit_plan(actor=cast.kim, task=task, plan=plan)
    return task, plan


def an_approved_plan(cast, **changes):
    """A frozen plan; the task still stands in stage 4."""
    task, plan = a_submitted_plan(cast, **changes)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    approve_as_control_tower(actor=cast.choi, task=task, plan=plan)
    return task, plan


def a_managed_task(cast, **changes):
    """A task in stage 5 with its reporting calendar."""
    task, plan = an_approved_plan(cast, **changes)
    advance_task(actor=cast.lee, task=task)
    return task, plan


def periods_of(task):
    """The calendar of a task, in order."""
    return db.session.query(ReportPeriod).filter_by(task_id=task.id).order_by(ReportPeriod.due_on).all()


def told(plan, **changes):
    """A value for the first measure, a reason for the second."""
    first, second = measures_of(plan.id)
    return (
        MeasureValue(measure_id=first.id, value=Decimal(changes.get("value", 8))),
        MeasureValue(measure_id=second.id, no_value_reason="조사는 다음 달에 한다."),
    )


def a_report(cast, task, plan, *, by=None, period=0):
    """A draft of the first period by kim, with evidence."""
    who = by or cast.kim
    draft = ReportDraft(summary="상위 정류장 여덟 곳에 놓았다.", values=told(plan))
    report = write_report(actor=who, task=task, period=periods_of(task)[period], draft=draft)
    add_evidence(actor=who, task=task, report=report, stream=BytesIO("설치 대장".encode()), filename="설치대장.txt")
    return report


def an_approved_report(cast, task, plan):
    """A report of kim's that lee has approved."""
    report = a_report(cast, task, plan)
    submit_report(actor=cast.kim, task=task, report=report)
    approve_report(actor=cast.lee, task=task, report=report)
    return report


def a_meeting(cast, task, **changes):
    """A meeting recorded by the control tower with one decision for ahn."""
    decision = DecisionContent(text="자료를 매달 받는다.", person_id=cast.ahn.id, due_on=date(2026, 12, 4))
    written = {
        "kind": MeetingKind.CHECK,
        "held_on": clock.today(),
        "participants": "컨트롤타워, 교통과장",
        "decisions": (decision,),
    }
    return record_meeting(actor=cast.choi, task=task, content=MeetingContent(**(written | changes)))


def a_finding(cast, task, *, by=None):
    """A finding from outside."""
    content = FindingContent(
        kind=FindingKind.OUTSIDE, found_on=clock.today(), source="정류장 주변 상인", text="그늘막이 간판을 가린다."
    )
    return record_finding(actor=by or cast.choi, task=task, content=content)


def a_monitored_task(cast):
    """A task in stage 6."""
    task, plan = a_managed_task(cast)
    an_approved_report(cast, task, plan)
    advance_task(actor=cast.lee, task=task)
    return task, plan


def closing_draft(plan=None, **changes):
    """A closing, filled in whole."""
    written = {
        "result": CloseResult.ACHIEVED,
        "worked": "승하차 자료로 순서를 정하니 다툼이 없었다.",
        "failed": "간판을 가리는지 미리 보지 않았다.",
        "lesson": "자리를 정하기 전에 상인과 함께 현장을 본다.",
        "spread": SpreadDecision.SOME_DEPARTMENTS,
        "spread_note": "도로과의 의자 설치에도 쓴다.",
        "values": told(plan, value=21) if plan else (),
    }
    return ClosingDraft(**(written | changes))


def a_submitted_closing(cast, task, plan, **changes):
    """A closing of kim's that lee has handed in."""
    closing = write_closing(actor=cast.kim, task=task, draft=closing_draft(plan, **changes))
    submit_closing(actor=cast.lee, task=task, closing=closing)
    return closing


def a_closed_task(cast, **changes):
    """A task that choi has closed."""
    task, plan = a_monitored_task(cast)
    closing = a_submitted_closing(cast, task, plan, **changes)
    close_task(actor=cast.choi, task=task, closing=closing)
    return task, closing


def at_once(app, *works):
    """Do several pieces of work at the same moment, each in its own transaction. Returns "done" or "refused" for each."""
    barrier, outcomes = Barrier(len(works)), []

    def alone(work):
        _cv_app.set(None)
        with app.app_context():
            barrier.wait(10)
            try:
                with transaction():
                    work()
                outcomes.append("done")
            except (Conflict, Refused):
                outcomes.append("refused")
            db.session.remove()

    threads = [Thread(target=copy_context().run, args=(alone, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)
