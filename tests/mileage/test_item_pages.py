"""Pages of items: the editor of the control tower, and what everybody reads."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.database import transaction
from app.mileage.queries.item_versions import latest_version, versions_of
from app.mileage.rules.caps import Caps
from tests.factories import items as factory
from tests.factories import mileage as points
from tests.statements import count_statements


@pytest.fixture(autouse=True)
def _items(items):
    """The preset."""


def form_data(**changes):
    plain = {
        "name_ko": "현장 개선",
        "name_en": "Improved on site",
        "description_ko": "현장에서 고친 일",
        "description_en": "Something mended on site",
        "core_values": ["foot"],
        "points": "6",
        "cap_year": "12",
        "trigger": "claim",
        "event_code": "",
        "confirmer": "tower",
        "takes_effect_on": "2026-11-24",
        "reason": factory.WHY,
    }
    return plain | changes


def where(code="P06"):
    return f"/mileage/items/{latest_version(code).id}"


def test_an_item_that_is_claimed_leads_to_the_claim(as_, cast):
    offered = {code: "/mileage/claims/new?item=" in as_(cast.kim).get(where(code)).text for code in ("P06", "P01")}
    assert offered == {"P06": True, "P01": False}
    assert "/mileage/claims/new?item=" not in as_(cast.gam).get(where("P06")).text


def test_the_editor_is_the_control_towers(as_, cast):
    assert "/mileage/items/new" in as_(cast.choi).get("/mileage/items").text
    assert "/mileage/items/new" not in as_(cast.kim).get("/mileage/items").text
    assert "/edit" in as_(cast.choi).get(where()).text
    page = as_(cast.kim).get(where()).text
    assert "/edit" not in page
    assert "Not changed yet" in page


def test_a_version_goes_its_whole_way(as_, cast):
    page = as_(cast.choi).get(f"{where()}/edit").text
    assert 'value="2026-11-24"' in page
    answer = as_(cast.choi).post(f"{where()}/versions", data=form_data())
    assert answer.status_code == 302
    page = as_(cast.kim).get(answer.location).text
    assert factory.WHY in page
    assert len(versions_of("P06")) == 2
    assert as_(cast.choi).get("/mileage/items/999999").status_code == 404


def test_a_new_item_and_its_end(as_, cast):
    new = form_data(code="P90", subject="person", takes_effect_on="2026-11-23")
    answer = as_(cast.choi).post("/mileage/items", data=new)
    assert answer.status_code == 302
    assert "P90" in as_(cast.kim).get("/mileage/items").text
    assert "There is an item with this code already." in as_(cast.choi).post("/mileage/items", data=new).text
    assert as_(cast.choi).get(f"{where('P90')}/end").status_code == 200
    ended = {"takes_effect_on": "2026-12-01", "reason": factory.WHY}
    assert as_(cast.choi).post(f"{where('P90')}/ends", data=ended).status_code == 302
    assert as_(cast.choi).post(f"{where('P90')}/ends", data=ended).status_code == 422
    assert latest_version("P90").valid_until == date(2026, 11, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": "0"},
        {"points": "-3"},
        {"points": "1e9"},
        {"points": "0.001"},
        {"cap_day": "0"},
        {"reason": "짧다"},
        {"takes_effect_on": "2026-11-23"},
        {"takes_effect_on": "내일"},
        {"name_ko": "가" * 500},
        {"core_values": ["nothing"]},
        {"trigger": "event"},
        {"confirmer": "nobody"},
        {"feeds_promotion": "y"},
        {"feeds_promotion": "y", "disclosed_on": "2026-11-01", "changed_on": "2026-11-02", "opinions": "없음"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(as_, cast, wrong):
    answer = as_(cast.choi).post(f"{where()}/versions", data=form_data(**wrong))
    assert answer.status_code == 422
    assert "현장에서 고친 일" in answer.text
    assert len(versions_of("P06")) == 1


@pytest.mark.parametrize("code", ["", "가나다", "P 1", "x" * 21, "<b>"])
def test_codes_stay_readable(as_, cast, code):
    data = form_data(code=code, subject="person", takes_effect_on="2026-11-23")
    assert as_(cast.choi).post("/mileage/items", data=data).status_code == 422


def test_who_comes_second_keeps_what_was_typed(as_, cast):
    stale = where()
    with transaction():
        factory.changed(cast.choi, "P06")
    answer = as_(cast.choi).post(f"{stale}/versions", data=form_data(takes_effect_on="2027-01-01"))
    assert answer.status_code == 409
    assert "현장에서 고친 일" in answer.text
    assert "newer version" in answer.text


def test_the_preview_reckons_last_year_anew_and_saves_nothing(as_, cast):
    with transaction():
        points.award(cast.kim, "claim:1", day=date(2025, 3, 3))
        points.award(cast.kim, "claim:2", day=date(2025, 4, 3))
        points.award(cast.choi, "claim:3", day=date(2025, 5, 3))
    answer = as_(cast.choi).post(f"{where()}/previews", data=form_data(points="5", cap_year="7", reason=""))
    assert answer.status_code == 200
    assert "What 2025 would have paid under this" in answer.text
    for shown in ("3 facts, 2 accounts", cast.kim.name, "24", "12", "-9", "-3"):
        assert shown in answer.text
    assert len(versions_of("P06")) == 1
    assert as_(cast.choi).post(f"{where()}/previews", data=form_data(points="x")).status_code == 422
    assert "so there is nothing to compare" in as_(cast.choi).post(f"{where('P07')}/previews", data=form_data()).text


def test_the_preview_asks_as_much_for_three_as_for_one(as_, cast):
    client, target = as_(cast.choi), f"{where()}/previews"
    counts = []
    for first in (1, 2):
        with transaction():
            for number in range(first, first + 2):
                for who in (cast.kim, cast.choi, cast.jung)[:first]:
                    points.award(who, f"claim:{first}{number}{who.id}", day=date(2025, 3, number))
        with count_statements() as statements:
            client.post(target, data=form_data(points="5"))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_statement_says_why_the_group_paid_nothing(as_, cast):
    with transaction():
        for code, number in (("P90", 10), ("P91", 6)):
            factory.entered(cast.choi, code, points=Decimal(number), caps=Caps(), highest_group="과제")
        points.award(cast.kim, "task:7:end", code="P90")
        points.award(cast.kim, "task:7:plan", code="P91")
    page = as_(cast.kim).get("/mileage").text
    assert "Highest of its group only" in page
    assert "Of the group 과제 only the highest item pays" in page
