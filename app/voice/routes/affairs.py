"""사무: what they took, and the tasks that shortened them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.charts import trend_chart
from app.core.figures import rounded
from app.core.messages import _
from app.core.web import actor, code_of, showing_refusal
from app.voice.enums.permissions import Permission
from app.voice.forms.handling_records import AffairImprovementForm, ImprovementWithdrawalForm
from app.voice.models import Affair
from app.voice.policy import POLICY
from app.voice.queries import affairs as queries
from app.voice.queries import handling_figures as figures
from app.voice.routes import bp
from app.voice.routes.handling_figures import offered_years, wanted_scope
from app.voice.rules import handling_figures as rules
from app.voice.rules.handling_figures import Totals
from app.voice.services.affairs import improve_affair, withdraw_improvement


@bp.get("/voice/handling/affairs")
def list_affairs() -> ResponseReturnValue:
    """List the affairs of a year by name."""
    years = figures.years_with_records()
    scope = wanted_scope(years)
    page = queries.affairs_page(scope.year, scope.department_id, request.args.get("cursor"))
    filters: dict[str, Any] = {"year": scope.year, "department": scope.department_id}
    following = url_for(".list_affairs", cursor=page.next_cursor, **filters) if page.next_cursor else None
    rows = [
        (row, Totals(n=row.n, statutory=row.statutory_minutes, actual=row.actual_minutes, late=row.late))
        for row in page.rows
    ]
    return render_template(
        "voice/handling/affairs.html",
        scope=scope,
        years=offered_years(years, scope),
        departments=figures.departments_in(scope.year),
        rows=rows,
        next_url=following,
    )


@bp.get("/voice/handling/affairs/<int:affair_id>")
def show_affair(affair_id: int) -> ResponseReturnValue:
    """Show one affair over its months, with the tasks that changed it."""
    return _affair_page(queries.affair_or_404(affair_id))


@bp.post("/voice/handling/affairs/<int:affair_id>/improvements")
def create_affair_improvement(affair_id: int) -> ResponseReturnValue:
    """Say which task changed the affair."""
    affair = queries.affair_or_404(affair_id)
    form = AffairImprovementForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            improve_affair(
                affair=affair,
                actor=actor(),
                task_number=form.task_number.data,
                from_day=form.from_day.data,
                words=form.words.data,
            )
            flash(str(_("The task is linked to the affair.")), "success")
            return redirect(url_for(".show_affair", affair_id=affair.id))
    return _affair_page(affair, form), code_of(form)


@bp.post("/voice/handling/affairs/<int:affair_id>/improvements/<int:improvement_id>/withdrawals")
def create_improvement_withdrawal(affair_id: int, improvement_id: int) -> ResponseReturnValue:
    """Take a link back, with a reason."""
    affair, form = queries.affair_or_404(affair_id), ImprovementWithdrawalForm()
    improvement = queries.improvement_or_404(affair.id, improvement_id)
    if form.validate_on_submit():
        withdraw_improvement(improvement=improvement, actor=actor(), reason=form.reason.data)
        flash(str(_("The link is taken back.")), "success")
        return redirect(url_for(".show_affair", affair_id=affair.id))
    return _affair_page(affair, withdrawal=(improvement.id, form)), code_of(form)


def _affair_page(
    affair: Affair,
    form: AffairImprovementForm | None = None,
    withdrawal: tuple[int, ImprovementWithdrawalForm] | None = None,
) -> str:
    months = queries.months_of_affair(affair.id)
    improvements = queries.improvements_of(affair.id, actor())
    may = access.allows(POLICY, Permission.AFFAIR_IMPROVE, actor(), queries.departments_of_affair(affair.id))
    labels = [f"{month.month.year}-{month.month.month:02d}" for month in months]
    means = [rounded(rules.mean_days(month.actual_minutes, month.n), rules.PLACES) for month in months]
    return render_template(
        "voice/handling/affair.html",
        affair=affair,
        rows=[
            (label, month.n, mean, rules.shortening_rate(month.statutory_minutes, month.actual_minutes), month.late)
            for label, month, mean in zip(labels, months, means, strict=True)
        ],
        json=trend_chart(str(_("Days a case took")), labels, {str(_("Taken")): means}) if months else None,
        totals=_total(months),
        improvements=[(one, *_sides(months, one)) for one in improvements if one.withdrawn_at is None],
        taken_back=[one for one in improvements if one.withdrawn_at is not None],
        withdrawal=withdrawal,
        scores=_scores(queries.figures_of_affair(affair.id, clock.today().year - 1)),
        may_improve=may,
        form=(form or AffairImprovementForm()) if may else None,
    )


def _total(months: Sequence[queries.AffairMonth]) -> Totals:
    parts = (
        Totals(n=one.n, statutory=one.statutory_minutes, actual=one.actual_minutes, late=one.late) for one in months
    )
    return sum(parts, Totals())


def _scores(
    figures: Sequence[queries.AffairFigure],
) -> Mapping[tuple[str, int], Mapping[str, queries.AffairFigure]]:
    """Return (department, year) → which S → its score."""
    found: dict[tuple[str, int], dict[str, queries.AffairFigure]] = {}
    for one in figures:
        found.setdefault((one.department, one.year), {})[one.part.value] = one
    return found


def _sides(months: Sequence[queries.AffairMonth], one: queries.Improvement) -> tuple[Totals, Totals]:
    """Return the sums of the months before and from the month in which the task took effect."""
    since = one.from_day.replace(day=1)
    before = [month for month in months if month.month < since]
    return _total(before), _total([month for month in months if month.month >= since])
