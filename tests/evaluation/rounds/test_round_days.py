"""The year's rounds from a calendar, the planned days beside the real ones, and what is late."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.database import db
from app.core.errors import Denied, Invalid, Refused, WrongState
from app.evaluation.enums import Phase, RoundKind
from app.evaluation.models import EvaluationRound
from app.evaluation.queries import turns
from app.evaluation.queries.round_days import days_of, planned_days
from app.evaluation.rules.calendars import PRESETS, Preset, phase_days
from app.evaluation.services.round_days import make_year, set_days
from tests.factories.evaluation import advance, make_indicator, make_round, published_round
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns)


def test_seosans_year_has_an_interim_and_a_final_round(cast, write):
    made = make_year(actor=cast.choi, preset=Preset.SEOSAN, year=2027)
    assert [(r.code, r.kind, r.base_on, r.phase) for r in made] == [
        ("2027-I1", RoundKind.INTERIM, date(2027, 6, 30), Phase.PLANNING),
        ("2027-F", RoundKind.FINAL, date(2027, 11, 30), Phase.PLANNING),
    ]
    days = planned_days(made[1].id)
    assert (days[Phase.PLANNING], days[Phase.MEASURING]) == (date(2026, 12, 31), date(2027, 3, 31))
    assert days[Phase.FINAL] == date(2028, 1, 9)


def test_chungnams_year_has_two_interim_rounds_and_one_for_performance_pay(cast, write):
    made = make_year(actor=cast.choi, preset=Preset.CHUNGNAM, year=2027)
    assert [(r.code, r.kind, r.base_on) for r in made] == [
        ("2027-I1", RoundKind.INTERIM, date(2027, 5, 31)),
        ("2027-I2", RoundKind.INTERIM, date(2027, 10, 31)),
        ("2027-F", RoundKind.FINAL, date(2027, 12, 31)),
    ]


def test_rounds_that_exist_are_left_and_how_they_total_comes_from_the_newest(cast, write):
    newest = published_round(cast, code="2027-F")
    (made,) = make_year(actor=cast.choi, preset=Preset.SEOSAN, year=2027)
    assert (made.code, made.grade_steps) == ("2027-I1", newest.grade_steps)
    with pytest.raises(Refused):
        make_year(actor=cast.choi, preset=Preset.SEOSAN, year=2027)
    for actor in (cast.goh, cast.lee, cast.gam):
        with pytest.raises(Denied):
            make_year(actor=actor, preset=Preset.CHUNGNAM, year=2028)


@given(year=st.integers(1990, 2098), preset=st.sampled_from(Preset))
def test_the_days_of_every_calendar_are_in_order_in_every_year(year, preset):
    for planned in PRESETS[preset]:
        days = list(planned.planned(year).values())
        assert days == sorted(days)
        assert planned.starts_on(year) <= planned.base_on(year)
        assert (
            planned.planned(year)[Phase.MEASURING] <= planned.base_on(year) <= planned.planned(year)[Phase.SELF_REVIEW]
        )


def test_late_phases_are_counted_in_days():
    planned = {Phase.PLANNING: date(2026, 1, 5), Phase.MEASURING: date(2026, 2, 1), Phase.SCORING: date(2026, 3, 1)}
    began = {Phase.PLANNING: date(2026, 1, 8)}
    found = {row.phase: row.days_late for row in phase_days(planned, began, date(2026, 2, 3))}
    assert (found[Phase.PLANNING], found[Phase.MEASURING], found[Phase.SCORING]) == (3, 2, 0)
    assert found[Phase.SELF_REVIEW] == 0


def test_a_phase_never_begins_before_the_one_before_it(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    with pytest.raises(Invalid) as refusal:
        set_days(
            actor=cast.choi,
            record=record,
            days={Phase.PLANNING: date(2026, 5, 1), Phase.SCORING: date(2026, 4, 1)},
        )
    assert list(refusal.value.fields) == ["scoring"]
    set_days(actor=cast.choi, record=record, days={Phase.MEASURING: date(2026, 11, 24)})
    assert [(row.phase, row.days_late) for row in days_of(record) if row.planned_on] == [(Phase.MEASURING, 0)]


def test_my_turn_says_until_when_the_round_is_to_go_on(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    assert [(turn.title, turn.due_on) for turn in owed_by(cast.choi)] == [(record.name, None)]
    set_days(actor=cast.choi, record=record, days={Phase.MEASURING: date(2026, 11, 24)})
    with count_statements() as seen:
        assert [turn.due_on for turn in owed_by(cast.choi)] == [date(2026, 11, 24)]
    assert len(seen) == 1
    advance(cast.choi, record, Phase.MEASURING)
    assert [turn.due_on for turn in owed_by(cast.choi)] == [None]


def test_the_days_of_a_final_round_stay(cast, write):
    record = published_round(cast)
    advance(cast.choi, record, Phase.PUBLISHED)
    record.phase = Phase.FINAL
    with pytest.raises(WrongState):
        set_days(actor=cast.choi, record=record, days={})
    db.session.rollback()


def test_one_click_makes_the_year(cast, as_):
    client = as_(cast.choi)
    assert "2027-I1" in client.get("/rounds/years/new?year=2027").text
    answer = client.post("/rounds/years", data={"preset": "seosan", "year": "2027"})
    assert (answer.status_code, answer.location) == (302, "/rounds")
    assert db.session.query(EvaluationRound).count() == 2
    again = client.post("/rounds/years", data={"preset": "seosan", "year": "2027"})
    assert again.status_code == 422
    for year in ("abc", "2027.5", "1", ""):
        assert client.post("/rounds/years", data={"preset": "seosan", "year": year}).status_code == 422


def test_the_page_of_the_days_keeps_what_was_typed(cast, as_):
    client = as_(cast.choi)
    client.post("/rounds/years", data={"preset": "seosan", "year": "2027"})
    form = {"planning": "2027-05-01", "scoring": "2027-04-01"}
    here = f"/rounds/{db.session.query(EvaluationRound).first().id}"
    answer = client.post(f"{here}/days", data=form)
    assert answer.status_code == 422
    assert "2027-04-01" in answer.text
    assert "cannot begin before" in answer.text
    assert client.post(f"{here}/days", data={"planning": "2026-11-20"}).status_code == 302
    assert "3 days later than planned" in client.get(here).text
