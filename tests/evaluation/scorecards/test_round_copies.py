"""Last year's round taken over: weights, definitions, and the past five years of published rounds."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Refused, WrongState
from app.evaluation.enums import Direction, Method, Phase
from app.evaluation.models import EvaluationRound, Indicator, RoundCopy
from app.evaluation.queries.past_results import published_results
from app.evaluation.queries.round_copies import carried_targets
from app.evaluation.queries.scoring import compositions_of
from app.evaluation.services import publications
from app.evaluation.services.indicators import keep_target
from app.evaluation.services.round_copies import copy_round, plan_copy
from app.evaluation.services.rounds import RoundDraft, Share, open_round, set_composition
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_panel, make_round
from tests.statements import count_statements


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def rounds(cast, app):
    """2026-R is published (교통과 90, 민원봉사과 not handed in); 2027 is planned."""
    with transaction():
        indicator = make_indicator(
            cast.choi, "A1", Method.LINE, target=Decimal(100), worst=Decimal(0), history={"common": {"2025": "70"}}
        )
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: "90"})
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
        publications.publish_round(actor=cast.choi, record=record)
        new = open_round(
            actor=cast.choi,
            draft=RoundDraft(
                code="2027", name="2027년", year=2027, starts_on=date(2027, 1, 1), base_on=date(2027, 11, 30)
            ),
        )
        return record.id, new.id, indicator.id


def both(rounds):
    return db.session.get_one(EvaluationRound, rounds[1]), db.session.get_one(EvaluationRound, rounds[0])


def test_only_published_results_count_and_missing_stays_missing(cast, rounds):
    assert published_results(2022, 2026) == {rounds[2]: {str(cast.traffic): {"2026": "90"}}}
    assert published_results(2020, 2025) == {}


def test_a_look_saves_nothing(cast, rounds):
    new, old = both(rounds)
    plan = plan_copy(record=new, source=old)
    (line,) = plan.lines
    assert (line.is_carried, plan.results, plan.replaces) == (True, 1, 0)
    assert not compositions_of(new.id)
    assert db.session.get_one(Indicator, rounds[2]).history == {"common": {"2025": "70"}}


def test_weights_and_past_results_are_taken_over_and_targets_are_marked(cast, rounds):
    with transaction():
        new, old = both(rounds)
        copy_round(actor=cast.choi, record=new, source=old)
    new, old = both(rounds)
    assert {row.peer_group_id: row.weight for row in compositions_of(new.id)} == {
        row.peer_group_id: row.weight for row in compositions_of(old.id)
    }
    sheet = db.session.get_one(Indicator, rounds[2])
    assert sheet.history == {"common": {"2025": "70"}, "departments": {str(cast.traffic): {"2026": "90"}}}
    assert compositions_of(new.id)[0].history == sheet.history
    carried = carried_targets(new)
    assert carried is not None
    assert carried.indicator_ids == {rounds[2]}
    assert carried_targets(old) is None


def test_a_decision_about_the_target_takes_the_mark_away(cast, rounds):
    with clock.frozen_at(datetime(2026, 12, 21, 1, 0, tzinfo=UTC)), transaction():
        new, old = both(rounds)
        copy_round(actor=cast.choi, record=new, source=old)
        keep_target(
            actor=cast.choi, indicator=db.session.get_one(Indicator, rounds[2]), reason="작년 실적이 90에 머물렀다"
        )
        assert carried_targets(new).indicator_ids == frozenset()


def test_an_indicator_that_was_not_copied_has_no_mark(cast, rounds):
    with transaction():
        new, old = both(rounds)
        copy_round(actor=cast.choi, record=new, source=old)
        group = compositions_of(new.id)[0].peer_group_id
        fresh = make_indicator(cast.choi, "A2", Method.LINE, target=Decimal(100), worst=Decimal(0))
        kept = db.session.get_one(Indicator, rounds[2])
        shares = [Share(indicator=one, peer_group_id=group, weight=Decimal(50)) for one in (kept, fresh)]
        set_composition(actor=cast.choi, record=new, shares=shares)
    assert carried_targets(both(rounds)[0]).indicator_ids == {rounds[2]}


def test_a_second_copy_finds_nothing_more_to_fill_in(cast, rounds):
    for _time in range(2):
        with transaction():
            new, old = both(rounds)
            plan = copy_round(actor=cast.choi, record=new, source=old)
    assert (plan.results, plan.replaces) == (0, 3)
    assert db.session.get_one(Indicator, rounds[2]).version == 2


def test_a_digest_of_yesterday_is_a_conflict(cast, rounds):
    new, old = both(rounds)
    with transaction(), pytest.raises(Conflict):
        copy_round(actor=cast.choi, record=new, source=old, digest="0" * 64)
    with transaction(), pytest.raises(Conflict):
        copy_round(actor=cast.choi, record=new, source=old, digest="")


def test_an_open_round_and_the_round_itself_are_refused(cast, rounds):
    new, old = both(rounds)
    with pytest.raises(WrongState):
        plan_copy(record=old, source=new)
    with pytest.raises(Refused):
        plan_copy(record=new, source=new)


def test_groups_keep_targets_of_their_own(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi, "A1", Method.ATTAINMENT)
        old = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.daesan])
        first = compositions_of(old.id)[0]
        first.target = Decimal(80)
        group = first.peer_group_id
        db.session.flush()
        new = make_round(cast.choi, [], [cast.traffic], code="2027")
        copy_round(actor=cast.choi, record=new, source=old)
        targets = {row.peer_group_id: row.target for row in compositions_of(new.id)}
    assert targets[group] == Decimal(80)
    assert set(targets.values()) == {Decimal(80), Decimal(50)}


def test_a_panel_is_copied_with_its_scores_as_past(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        old = make_round(cast.choi, [(panel, 100)], [cast.traffic])
        new = make_round(cast.choi, [], [cast.traffic], code="2027")
        copy_round(actor=cast.choi, record=new, source=old)
        assert [row.code for row in compositions_of(new.id)][:1] == ["Q1"]


def test_the_page_looks_first_and_then_takes_over(cast, as_, rounds):
    client = as_(cast.choi)
    answer = client.get(f"/rounds/{rounds[1]}/copies/new")
    page = text_of(answer)
    assert "A1 지표 A1" in page
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    stale = client.post(f"/rounds/{rounds[1]}/copies", data={"source_id": rounds[0], "digest": "1" * 64})
    assert stale.status_code == 409
    data = {"source_id": rounds[0], "digest": digest[1]}
    assert client.post(f"/rounds/{rounds[1]}/copies", data=data).status_code == 302
    setup = text_of(client.get(f"/rounds/{rounds[1]}/setup"))
    assert "2026-R" in setup
    assert client.post(f"/rounds/{rounds[0]}/copies", data={"source_id": rounds[1], "digest": ""}).status_code == 409
    assert client.get(f"/rounds/{rounds[0]}/copies/new").status_code == 200


def test_copies_are_never_changed_in_the_database(cast, rounds):
    with transaction():
        new, old = both(rounds)
        copy_round(actor=cast.choi, record=new, source=old)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("DELETE FROM round_copies"))
    assert db.session.scalar(select(RoundCopy.id)) is not None


def test_the_trend_of_a_department_with_one_year_stays_the_common_one(cast, app):
    common = {"2022": "70", "2023": "74", "2024": "78", "2025": "76"}
    with transaction():
        indicator = make_indicator(cast.choi, "T1", Method.TREND, direction=Direction.UP, history={"common": common})
        old = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
        advance(cast.choi, old, Phase.MEASURING)
        enter(cast.kang, old, cast.traffic, {indicator.id: "80"})
        approve(cast.lee, old, cast.traffic)
        advance(cast.choi, old, Phase.CALIBRATION)
        publications.publish_round(actor=cast.choi, record=old)
        new = open_round(
            actor=cast.choi,
            draft=RoundDraft(
                code="2027", name="2027년", year=2027, starts_on=date(2027, 1, 1), base_on=date(2027, 11, 30)
            ),
        )
        plan = copy_round(actor=cast.choi, record=new, source=old)
        assert plan.lines[0].past.too_short == (str(cast.traffic),)
        assert db.session.get_one(Indicator, indicator.id).history == {"common": common}


def test_keeping_a_target_is_refused_where_there_is_none(cast, app):
    with transaction(), pytest.raises(Refused):
        keep_target(actor=cast.choi, indicator=make_indicator(cast.choi), reason="그대로 두기로 하였다")


def test_the_page_asks_at_most_eight_times_for_one_indicator_and_for_three(cast, as_, rounds):
    client, path = as_(cast.choi), f"/rounds/{rounds[1]}/copies/new"

    def asked():
        client.get(path)
        with count_statements() as found:
            assert client.get(path).status_code == 200
        return len(found)

    one = asked()
    with transaction():
        more = [make_indicator(cast.choi, code) for code in ("C1", "C2", "C3")]
        for code in ("2026-S", "2026-T"):
            make_round(cast.choi, list(zip(more, (40, 30, 30), strict=True)), [cast.traffic], code=code)
        third = db.session.scalars(select(EvaluationRound).where(EvaluationRound.code == "2026-T")).one()
    text = client.get(f"{path}?source={third.id}").text
    assert all(indicator.code in text for indicator in more)
    path = f"{path}?source={third.id}"
    assert (one, asked()) == (7, 7)
