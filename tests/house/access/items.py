"""What the matrix of items acts on: an item of the preset."""

from app.core.database import transaction
from app.mileage.queries.items import item_on
from tests.factories import mileage as factory


def build(cast):
    with transaction():
        factory.items()
        return {"item": item_on("P06", factory.DAY).id}
