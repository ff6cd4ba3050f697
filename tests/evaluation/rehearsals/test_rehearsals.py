"""Draft rules on frozen data: the same rules move nobody, others move whom they should, and nothing is written."""

import io
import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid, Refused
from app.core.snapshots import fingerprint
from app.evaluation.enums import Direction, GradeScheme, Method, MissingRule, Phase
from app.evaluation.models import ActualMeasure, Composition, Correction, EvaluationRound, Publication, Rehearsal
from app.evaluation.queries.results import content_of
from app.evaluation.services import rehearsals as services
from app.evaluation.services.calibration import close_session
from app.evaluation.services.publications import publish_round
from app.evaluation.services.rehearsal_rules import RulesChoice, draft_rules, published_rules
from app.evaluation.services.scoring import compute_round
from tests.factories.calibration import calibrating_round, cases_of, change, session_of
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round


@pytest.fixture
def published(cast, app):
    """교통과 (calibrated 88 and 80: 84.00) and 민원봉사과 (79.5 and 90: 84.75), published after calibration."""
    with transaction():
        record, panel = calibrating_round(cast)
        session = session_of(cast, record)
        change(cast, record, cases_of(session)[0], 88)
        close_session(actor=cast.choi, record=record, session=session)
        publish_round(actor=cast.choi, record=record)
    (publication,) = db.session.query(Publication).all()
    return record, publication, panel


def tried(record, publication, **choice):
    rules = draft_rules(record, publication.version, RulesChoice(**choice))
    return rules, services.rehearse(record, publication, rules)


def places(found):
    return {
        shift.department: (shift.before.rank, shift.after.rank, shift.before.total, shift.after.total)
        for group in found.groups
        for shift in group.shifts
    }


def test_the_same_rules_move_nobody_and_give_equal_totals(cast, published):
    record, publication, _panel = published
    rules, found = tried(record, publication)
    assert rules == published_rules(record, publication.version)
    assert (found.moved, found.reranked, found.regraded, found.untried, found.left_out) == (0, 0, 0, (), ())
    before = {row["department"]: Decimal(row["total"]) for row in content_of(publication.id)["departments"]}
    assert {name: after for name, (_b, _a, _t, after) in places(found).items()} == before


def test_other_weights_move_who_they_should(cast, published):
    record, publication, _panel = published
    _rules, found = tried(record, publication, changes="2026-K-Q; 배점; 80\n2026-K-A; weight; 20")
    assert places(found) == {
        "교통과": (2, 1, Decimal(84), Decimal("86.4")),
        "민원봉사과": (1, 2, Decimal("84.75"), Decimal("81.6")),
    }
    assert (found.reranked, [shift.department for shift in found.biggest]) == (2, ["민원봉사과", "교통과"])
    assert found.groups[0].correlation == -1


def test_rounding_grades_and_scheme_can_be_tried(cast, published):
    record, publication, _panel = published
    cuts = [("S", Decimal("84.75")), ("A", None)]
    rules, found = tried(record, publication, digits=0, grade_scheme=GradeScheme.CUTS, grades=cuts)
    assert {shift.department: (shift.after.total, shift.after.grade) for shift in found.groups[0].shifts} == {
        "민원봉사과": (Decimal(85), "S"),
        "교통과": (Decimal(84), "A"),
    }
    assert rules["grade_scheme"] == "cuts"


def test_nothing_is_written_by_trying(cast, published):
    record, publication, _panel = published
    before = [db.session.query(kind).count() for kind in (Composition, ActualMeasure, Correction, Publication)]
    figures = compute_round(record)
    tried(record, publication, changes="2026-K-Q; 배점; 80\n2026-K-A; weight; 20", digits=0)
    assert not db.session.new
    assert not db.session.dirty
    db.session.expire_all()
    after = [db.session.query(kind).count() for kind in (Composition, ActualMeasure, Correction, Publication)]
    assert (after, record.digits) == (before, 2)
    assert [d.outcome.total for d in compute_round(record).departments] == [
        d.outcome.total for d in figures.departments
    ]


