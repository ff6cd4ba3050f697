"""The page of one case, and its print."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import Role, allows
from app.core.messages import Message
from app.core.web import actor
from app.files.queries import evidence_of
from app.innovation.enums.cases import CaseState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.reports import EvidenceForm
from app.innovation.models import Case
from app.innovation.policy import POLICY
from app.innovation.policy.cases import CaseWork
from app.innovation.queries import cases as queries
from app.innovation.queries.cases import EVIDENCE
from app.innovation.queries.similar_cases import similar_cases
from app.innovation.routes import bp
from app.innovation.rules.cases import EDITABLE, TEXTS, WAITING


@bp.get("/cases/<int:case_id>")
def show_case(case_id: int) -> ResponseReturnValue:
    """Show one case with its figures, files and history."""
    return case_page(case_id)


@bp.get("/cases/<int:case_id>/print")
def print_case(case_id: int) -> ResponseReturnValue:
    """Show a case as a document to print."""
    record = queries.case_record(case_id, actor())
    return render_template("innovation/cases/print.html", **_told(record), people=queries.case_people(record.case))


def case_for(permission: Permission, case_id: int) -> Case:
    """Return the case: 404 if the actor may not see it, 403 if the actor may not act on it."""
    case = queries.case_or_404(case_id, actor())
    access.require(POLICY, permission, actor(), queries.case_people(case).work)
    return case


def done(case_id: int, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the case."""
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_case", case_id=case_id))


def case_page(case_id: int, *, problem: object = None, **sent: Any) -> str:
    """Render the page; `sent` are forms that were refused, `problem` a refusal that belongs to no form."""
    record = queries.case_record(case_id, actor())
    people, history = queries.case_people(record.case), queries.case_history(case_id)
    returned = record.case.state is CaseState.RETURNED
    return render_template(
        "innovation/cases/show.html",
        **_told(record),
        people=people,
        history=history,
        returned_for=next(step.note for step in history if step.note) if returned else None,
        similar=similar_cases(record.case, actor()) if record.case.state in EDITABLE | WAITING else [],
        reader_id=actor().id,
        evidence_form=sent.get("evidence") or EvidenceForm(formdata=None),
        problem=problem,
        sent=sent,
        **_possible(record.case, people.work),
    )


def _told(record: queries.CaseRecord) -> dict[str, Any]:
    case = record.case
    return {
        "record": record,
        "case": case,
        "texts": [(label, getattr(case, name)) for name, label in TEXTS[case.kind]],
        "figures": queries.figures_of(case.id),
        "evidence": evidence_of(EVIDENCE, [case.id])[case.id],
    }


def _possible(case: Case, work: CaseWork) -> dict[str, bool]:
    """Return what the actor may do with the case now."""
    who = actor()
    writes = allows(POLICY, Permission.CASE_WRITE, who, work)
    approves = case.state is CaseState.SUBMITTED and allows(POLICY, Permission.CASE_APPROVE, who, work)
    decides = case.state is CaseState.APPROVED and allows(POLICY, Permission.CASE_PUBLISH, who, work)
    published = case.state is CaseState.PUBLISHED
    open_still = case.state not in {CaseState.PUBLISHED, CaseState.WITHDRAWN}
    return {
        "may_change": writes and case.state in EDITABLE,
        "may_approve": approves,
        "may_publish": decides and who.id != case.approver_id,
        "may_return": approves or decides,
        "may_withdraw": (writes and open_still) or (published and who.has(Role.CONTROL_TOWER)),
        "tower_stands_in": case.state is CaseState.SUBMITTED and work.heads_are_writers,
    }
