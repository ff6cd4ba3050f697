"""The 5S index of a year: reckoned from the registers, hashed, kept, settled, and frozen."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from app.core import clock
from app.core.database import db
from app.core.errors import Denied, WrongState
from app.core.values import Value
from app.voice.enums.five_s import FiveSPart, FiveSShown
from app.voice.enums.recognitions import RecognitionKind
from app.voice.models.five_s import FiveSFigure, FiveSPublication, FiveSRun
from app.voice.queries.five_s import department_years, heat_rows, last_run, shown_now, year_state
from app.voice.queries.sources import KINDS, SOURCES
from app.voice.rules.five_s_plain import PRESET
from app.voice.services import five_s as services
from tests.factories import voice_five_s as made
from tests.refusals import refused

BROKEN = (IntegrityError, OperationalError, ProgrammingError)


def scores_of(unit, year=2026):
    return {one.part: one.score for one in db.session.query(FiveSFigure).filter_by(year=year, department_id=unit)}


@pytest.mark.usefixtures("write")
def test_smart_is_reckoned_from_the_register_and_what_is_missing_is_no_figure(cast):
    made.confirmed(cast, shares={cast.traffic: 60, cast.roads: 40})
    made.confirmed(cast, kind=RecognitionKind.PROACTIVE, title="미리 놓은 그늘막")
    done = made.reckoned(cast)
    assert done.is_new
    # 교통과: awards 10 × 60 % = 6 of 10 → 60; proactive 5 of 5 → 100; (60 × 60 + 40 × 100) ÷ 100 = 76
    assert scores_of(cast.traffic) == {
        FiveSPart.SMILE: None,
        FiveSPart.SIMPLE: None,
        FiveSPart.SOFT: None,
        FiveSPart.SPEED: None,
        FiveSPart.SMART: Decimal(76),
        FiveSPart.TOTAL: Decimal(76),
    }
    assert scores_of(cast.roads)[FiveSPart.SMART] == Decimal(24)
    assert (scores_of(cast.civil)[FiveSPart.SMART], scores_of(cast.civil)[FiveSPart.TOTAL]) == (0, None)
    assert {row.rank for row in heat_rows(2026)} == {None}


@pytest.mark.usefixtures("write")
def test_reckoning_again_gives_the_same_hash_and_writes_nothing(cast):
    made.confirmed(cast)
    first = made.reckoned(cast)
    again = services.reckon_year(year=2026, actor=cast.bae)
    assert (again.sha256, again.is_new) == (first.sha256, False)
    assert db.session.query(FiveSRun).count() == 1
    with clock.frozen_at(clock.start_of_day(date(2026, 12, 3))):
        assert services.reckon_year(year=2026, actor=None).sha256 == first.sha256


@pytest.mark.usefixtures("write")
def test_a_new_fact_makes_a_new_run_and_a_figure_keeps_its_id(cast):
    made.reckoned(cast)
    before = {(one.department_id, one.part): one.id for one in db.session.query(FiveSFigure)}
    made.confirmed(cast)
    assert services.reckon_year(year=2026, actor=None).is_new
    assert {(one.department_id, one.part): one.id for one in db.session.query(FiveSFigure)} == before
    assert last_run(2026).number == 2
    assert scores_of(cast.traffic)[FiveSPart.SMART] == Decimal(60)


@pytest.mark.usefixtures("write")
def test_a_place_needs_enough_figures_and_is_given_inside_the_peer_group_only(cast):
    made.confirmed(cast)
    made.confirmed(cast, title="해미면이 받은 상", shares={cast.haemi: 100})
    weights = {Value.SMART: Decimal(1)}
    made.reckoned(cast, weights=weights, sources=made.RULE.sources[-2:], least=1)
    ranks = {row.department_id: (row.rank, row.ranked_count) for row in heat_rows(2026)}
    assert ranks[cast.traffic] == (1, 1)
    assert ranks[cast.haemi] == (1, 1)
    assert ranks[cast.civil] == ranks[cast.roads] == (None, 1)


@pytest.mark.usefixtures("write")
def test_a_settled_year_is_frozen_for_everybody(cast):
    made.confirmed(cast)
    made.reckoned(cast)
    row = services.settle_year(actor=cast.choi, year=2026, note="연말 확정")
    assert row.sha256 == last_run(2026).sha256
    made.confirmed(cast, title="뒤늦게 들어온 상")
    for act in (
        lambda: services.reckon_year(year=2026, actor=cast.choi),
        lambda: services.settle_year(actor=cast.choi, year=2026, note=""),
        lambda: made.ruled(cast),
    ):
        with pytest.raises(WrongState):
            act()
    assert services.reckon_open_years(date(2026, 11, 24)) == []
    figure = db.session.query(FiveSFigure.id).first()[0]
    for statement in (
        update(FiveSFigure).where(FiveSFigure.id == figure).values(score=Decimal(100)),
        text("DELETE FROM five_s_figures"),
        text("DELETE FROM five_s_publications"),
        update(FiveSRun).values(sha256="0" * 64),
    ):
        with pytest.raises(BROKEN), db.session.begin_nested():
            db.session.execute(statement)


@pytest.mark.usefixtures("write")
def test_only_the_last_run_of_a_year_can_be_settled(cast):
    made.reckoned(cast)
    old = last_run(2026)
    made.confirmed(cast)
    services.reckon_year(year=2026, actor=None)
    record = FiveSPublication(
        year=2026, run_id=old.id, sha256=old.sha256, published_by_id=cast.choi.id, published_at=clock.now()
    )
    nested = db.session.begin_nested()
    db.session.add(record)
    with pytest.raises(BROKEN):
        db.session.flush()
    nested.rollback()


@pytest.mark.usefixtures("write")
def test_who_may_and_what_cannot_be_reckoned(cast):
    with refused("There are no rules for the 5S index"):
        services.reckon_year(year=2026, actor=cast.choi)
    made.ruled(cast, 2027)
    with refused("The year has not begun yet."):
        services.reckon_year(year=2027, actor=cast.choi)
    for who in (cast.lee, cast.goh, cast.gam):
        with pytest.raises(Denied):
            services.reckon_year(year=2027, actor=who)
        with pytest.raises(Denied):
            services.set_showing(actor=who, shown=FiveSShown.STANDING)


@pytest.mark.usefixtures("write")
def test_rules_are_versions(cast):
    first, second = made.ruled(cast), made.ruled(cast, least=2)
    assert (first.version, second.version) == (1, 2)
    assert year_state(2026).rule is second
    with pytest.raises(BROKEN), db.session.begin_nested():
        db.session.execute(text("UPDATE five_s_rules SET least = 1"))


@pytest.mark.usefixtures("write")
def test_the_public_sees_nothing_until_somebody_has_ticked_it(cast):
    assert shown_now() is FiveSShown.NOTHING
    services.set_showing(actor=cast.choi, shown=FiveSShown.STANDING)
    assert shown_now() is FiveSShown.STANDING


@pytest.mark.usefixtures("write")
def test_an_indicator_reads_the_kept_figure_and_its_sources_as_rows(cast):
    made.confirmed(cast, shares={cast.traffic: 60, cast.roads: 40})
    made.reckoned(cast)
    span = (date(2026, 1, 1), date(2026, 11, 30))
    smart = SOURCES["voice.smart"].readings([cast.traffic, cast.roads], *span)
    assert smart[cast.traffic].figure == Decimal(36)
    assert smart[cast.roads].figure == Decimal(24)
    (awards, proactive) = smart[cast.traffic].rows
    assert (awards.part, awards.of, proactive.part) == (3600, 60, 0)
    assert awards.kind in KINDS
    assert SOURCES["voice.smile"]([cast.traffic], *span) == {}
    assert SOURCES["voice.five_s"]([cast.traffic], *span) == {}
    made.ruled(cast, least=1)
    services.reckon_year(year=2026, actor=None)
    assert SOURCES["voice.five_s"]([cast.traffic], *span) == {cast.traffic: Decimal(36)}
    assert SOURCES["voice.smart"]([cast.traffic], date(2025, 1, 1), date(2025, 12, 31)) == {}


@pytest.mark.usefixtures("write")
def test_a_department_is_read_over_the_years_with_what_the_opened_year_was_made_of(cast):
    made.confirmed(cast, happened_on=date(2025, 5, 5))
    made.confirmed(cast)
    made.confirmed(cast, title="둘째 상")
    made.reckoned(cast, 2025)
    made.reckoned(cast, 2026)
    years = department_years(cast.traffic, opened=2026)
    assert [one.year for one in years] == [2025, 2026]
    assert years[0].index is None
    assert years[1].index.score == years[1].scores[FiveSPart.TOTAL] == Decimal(60)


@pytest.mark.usefixtures("write")
def test_by_the_preset_a_department_without_an_award_has_no_figure(cast):
    made.confirmed(cast)
    made.reckoned(cast, sources=PRESET.sources)
    assert scores_of(cast.traffic)[FiveSPart.SMART] == Decimal(100)
    assert set(scores_of(cast.civil).values()) == {None}
