"""What the pages of plans, reports and closings have in common."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from app.core.forms import Form
from app.core.web import showing_refusal


def take(
    verb: Callable[[], object], *, done: Callable[[], ResponseReturnValue], page: Callable[[Form], str]
) -> ResponseReturnValue:
    """Do what a single button asks; a refusal is shown on the page the button stands on."""
    form = Form()
    if form.validate_on_submit():
        with showing_refusal(form):
            verb()
            return done()
    return page(form), 422
