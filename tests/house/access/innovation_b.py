"""Plans, reports, meetings, findings and closings of 교통과, in stage 5, for the access matrix."""

from app.core.database import db, transaction
from app.files.models import EvidenceFile
from app.innovation.models import Lesson, MeetingDecision
from app.innovation.services.closings import write_closing
from tests.factories.innovation_b import (
    a_closed_task,
    a_finding,
    a_managed_task,
    a_meeting,
    a_report,
    closing_draft,
    periods_of,
)


def build(cast):
    with transaction():
        a_closed_task(cast)
        task, plan = a_managed_task(cast)
        report = a_report(cast, task, plan)
        meeting = a_meeting(cast, task)
        return {
            "task": task.id,
            "plan": plan.id,
            "period": periods_of(task)[1].id,
            "report": report.id,
            "evidence": db.session.query(EvidenceFile.id).filter_by(subject_id=report.id).scalar(),
            "meeting": meeting.id,
            "decision": db.session.query(MeetingDecision.id).filter_by(meeting_id=meeting.id).scalar(),
            "finding": a_finding(cast, task).id,
            "closing": write_closing(actor=cast.kim, task=task, draft=closing_draft(plan)).id,
            "lesson": db.session.query(Lesson.id).scalar(),
        }
