"""관리: the way to everything an administrator keeps."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.organization import queries
from app.organization.enums import SettingKey
from app.organization.routes import bp


@bp.get("/admin")
def show_administration() -> ResponseReturnValue:
    """Show what there is to keep, and what is still missing for the office to start."""
    year = clock.today().year
    return render_template(
        "organization/administration.html",
        departments=len(queries.departments_on()),
        holidays=len(queries.holidays_of(year)),
        year=year,
        control_tower=queries.setting(SettingKey.CONTROL_TOWER),
    )
