"""Every write of a round, a sheet and an indicator leaves an entry that says what it changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core import events
from app.core.events import Event
from app.evaluation.enums import Method, MissingRule, Phase, RoundingMode
from app.evaluation.services import indicators, panels, rounds
from app.evaluation.services.indicators import IndicatorDraft
from app.evaluation.services.rounds import RoundDraft, Share
from app.organization.queries import peer_groups
from tests.factories.evaluation import advance, assign, make_indicator, make_panel, make_round

DRAFT = RoundDraft(
    code="2026-R",
    name="2026-R 회차",
    year=2026,
    starts_on=date(2026, 1, 1),
    base_on=date(2026, 11, 30),
    missing_rule=MissingRule.ZERO,
)


@pytest.fixture
def heard(app, monkeypatch):
    """What is published from now on."""
    found = []
    monkeypatch.setattr(events, "_reactions", {Event: [found.append]})
    return found


def test_changed_rules_are_told_old_and_new(cast, write, heard):
    record = make_round(cast.choi, [], [], missing_rule=MissingRule.ZERO)
    heard.clear()
    draft = replace(DRAFT, missing_rule=MissingRule.EXCLUDED, digits=1, rounding=RoundingMode.FLOOR, name="비밀 이름")
    rounds.change_round(actor=cast.choi, record=record, draft=draft)
    (event,) = heard
    assert (type(event).__name__, event.actor_id) == ("RoundChanged", cast.choi.id)
    assert event.changes == (
        "name",
        "missing_rule: zero -> excluded",
        "digits: 2 -> 1",
        "rounding: half_up -> floor",
    )


def test_what_stays_the_same_is_not_told(cast, write, heard):
    record = make_round(cast.choi, [], [])
    heard.clear()
    rounds.change_round(actor=cast.choi, record=record, draft=DRAFT)
    assert heard == []


def test_grades_members_and_weights_are_told(cast, write, heard):
    indicator, group = make_indicator(cast.choi), peer_groups()[0]
    record = make_round(cast.choi, [], [])
    heard.clear()
    steps = [("S", Decimal(50)), ("A", Decimal(50))]
    rounds.set_group_grades(actor=cast.choi, record=record, peer_group_id=group.id, grades=steps)
    rounds.set_members(actor=cast.choi, record=record, department_ids=[cast.traffic])
    for weight in (100, 60):
        share = Share(indicator=indicator, peer_group_id=group.id, weight=Decimal(weight))
        rounds.set_composition(actor=cast.choi, record=record, shares=[share])
    told = [event.changes for event in heard]
    line = f"A1/group {group.id}"
    first = '{"indicator_version": "1", "weight": "100"}'
    assert told[0][0].startswith("grade_steps_by_group: {} -> {")
    assert told[1:] == [
        (f"members: [] -> [{cast.traffic}]",),
        (f"{line}: - -> {first}",),
        (f"{line}: {first} -> {first.replace('100', '60')}",),
    ]


def test_a_saved_sheet_is_told_without_its_marks(cast, write, heard):
    panel = make_panel(cast.choi)
    record = make_round(cast.choi, [(panel, 100)], [cast.traffic])
    assign(cast.choi, record, panel, cast.moon)
    advance(cast.choi, record, Phase.SCORING)
    heard.clear()
    first = panels.criteria_of(panel.id)[0]
    panels.save_sheet(
        actor=cast.moon, record=record, indicator_id=panel.id, department_id=cast.traffic, marks={first.id: Decimal(77)}
    )
    (event,) = heard
    assert (type(event).__name__, event.department_id, event.marks) == ("SheetSaved", cast.traffic, 1)


def test_a_changed_indicator_tells_numbers_and_not_sentences(cast, write, heard):
    indicator = make_indicator(cast.choi)
    heard.clear()
    draft = IndicatorDraft(code="A1", name="다른 이름", method=Method.DIRECT, cap=Decimal(500), description="말")
    indicators.save_indicator(actor=cast.choi, draft=draft, indicator=indicator)
    (event,) = heard
    assert event.changes == ("name", "description", "cap: - -> 500")
