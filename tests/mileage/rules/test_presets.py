import pytest

from app.mileage.enums import EventCode, ItemConfirmer, ItemSubject, ItemTrigger
from app.mileage.presets import DEPARTMENT_ITEMS, ITEMS, PERSON_ITEMS
from app.mileage.rules.caps import apply_caps
from app.mileage.rules.shares import check_points


def test_there_are_thirteen_items_for_departments_and_fifteen_for_people():
    assert [item.code for item in DEPARTMENT_ITEMS] == [f"D{n:02d}" for n in range(1, 14)]
    assert [item.code for item in PERSON_ITEMS] == [f"P{n:02d}" for n in range(1, 16)]
    assert {item.subject for item in DEPARTMENT_ITEMS} == {ItemSubject.DEPARTMENT}
    assert {item.subject for item in PERSON_ITEMS} == {ItemSubject.PERSON}


def test_names_are_not_used_twice():
    assert len({item.name.msgid for item in ITEMS}) == len(ITEMS)


@pytest.mark.parametrize("items", [DEPARTMENT_ITEMS, PERSON_ITEMS])
def test_a_fact_pays_one_kind_of_account_by_one_item(items):
    events = [item.event for item in items if item.event is not None]
    assert len(set(events)) == len(events)


def test_every_fact_that_can_pay_has_an_item_but_for_best_practices_and_handling_times():
    """Contests honour the former, a rule of the office the latter; an office that pays for them adds the item."""
    added = {EventCode.CASE_PUBLISHED, EventCode.SHORTENING_COUNTED}
    assert {item.event for item in ITEMS if item.event is not None} == set(EventCode) - added


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_an_item_is_whole(item):
    check_points(item.points)
    assert apply_caps(item.points, item.caps).granted == item.points
    assert item.caps.year is not None
    assert item.values
    automatic = item.trigger is ItemTrigger.EVENT
    assert automatic == (item.event is not None)
    assert automatic == (item.confirmer is ItemConfirmer.NOBODY)
    assert item.evidence_needed is not automatic
