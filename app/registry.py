"""What the app consists of: blueprints, policies, reactions, guards and commands of every domain. Tables only."""

from flask import Blueprint, Flask

import app.accounts.policy
import app.accounts.routes
import app.home.policy
import app.home.routes
import app.organization.policy
from app import navigation, reactions
from app.core import access, events
from app.core.access import Alternatives

BLUEPRINTS: tuple[Blueprint, ...] = (
    app.accounts.routes.bp,
    app.home.routes.bp,
)

ENDPOINTS: dict[str, Alternatives] = {
    "static": access.PUBLIC,
    **app.accounts.policy.ENDPOINTS,
    **app.organization.policy.ENDPOINTS,
    **app.home.policy.ENDPOINTS,
}


def init_app(flask_app: Flask) -> None:
    """Register everything."""
    for blueprint in BLUEPRINTS:
        flask_app.register_blueprint(blueprint)
    flask_app.extensions["opum_endpoints"] = ENDPOINTS
    events.install_reactions(reactions.REACTIONS)
    navigation.init_app(flask_app)
