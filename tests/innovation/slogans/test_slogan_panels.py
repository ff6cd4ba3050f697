from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.models import SloganBallot, SloganPanel
from app.innovation.queries import turns_slogans
from app.innovation.queries.slogans import panels as queries
from app.innovation.queries.sources import slogan_panel_score
from app.innovation.rules.slogan_panels import ballot_total, panel_score
from app.innovation.services import slogans as services
from tests.factories.innovation_c import again, approved_slogan, submitted_slogan
from tests.factories.slogan_cycle import ballot_of, more_evaluators, panel_of
from tests.refusals import refused
from tests.statements import count_statements
from tests.turns import readers_of

owed, _awaited = readers_of(turns_slogans)
LATER = datetime(2026, 12, 7, 3, tzinfo=UTC)


def test_the_worked_example_drops_the_highest_and_the_lowest():
    score = panel_score([Decimal(mark) for mark in (88, 92, 79, 85, 90, 95, 86)])
    assert (score.figure, score.derivation.params["highest"], score.derivation.params["lowest"]) == (
        Decimal("88.20"),
        "95",
        "79",
    )
    assert panel_score([Decimal(80), Decimal(90), Decimal(91), Decimal(70)]).figure == Decimal("82.75")
    assert panel_score([]) is None


def test_a_score_sheet_is_weighted():
    weighted = [(Decimal(40), Decimal(90)), (Decimal(60), Decimal("80.5"))]
    assert ballot_total(weighted) == Decimal("84.30")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"criteria": (("뜻", Decimal(40)), ("실천", Decimal(50)))}, "must sum to 100"),
        ({"criteria": (("뜻", Decimal(50)), ("뜻", Decimal(50)))}, "name of its own"),
        ({"criteria": ()}, "name of its own"),
        ({"due_on": date(2026, 11, 1)}, "lies in the past"),
        ({"year": 1999}, "Slogans are kept for"),
    ],
)
def test_a_panel_that_is_not_whole_is_refused(cast, write, changes, sentence):
    with refused(sentence):
        panel_of(cast, **changes)


def test_only_evaluators_are_named_at_least_three_and_never_whoever_names_them(cast, write):
    with refused("at least"):
        panel_of(cast, evaluators=(cast.moon, cast.shin))
    with refused("role of evaluator"):
        panel_of(cast, evaluators=(cast.moon, cast.shin, cast.park))
    with refused("does not sit on it"):
        panel_of(cast, evaluators=(cast.moon, cast.shin, cast.choi))
    with pytest.raises(Denied):
        services.open_panel(
            actor=cast.kang,
            year=2026,
            content=services.PanelContent(due_on=LATER.date(), criteria=(), evaluator_ids=()),
        )
    panel_of(cast)
    with refused("have a panel already", Conflict):
        panel_of(cast)


def test_nobody_scores_the_own_department_also_not_in_the_database(cast):
    with transaction():
        slogan, panel = approved_slogan(cast), panel_of(cast)
    with pytest.raises(Denied), transaction():
        ballot_of(panel, slogan, cast.yang, 100)
    with pytest.raises(Denied), transaction():
        ballot_of(panel, slogan, cast.choi, 100)
    forged = (
        "INSERT INTO slogan_ballots (panel_id, slogan_id, evaluator_id, total, comment, version, given_at)"
        " VALUES (:panel, :slogan, :who, 100, '', 1, '2026-11-23 03:00:00')"
    )
    for who in (cast.yang, cast.park):
        with pytest.raises(DBAPIError, match="slogan_ballots"), transaction():
            db.session.execute(text(forged), {"panel": panel.id, "slogan": slogan.id, "who": who.id})
    with transaction():
        ballot_of(panel, slogan, cast.moon, 90)
    with pytest.raises(DBAPIError, match="slogan_ballots"), transaction():
        db.session.execute(text("UPDATE slogan_ballots SET evaluator_id = :who"), {"who": cast.yang.id})


