"""Totals without sentences are the totals that are told; one changed value gives what the whole would."""

from decimal import Decimal

import pytest

from app.core.database import db
from app.core.errors import Refused
from app.core.snapshots import canonical_json
from app.evaluation.enums import AdjustmentKind, Aggregation, Direction, MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure
from app.evaluation.queries.entries import entries_of
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.measures import MeasureDraft, save_measures
from app.evaluation.services.publications import snapshot
from app.evaluation.services.scoring import compute_one, compute_round, recompute
from tests.factories.evaluation import advance, enter, make_indicator, make_panel, make_round
from tests.statements import count_statements

TEAMS = SubUnits.read("1팀 80; 2팀 91", Aggregation.SIMPLE)
PAST = {"2021": "70", "2022": "74", "2023": "78", "2024": "76", "2025": "80"}


@pytest.fixture
def mixed(cast, write):
    """Numbers, letters, yes or no, sub-units, an own past, a panel, and every state."""
    own = {"common": PAST, "departments": {str(cast.civil): {**PAST, "2025": "90"}}}
    indicators = [
        make_indicator(cast.choi, "M1", Method.ATTAINMENT, target=Decimal(70)),
        make_indicator(cast.choi, "M2", Method.TARGET_SETTING, direction=Direction.UP, history=own),
        make_indicator(cast.choi, "M3", Method.TREND, direction=Direction.UP, history={"common": PAST}),
        make_indicator(cast.choi, "M4", Method.GRADES),
        make_indicator(cast.choi, "M5", Method.YES_NO),
        make_indicator(cast.choi, "M6", Method.DIRECT, parameters={"aggregation": "simple"}),
        make_indicator(cast.choi, "M7"),
    ]
    panel = make_panel(cast.choi)
    weights = [(indicator, 12) for indicator in indicators] + [(panel, 16)]
    record = make_round(cast.choi, weights, [cast.traffic, cast.civil, cast.tower])
    advance(cast.choi, record, Phase.MEASURING)
    codes = [indicator.id for indicator in indicators]
    enter(cast.kang, record, cast.traffic, dict(zip([*codes[:5], codes[6]], [81, 79, 83, "B", 1, 90], strict=True)))
    teams = MeasureDraft(indicator_id=codes[5], state=MeasureState.VALUE, actual=TEAMS, note="대장")
    save_measures(actor=cast.kang, record=record, department_id=cast.traffic, drafts=[teams])
    second = ["63.337", 84, "75.5", "A", 0, MeasureState.NOT_DUE, MeasureState.NOT_APPLICABLE]
    enter(cast.seo, record, cast.civil, dict(zip(codes, second, strict=True)))
    return record, indicators, panel


def told(record, result):
    return canonical_json(snapshot(record, result, version=0, correction_reason=""))


def test_every_total_is_the_one_its_sentences_come_to(cast, mixed):
    record, _indicators, _panel = mixed
    result = compute_round(record)
    assert [row.total for row in result.departments] == [row.outcome.total for row in result.departments]
    alone = [compute_one(record, row.member.department_id) for row in result.departments]
    assert [(one.total, one.lines) for one in alone] == [(row.total, row.lines) for row in result.departments]
    assert compute_one(record, cast.haemi) is None


def test_a_column_of_plain_numbers_is_read_at_once_and_anything_more_row_by_row(cast, mixed):
    record, indicators, _panel = mixed
    plain, noted = indicators[1].id, indicators[5].id
    with count_statements() as seen:
        whole = entries_of(record.id)
    assert len(seen) == 2
    assert {key: whole[plain].of(key).actual for key in (cast.traffic, cast.civil)} == {
        cast.traffic: Decimal(79),
        cast.civil: Decimal(84),
    }
    assert whole[noted].of(cast.traffic).note == "대장"
    for key in (cast.traffic, cast.civil, cast.tower):
        alone = entries_of(record.id, key)
        expected = {indicator: known for indicator, column in whole.items() if (known := column.of(key))}
        assert {indicator: column.of(key) for indicator, column in alone.items()} == expected


def test_one_changed_value_gives_to_the_letter_what_the_whole_gives(cast, mixed):
    record, indicators, _panel = mixed
    before = compute_round(record)
    enter(cast.seo, record, cast.civil, {indicators[0].id: 99, indicators[6].id: 12})
    again = recompute(record, before, cast.civil)
    assert told(record, again) == told(record, compute_round(record)) != told(record, before)
    bonus = AdjustmentDraft(
        department_id=cast.traffic,
        kind=AdjustmentKind.BONUS,
        item="상",
        source="case:1",
        points=Decimal(2),
        reason="우수",
    )
    adjust_points(actor=cast.choi, record=record, draft=bonus)
    assert told(record, recompute(record, again, cast.traffic)) == told(record, compute_round(record))


def test_the_number_of_statements_does_not_grow_with_the_round(cast, mixed):
    record, _indicators, _panel = mixed
    compute_round(record)
    with count_statements() as whole:
        compute_round(record)
    db.session.query(ActualMeasure).filter(ActualMeasure.department_id == cast.traffic).delete()
    with count_statements() as less:
        compute_round(record)
    assert len(whole) == len(less) <= 9


def test_a_value_that_cannot_be_scored_is_named_with_its_department(cast, mixed):
    record, indicators, _panel = mixed
    row = db.session.query(ActualMeasure).filter_by(indicator_id=indicators[6].id, department_id=cast.traffic).one()
    row.value = Decimal(140)
    db.session.flush()
    with pytest.raises(Refused, match="교통과, 지표 M7: 평점은 0에서 100 사이"):
        compute_round(record)
