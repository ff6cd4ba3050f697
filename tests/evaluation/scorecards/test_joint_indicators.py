"""Joint indicators: one value of a lead department, shares of the weight that sum to 100, fixed once the round is open."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Refused, WrongState
from app.core.figures import HUNDRED
from app.evaluation.enums import CorrectionKind, MeasureState, Method, Phase
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.joint_indicators import joint_of
from app.evaluation.queries.measures import measure_rows, member_or_404
from app.evaluation.queries.rounds import department_progress
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.points import IndicatorLine, total_points
from app.evaluation.rules.sums import TotalRule
from app.evaluation.services.corrections import check_corrections
from app.evaluation.services.joint_indicators import check_joint, drop_joint_indicator, set_joint_indicator
from app.evaluation.services.rounds import change_phase, set_members
from app.evaluation.services.scoring import compute_one, compute_round, recompute
from tests.factories.evaluation import advance, approve, enter, exempt, make_indicator, make_panel, make_round
from tests.formulas import Formulas
from tests.statements import count_statements


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def planned(cast, app):
    """A round of 교통과 and 민원봉사과 with A1 (60) and B1 (40), both typed in."""
    with transaction():
        first, second = make_indicator(cast.choi, "A1"), make_indicator(cast.choi, "B1")
        record = make_round(cast.choi, [(first, 60), (second, 40)], [cast.traffic, cast.civil])
        return record.id, first.id, second.id


def record_of(planned):
    return db.session.get_one(EvaluationRound, planned[0])


def share(cast, planned, traffic="70", civil="30", *, lead=None):
    shares = {cast.traffic: Decimal(traffic), cast.civil: Decimal(civil)}
    set_joint_indicator(
        actor=cast.choi,
        record=record_of(planned),
        indicator_id=planned[1],
        lead=lead or cast.traffic,
        shares=shares,
    )


def test_shares_can_be_set_changed_and_taken_away_while_planned(cast, planned):
    with transaction():
        share(cast, planned)
        share(cast, planned, "50", "50")
    assert set(joint_of(planned[0]).shares.values()) == {Decimal(50)}
    with transaction():
        drop_joint_indicator(actor=cast.choi, record=record_of(planned), indicator_id=planned[1])
    assert joint_of(planned[0]).leads == {}


@pytest.mark.parametrize(("traffic", "civil"), [("70", "29.99"), ("100", "0")])
def test_shares_sum_to_exactly_100(cast, planned, traffic, civil):
    with transaction(), pytest.raises(Refused):
        share(cast, planned, traffic, civil)


def test_the_check_takes_the_same_statements_however_many_are_joint(cast, planned):
    with transaction():
        share(cast, planned)
    with count_statements() as one:
        check_joint(record_of(planned))
    with transaction():
        share(cast, (planned[0], planned[2], planned[1]))
    with count_statements() as two:
        check_joint(record_of(planned))
    assert len(two) == len(one)


def test_a_share_belongs_to_a_joint_indicator_in_the_database(cast, planned):
    statement = "INSERT INTO joint_shares (round_id, indicator_id, department_id, share) VALUES (:r, :i, :d, '50')"
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement), {"r": planned[0], "i": planned[1], "d": cast.traffic})


def test_only_typed_indicators_of_the_round_can_be_joint(cast, app):
    with transaction():
        panel, other = make_panel(cast.choi), make_indicator(cast.choi, "X1")
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        for indicator in (panel, other):
            with pytest.raises(Refused):
                set_joint_indicator(
                    actor=cast.choi,
                    record=record,
                    indicator_id=indicator.id,
                    lead=cast.traffic,
                    shares={cast.traffic: Decimal(50), cast.civil: Decimal(50)},
                )


def test_only_the_lead_department_enters_and_the_others_owe_nothing(cast, planned):
    with transaction():
        share(cast, planned)
        advance(cast.choi, record_of(planned), Phase.MEASURING)
        enter(cast.kang, record_of(planned), cast.traffic, {planned[1]: 90, planned[2]: 80})
        with pytest.raises(Refused):
            enter(cast.seo, record_of(planned), cast.civil, {planned[1]: 10})
    progress = {row.department_id: (row.entered, row.expected) for row in department_progress(planned[0])}
    assert progress == {cast.traffic: (2, 2), cast.civil: (0, 1)}
    member = member_or_404(record_of(planned), cast.civil, cast.seo)
    row = next(row for row in measure_rows(record_of(planned), member) if row.indicator_id == planned[1])
    assert (row.shown, row.lead, row.share, row.is_typed, row.is_waiting) == (
        "90",
        "교통과",
        Decimal(30),
        False,
        False,
    )


def test_closing_marks_nothing_missing_that_the_lead_has_entered(cast, planned):
    with transaction():
        share(cast, planned)
        advance(cast.choi, record_of(planned), Phase.MEASURING)
        enter(cast.kang, record_of(planned), cast.traffic, {planned[1]: 90})
        approve(cast.lee, record_of(planned), cast.traffic)
        advance(cast.choi, record_of(planned), Phase.SELF_REVIEW)
        found = db.session.execute(
            text("SELECT department_id FROM measures WHERE indicator_id = :i AND state = 'missing'"), {"i": planned[1]}
        )
        assert found.all() == []


def test_a_round_opens_only_when_everybody_measured_has_a_share(cast, planned):
    with transaction():
        share(cast, planned)
        members = [cast.traffic, cast.civil, cast.roads]
        set_members(actor=cast.choi, record=record_of(planned), department_ids=members)
        with pytest.raises(Refused, match="도로과"):
            change_phase(actor=cast.choi, record=record_of(planned), to=Phase.MEASURING)


def test_shares_are_fixed_once_the_round_is_open(cast, planned):
    with transaction():
        share(cast, planned)
        advance(cast.choi, record_of(planned), Phase.MEASURING)
        with pytest.raises(WrongState):
            share(cast, planned, "50", "50")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE joint_shares SET share = '50'", "DELETE FROM joint_indicators", "DELETE FROM joint_shares"],
)
def test_shares_are_fixed_in_the_database_too(cast, planned, statement):
    with transaction():
        share(cast, planned)
        advance(cast.choi, record_of(planned), Phase.MEASURING)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_page_keeps_what_was_typed(cast, as_, planned):
    client, path = as_(cast.choi), f"/rounds/{planned[0]}/joint-indicators/{planned[1]}"
    data = {"lead_id": cast.traffic, f"share_{cast.traffic}": "70", f"share_{cast.civil}": "29"}
    wrong = client.post(path, data=data)
    assert wrong.status_code == 422
    assert 'value="29"' in text_of(wrong)
    assert "99" in text_of(wrong)
    text_in = client.post(path, data={**data, f"share_{cast.civil}": "△3"})
    assert text_in.status_code == 422
    assert 'value="△3"' in text_of(text_in)
    assert client.post(path, data={**data, f"share_{cast.civil}": "30"}).status_code == 302
    page = text_of(client.get(f"/rounds/{planned[0]}/joint-indicators"))
    assert "교통과" in page
    assert "70" in page
    with transaction():
        advance(cast.choi, record_of(planned), Phase.MEASURING)
    assert client.post(path, data={**data, f"share_{cast.civil}": "30"}).status_code == 409
    own = text_of(as_(cast.seo).get(f"/rounds/{planned[0]}/departments/{cast.civil}/measures"))
    assert "교통과" in own


def test_an_attainment_can_be_joint_too(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi, "A1", Method.ATTAINMENT)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        set_joint_indicator(
            actor=cast.choi,
            record=record,
            indicator_id=indicator.id,
            lead=cast.civil,
            shares={cast.traffic: Decimal(50), cast.civil: Decimal(50)},
        )
        assert joint_of(record.id).source_of(indicator.id, cast.traffic) == (indicator.id, cast.civil)


@pytest.fixture
def measured(cast, planned):
    """A1 is joint (교통과 70, 민원봉사과 30) with the value 90; B1 is 80 in 교통과 and 50 in 민원봉사과."""
    with transaction():
        share(cast, planned)
        advance(cast.choi, record_of(planned), Phase.MEASURING)
        enter(cast.kang, record_of(planned), cast.traffic, {planned[1]: 90, planned[2]: 80})
        enter(cast.seo, record_of(planned), cast.civil, {planned[2]: 50})
    return planned


def totals(result):
    return {score.member.department: score.total for score in result.departments}


def test_one_value_scores_everybody_and_the_weight_is_carried_by_shares(cast, measured):
    """교통과 carries 42 + 40 = 82, 민원봉사과 18 + 40 = 58: (42 × 90 + 40 × 80) ÷ 82 and (18 × 90 + 40 × 50) ÷ 58."""
    result = compute_round(record_of(measured))
    assert totals(result) == {"교통과": Decimal("85.12"), "민원봉사과": Decimal("62.41")}
    for score in result.departments:
        assert score.outcome.total == score.total
        line = next(line for line in score.lines if line.exact.code == "A1")
        assert (line.actual, line.exact.score) == (Decimal(90), Decimal(90))
        assert abs(sum(each.effective_weight for each in score.outcome.lines) - 100) < Decimal("1e-40")


def test_the_derivation_says_what_is_carried(cast, measured):
    result = compute_round(record_of(measured))
    civil = next(score for score in result.departments if score.member.department == "민원봉사과")
    line = next(line for line in civil.lines if line.exact.code == "A1")
    words = [str(step) for step in line.exact.derivation]
    assert any("60 × 30 ÷ 100 = 18" in step for step in words)
    assert any(step.startswith("60 × 30 ÷ 100 × 100 ÷ 58 × 90 ÷ 100") for step in words)
    assert any("58" in str(step) for step in civil.outcome.derivation)
    value, uncertainty = Formulas(" → ".join(words)).results[-1]
    assert abs(value - Fraction(line.exact.points)) <= uncertainty + Fraction(1, 10**40)


def test_one_department_alone_scores_the_same(cast, measured):
    one = compute_one(record_of(measured), cast.civil)
    assert one is not None
    assert (one.total, one.outcome.total) == (Decimal("62.41"), Decimal("62.41"))


def test_a_new_value_of_the_lead_moves_all_that_share_it(cast, measured):
    before = compute_round(record_of(measured))
    with transaction():
        enter(cast.kang, record_of(measured), cast.traffic, {measured[1]: 100, measured[2]: 80})
    again = recompute(record_of(measured), before, cast.traffic)
    assert totals(again) == totals(compute_round(record_of(measured)))
    assert totals(again)["민원봉사과"] == Decimal("65.52")


def test_what_does_not_apply_leaves_its_weight_to_the_rest(cast, measured):
    """민원봉사과 without B1 has 18 of its own: all of 100 rests on the joint value."""
    with transaction():
        rows = enter(cast.seo, record_of(measured), cast.civil, {measured[2]: MeasureState.NOT_APPLICABLE})
        approve(cast.yoon, record_of(measured), cast.civil)
        exempt(cast.choi, record_of(measured), *rows)
    assert totals(compute_round(record_of(measured)))["민원봉사과"] == Decimal("90.00")


@given(
    st.integers(1, 99),
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 100)), min_size=1, max_size=6),
    st.integers(0, 100),
)
def test_a_total_stays_between_the_scores_and_shares_of_100_change_nothing(part, others, score):
    lines = [_line("J", 40, score, Decimal(part)), *(_line(f"I{n}", *each) for n, each in enumerate(others))]
    found = total_points(lines, (), TotalRule(digits=6))
    scores = [score, *(figure for _weight, figure in others)]
    scale = found.whole_weight / 100
    assert min(scores) * scale - Decimal("1e-9") <= found.exact_total <= max(scores) * scale + Decimal("1e-9")
    whole = [replace(line, share=Decimal(100)) for line in lines]
    plain = [_line("J", 40, score), *(_line(f"I{n}", *each) for n, each in enumerate(others))]
    assert total_points(whole) == total_points(plain)


def _line(code, weight, score, share=HUNDRED):
    scored = Scored(method=Method.DIRECT, score=Decimal(score), derivation=())
    return IndicatorLine(
        code=code, name=code, weight=Decimal(weight), state=MeasureState.VALUE, scored=scored, share=share
    )


def test_a_joint_value_is_corrected_at_its_lead_department_only(cast, measured):
    def draft(department_id):
        return CorrectionDraft(
            kind=CorrectionKind.MEASURE,
            after={"state": "value", "value": "70"},
            reason="원자료를 다시 확인함",
            department_id=department_id,
            indicator_id=measured[1],
        )

    with pytest.raises(Refused):
        check_corrections(record_of(measured), [draft(cast.civil)])
    _checked, result = check_corrections(record_of(measured), [draft(cast.traffic)])
    assert totals(result)["민원봉사과"] == Decimal("56.21")
