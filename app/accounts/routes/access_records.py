"""접속기록."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import AccessAction
from app.accounts.queries.access_records import access_records
from app.accounts.routes import bp

LABELS = {action.value: action.label for action in AccessAction}


@bp.get("/admin/access-records")
def list_access_records() -> ResponseReturnValue:
    """Show who has looked at or taken out whose data, the latest first."""
    page = access_records(request.args.get("cursor"))
    next_url = url_for("accounts.list_access_records", cursor=page.next_cursor) if page.next_cursor else None
    return render_template("accounts/access_records/list.html", rows=page.rows, next_url=next_url, labels=LABELS)
