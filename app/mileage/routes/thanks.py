"""칭찬: the wall, one's own messages, writing one, and the page of one."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.errors import Missing
from app.core.forms import clean_line
from app.core.messages import _
from app.core.pages import Page
from app.core.web import actor, code_of, keeping_words, showing_refusal
from app.mileage.enums import Permission, ThanksReportState
from app.mileage.forms import ReasonForm
from app.mileage.forms.thanks import ThanksForm
from app.mileage.models import Thanks
from app.mileage.policy import POLICY
from app.mileage.queries import thanks as queries
from app.mileage.queries.thanks_limits import limits_on
from app.mileage.queries.thanks_people import find_receivers, receiver_or_404
from app.mileage.queries.thanks_reports import report_by, reports_of
from app.mileage.routes import bp
from app.mileage.rules.thanks import FEWEST_CHARACTERS, MOST_CHARACTERS, next_month
from app.mileage.services import thanks as services


@bp.get("/mileage/thanks")
def list_thanks() -> ResponseReturnValue:
    """Show the wall."""
    return _list("wall", queries.wall(request.args.get("cursor")))


@bp.get("/mileage/thanks/own")
def list_own_thanks() -> ResponseReturnValue:
    """Show what the reader got, or sent."""
    sent = wants_sent()
    return _list(
        "sent" if sent else "received", queries.own_thanks(actor(), sent=sent, cursor=request.args.get("cursor"))
    )


def wants_sent() -> bool:
    """Whether the address asks for what the reader sent, not got."""
    return request.args.get("box") == "sent"


@bp.get("/mileage/thanks/new")
def new_thanks() -> ResponseReturnValue:
    """Find the person first, then ask for the words."""
    form = ThanksForm()
    form.receiver_id.data = request.args.get("to", "")
    return _form_page(form)


@bp.post("/mileage/thanks")
def create_thanks() -> ResponseReturnValue:
    """Send a thank-you."""
    form = ThanksForm()
    receiver_id = form.to()
    if receiver_id is None:
        raise Missing(_("There is no such person."))
    if form.validate_on_submit():
        with showing_refusal(form):
            thanks = services.send_thanks(actor=actor(), receiver_id=receiver_id, text=form.text())
            flash(str(_("Your thank-you is on its way: it is on the first page of the receiver.")), "success")
            return redirect(url_for(".show_thanks", thanks_id=thanks.id))
    return _form_page(form), 422


@bp.get("/mileage/thanks/<int:thanks_id>")
def show_thanks(thanks_id: int) -> ResponseReturnValue:
    """Show one thank-you."""
    return thanks_page(queries.thanks_or_404(thanks_id, actor()), ReasonForm())


@bp.post("/mileage/thanks/<int:thanks_id>/privacy-choices")
def create_thanks_privacy(thanks_id: int) -> ResponseReturnValue:
    """Keep a thank-you off the wall, or put it there."""
    thanks, form = queries.thanks_or_404(thanks_id, actor()), ReasonForm()
    keeps_private = request.form.get("keeps_private") == "yes"
    with keeping_words(form):
        services.choose_privacy(thanks=thanks, actor=actor(), keeps_private=keeps_private)
        flash(
            str(_("It stays between the two of you.") if keeps_private else _("You have no objection to the wall.")),
            "success",
        )
        return redirect(url_for(".show_thanks", thanks_id=thanks.id))
    return thanks_page(thanks, form), code_of(form)


def thanks_page(thanks: Thanks, form: ReasonForm, *, asked: str = "") -> str:
    """Render the page of a thank-you with what the reader may do now; `asked` names the action whose reason is wrong."""
    who = actor()
    takes_part = who.id in {thanks.sender_id, thanks.receiver_id}
    oversees = not takes_part and access.allows(POLICY, Permission.THANKS_OVERSEE, who)
    reports = reports_of(thanks.id) if oversees else ()
    waiting = [report for report in reports if report.state is ThanksReportState.OPEN]
    is_hidden = thanks.hidden_at is not None
    may_report = not is_hidden and access.allows(POLICY, Permission.THANKS_REPORT, who, thanks)
    mine = thanks.sender_keeps_private if who.id == thanks.sender_id else thanks.receiver_keeps_private
    return render_template(
        "mileage/thanks/show.html",
        row=queries.thanks_row(thanks.id),
        thanks=thanks,
        form=form,
        asked=asked,
        words_shown=not is_hidden or who.id == thanks.sender_id or oversees,
        may_choose=takes_part and not is_hidden,
        keeps_private=mine,
        my_report=report_by(who.id, thanks.id),
        may_report=may_report,
        reports=reports,
        may_decide=bool(waiting)
        and access.allows(POLICY, Permission.THANKS_DECIDE, who, thanks)
        and all(report.reporter_id != who.id for report in reports),
    )


def _list(box: str, page: Page[queries.ThanksRow]) -> str:
    who = actor()
    endpoint, kept = (".list_thanks", None) if box == "wall" else (".list_own_thanks", box)
    following = url_for(endpoint, box=kept, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/thanks/list.html",
        box=box,
        rows=page.rows,
        next_url=following,
        purses=None if box == "wall" else queries.purses_of(who.id),
        month_ends=next_month(clock.today()) - timedelta(days=1),
        may_send=access.allows(POLICY, Permission.THANKS_SEND, who),
    )


def _form_page(form: ThanksForm) -> str:
    who, today = actor(), clock.today()
    receiver_id, text = form.to(), clean_line(request.args.get("q"))[:100]
    receiver = receiver_or_404(receiver_id) if receiver_id is not None else None
    return render_template(
        "mileage/thanks/form.html",
        form=form,
        receiver=receiver,
        text=text,
        found=find_receivers(text, but=who.id) if text and receiver is None else (),
        own_department_id=who.department_id,
        limits=limits_on(today),
        purses=queries.purses_of(who.id),
        month_ends=next_month(today) - timedelta(days=1),
        least=FEWEST_CHARACTERS,
        most=MOST_CHARACTERS,
    )
