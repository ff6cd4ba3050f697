"""연도 마감."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.seconds import people_apart
from app.core import clock
from app.core.access import allows, offices_of, require
from app.core.errors import Missing
from app.core.forms import Form, offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words, require_recent_password, showing_refusal
from app.mileage import services
from app.mileage.enums import ClosingState, ItemSubject, Permission
from app.mileage.forms import ReasonForm
from app.mileage.forms.year_closings import ClosingConfirmationForm, ClosingProposalForm, YearRuleForm
from app.mileage.models import YearClosing
from app.mileage.policy import POLICY
from app.mileage.queries import year_closings as queries
from app.mileage.queries.year_locks import is_closed, is_reopened
from app.mileage.queries.year_reopenings import names_in as reopeners_of
from app.mileage.queries.year_reopenings import reopening_of, was_asked_about
from app.mileage.routes import bp
from app.mileage.routes.reopening_parts import reopening_part
from app.mileage.rules.closings import EARLIEST, closable_from, last_day

LATEST = 9998


@bp.get("/mileage/closings")
def list_closings() -> ResponseReturnValue:
    """List the years, how far each is closed, and what was set for their end."""
    years = queries.closings_list(clock.today())
    return render_template(
        "mileage/closings/list.html",
        years=years,
        in_force=queries.rules_of_years([row.year for row in years]),
        subjects=ItemSubject,
        may_set=allows(POLICY, Permission.CLOSING_RULE, actor()),
    )


@bp.get("/mileage/closings/<int:year>")
def show_closing(year: int) -> ResponseReturnValue:
    """Show what closing a year comes to, or what it came to."""
    return closing_page(*readable_year(year), ClosingProposalForm(formdata=None))


@bp.get("/mileage/closings/<int:year>/<int:number>")
def show_earlier_closing(year: int, number: int) -> ResponseReturnValue:
    """Show what an earlier closing of a year came to; the year was opened again since."""
    closing = confirmed_closing(year, number)
    found, reads_all = queries.report_of(closing), allows(POLICY, Permission.ACCOUNT_LIST, actor())
    rows = found.shown(people=reads_all)
    reopening = reopening_of(closing.id)
    return render_template(
        "mileage/closings/earlier.html",
        closing=closing,
        found=found,
        rows=rows,
        owners=queries.owners_of([row.account_id for row in rows]),
        names=queries.names_in(closing),
        reopening=reopening,
        reopeners=reopeners_of(reopening) if reopening else {},
        reads_all=reads_all,
        subjects=ItemSubject,
    )


@bp.post("/mileage/closings/<int:year>/proposals")
def create_closing_proposal(year: int) -> ResponseReturnValue:
    """Propose to close a year."""
    require_recent_password(back=url_for(".show_closing", year=year))
    found, form = readable_year(year), ClosingProposalForm()
    offer(form.second_id, people_apart(offices_of(actor()), without=[actor().id]), blank=True)
    if form.validate_on_submit():
        with keeping_words(form):
            services.propose_closing(actor=actor(), year=year, second_id=form.second_id.data)
            flash(str(_("Proposed. The year is closed when the second person confirms.")), "success")
            return redirect(url_for(".show_closing", year=year))
    return closing_page(*found, form), code_of(form)


@bp.post("/mileage/closings/<int:year>/confirmations")
def create_closing_confirmation(year: int) -> ResponseReturnValue:
    """Confirm as the second person: the year is closed."""
    require_recent_password(back=url_for(".show_closing", year=year))
    found, form = _proposed(year), ClosingConfirmationForm()
    with showing_refusal(form):
        services.confirm_closing(closing=found, actor=actor(), digest=form.digest.data or "")
        flash(str(_("The year is closed.")), "success")
        return redirect(url_for(".show_closing", year=year))
    return closing_page(year, found, form), 422


@bp.post("/mileage/closings/<int:year>/withdrawals")
def create_closing_withdrawal(year: int) -> ResponseReturnValue:
    """Take a proposal back, or decline it as the second person."""
    found, form = _proposed(year), ReasonForm()
    require(POLICY, Permission.CLOSING_WITHDRAW, actor(), found)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.withdraw_closing(closing=found, actor=actor(), reason=form.reason.data)
            flash(str(_("The proposal is withdrawn.")), "success")
            reads = allows(POLICY, Permission.ACCOUNT_LIST, actor())
            return redirect(url_for(".list_closings") if reads else url_for(".show_statement"))
    return closing_page(year, found, form), 422


@bp.get("/mileage/year-rules/new")
def new_year_rule() -> ResponseReturnValue:
    """Ask what becomes of points at the end of a year."""
    return _rule_page(_rule_form())


@bp.post("/mileage/year-rules")
def create_year_rule() -> ResponseReturnValue:
    """Set what becomes of points at the end of a year."""
    form = _rule_form()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.set_year_rule(
                actor=actor(),
                year=form.year.data,
                subject=form.subject.data,
                rule=form.rule(),
                reason=form.reason.data,
            )
            flash(str(_("Set. It holds when the year ends.")), "success")
            return redirect(url_for(".list_closings"))
    return _rule_page(form), 422


def _rule_form() -> YearRuleForm:
    form = YearRuleForm()
    offer(form.year, [(year, str(year)) for year in _rule_years()])
    return form


def _rule_years() -> tuple[int, int]:
    this_year = clock.today().year
    return this_year, this_year + 1


def _rule_page(form: YearRuleForm) -> str:
    shown = {year: queries.rule_rows(year) for year in _rule_years()}
    return render_template("mileage/closings/rule.html", form=form, shown=shown)


def readable_year(year: int) -> tuple[int, YearClosing | None]:
    """Return a year with its closing, for those who read closings and for who has a say in this one."""
    who = actor()
    closing = queries.closing_of(year) if EARLIEST <= year <= LATEST else None
    allowed = allows(POLICY, Permission.ACCOUNT_LIST, who) and EARLIEST <= year <= clock.today().year
    allowed = allowed or (closing is not None and allows(POLICY, Permission.CLOSING_READ, who, closing))
    if not (allowed or (EARLIEST <= year <= LATEST and was_asked_about(year, who))):
        raise Missing(_("There is no such year to close."))
    return year, closing


def _proposed(year: int) -> YearClosing:
    closing = readable_year(year)[1]
    if closing is None:
        raise Missing(_("There is no such year to close."))
    return closing


def confirmed_closing(year: int, number: int) -> YearClosing:
    """Return a confirmed closing of a year the actor may read. Raises `Missing`."""
    readable_year(year)
    known = {closing.number: closing for closing in queries.closings_of(year)}
    closing = known.get(number)
    if closing is None or closing.state is not ClosingState.CONFIRMED:
        raise Missing(_("This year is not closed."))
    return closing


def closing_page(year: int, closing: YearClosing | None, form: Form) -> str:
    """Render the page of a year, with what the actor may do now."""
    who, today = actor(), clock.today()
    stands = closing is not None and closing.state is ClosingState.CONFIRMED
    found = queries.report_of(closing) if closing is not None and stands else queries.preview_of(year)
    blockers = () if stands else queries.blockers_of(year)
    reads_all = allows(POLICY, Permission.ACCOUNT_LIST, who)
    rows = found.shown(people=reads_all)
    proposal = form if isinstance(form, ClosingProposalForm) else ClosingProposalForm(formdata=None)
    opened = is_reopened(year)
    may_propose = closing is None and allows(POLICY, Permission.CLOSING_PROPOSE, who)
    may_propose = may_propose and (today >= closable_from(year) or (opened and today > last_day(year)))
    if may_propose:
        offer(proposal.second_id, people_apart(offices_of(who), without=[who.id]), blank=True)
    is_proposed = closing is not None and closing.state is ClosingState.PROPOSED
    return render_template(
        "mileage/closings/show.html",
        year=year,
        closing=closing,
        found=found,
        rows=rows,
        owners=queries.owners_of([row.account_id for row in rows]),
        names=queries.names_in(closing) if closing else {},
        blockers=blockers,
        lapsing=0 if stands else queries.lapsing_of(year),
        closable_from=closable_from(year),
        is_over=today > last_day(year),
        may_close=opened or today >= closable_from(year),
        is_closed=stands or is_closed(year),
        is_reopened=opened,
        earlier=[row for row in queries.closings_of(year) if closing is None or row.id != closing.id],
        reads_all=reads_all,
        subjects=ItemSubject,
        form=form,
        proposal=proposal,
        may_propose=may_propose,
        may_confirm=is_proposed and allows(POLICY, Permission.CLOSING_CONFIRM, who, closing),
        may_withdraw=is_proposed and allows(POLICY, Permission.CLOSING_WITHDRAW, who, closing),
        **reopening_part(year, closing if stands else None, form),
    )
