"""적립신청 대리: who stands in for whom, named by whoever is away."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.mileage import services
from app.mileage.enums import Permission
from app.mileage.forms.claim_deputies import ClaimDeputyForm
from app.mileage.policy import POLICY
from app.mileage.queries import claim_deputies as queries
from app.mileage.queries.claim_deputies import Seat
from app.mileage.routes import bp
from app.mileage.services.claim_deputies import DeputyText


@bp.get("/mileage/claim-deputies")
def list_claim_deputies() -> ResponseReturnValue:
    """Show who was named, and the form for whoever can be stood for."""
    seats = queries.seats_of(actor())
    return _page(ClaimDeputyForm(formdata=None, starts_on=clock.today()), seats)


@bp.post("/mileage/claim-deputies")
def create_claim_deputy() -> ResponseReturnValue:
    """Name a deputy for one's own decisions about claims."""
    seats, form = queries.seats_of(actor()), ClaimDeputyForm()
    form.offer_choices(seats, queries.candidates(actor(), seats))
    if form.validate_on_submit():
        with keeping_words(form):
            text = DeputyText(
                seat=form.chosen(seats),
                deputy_id=form.deputy_id.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                reason=form.reason.data,
            )
            services.name_deputy(actor=actor(), text=text)
            flash(str(_("The deputy is named. The right ends by itself after the last day.")), "success")
            return redirect(url_for(".list_claim_deputies"))
    return _page(form, seats), code_of(form)


@bp.post("/mileage/claim-deputies/<int:deputy_id>/ends")
def create_claim_deputy_end(deputy_id: int) -> ResponseReturnValue:
    """End it now."""
    deputy = queries.deputy_or_404(deputy_id, actor())
    access.require(POLICY, Permission.CLAIM_DEPUTY_END, actor(), deputy)
    form, seats = ClaimDeputyForm(formdata=None, starts_on=clock.today()), queries.seats_of(actor())
    with keeping_words(form):
        services.end_deputy(deputy=deputy, actor=actor())
        flash(str(_("Ended. Claims wait again for the one who was stood for.")), "success")
        return redirect(url_for(".list_claim_deputies"))
    return _page(form, seats), code_of(form)


def _page(form: ClaimDeputyForm, seats: Sequence[Seat]) -> str:
    who, today = actor(), clock.today()
    form.offer_choices(seats, queries.candidates(who, seats) if seats else ())
    page = queries.deputies_page(who, request.args.get("cursor") if request.method == "GET" else None)
    following = url_for(".list_claim_deputies", cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/claim_deputies/list.html",
        form=form,
        rows=page.rows,
        next_url=following,
        may_name=bool(seats),
        today=today,
        reader_id=who.id,
    )