def test_who_worked_there_since_the_year_began_does_not_score_either(cast, app):
    with transaction():
        slogan, panel = approved_slogan(cast), panel_of(cast)
        moved = "INSERT INTO memberships (person_id, department_id, starts_on, ends_on) VALUES (:who, :unit, :a, :b)"
        db.session.execute(
            text(moved), {"who": cast.moon.id, "unit": cast.traffic, "a": "2025-03-01", "b": "2026-02-01"}
        )
    with pytest.raises(Denied), transaction():
        ballot_of(panel, slogan, cast.moon, 100)
    assert queries.to_score(panel, cast.moon) == []


def test_marks_beyond_their_bounds_or_on_half_the_criteria_are_refused(cast, write):
    slogan, panel = approved_slogan(cast), panel_of(cast)
    for mark in ("-1", "100.01", "80.123"):
        with refused("from 0 to 100"):
            ballot_of(panel, slogan, cast.moon, mark)
    with refused("every criterion"):
        services.score_slogan(actor=cast.moon, panel=panel, slogan=slogan, marks={})


def test_scores_are_hidden_until_the_panel_is_closed_and_stand_still_then(cast, as_):
    with transaction():
        slogan, panel = approved_slogan(cast), panel_of(cast)
        ballot_of(panel, slogan, cast.moon, "91.5")
    path = f"/slogans/panels/{panel.id}"
    assert as_(cast.park).get(path).status_code == 404
    for reader in (cast.choi, cast.shin, cast.gam):
        assert "91.5" not in as_(reader).get(path).text
    assert "91.5" in as_(cast.moon).get(path).text
    with transaction():
        ballot_of(panel, slogan, cast.shin, 80)
        ballot_of(panel, slogan, cast.shin, 82)
    assert as_(cast.choi).post(f"{path}/closings").status_code == 302
    page = as_(cast.park).get(path).text
    assert "86.75" in page
    assert "82, 91.5" in page
    for forged in (
        "UPDATE slogan_ballots SET total = 10000",
        "UPDATE slogan_marks SET mark = 10000",
        "DELETE FROM slogan_marks",
        "UPDATE slogan_criteria SET weight = 10000",
        "DELETE FROM slogan_evaluators",
        "UPDATE slogan_panels SET closed_on = NULL, closed_by_id = NULL, closed_at = NULL",
    ):
        with pytest.raises(DBAPIError, match="slogan_"), transaction():
            db.session.execute(text(forged))
    with refused("This panel is closed"), transaction():
        ballot_of(again(panel), slogan, cast.moon, 100)


def test_a_panel_with_missing_scores_is_closed_after_its_last_day_only(cast, write):
    slogan, panel = approved_slogan(cast), panel_of(cast)
    ballot_of(panel, slogan, cast.moon, 90)
    with refused("scores are missing"):
        services.close_panel(actor=cast.choi, panel=panel)
    with clock.frozen_at(LATER):
        services.close_panel(actor=cast.choi, panel=panel)
        with refused("This panel is closed"):
            services.close_panel(actor=cast.choi, panel=panel)


def test_five_scores_lose_their_ends_and_become_the_source(cast, write):
    slogan = approved_slogan(cast)
    evaluators = [cast.moon, cast.shin, *more_evaluators(cast, cast.park, cast.han, cast.jung)]
    panel = panel_of(cast, evaluators=evaluators)
    for evaluator, mark in zip(evaluators, (88, 92, 40, 100, 90), strict=True):
        ballot_of(panel, slogan, evaluator, mark)
    units, year = [cast.traffic, cast.civil], (date(2026, 1, 1), date(2026, 12, 31))
    assert slogan_panel_score(units, *year) == {}
    services.close_panel(actor=cast.choi, panel=panel)
    assert slogan_panel_score(units, *year) == {cast.traffic: Decimal("90.00")}
    assert slogan_panel_score(units, date(2026, 1, 1), date(2026, 6, 30)) == {}
    [line] = queries.standings(panel)
    assert (line.score.figure, line.place, line.given, line.expected) == (Decimal("90.00"), 1, 5, 5)


