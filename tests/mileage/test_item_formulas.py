"""Items that pay by a figure, from the editor to the statement."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import app.innovation.events as facts
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Invalid
from app.core.events import publish
from app.core.sheets import SheetErrors
from app.mileage import services
from app.mileage.enums import EventCode, ItemConfirmer, ItemFormula, ItemSubject, ItemTrigger
from app.mileage.models import Claim, MileageItem, Transfer
from app.mileage.queries.item_versions import latest_version
from app.mileage.queries.items import item_on
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import Band
from app.mileage.services.claims import ClaimText
from tests.conftest import NOON
from tests.factories import items as factory
from tests.factories import mileage as points
from tests.factories.claim_uploads import row, upload
from tests.mileage.test_item_pages import form_data

TODAY = date(2026, 11, 23)
HOURS = {"formula": ItemFormula.PER_UNIT, "figure_name": "교육 시간", "points": Decimal("0.5")}
BANDS = {
    "formula": ItemFormula.BANDS,
    "figure_name": "참여 인원",
    "points": Decimal(1),
    "bands": (Band(Decimal(10), Decimal(2)), Band(Decimal(50), Decimal(5))),
}


@pytest.fixture(autouse=True)
def _items(items):
    """The preset."""


def claimed(cast, code, figure, typed=None):
    item = item_on(code, TODAY)
    text_ = ClaimText(
        item=item,
        title="교육을 열었습니다",
        description="사내 강사로 교육하였다.",
        happened_on=TODAY,
        points=typed or item.points,
        figure=None if figure is None else Decimal(figure),
    )
    return services.write_claim(actor=cast.kim, text=text_)


def test_a_claim_is_paid_by_its_figure_up_to_the_cap_and_says_how(as_, cast):
    with transaction():
        factory.entered(cast.choi, "P90", caps=Caps(case=Decimal(4)), **HOURS)
        claim = claimed(cast, "P90", 12)
        points.evidence(claim, cast.kim)
        services.submit_claim(claim=claim, actor=cast.kim)
        services.confirm_claim(claim=claim, actor=cast.lee)
        (paid,) = services.verify_claim(claim=claim, actor=cast.choi)
        assert (claim.points, claim.figure) == (6, 12)
        assert (paid.points, paid.cut_off) == (4, 2)
        assert (paid.rule["figure"], paid.rule["formula"]) == ("12", "0.5 × 12 = 6")
    assert "0.5 × 12 = 6" in as_(cast.kim).get(f"/mileage/claims/{claim.id}").text
    assert "교육 시간: 0.5 × 12 = 6" in as_(cast.kim).get("/mileage").text


@pytest.mark.parametrize(("figure", "typed"), [(None, None), (0, None), (-3, None), ("0.001", None), (12, Decimal(9))])
def test_a_figure_that_is_missing_or_contradicted_is_refused(cast, figure, typed):
    with transaction():
        factory.entered(cast.choi, "P90", caps=Caps(case=Decimal(4)), **HOURS)
    with pytest.raises(Invalid), transaction():
        claimed(cast, "P90", figure, typed)
    with pytest.raises(Invalid), transaction():
        claimed(cast, "P06", 3)


def test_bands_pay_by_where_the_figure_lies(cast):
    with transaction():
        item = factory.entered(cast.choi, "P90", caps=Caps(), **BANDS)
        assert (item.points, item.reckoning.bands) == (5, BANDS["bands"])
        assert claimed(cast, "P90", 49).points == 2
    with pytest.raises(Invalid), transaction():
        claimed(cast, "P90", 9)


def test_an_automatic_item_counts_the_figure_of_its_fact(cast):
    event = EventCode.OBSTACLE_REMOVED
    way = {"trigger": ItemTrigger.EVENT, "event_code": event, "confirmer": ItemConfirmer.NOBODY}
    code = db.session.query(MileageItem.code).filter_by(event_code=event, subject=ItemSubject.DEPARTMENT).scalar()
    with transaction():
        services.change_item(
            item=latest_version(code),
            actor=cast.choi,
            terms=factory.terms(caps=Caps(case=Decimal(6)), **(BANDS | way)),
            change=factory.change(),
        )
    with pytest.raises(Invalid), transaction():
        factory.changed(cast.choi, "P04", **(BANDS | way | {"event_code": EventCode.TASK_COMPLETED}))
    with clock.frozen_at(NOON + timedelta(days=1)), transaction():
        for number, days in ((1, 60), (2, 12), (3, 2), (4, 0)):
            publish(
                facts.ObstacleRemoved(
                    actor_id=cast.choi.id,
                    obstacle_id=number,
                    remover_ids=(),
                    remover_department_id=cast.traffic,
                    days_open=days,
                )
            )
    assert {row.source: row.points for row in db.session.query(Transfer)} == {
        "obstacle:1:removed": 5,
        "obstacle:2:removed": 2,
    }


def test_the_database_keeps_formulas_whole_and_used_ones_as_they_are(cast):
    with transaction():
        item = factory.entered(cast.choi, "P90", caps=Caps(case=Decimal(4)), **HOURS).id
        points.award(cast.kim, "claim:1", code="P90", points=2)
    for statement in (
        f"UPDATE mileage_items SET figure_name = 'x' WHERE id = {item}",
        f"UPDATE mileage_items SET figure_name = NULL, formula = 'fixed' WHERE id = {item}",
        f"UPDATE mileage_items SET figure_name = 'x' WHERE id = {item_on('P07', TODAY).id}",
        f"UPDATE mileage_items SET formula = 'bands', figure_name = 'x' WHERE id = {item_on('P07', TODAY).id}",
        f"UPDATE mileage_items SET formula = 'per_unit', figure_name = 'x', cap_case = NULL WHERE id = {item_on('P07', TODAY).id}",
        f"UPDATE mileage_items SET formula = 'exec' WHERE id = {item_on('P07', TODAY).id}",
    ):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(text(statement))


def test_the_editor_takes_a_formula_and_says_what_is_wrong_with_it(as_, cast):
    client, new = as_(cast.choi), form_data(code="P90", subject="person", takes_effect_on="2026-11-23")
    wrong = new | {"formula": "bands", "figure_name": "명", "bands": "많이: 3"}
    answer = client.post("/mileage/items", data=wrong)
    assert answer.status_code == 422
    assert "Write a band as" in answer.text
    for changes in ({"formula": "per_unit"}, {"formula": "per_unit", "figure_name": "시간"}, {"bands": "1: 2"}):
        assert client.post("/mileage/items", data=new | changes).status_code == 422
    where = client.post("/mileage/items", data=new | {"formula": "bands", "figure_name": "명", "bands": "10: 2; 50: 5"})
    assert where.status_code == 302
    page = as_(cast.kim).get(where.location).text
    assert "10: 2; 50: 5" in page
    edit = client.get(where.location + "/edit").text
    assert "10: 2; 50: 5" in edit


def test_the_form_of_a_claim_takes_the_figure(as_, cast):
    with transaction():
        factory.entered(cast.choi, "P90", caps=Caps(case=Decimal(4)), evidence_required=False, **HOURS)
    item = item_on("P90", TODAY)
    data = {"item_id": item.id, "title": "교육", "description": "했다", "happened_on": "2026-11-23", "intent": "draft"}
    answer = as_(cast.kim).post("/mileage/claims", data=data)
    assert answer.status_code == 422
    assert "This item is paid by a figure. Write it." in answer.text
    assert as_(cast.kim).post("/mileage/claims", data=data | {"figure": "6"}).status_code == 302
    assert db.session.query(Claim.points).scalar() == 3


def test_a_workbook_of_claims_takes_the_figure(cast):
    with transaction():
        factory.entered(cast.choi, "P90", caps=Caps(case=Decimal(4)), evidence_required=False, **HOURS)
        upload(cast.kim, row(code="P90", day=TODAY, figure=6))
    assert db.session.query(Claim.points, Claim.figure).all() == [(3, 6)]
    wrong = [row(code="P90", day=TODAY, title="둘"), row(code="P06", title="셋", figure=3, evidence="증빙.pdf")]
    wrong.append(row(code="P90", day=TODAY, title="넷", figure=6, points=9))
    with pytest.raises(SheetErrors) as refused, transaction():
        upload(cast.kim, *wrong)
    assert [(error.row, error.column) for error in refused.value.errors] == [(2, "수치"), (3, "수치"), (4, "점수")]