def test_a_draft_round_is_matched_by_code_and_what_last_year_did_not_have_is_left_out(cast, published):
    record, publication, panel = published
    with transaction():
        old = db.session.query(Composition).filter_by(round_id=record.id, code="2026-K-A").first()
        new = make_indicator(cast.choi, "2027-N")
        measured = db.session.get_one(type(panel), old.indicator_id)
        draft = make_round(
            cast.choi, [(panel, 30), (measured, 30), (new, 40)], [cast.traffic, cast.civil], code="2027-D"
        )
    _rules, found = tried(record, publication, draft=draft)
    assert [(row.code, row.departments) for row in found.untried] == [("2027-N", ())]
    assert found.moved == 0, "30 and 30 re-based to 50 and 50 give what was published"
    assert db.session.get_one(EvaluationRound, draft.id).phase is Phase.PLANNING


def test_departments_that_are_not_in_the_draft_are_named(cast, published):
    record, publication, panel = published
    with transaction():
        draft = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.roads], code="2027-E")
    _rules, found = tried(record, publication, draft=draft)
    assert found.left_out == ("민원봉사과",)
    assert places(found) == {"교통과": (2, 1, Decimal(84), Decimal(88))}


def test_a_method_that_cannot_score_what_was_measured_is_named_with_its_reason(cast, app):
    with transaction():
        one, other = make_indicator(cast.choi, "T1"), make_indicator(cast.choi, "T2")
        record = make_round(cast.choi, [(one, 60), (other, 40)], [cast.traffic], code="2026-T")
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {one.id: 80, other.id: 70})
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
        publication = publish_round(actor=cast.choi, record=record)
    rules = published_rules(record, 1)
    for line in rules["lines"]:
        if line["code"] == "T2":
            line.update(method=Method.YES_NO.value)
    found = services.rehearse(record, publication, rules)
    assert [row.code for row in found.untried] == ["T2"]
    assert places(found)["교통과"][3] == Decimal(80)


def test_targets_stay_those_of_the_year_unless_asked_for(cast, app):
    with transaction():
        measured = make_indicator(cast.choi, "G1", Method.ATTAINMENT, target=Decimal(100), direction=Direction.UP)
        record = make_round(cast.choi, [(measured, 100)], [cast.traffic], code="2026-G")
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {measured.id: 50})
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
        publication = publish_round(actor=cast.choi, record=record)
        draft = make_round(cast.choi, [(measured, 100)], [cast.traffic], code="2027-G")
        for row in db.session.query(Composition).filter_by(round_id=draft.id):
            row.target = Decimal(200)
    assert places(tried(record, publication, draft=draft)[1])["교통과"][3] == Decimal(50)
    assert places(tried(record, publication, draft=draft, with_targets=True)[1])["교통과"][3] == Decimal(25)
    assert places(tried(record, publication, changes="g1; 목표; 400")[1])["교통과"][3] == Decimal("12.5")


@pytest.mark.parametrize(
    "changes",
    [
        "2026-K-Q; 배점; 80",
        "없는지표; 배점; 10",
        "2026-K-Q; 배점; 열",
        "2026-K-Q; 색깔; 3",
        "2026-K-Q; 배점",
        "없는과; 평가군; 사업부서",
        "교통과; 평가군; 없는군",
        "2026-K-Q; 배점; NaN",
    ],
)
def test_typed_changes_that_cannot_be_read_or_do_not_add_up_are_refused(cast, published, changes):
    record, publication, _panel = published
    with pytest.raises((Invalid, Refused)):
        tried(record, publication, changes=changes)


