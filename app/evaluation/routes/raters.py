"""배정·평가자 구분·설문 결과."""

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.juries import DROP_FROM
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words, showing_refusal
from app.evaluation import policy
from app.evaluation.enums import Permission, Phase
from app.evaluation.forms.raters import AssignmentForm, RaterSourceForm, SurveyForm
from app.evaluation.models import EvaluationRound
from app.evaluation.queries import raters as queries
from app.evaluation.queries.panels import assigned_rows
from app.evaluation.queries.raters import AssignmentChoices
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import members_of
from app.evaluation.routes import bp
from app.evaluation.services import assignments, raters, surveys
from app.evaluation.services.assignments import AssignmentPlan
from app.files.queries import evidence_of


@bp.get("/rounds/<int:round_id>/assignments")
def list_assignments(round_id: int) -> ResponseReturnValue:
    """Show who scores what; with a choice in the address, what a balanced assignment would be. Writes nothing."""
    record = round_or_404(round_id)
    choices = queries.assignment_choices(record)
    if not request.args or not policy.allows(Permission.ROUND_EDIT, actor()):
        return _assignment_page(record, _blank(), choices=choices)
    form = AssignmentForm(request.args, meta={"csrf": False})
    form.offer(choices.panels, choices.names)
    plan = None
    if form.validate():
        with showing_refusal(form):
            plan = assignments.plan_assignment(actor=actor(), record=record, draft=form.draft(), choices=choices)
    page = _assignment_page(record, form, plan, choices=choices)
    return page if plan is not None else (page, code_of(form))


@bp.post("/rounds/<int:round_id>/assignments")
def create_assignment(round_id: int) -> ResponseReturnValue:
    """Write the assignment that was looked at."""
    record = round_or_404(round_id)
    form = AssignmentForm()
    _offer(record, form)
    if form.validate_on_submit():
        with keeping_words(form):
            assignments.write_assignment(actor=actor(), record=record, draft=form.draft(), seen=form.seen.data or "")
            flash(str(_("The assignment is written.")), "success")
            return redirect(url_for(".list_assignments", round_id=round_id))
    return _assignment_page(record, form), code_of(form)


@bp.post("/rounds/<int:round_id>/rater-sources")
def create_rater_source(round_id: int) -> ResponseReturnValue:
    """Put an evaluator into a source of raters."""
    record = round_or_404(round_id)
    form = RaterSourceForm()
    _offer_sources(record, form)
    if form.validate_on_submit():
        with showing_refusal(form):
            raters.set_rater_source(
                actor=actor(), record=record, evaluator_id=form.evaluator_id.data, source=form.source.data
            )
            flash(str(_("The source of the evaluator is set.")), "success")
            return redirect(url_for(".list_assignments", round_id=round_id))
    return _assignment_page(record, _blank(), source_form=form), code_of(form)


def _may_edit(record: EvaluationRound) -> bool:
    """Whether the actor may say who rates what: the control tower, as long as no mark can be known."""
    if not policy.allows(Permission.ROUND_EDIT, actor()):
        return False
    return record.phase in (Phase.PLANNING, Phase.MEASURING) or not queries.was_scored_already(record)


def _blank() -> AssignmentForm:
    return AssignmentForm(formdata=None, data={"each": Decimal(DROP_FROM), "seed": Decimal(1)})


def _offer(record: EvaluationRound, form: AssignmentForm) -> None:
    form.offer(queries.panel_indicators(record), queries.candidates(record))


def _offer_sources(record: EvaluationRound, form: RaterSourceForm) -> None:
    names = dict.fromkeys(name for panel in queries.panel_indicators(record) for name in panel.evaluator_sources)
    form.offer(queries.candidates(record), names)


def _assignment_page(
    record: EvaluationRound,
    form: AssignmentForm,
    plan: AssignmentPlan | None = None,
    source_form: RaterSourceForm | None = None,
    *,
    choices: AssignmentChoices | None = None,
) -> str:
    choices = choices or queries.assignment_choices(record)
    panels = choices.panels
    form.offer(panels, choices.names)
    names = dict.fromkeys(name for panel in panels for name in panel.evaluator_sources)
    source_form = source_form or RaterSourceForm(formdata=None)
    source_form.offer(choices.names, names)
    may_edit = _may_edit(record)
    return render_template(
        "evaluation/raters/assignments.html",
        record=record,
        panels=panels,
        rows=assigned_rows(record),
        units={member.department_id: member.department for member in choices.members},
        form=form,
        source_form=source_form,
        has_sources=bool(names),
        plan=plan,
        may_assign=may_edit and record.phase in assignments.ASSIGNING,
        may_set_source=may_edit and record.phase in raters.BEFORE_SCORING,
    )


@bp.get("/rounds/<int:round_id>/surveys")
def list_surveys(round_id: int) -> ResponseReturnValue:
    """List the figures of surveys from outside."""
    return _survey_page(round_or_404(round_id), SurveyForm(formdata=None))


@bp.post("/rounds/<int:round_id>/surveys")
def create_survey(round_id: int) -> ResponseReturnValue:
    """Enter the figures of a survey."""
    record = round_or_404(round_id)
    form = SurveyForm()
    form.offer(queries.panel_indicators(record))
    if form.validate_on_submit():
        with showing_refusal(form):
            indicator_id, source = form.chosen()
            surveys.enter_survey(
                actor=actor(),
                record=record,
                indicator_id=indicator_id,
                source=source,
                figures=form.figures(members_of(record)),
                evidence=form.evidence.data,
                upload=request.files.get("upload"),
            )
            flash(str(_("The figures of the survey are entered.")), "success")
            return redirect(url_for(".list_surveys", round_id=round_id))
    return _survey_page(record, form), code_of(form)


def _survey_page(record: EvaluationRound, form: SurveyForm) -> str:
    panels = queries.panel_indicators(record)
    form.offer(panels)
    may_edit = _may_edit(record)
    return render_template(
        "evaluation/raters/surveys.html",
        record=record,
        form=form,
        names={panel.indicator_id: panel.name for panel in panels},
        asked=any(panel.survey_sources for panel in panels),
        rows=queries.survey_rows(record),
        files=evidence_of(surveys.SUBJECT, [record.id])[record.id],
        may_enter=may_edit and record.phase in surveys.OPEN_PHASES,
    )
