"""사례 작성, 수정, 제출."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Conflict, Refused
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.cases import CaseKind
from app.innovation.enums.permissions import Permission
from app.innovation.forms.cases import FORMS, CaseForm, case_defaults
from app.innovation.forms.rows import BUTTON
from app.innovation.models import Case
from app.innovation.policy import POLICY
from app.innovation.policy.cases import CaseOf
from app.innovation.queries import cases as queries
from app.innovation.queries.people import colleagues
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.cases.pages import case_for, case_page, done
from app.innovation.routes.filters import member, record_id
from app.innovation.rules.cases import TEXTS, check_editing
from app.innovation.services import cases as services
from app.organization.queries import department_names


@bp.get("/cases/new")
def new_case() -> ResponseReturnValue:
    """Show an empty form; `?kind=failure`, `?task=12` and `?department=3` are taken from the address."""
    task_id = record_id("task")
    data = {"task_number": task_or_404(task_id, actor()).number} if task_id else {}
    return _new_page(FORMS[_kind()](reader=actor(), data=data), _department_id())


@bp.post("/cases")
def create_case() -> ResponseReturnValue:
    """Begin a case, or add and remove rows of its form."""
    department_id, kind = _department_id(), _kind()
    form = FORMS[kind](reader=actor())
    if _is_whole(form):
        with showing_refusal(form):
            case = services.write_case(actor=actor(), kind=kind, department_id=department_id, content=form.content())
            return done(case.id, _("The case was saved as a draft. Hand it in when it is ready."))
    return _new_page(form, department_id), 422


@bp.get("/cases/<int:case_id>/edit")
def edit_case(case_id: int) -> ResponseReturnValue:
    """Show the case as it stands in its form."""
    case = case_for(Permission.CASE_WRITE, case_id)
    check_editing(case.state)
    record, people = queries.case_record(case_id, actor()), queries.case_people(case)
    data = case_defaults(case, queries.figures_of(case_id), people.authors, record.task_number)
    return _edit_page(case, FORMS[case.kind](reader=actor(), data=data))


@bp.post("/cases/<int:case_id>/changes")
def create_case_change(case_id: int) -> ResponseReturnValue:
    """Keep the changed case; if somebody else was faster, show both texts."""
    case = case_for(Permission.CASE_WRITE, case_id)
    people = queries.case_people(case)
    numbers = [number for number, _name in people.authors]
    form = FORMS[case.kind](reader=actor(), known=dict(zip(numbers, people.work.author_ids, strict=True)))
    if _is_whole(form):
        try:
            with showing_refusal(form):
                seen = form.seen_version()
                services.change_case(actor=actor(), case=case, content=form.content(), seen_version=seen)
                return done(case_id, _("The case was changed."))
        except Conflict as conflict:
            return _conflict_page(case, form, conflict.reason), 409
    return _edit_page(case, form), 422


@bp.post("/cases/<int:case_id>/submissions")
def create_case_submission(case_id: int) -> ResponseReturnValue:
    """Put the case before the head."""
    case = case_for(Permission.CASE_WRITE, case_id)
    try:
        services.submit_case(actor=actor(), case=case)
    except Refused as refusal:
        return case_page(case_id, problem=refusal.reason), 422
    return done(case_id, _("The case was handed in. The department head approves it next."))


def _kind() -> CaseKind:
    return member(CaseKind, "kind") or CaseKind.BEST


def _department_id() -> int:
    """Return the department in the address, or the own one; 403 if the actor does not write for it."""
    department_id = record_id("department") or actor().department_id or 0
    access.require(POLICY, Permission.CASE_START, actor(), CaseOf(department_id))
    return department_id


def _is_whole(form: CaseForm) -> bool:
    """Whether the form is to be saved; a button that adds or removes a row is served here."""
    return not form.change_rows(request.form.get(BUTTON)) and bool(form.validate_on_submit())


def _new_page(form: CaseForm, department_id: int) -> str:
    action = url_for("innovation.create_case", kind=form.kind.value, department=department_id)
    department = department_names()[department_id]
    return _form_page("innovation/cases/new.html", form, action=action, department=department)


def _edit_page(case: Case, form: CaseForm, **more: Any) -> str:
    action = url_for("innovation.create_case_change", case_id=case.id)
    return _form_page("innovation/cases/edit.html", form, action=action, case=case, **more)


def _conflict_page(case: Case, form: CaseForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now; saving again then replaces it knowingly."""
    fields = [("title", form.title.label.text), *TEXTS[case.kind]]
    present = [(label, getattr(case, name)) for name, label in fields if getattr(case, name) != (form[name].data or "")]
    form.version.data = str(case.version)
    form.version.raw_data = None
    return _edit_page(case, form, conflict=reason, present=present)


def _form_page(template: str, form: CaseForm, **more: Any) -> str:
    return render_template(template, form=form, kind=form.kind, people=colleagues(actor().department_id), **more)