def test_a_rehearsal_is_kept_with_its_rules_and_hash(cast, published):
    record, publication, _panel = published
    rules, found = tried(record, publication, changes="2026-K-Q; 배점; 80\n2026-K-A; weight; 20")
    with transaction():
        kept = services.keep_rehearsal(
            actor=cast.choi, record=record, publication=publication, draft_id=None, rules=rules, name="정성 80"
        )
    assert (kept.rules_sha256, json.loads(kept.rules)) == (fingerprint(rules), rules)
    assert kept.outcome_sha256 == found.outcome_sha256
    again = services.rehearse(record, publication, services.kept_rules(kept))
    assert places(again) == places(found)
    for name, problem in (("정성 80", Conflict), ("  ", Refused)):
        with pytest.raises(problem), transaction():
            services.keep_rehearsal(
                actor=cast.choi, record=record, publication=publication, draft_id=None, rules=rules, name=name
            )
    with pytest.raises(Denied), transaction():
        services.keep_rehearsal(
            actor=cast.gam, record=record, publication=publication, draft_id=None, rules=rules, name="감사"
        )
    for statement in ("UPDATE rehearsals SET name = '다른 이름'", "DELETE FROM rehearsals"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_the_pages_try_keep_show_and_export(cast, as_, published):
    _record, publication, _panel = published
    client = as_(cast.choi)
    query = {"publication_id": publication.id, "changes": "2026-K-Q; 배점; 80\n2026-K-A; weight; 20"}
    page = client.get("/rehearsals/new", query_string=query)
    assert page.status_code == 200
    assert "86.4" in page.text
    assert db.session.query(Rehearsal).count() == 0
    refused = client.get("/rehearsals/new", query_string=query | {"changes": "2026-K-Q; 배점; 80"})
    assert refused.status_code == 422
    assert "2026-K-Q; 배점; 80" in refused.text
    assert client.post("/rehearsals", data=query).status_code == 422
    answer = client.post("/rehearsals", data=query | {"name": "정성 80"})
    assert answer.status_code == 302
    assert client.post("/rehearsals", data=query | {"name": "정성 80"}).status_code == 409
    for reader in (cast.choi, cast.gam):
        assert "정성 80" in as_(reader).get("/rehearsals").text
        assert "86.4" in as_(reader).get(answer.location).text
    book = load_workbook(io.BytesIO(as_(cast.gam).get(f"{answer.location}.xlsx").data))
    rows = [[cell.value for cell in row] for row in book["부서별"].iter_rows(min_row=2)]
    assert rows[0][1:5] == ["교통과", 84, 86.4, 2.4]
    assert book.sheetnames == ["예행", "부서별", "평가군별", "배점", "예행하지 못한 지표"]
    assert {(row[1].value, row[3].value) for row in book["배점"].iter_rows(min_row=2)} == {
        ("2026-K-Q", 80),
        ("2026-K-A", 20),
    }


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 10000).map(lambda cents: Decimal(cents) / 100), min_size=6, max_size=6),
    st.integers(1, 99),
    st.sampled_from(list(MissingRule)),
    st.integers(0, 4),
)
def test_whatever_was_published_the_same_rules_give_it_again(session_app, cast, app, figures, weight, missing, digits):
    with transaction():
        number = db.session.query(EvaluationRound).count()
        one, other = make_indicator(cast.choi, f"P{number}"), make_indicator(cast.choi, f"R{number}")
        units = {cast.traffic: cast.kang, cast.civil: cast.seo}
        heads = {cast.traffic: cast.lee, cast.civil: cast.yoon}
        record = make_round(
            cast.choi,
            [(one, weight), (other, 100 - weight)],
            list(units),
            code=f"2026-H{number}",
            missing_rule=missing,
            digits=digits,
        )
        advance(cast.choi, record, Phase.MEASURING)
        for place, (unit, clerk) in enumerate(units.items()):
            enter(clerk, record, unit, {one.id: figures[2 * place]})
            approve(heads[unit], record, unit)
        enter(cast.kang, record, cast.traffic, {other.id: figures[5]})
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
        publication = publish_round(actor=cast.choi, record=record)
    found = services.rehearse(record, publication, published_rules(record, 1))
    published_totals = {
        row["department"]: (row["total"] and Decimal(row["total"]), row["rank"], row["grade"])
        for row in content_of(publication.id)["departments"]
    }
    assert found.moved == 0
    assert {
        shift.department: (shift.after.total, shift.after.rank, shift.after.grade)
        for group in found.groups
        for shift in group.shifts
    } == published_totals
