"""지표의 질: what is to be mended before a year opens, panels that rate indicators, and the sunset list."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.roles import evaluators_today
from app.core import clock
from app.core.forms import Form
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.enums import Permission, QualityAspect, QualityFlag
from app.evaluation.forms.quality import ClosingForm, QualityPanelForm, RatingForm, SunsetForm, filled_rating
from app.evaluation.models import QualityItem, QualityPanel
from app.evaluation.queries import quality_panels as panels
from app.evaluation.queries.indicator_quality import decisions_about, quality_rows
from app.evaluation.queries.indicators import indicator_or_404
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules.indicator_quality import LEAST_RATERS, NAMED_ENDS
from app.evaluation.services import quality_panels as services
from app.evaluation.services.sunsets import decide_sunset

PLACES = {
    QualityFlag.NO_OWNER: "owner_department_id",
    QualityFlag.NO_EVIDENCE: "evidence",
    QualityFlag.KIND_NOT_SAID: "result_kind",
    QualityFlag.OUTPUT_ONLY: "result_kind",
    QualityFlag.TARGET_BELOW_LAST_YEAR: "target",
    QualityFlag.NEVER_UPDATED: "named_source",
}
"""The field of the definition sheet where each finding is mended."""


@bp.get("/indicators/quality")
def show_quality() -> ResponseReturnValue:
    """Show what is to be mended, of all indicators or of a round's, with the figures of the panel closed last."""
    chosen = request.args.get("round", type=whole_number)
    record = round_or_404(chosen) if chosen else None
    year = record.year if record else clock.today().year
    rows = quality_rows(year, record.id if record else None)
    return render_template(
        "evaluation/quality/list.html",
        record=record,
        year=year,
        rounds=panels.round_choices(),
        rows=[row for row in rows if row.findings and not row.is_retired],
        count=len(rows),
        sunset=[row for row in rows if row.decision or row.is_listed],
        figures=panels.newest_figures(),
        sheets=rows,
        aspects=list(QualityAspect),
        panels=panels.panel_rows(actor()),
        places=PLACES,
        may_edit=policy.allows(Permission.INDICATOR_EDIT, actor()),
        least=LEAST_RATERS,
    )


@bp.get("/indicators/<int:indicator_id>/sunset-decisions")
def show_sunset(indicator_id: int) -> ResponseReturnValue:
    """Show what was decided about an indicator of the sunset list; for the control tower with the form."""
    return _sunset_page(indicator_id, SunsetForm(formdata=None))


@bp.post("/indicators/<int:indicator_id>/sunset-decisions")
def create_sunset_decision(indicator_id: int) -> ResponseReturnValue:
    """Keep or retire an indicator."""
    indicator, form = indicator_or_404(indicator_id), SunsetForm()
    if form.validate_on_submit():
        with keeping_words(form):
            decide_sunset(
                actor=actor(),
                indicator=indicator,
                choice=form.choice.data,
                reason=form.reason.data,
                year=clock.today().year,
            )
            flash(str(_("The decision is kept.")), "success")
            return redirect(url_for(".show_sunset", indicator_id=indicator.id))
    return _sunset_page(indicator_id, form), code_of(form)


def _sunset_page(indicator_id: int, form: SunsetForm) -> str:
    indicator, year = indicator_or_404(indicator_id), clock.today().year
    row = next(one for one in quality_rows(year) if one.indicator_id == indicator.id)
    may_decide = policy.allows(Permission.INDICATOR_EDIT, actor()) and (row.is_retired or row.is_listed)
    return render_template(
        "evaluation/quality/sunset.html",
        indicator=indicator,
        row=row,
        year=year,
        form=form,
        may_decide=may_decide,
        decisions=decisions_about(indicator.id),
    )


@bp.get("/indicators/quality/panels/new")
def new_quality_panel() -> ResponseReturnValue:
    """Offer an empty panel."""
    return _new_page(QualityPanelForm(formdata=None, data={"year": clock.today().year}))


@bp.post("/indicators/quality/panels")
def create_quality_panel() -> ResponseReturnValue:
    """Ask people to rate indicators."""
    form = QualityPanelForm()
    form.offer_places(panels.round_choices(), evaluators_today())
    if form.validate_on_submit():
        with keeping_words(form):
            panel = services.open_quality_panel(actor=actor(), draft=form.draft())
            flash(str(_("The panel is open. Each rater finds it among their tasks.")), "success")
            return redirect(url_for(".show_quality_panel", panel_id=panel.id))
    return _new_page(form), code_of(form)


