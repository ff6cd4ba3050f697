"""An issue of kim, so that something is found."""

from app.core.database import transaction
from tests.factories import innovation as make


def build(cast):
    with transaction():
        return {"issue": make.an_issue(cast.kim).id}