def test_an_evaluator_is_missed_at_slogans_of_other_departments(cast, write):
    approved_slogan(cast)
    other = submitted_slogan(cast, actor=cast.seo, department_id=cast.civil)
    services.approve_slogan(actor=cast.yoon, slogan=other)
    panel = panel_of(cast)
    assert [(line.department, line.expected) for line in queries.standings(panel)] == [("교통과", 2), ("민원봉사과", 3)]
    assert queries.evaluator_progress(panel) == [("문살핌", 0, 2), ("신외부", 0, 2), ("양충돌", 0, 1)]


def test_an_evaluator_owes_a_score_until_it_is_given(cast, write):
    slogan, panel = approved_slogan(cast), panel_of(cast)
    [turn] = owed(cast.shin)
    assert (turn.endpoint, turn.params, turn.due_on) == (
        "innovation.show_slogan_panel",
        {"panel_id": panel.id},
        panel.due_on,
    )
    assert [turn.endpoint for turn in owed(cast.yang)] == []
    ballot_of(panel, slogan, cast.shin, 90)
    assert owed(cast.shin) == []


def test_the_way_of_a_panel_through_the_pages(cast, as_):
    with transaction():
        slogan = approved_slogan(cast)
    tower, outside = as_(cast.choi), as_(cast.shin)
    form = {
        "year": "2026",
        "due_on": "2026-11-30",
        "name_1": "뜻",
        "weight_1": "40",
        "name_2": "실천",
        "weight_2": "50",
        "evaluators": [str(person.id) for person in (cast.moon, cast.yang, cast.shin)],
    }
    refusal = tower.post("/slogans/panels", data=form)
    assert (refusal.status_code, 'value="실천"' in refusal.text) == (422, True)
    path = tower.post("/slogans/panels", data={**form, "weight_2": "60"}).location
    sheet = f"{path}/slogans/{slogan.id}/ballot"
    assert outside.get(sheet).status_code == 200
    assert as_(cast.yang).get(sheet).status_code == 404
    first, second = queries.criteria_of(db.session.query(SloganPanel.id).scalar())
    marks = {f"mark_{first.id}": "90", f"mark_{second.id}": "80.5", "comment": "좋습니다."}
    assert outside.post(f"{sheet}s", data={**marks, f"mark_{second.id}": "101"}).status_code == 422
    assert outside.post(f"{sheet}s", data=marks).status_code == 302
    assert db.session.query(SloganBallot.total).scalar() == Decimal("84.30")
    assert "80.5" in outside.get(sheet).text
    assert tower.post(f"{path}/closings").status_code == 422


def test_the_pages_of_panels_take_few_statements(cast, as_):
    with transaction():
        panel = panel_of(cast)
        approved_slogan(cast)
    client = as_(cast.choi)
    with count_statements() as listed:
        assert client.get("/slogans/panels").status_code == 200
    with count_statements() as shown:
        assert client.get(f"/slogans/panels/{panel.id}").status_code == 200
    assert (len(listed) <= 5, len(shown) <= 11) == (True, True), (len(listed), len(shown))


def test_the_second_window_of_an_evaluator_is_a_conflict(cast, write, monkeypatch):
    slogan, panel = approved_slogan(cast), panel_of(cast)
    ballot_of(panel, slogan, cast.shin, 90)
    monkeypatch.setattr(queries, "own_ballot", lambda *_read_before_the_first_was_kept: None)
    with refused("Another window", Conflict):
        ballot_of(panel, slogan, cast.shin, 10)
    assert db.session.query(SloganBallot.total).all() == [(Decimal(90),)]
