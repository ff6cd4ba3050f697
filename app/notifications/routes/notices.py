"""알림함."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.database import transaction
from app.core.messages import _
from app.core.web import actor, own_transactions
from app.notifications import services
from app.notifications.forms import ReadingForm
from app.notifications.queries import inbox
from app.notifications.routes import bp


@bp.get("/notices")
def list_notices() -> ResponseReturnValue:
    """Show the own notices, unread ones first."""
    cursor = request.args.get("cursor")
    page = inbox.inbox_of(actor(), cursor)
    return render_template(
        "notifications/notices/list.html",
        page=page,
        is_first=cursor is None,
        next_url=page.next_cursor and url_for("notifications.list_notices", cursor=page.next_cursor),
    )


@bp.get("/notices/<int:notice_id>")
@own_transactions
def show_notice(notice_id: int) -> ResponseReturnValue:
    """Mark an own notice as read and go to the page it is about."""
    notice = inbox.own_notice_or_404(notice_id, actor())
    is_there = notice.endpoint in current_app.view_functions
    target = url_for(notice.endpoint, **notice.link) if is_there else url_for("notifications.list_notices")
    if notice.unread:
        with transaction():
            services.read_notice(notice=notice, actor=actor())
    return redirect(target)


@bp.post("/notices/readings")
def create_reading() -> ResponseReturnValue:
    """Mark every own notice as read."""
    if ReadingForm().validate_on_submit():
        services.read_all(actor=actor())
        flash(str(_("All notices are marked as read.")), "success")
    return redirect(url_for("notifications.list_notices"))
