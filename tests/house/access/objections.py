"""What the matrix of objections acts on: rows of 김, one open objection, one upheld; a cut; the statement of a year."""

from datetime import date
from decimal import Decimal

from app.core.database import db, transaction
from app.mileage.enums import ObjectionResult, Remedy
from app.mileage.models import CapCut
from app.mileage.queries.items import item_on
from app.mileage.queries.statements import own_account
from tests.factories import mileage as factory
from tests.factories import objections as made


def build(cast):
    with transaction():
        factory.items()
        row, *_others = [factory.award(cast.kim, f"task:{number + 1}:plan", code="P13") for number in range(3)]
        cut = db.session.query(CapCut).one().id
        objection = made.objected(cast.kim, row).id
        upheld = made.missing(cast.kim, date(2026, 11, 3))
        item = item_on("P06", date(2026, 11, 3))
        made.answered(
            upheld, cast.choi, ObjectionResult.UPHELD, remedy=Remedy.CLAIM, item_id=item.id, points=Decimal(5)
        )
    account = own_account(cast.kim).id
    return {"account": account, "cut": cut, "objection": objection, "upheld": upheld.id, "row": row.id}
