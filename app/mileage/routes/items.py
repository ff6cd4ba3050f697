"""적립항목."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows, satisfies
from app.core.i18n import language
from app.core.values import Value
from app.core.web import actor
from app.mileage.enums import ItemSubject, Permission
from app.mileage.policy import ENDPOINTS, POLICY
from app.mileage.queries.item_versions import others_than
from app.mileage.queries.items import items_on
from app.mileage.routes import bp


@bp.get("/mileage/items")
def list_items() -> ResponseReturnValue:
    """List today's items with their definitions and caps."""
    items = items_on()
    groups = [(subject, [item for item in items if item.subject is subject]) for subject in ItemSubject]
    labels = {value.value: value.label for value in Value}
    may_claim = allows(POLICY, Permission.CLAIM_WRITE, actor())
    return render_template(
        "mileage/items/list.html",
        groups=groups,
        labels=labels,
        reader=language(),
        may_claim=may_claim,
        may_change=allows(POLICY, Permission.ITEM_CHANGE, actor()),
        may_export=satisfies(ENDPOINTS["mileage.show_item_export"], actor()),
        others=others_than(clock.today()),
        today=clock.today(),
    )
