"""성과지표."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.values import Value
from app.core.web import actor, showing_refusal
from app.evaluation import policy, sources
from app.evaluation.enums import Cadence, IndicatorKind, Permission, RoundingMode
from app.evaluation.forms.indicators import IndicatorForm, filled
from app.evaluation.forms.scorecards import ReasonForm
from app.evaluation.models import Indicator
from app.evaluation.queries import indicators as queries
from app.evaluation.queries.indicator_quality import decisions_about
from app.evaluation.routes import bp
from app.evaluation.services import indicators as services
from app.evaluation.services.places import place_named
from app.evaluation.services.trials import Trial, try_out
from app.organization.queries import departments_on

LONGEST_TRIAL = 200


@bp.get("/indicators")
def list_indicators() -> ResponseReturnValue:
    """List the indicators by perspective."""
    chosen, text = wanted_indicators()
    return render_template(
        "evaluation/indicators/list.html",
        rows=queries.indicator_rows(chosen, text),
        perspectives=queries.perspectives(),
        chosen=chosen,
        text=text,
        may_edit=policy.allows(Permission.INDICATOR_EDIT, actor()),
    )


def wanted_indicators() -> tuple[int | None, str]:
    """Return the perspective and the words the address asks for."""
    return request.args.get("perspective", type=whole_number), request.args.get("q", "").strip()[:100]


@bp.get("/indicators/<int:indicator_id>")
def show_indicator(indicator_id: int) -> ResponseReturnValue:
    """Show a definition sheet; with `actual` also what that value would score. Writes nothing."""
    return _shown_sheet(queries.definition_sheet(indicator_id))


@bp.post("/indicators/<int:indicator_id>/target-confirmations")
def create_target_confirmation(indicator_id: int) -> ResponseReturnValue:
    """Decide that a target stays, and say why."""
    sheet, form = queries.definition_sheet(indicator_id), ReasonForm()
    if not form.validate_on_submit():
        return _shown_sheet(sheet, form)
    services.keep_target(actor=actor(), indicator=sheet.indicator, reason=form.reason.data)
    flash(str(_("It is kept that the target stays.")), "success")
    return redirect(url_for(".show_indicator", indicator_id=indicator_id))


def _shown_sheet(sheet: queries.Sheet, kept: ReasonForm | None = None) -> ResponseReturnValue:
    typed = request.args.get("actual", "").strip()[:LONGEST_TRIAL]
    trial, refusal = _tried(sheet, typed)
    page = render_template(
        "evaluation/indicators/show.html",
        sheet=sheet,
        typed=typed,
        trial=trial,
        refusal=refusal,
        source_label=sources.label_of,
        past=sorted(sheet.indicator.history.get("common", {}).items()),
        values=[Value(value) for value in sheet.indicator.values],
        kept=kept,
        decisions=decisions_about(sheet.indicator.id),
        may_edit=policy.allows(Permission.INDICATOR_EDIT, actor()),
    )
    return page, 422 if refusal or kept else 200


def _tried(sheet: queries.Sheet, typed: str) -> tuple[Trial | None, Message | None]:
    if not typed:
        return None, None
    try:
        return try_out(sheet.indicator, sheet.criteria, typed), None
    except Refused as refusal:
        return None, refusal.reason


@bp.get("/indicators/new")
def new_indicator() -> ResponseReturnValue:
    """Offer an empty definition sheet."""
    form = IndicatorForm(
        kind=IndicatorKind.QUANTITATIVE, cadence=Cadence.YEARLY, rounding=RoundingMode.HALF_UP, digits=2, is_common=True
    )
    return _page(form)


@bp.post("/indicators")
def create_indicator() -> ResponseReturnValue:
    """Write a new definition sheet."""
    form = IndicatorForm()
    saved = _save(form, None)
    return _page(form) if saved is None else _shown(saved)


@bp.get("/indicators/<int:indicator_id>/edit")
def edit_indicator(indicator_id: int) -> ResponseReturnValue:
    """Offer a definition sheet for changing."""
    sheet = queries.definition_sheet(indicator_id)
    names = {
        "perspective": sheet.perspective,
        "objective": sheet.objective,
        "strategic_goal": sheet.strategic_goal,
    }
    values = filled(sheet.indicator, names, sheet.criteria, clock.today().year)
    return _page(IndicatorForm(data=values), sheet.indicator)


@bp.post("/indicators/<int:indicator_id>")
def update_indicator(indicator_id: int) -> ResponseReturnValue:
    """Change a definition sheet."""
    indicator = queries.indicator_or_404(indicator_id)
    form = IndicatorForm()
    saved = _save(form, indicator)
    return _page(form, indicator) if saved is None else _shown(saved)


def _save(form: IndicatorForm, indicator: Indicator | None) -> Indicator | None:
    _offer(form)
    if not form.validate_on_submit():
        return None
    with showing_refusal(form):
        place = place_named(form.place(), actor=actor())
        return services.save_indicator(
            actor=actor(),
            draft=form.draft(clock.today().year, *place, kept=indicator.history if indicator else {}),
            indicator=indicator,
            criteria=form.criteria(),
            change_reason=form.change_reason.data or "",
        )
    return None


def _offer(form: IndicatorForm) -> None:
    form.offer(
        [(unit.id, unit.name) for unit in departments_on()],
        [(name, sources.label_of(name)) for name in sources.names()],
    )


def _page(form: IndicatorForm, indicator: Indicator | None = None) -> ResponseReturnValue:
    _offer(form)
    page = render_template("evaluation/indicators/edit.html", form=form, indicator=indicator)
    return page, 422 if request.method == "POST" else 200


def _shown(indicator: Indicator) -> ResponseReturnValue:
    flash(str(_("The definition sheet is saved.")), "success")
    return redirect(url_for(".show_indicator", indicator_id=indicator.id))
