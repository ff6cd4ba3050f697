"""연계 안내: the API on a page, from the same table that serves it."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.api.openapi import field_schema
from app.api.queries.parameters import DEFAULT_LIMIT, MOST
from app.api.resources import RESOURCES
from app.api.routes import bp
from app.core import access
from app.core.web import actor


@bp.get("/api")
def show_guide() -> ResponseReturnValue:
    """Show what there is to read, how to ask for it, and what the reader may."""
    mine = {name for name, known in RESOURCES.items() if access.satisfies(known.may, actor())}
    return render_template(
        "api/guide.html",
        resources=RESOURCES.values(),
        mine=mine,
        schema=field_schema,
        usual=DEFAULT_LIMIT,
        most=MOST,
        a_minute=current_app.config["API_REQUESTS_A_MINUTE"],
    )
