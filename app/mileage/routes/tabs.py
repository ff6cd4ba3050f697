"""Which views of mileage the reader is offered."""

from app.core.access import satisfies
from app.core.web import optional_actor
from app.mileage.policy import ENDPOINTS
from app.mileage.routes import bp

VIEWS = {
    "may_read_board": "mileage.show_board",
    "may_list_accounts": "mileage.list_accounts",
    "may_read_thanks": "mileage.list_thanks",
    "may_oversee_thanks": "mileage.list_thanks_reports",
    "may_read_rewards": "mileage.list_rewards",
    "may_read_participation": "mileage.show_participation",
    "may_read_closings": "mileage.list_closings",
    "may_read_shortening": "mileage.list_shortening_runs",
}


@bp.context_processor
def offered_views() -> dict[str, bool]:
    """Tell every page of mileage which tabs it shows."""
    who = optional_actor()
    return {name: who is not None and satisfies(ENDPOINTS[endpoint], who) for name, endpoint in VIEWS.items()}
