"""추진실적보고, 점검회의, 모니터링 의견: what a task tells about itself and hears from others while it runs."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.cli.demo.tasks import TOWER
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import db
from app.innovation.enums import FindingKind, MeetingKind
from app.innovation.models import Finding, MeetingDecision, ProgressReport, ReportPeriod, Task
from app.innovation.queries.plans import approved_plan, measures_of
from app.innovation.services import findings, meetings
from app.innovation.services import reports as services
from app.innovation.services.reports import MeasureValue, ReportDraft

DONE = "정한 대로 마쳤습니다."


def steps(office: Office) -> Iterator[Step]:
    """The reports, meetings and findings of every task."""
    for row in content("tasks")["tasks"]:
        for report in row["progress_reports"]:
            yield from _report_steps(office, row, report)
        for meeting in row["check_meetings"]:
            yield Step(on(meeting["held_on"]), 54, partial(_meet, office, row, meeting))
            for place, decision in enumerate(meeting["decisions"], start=1):
                if decision["done_on"]:
                    run = partial(_complete, office, row, meeting, place)
                    yield Step(on(decision["done_on"]), 55, run)
        for finding in row["findings"]:
            yield Step(on(finding["on"]), 56, partial(_find, office, row, finding))
            if finding["responded_on"]:
                yield Step(on(finding["responded_on"]), 57, partial(_respond, office, row, finding))


def _report_steps(office: Office, row: dict[str, Any], report: dict[str, Any]) -> Iterator[Step]:
    yield Step(on(report["submitted_on"]), 50, partial(_submit, office, row, report))
    if report["approved_on"]:
        yield Step(on(report["approved_on"]), 51, partial(_approve, office, row, report))
    if report.get("returned_on"):
        yield Step(on(report["returned_on"]), 52, partial(_return, office, row, report))


def _submit(office: Office, row: dict[str, Any], report: dict[str, Any]) -> None:
    author, task = office.actor(report["author"]), office.get(Task, "task", row["code"])
    period = db.session.scalars(
        select(ReportPeriod).where(ReportPeriod.task_id == task.id, ReportPeriod.code == report["period"])
    ).one()
    draft = ReportDraft(
        summary=report["text"],
        next_steps=report.get("next_steps", ""),
        values=measure_values(row, task, report["values"], report["no_value_reasons"]),
    )
    record = services.write_report(actor=author, task=task, period=period, draft=draft)
    name = report["evidence"]
    services.add_evidence(
        actor=author, task=task, report=record, stream=paper(report["text"]), filename=paper_name(name)
    )
    services.submit_report(actor=author, task=task, report=record)
    office.keep("report", _code(row, report), record.id)


def measure_values(
    row: dict[str, Any], task: Task, values: dict[str, str], reasons: dict[str, str]
) -> list[MeasureValue]:
    """Say something about every measure of the approved plan: the content names them M1, M2 … in their order."""
    plan = approved_plan(task.id)
    codes = [measure["code"] for measure in row["plan"]["measures"]]
    pairs = zip(codes, measures_of(plan.id if plan else None), strict=True)
    return [
        MeasureValue(
            measure_id=measure.id,
            value=Decimal(values[code]) if code in values else None,
            no_value_reason=reasons.get(code, ""),
        )
        for code, measure in pairs
    ]


def _code(row: dict[str, Any], report: dict[str, Any]) -> str:
    return f"{row['code']} {report['period']}"


def _approve(office: Office, row: dict[str, Any], report: dict[str, Any]) -> None:
    services.approve_report(
        actor=office.actor(report["approved_by"]),
        task=office.get(Task, "task", row["code"]),
        report=office.get(ProgressReport, "report", _code(row, report)),
    )


def _return(office: Office, row: dict[str, Any], report: dict[str, Any]) -> None:
    services.return_report(
        actor=office.head(row["lead_department"]),
        task=office.get(Task, "task", row["code"]),
        report=office.get(ProgressReport, "report", _code(row, report)),
        reason=report["return_reason"],
    )


def _meet(office: Office, row: dict[str, Any], meeting: dict[str, Any]) -> None:
    people = {person["number"]: person["name"] for person in content("people")["people"]}
    present = [meeting["chair"], *meeting["attendees"]]
    record = meetings.record_meeting(
        actor=_recorder(office, row, meeting["chair"]),
        task=office.get(Task, "task", row["code"]),
        content=meetings.MeetingContent(
            kind=MeetingKind(meeting["kind"]),
            held_on=clock.today(),
            participants=", ".join(people[number] for number in present),
            decisions=[
                meetings.DecisionContent(
                    text=decision["text"], person_id=office.people[decision["owner"]], due_on=on(decision["due_on"])
                )
                for decision in meeting["decisions"]
            ],
        ),
    )
    office.keep("meeting", f"{row['code']} {meeting['held_on']}", record.id)


def _recorder(office: Office, row: dict[str, Any], chair: str) -> Actor:
    """The head of the lead department records what it has chaired; all others are recorded by the control tower."""
    head = office.head(row["lead_department"])
    return head if head.employee_no == chair else office.actor(TOWER)


def _complete(office: Office, row: dict[str, Any], meeting: dict[str, Any], place: int) -> None:
    meeting_id = office.made["meeting", f"{row['code']} {meeting['held_on']}"]
    decision = db.session.scalars(
        select(MeetingDecision).where(MeetingDecision.meeting_id == meeting_id, MeetingDecision.position == place)
    ).one()
    owner = office.actor(meeting["decisions"][place - 1]["owner"])
    meetings.complete_decision(actor=owner, task=office.get(Task, "task", row["code"]), decision=decision, note=DONE)


def _find(office: Office, row: dict[str, Any], finding: dict[str, Any]) -> None:
    record = findings.record_finding(
        actor=_finder(office, finding["from"]),
        task=office.get(Task, "task", row["code"]),
        content=findings.FindingContent(
            kind=FindingKind(finding["kind"]), found_on=clock.today(), source=finding["from"], text=finding["text"]
        ),
    )
    office.keep("finding", f"{row['code']} {finding['on']}", record.id)


def _finder(office: Office, source: str) -> Actor:
    """The head of the office that looked; for everybody outside, the control tower writes it down."""
    tower = office.actor(TOWER)
    head = office.head(source) if source in office.departments else tower
    return tower if head.has(Role.AUDITOR) else head


def _respond(office: Office, row: dict[str, Any], finding: dict[str, Any]) -> None:
    findings.answer_finding(
        actor=office.head(row["lead_department"]),
        task=office.get(Task, "task", row["code"]),
        finding=office.get(Finding, "finding", f"{row['code']} {finding['on']}"),
        answer=finding["response"],
    )
