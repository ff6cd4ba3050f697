"""Each S as an indicator: real surveys and records, the score with its rows, and the picture a round keeps of them."""

import pytest

from app.core.database import db, transaction
from app.evaluation.enums import MeasureState, Phase
from app.evaluation.models import ActualMeasure
from app.evaluation.queries.source_pictures import pictures_of
from app.reactions import SOURCE_ROWS
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose
from app.voice.models.five_s import FiveSFigure
from app.voice.rules.five_s_plain import PRESET
from app.voice.services import voice_answers
from tests.factories import voice_five_s as made
from tests.factories import voice_handling as records
from tests.factories import voice_surveys as surveys
from tests.factories.evaluation import advance, make_indicator, make_round
from tests.factories.voice_customer_voices import an_answered_voice

FIRST, NEXT_DAY, FOUR_DAYS_ON = "2026-03-03 10:00", "2026-03-04 10:00", "2026-03-09 10:00"
"""A Tuesday, Wednesday, and the Monday after: one and four working days later."""


def smile(cast):
    """Ten answers of 87.5 on the mean, five calls of four stars (75)."""
    with transaction():
        surveys.result(cast, {cast.traffic: surveys.steps(0, 0, 0, 5, 5)})
        for _call in range(5):
            voice_answers.make_happy_call(actor=cast.choi, voice=an_answered_voice(cast), points=4, note="")


def simple(cast):
    """Twelve cases of two days before; now six of two days and six of one: a quarter less."""
    before = [records.row(f"b{n}", "2025-03-04 10:00", "2025-03-06 10:00") for n in range(12)]
    as_before = [records.row(f"a{n}", FIRST, "2026-03-05 10:00") for n in range(6)]
    shorter = [records.row(f"s{n}", FIRST, NEXT_DAY) for n in range(6)]
    records.entered(cast.choi, *before, *as_before, *shorter)


def soft(cast):
    """Six colleagues of other departments give four of five: 75."""
    with transaction():
        survey = surveys.survey(
            cast,
            surveys.SCALE,
            purpose=SurveyPurpose.COOPERATION,
            audience=SurveyAudience.STAFF,
        )
        surveys.result(cast, {cast.traffic: surveys.steps(0, 0, 0, 6)}, record=survey)


def speed(cast):
    """Eight cases of one day and two of four, all with three days: 16 of 30 days taken, two of ten late."""
    quick = [records.row(f"q{n}", FIRST, NEXT_DAY) for n in range(8)]
    late = [records.row(f"l{n}", FIRST, FOUR_DAYS_ON) for n in range(2)]
    records.entered(cast.choi, *quick, *late)


CASES = [
    # surveys 100 × (87.5 − 50) ÷ 50 = 75, calls 100 × (75 − 50) ÷ 50 = 50; (80 × 75 + 20 × 50) ÷ 100
    (smile, "70.00", {"five_s_source_surveys": ("6000.00", 80), "five_s_source_answers": ("1000.00", 20)}),
    # 25 % less of 30 %: 100 × 25 ÷ 30
    (simple, "83.33", {"five_s_source_same_work": ("8333.33", 100)}),
    # 100 × (75 − 50) ÷ 50
    (soft, "50.00", {"five_s_source_cooperation": ("5000.00", 100)}),
    # 14 ÷ 30 = 46.67 % of 50 % is 93.33; in time 80 % is 0 points; (70 × 93.33 + 30 × 0) ÷ 100
    (speed, "65.33", {"five_s_source_shortening": ("6533.33", 70), "five_s_source_in_time": ("0.00", 30)}),
]


@pytest.mark.parametrize(("build", "figure", "rows"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_an_indicator_reads_an_s_with_the_rows_behind_it(app, cast, as_, build, figure, rows):
    build(cast)
    name = f"voice.{build.__name__}"
    with transaction():
        made.reckoned(cast, sources=PRESET.sources)
        indicator = make_indicator(cast.choi, "V1", named_source=name)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.SELF_REVIEW)
    (picture,) = pictures_of(record.id, cast.traffic)
    assert (picture.source, str(round(picture.figure, 2))) == (name, figure)
    assert {row.kind: (str(round(row.part, 2)), row.of) for row in picture.rows} == rows
    measures = {row.department_id: row for row in db.session.query(ActualMeasure)}
    assert str(round(measures[cast.traffic].value, 2)) == figure
    assert measures[cast.civil].state is MeasureState.NOT_APPLICABLE
    (kept,) = db.session.query(FiveSFigure.score).filter_by(department_id=cast.traffic, part=build.__name__, year=2026)
    assert str(kept.score) == figure
    for row in picture.rows:
        kind = SOURCE_ROWS[row.kind]
        assert (kind.endpoint, kind.parameter) == ("voice.show_five_s_figure", "figure_id")
        assert figure in as_(cast.park).get(f"/voice/five-s/figures/{row.id}").text