def _new_page(form: QualityPanelForm) -> str:
    form.offer_places(panels.round_choices(), evaluators_today())
    return render_template("evaluation/quality/new_panel.html", form=form, least=LEAST_RATERS)


@bp.get("/indicators/quality/panels/<int:panel_id>")
def show_quality_panel(panel_id: int) -> ResponseReturnValue:
    """Show a panel: the own ratings while it is open, everybody's figures once it is closed."""
    return _panel_page(panels.panel_or_404(panel_id, actor()), ClosingForm(formdata=None))


def _panel_page(panel: QualityPanel, form: Form) -> str:
    who = actor()
    raters = panels.raters_of(panel)
    seat = next((row for row in raters if row.person_id == who.id), None)
    rows = panels.item_rows(panel, who)
    open_rows = [row for row in rows if row.own is None and not row.is_own_office]
    return render_template(
        "evaluation/quality/panel.html",
        panel=panel,
        rows=rows,
        raters=raters,
        seat=seat,
        missing=len(open_rows),
        following=open_rows[0].item.id if open_rows else None,
        aspects=list(QualityAspect),
        form=form,
        waiting=sum(row.handed_in_at is None for row in raters),
        is_over=clock.today() > panel.due_on,
        may_close=panel.closed_at is None and policy.allows(Permission.INDICATOR_EDIT, who),
        least=LEAST_RATERS,
    )


@bp.get("/indicators/quality/panels/<int:panel_id>/items/<int:item_id>/ratings")
def edit_quality_rating(panel_id: int, item_id: int) -> ResponseReturnValue:
    """Offer the sheet for one indicator."""
    panel, item = _item(panel_id, item_id)
    services.require_ratable(panel, item, actor())
    known = panels.rating_by(item, actor().id)
    values = filled_rating(panels.rating_of(known) if known else None)
    return _rating_page(panel, item, RatingForm(formdata=None, data=values))


@bp.post("/indicators/quality/panels/<int:panel_id>/items/<int:item_id>/ratings")
def create_quality_rating(panel_id: int, item_id: int) -> ResponseReturnValue:
    """Keep a rating and go on to the next indicator that has none."""
    panel, item = _item(panel_id, item_id)
    services.require_asked(panel, item, actor())
    form = RatingForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.rate_indicator(actor=actor(), panel=panel, item=item, rating=form.rating())
            return redirect(_after(panel))
    return _rating_page(panel, item, form), code_of(form)


def _after(panel: QualityPanel) -> str:
    rows = panels.item_rows(panel, actor())
    following = next((row.item.id for row in rows if row.own is None and not row.is_own_office), None)
    if following is None:
        flash(str(_("Every indicator is rated. Hand the ratings in.")), "success")
        return url_for(".show_quality_panel", panel_id=panel.id)
    return url_for(".edit_quality_rating", panel_id=panel.id, item_id=following)


def _item(panel_id: int, item_id: int) -> tuple[QualityPanel, QualityItem]:
    panel = panels.panel_or_404(panel_id, actor())
    return panel, panels.item_or_404(panel, item_id)


def _rating_page(panel: QualityPanel, item: QualityItem, form: RatingForm) -> str:
    return render_template(
        "evaluation/quality/rating.html",
        panel=panel,
        item=item,
        indicator=indicator_or_404(item.indicator_id),
        form=form,
        ends=NAMED_ENDS,
        aspects=list(QualityAspect),
        missing=panels.unrated(panel, actor()),
    )


@bp.post("/indicators/quality/panels/<int:panel_id>/submissions")
def create_quality_submission(panel_id: int) -> ResponseReturnValue:
    """Hand the own ratings in."""
    panel = panels.panel_or_404(panel_id, actor())
    form = ClosingForm()
    with keeping_words(form):
        services.hand_in_ratings(actor=actor(), panel=panel)
        flash(str(_("Your ratings are handed in.")), "success")
        return redirect(url_for(".show_quality_panel", panel_id=panel_id))
    return _panel_page(panel, form), code_of(form)


@bp.post("/indicators/quality/panels/<int:panel_id>/closings")
def create_quality_closing(panel_id: int) -> ResponseReturnValue:
    """Close the panel; its figures are shown from now on."""
    panel = panels.panel_or_404(panel_id, actor())
    form = ClosingForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.close_quality_panel(actor=actor(), panel=panel, reason=(form.reason.data or "").strip())
            flash(str(_("The panel is closed and its figures are shown.")), "success")
            return redirect(url_for(".show_quality_panel", panel_id=panel_id))
    return _panel_page(panel, form), code_of(form)
