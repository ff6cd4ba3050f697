"""People rate alone, hand in once; figures show when the panel is closed and at least three have rated."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid, Missing, Refused, WrongState
from app.evaluation.enums import QualityAspect
from app.evaluation.models import QualityRater, QualityRating
from app.evaluation.queries import turns_quality
from app.evaluation.queries.quality_panels import item_rows, newest_figures, panel_or_404, panel_rows
from app.evaluation.services.quality_panels import close_quality_panel, hand_in_ratings
from tests.factories.evaluation import make_indicator, make_round
from tests.factories.quality import WORDS, a_panel, items_of, rate, rated_and_closed
from tests.statements import count_statements
from tests.turns import readers_of

NAMES = ("importance", "fit", "challenge", "difficulty")


@pytest.fixture
def panel(cast, write):
    make_indicator(cast.choi, "A1")
    make_indicator(cast.choi, "A2", owner_department_id=cast.traffic)
    return a_panel(cast, cast.moon, cast.han, cast.shin)


def test_a_rating_may_change_until_it_is_handed_in(cast, panel):
    first, second = items_of(panel)
    rate(cast.moon, panel, first, 3, 3, 3, 3, note="")
    rate(cast.moon, panel, first, 5, 4, 4, 4)
    with pytest.raises(Refused):
        hand_in_ratings(actor=cast.moon, panel=panel)
    rate(cast.moon, panel, second, 2, 2, 2, 2, note="")
    hand_in_ratings(actor=cast.moon, panel=panel)
    with pytest.raises(WrongState):
        rate(cast.moon, panel, first, 3, 3, 3, 3)
    with pytest.raises(WrongState):
        hand_in_ratings(actor=cast.moon, panel=panel)
    kept = db.session.query(QualityRating).filter_by(item_id=first.id).one()
    assert [getattr(kept, name) for name in NAMES] == [5, 4, 4, 4]


def test_only_who_was_asked_rates_and_nobody_the_own_department(cast, write):
    make_indicator(cast.choi, "A2", owner_department_id=cast.traffic)
    panel = a_panel(cast)
    (item,) = items_of(panel)
    for actor in (cast.kim, cast.choi, cast.gam, cast.goh, cast.yang):
        with pytest.raises(Denied):
            rate(actor, panel, item, 3, 3, 3, 3)
    hand_in_ratings(actor=cast.yang, panel=panel)
    rate(cast.moon, panel, item, 3, 3, 3, 3)


def test_nobody_sees_marks_of_others_before_the_panel_is_closed(cast, panel):
    first, _second = items_of(panel)
    rate(cast.moon, panel, first, 3, 3, 3, 3)
    rate(cast.han, panel, first, 5, 5, 5, 5)
    rows = item_rows(panel, cast.moon)
    assert [row.own and row.own.marks[QualityAspect.FIT] for row in rows] == [3, None]
    assert {(len(row.figures), len(row.notes)) for row in rows} == {(0, 0)}
    assert all(row.own is None for row in item_rows(panel, cast.choi))
    assert newest_figures() == {}


def test_an_open_panel_is_its_raters_and_a_closed_one_is_everybodys(cast, panel):
    for actor in (cast.moon, cast.choi, cast.gam):
        assert panel_or_404(panel.id, actor) is panel
    with pytest.raises(Missing):
        panel_or_404(panel.id, cast.kim)
    assert panel_rows(cast.kim) == []
    rated_and_closed(cast, panel, (3, 3, 3, 3), (4, 4, 4, 4), (5, 5, 5, 5))
    assert [row.id for row in panel_rows(cast.kim)] == [panel.id]


def test_figures_show_from_three_handed_in_on(cast, panel):
    rated_and_closed(cast, panel, (3, 3, 3, 3), (4, 4, 4, 2), (4, 5, 3, 1))
    figures = newest_figures()[items_of(panel)[0].indicator_id]
    assert [(figures[aspect].count, figures[aspect].mean) for aspect in QualityAspect] == [
        (3, Decimal("3.67")),
        (3, Decimal("4.00")),
        (3, Decimal("3.33")),
        (3, Decimal("2.00")),
    ]
    (row, _other) = item_rows(panel, cast.kim)
    assert row.notes == [WORDS]


def test_two_that_handed_in_show_no_mean_and_no_words(cast, panel):
    for actor in (cast.moon, cast.han, cast.shin):
        for item in items_of(panel):
            rate(actor, panel, item, 5, 3, 3, 3)
        if actor is not cast.shin:
            hand_in_ratings(actor=actor, panel=panel)
    with pytest.raises(Refused):
        close_quality_panel(actor=cast.choi, panel=panel, reason="위원 한 사람이 휴직하였다.")
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        with pytest.raises(Invalid):
            close_quality_panel(actor=cast.choi, panel=panel)
        close_quality_panel(actor=cast.choi, panel=panel, reason="위원 한 사람이 휴직하였다.")
    figures = newest_figures()[items_of(panel)[0].indicator_id]
    assert {(figure.count, figure.mean) for figure in figures.values()} == {(2, None)}
    assert all(row.notes == [] for row in item_rows(panel, cast.choi))


def test_a_panel_of_a_round_asks_about_its_indicators_only(cast, write):
    used = make_indicator(cast.choi, "A1")
    make_indicator(cast.choi, "A2")
    record = make_round(cast.choi, [(used, 100)], [cast.traffic])
    panel = a_panel(cast, round_id=record.id)
    assert [item.indicator_id for item in items_of(panel)] == [used.id]
    with pytest.raises(Conflict):
        a_panel(cast)


def test_the_database_keeps_ratings_alone_and_closed(cast, app):
    with transaction():
        make_indicator(cast.choi, "A1", owner_department_id=cast.traffic)
        panel = a_panel(cast, cast.moon, cast.yang, cast.shin)
        (item,) = items_of(panel)
        rate(cast.moon, panel, item, 3, 3, 3, 3)
    insert = (
        "INSERT INTO quality_ratings (item_id, rater_id, importance, fit, challenge, difficulty, note, rated_on, version)"
        " VALUES (:item, :who, :mark, 3, 3, 3, :note, '2026-11-23', 1)"
    )
    tries = [
        (insert, {"item": item.id, "who": cast.yang.id, "mark": 3, "note": "말"}),
        (insert, {"item": item.id, "who": cast.kim.id, "mark": 3, "note": "말"}),
        (insert, {"item": item.id, "who": cast.shin.id, "mark": 6, "note": "말"}),
        (insert, {"item": item.id, "who": cast.shin.id, "mark": 5, "note": ""}),
        (
            "INSERT INTO quality_raters (panel_id, person_id, version) VALUES (:panel, :who, 1)",
            {"panel": panel.id, "who": cast.choi.id},
        ),
        ("UPDATE quality_items SET name = 'x'", {}),
        ("DELETE FROM quality_raters", {}),
    ]
    for statement, values in tries:
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement), values)
    with transaction():
        hand_in_ratings(actor=cast.moon, panel=panel)
    for statement in (
        "UPDATE quality_ratings SET fit = 4",
        "DELETE FROM quality_ratings",
        "UPDATE quality_raters SET handed_in_at = NULL WHERE handed_in_at IS NOT NULL",
    ):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement))
    assert db.session.query(QualityRater).count() == 3


def test_a_closed_panel_never_opens_again(cast, app):
    with transaction():
        make_indicator(cast.choi, "A1")
        panel = a_panel(cast, cast.moon, cast.han, cast.shin)
        rated_and_closed(cast, panel, (3, 3, 3, 3), (4, 4, 4, 4), (3, 3, 3, 3))
    for statement in (
        "UPDATE quality_panels SET closed_at = NULL, closed_by_id = NULL",
        "UPDATE quality_ratings SET fit = 1",
    ):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement))


def test_a_rater_goes_through_the_pages(as_, cast, app):
    with transaction():
        make_indicator(cast.choi, "A1")
        make_indicator(cast.choi, "A2")
        panel = a_panel(cast, cast.moon, cast.han, cast.shin)
        first, second = items_of(panel)
    client, path = as_(cast.moon), f"/indicators/quality/panels/{panel.id}"
    assert "1/2" not in client.get(path).text
    whole = dict.fromkeys(NAMES, "3")
    missing = client.post(f"{path}/items/{first.id}/ratings", data={**whole, "fit": "5"})
    assert (missing.status_code, "A 1 or a 5 needs words" in missing.text) == (422, True)
    bad = client.post(f"{path}/items/{first.id}/ratings", data={**whole, "fit": "9", "note": "남는 말"})
    assert (bad.status_code, "남는 말" in bad.text) == (422, True)
    one = client.post(f"{path}/items/{first.id}/ratings", data=whole)
    assert one.location.endswith(f"/items/{second.id}/ratings")
    assert client.post(f"{path}/submissions").status_code == 422
    two = client.post(f"{path}/items/{second.id}/ratings", data={**whole, "challenge": "1", "note": "그대로 이룬다."})
    assert two.location.endswith(path)
    assert client.post(f"{path}/submissions").status_code == 302
    late = client.post(f"{path}/items/{second.id}/ratings", data={**whole, "note": "늦은 말"})
    assert (late.status_code, "늦은 말" in late.text) == (409, True)
    assert client.get(f"{path}/items/{second.id}/ratings").status_code == 409
    assert as_(cast.kim).get(path).status_code == 404


def test_the_control_tower_opens_and_closes_on_the_page(as_, cast, app):
    with transaction():
        make_indicator(cast.choi, "A1")
    client = as_(cast.choi)
    data = {"name": "정기 진단", "year": "2026", "due_on": "2026-12-01", "rater_ids": [cast.moon.id, cast.yang.id]}
    few = client.post("/indicators/quality/panels", data=data)
    assert (few.status_code, "at least 3 raters" in few.text) == (422, True)
    opened = client.post(
        "/indicators/quality/panels", data={**data, "rater_ids": [cast.moon.id, cast.yang.id, cast.shin.id]}
    )
    assert opened.status_code == 302
    early = client.post(f"{opened.location}/closings", data={"reason": ""})
    assert early.status_code == 422
    taken = client.post(
        "/indicators/quality/panels", data={**data, "rater_ids": [cast.moon.id, cast.yang.id, cast.shin.id]}
    )
    assert taken.status_code == 409


@pytest.mark.parametrize("who", ["choi", "moon", "lee"])
def test_the_page_asks_at_most_eight_times_for_one_indicator_and_for_three(cast, as_, app, who):
    with transaction():
        first = make_indicator(cast.choi, "B1")
        record = make_round(cast.choi, [(first, 100)], [cast.traffic])
    client = as_(getattr(cast, who))

    def asked(path):
        client.get(path)
        with count_statements() as found:
            assert client.get(path).status_code == 200
        return len(found)

    paths = ("/indicators/quality", f"/indicators/quality?round={record.id}")
    few = [asked(path) for path in paths]
    with transaction():
        panel = a_panel(cast, cast.moon, cast.han, cast.shin)
        rated_and_closed(cast, panel, (3, 3, 3, 3), (4, 4, 4, 4), (5, 5, 5, 5))
        for number in (2, 3):
            make_indicator(cast.choi, f"B{number}")
            a_panel(cast, name=f"진단 {number}")
        make_round(cast.choi, [(first, 100)], [cast.traffic], code="2026-Q")
    assert ([asked(path) for path in paths], few) == ([6, 7], [6, 7])


def test_a_rater_and_the_control_tower_find_the_panel_among_their_tasks(cast, panel):
    owed, awaited = readers_of(turns_quality)
    assert ([turn.title for turn in owed(cast.moon)], owed(cast.kim), owed(cast.choi), awaited(cast.moon)) == (
        ["정기 진단"],
        [],
        [],
        [],
    )
    for actor in (cast.moon, cast.han, cast.shin):
        for item in items_of(panel):
            rate(actor, panel, item, 3, 3, 3, 3)
        hand_in_ratings(actor=actor, panel=panel)
    assert ([turn.title for turn in owed(cast.choi)], owed(cast.moon)) == (["정기 진단"], [])
    close_quality_panel(actor=cast.choi, panel=panel)
    assert owed(cast.choi) == []
