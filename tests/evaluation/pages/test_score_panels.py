"""「이 점수는」: wherever a figure stands, it opens to its formula, rules, people, sources, target and corrections."""

import io
import re

import pytest
from openpyxl import load_workbook

from app.core.database import db, transaction
from app.evaluation.enums import CorrectionKind, CorrectionOrigin, Phase
from app.evaluation.models import EvaluationRound, Indicator
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.services.corrections import write_corrections
from app.evaluation.services.publications import publish_correction, publish_round
from tests.factories.evaluation import advance, approve, combined, enter, make_indicator, make_round, published_round
from tests.statements import count_statements


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def published(cast, app):
    with transaction():
        record = published_round(cast)
        return record.id, db.session.query(Indicator).one().id


@pytest.fixture
def corrected(cast, app, published):
    round_id, indicator_id = published
    with transaction():
        record = db.session.get(EvaluationRound, round_id)
        draft = CorrectionDraft(
            kind=CorrectionKind.MEASURE,
            after={"state": "value", "value": "95"},
            reason="대장을 다시 세어 보니 95건이다",
            department_id=cast.traffic,
            indicator_id=indicator_id,
        )
        people = {"entered_by_id": cast.choi.id, "confirmed_by_id": cast.yoon.id}
        write_corrections(record=record, drafts=[draft], origin=CorrectionOrigin.APPEAL, origin_id=1, **people)
        publish_correction(
            actor=cast.choi, record=record, confirmed_by_id=cast.yoon.id, reason="이의신청을 받아들여 바로잡는다"
        )
    return published


def test_a_line_opens_to_formula_rules_people_and_sources(cast, as_, published):
    round_id, indicator_id = published
    page = text_of(as_(cast.kim).get(f"/rounds/{round_id}/results/{cast.traffic}/derivation?indicator={indicator_id}"))
    for part in ("100 × 90 ÷ 100 = 90.00", "Definition sheet, version 1", "Entered: 강나루", "Approved: 이", "대장"):
        assert part in page, part
    assert "Place and grade" not in page


def test_the_total_opens_to_place_grade_and_rules_of_the_round(cast, as_, published):
    page = text_of(as_(cast.kim).get(f"/rounds/{published[0]}/results/{cast.traffic}/derivation?part=total"))
    for part in ("Place and grade", "Place 1 of 2", "Grade", "rounded once"):
        assert part in page, part
    assert "Entered:" not in page


def test_every_figure_of_a_page_leads_there(cast, as_, published):
    round_id, indicator_id = published
    there = f"/rounds/{round_id}/results/{cast.traffic}/derivation"
    with transaction():
        both = combined(cast.choi, db.session.get(EvaluationRound, round_id)).id
    client = as_(cast.choi)
    for path in (
        f"/rounds/{round_id}/results",
        f"/rounds/{round_id}/results/{cast.traffic}",
        f"/reports/rounds/{round_id}",
        f"/combined-scores/{both}",
    ):
        assert f'hx-get="{there}?part=total"' in client.get(path).get_data(as_text=True), path
    lines = client.get(f"/rounds/{round_id}/results/{cast.traffic}").get_data(as_text=True)
    assert f'hx-get="{there}?indicator={indicator_id}"' in lines


def test_a_correction_stands_in_the_panel_with_both_names(cast, as_, corrected):
    round_id, indicator_id = corrected
    page = text_of(as_(cast.kim).get(f"/rounds/{round_id}/results/{cast.traffic}/derivation?indicator={indicator_id}"))
    for part in ("90 → 95", "대장을 다시 세어 보니 95건이다", "최", "윤"):
        assert part in page, part


def test_report_sheet_and_workbook_carry_the_same_annex(cast, as_, corrected):
    round_id, _indicator = corrected
    client = as_(cast.choi)
    plain, whole = (text_of(client.get(f"/reports/rounds/{round_id}{query}")) for query in ("", "?annex=1"))
    assert "90 → 95" in whole
    assert "90 → 95" not in plain
    assert "90 → 95" in text_of(client.get(f"/reports/departments/{cast.traffic}?year=2026&annex=1"))
    book = load_workbook(io.BytesIO(client.get(f"/reports/rounds/{round_id}.xlsx").data))
    rows = [row for row in book["산출 근거"].iter_rows(values_only=True) if row[1] == "교통과"]
    assert any("90 → 95" in row[5] for row in rows)
    assert any("100 × 95 ÷ 100" in row[5] for row in rows)


def test_an_entered_value_shows_what_it_scores_before_there_is_a_result(cast, app, as_):
    with transaction():
        indicator = make_indicator(cast.choi, "A7")
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: 84})
        where, key = f"/rounds/{record.id}/departments/{cast.traffic}/measures", indicator.id
        round_id = record.id
    assert f'hx-get="{where}/{key}/score"' in as_(cast.kang).get(where).get_data(as_text=True)
    page = text_of(as_(cast.kang).get(f"{where}/{key}/score"))
    assert "84" in page
    assert "it is no result yet" in page
    with transaction():
        record = db.session.get(EvaluationRound, round_id)
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.CALIBRATION)
    preview = as_(cast.choi).get(f"/rounds/{round_id}/publications").get_data(as_text=True)
    assert f'hx-get="/rounds/{round_id}/results/{cast.traffic}/derivation?part=total"' in preview
    with transaction():
        publish_round(actor=cast.choi, record=db.session.get(EvaluationRound, round_id))
    answer = as_(cast.kang).get(f"{where}/{key}/score")
    assert (answer.status_code, answer.location) == (
        302,
        f"/rounds/{round_id}/results/{cast.traffic}/derivation?indicator={key}",
    )


def test_what_is_not_there_is_not_found(cast, as_, published):
    round_id, _indicator = published
    client = as_(cast.choi)
    assert client.get(f"/rounds/{round_id}/results/{cast.roads}/derivation").status_code == 404
    assert client.get(f"/rounds/{round_id}/results/{cast.traffic}/derivation?indicator=9999").status_code == 404
    assert client.get(f"/rounds/{round_id}/departments/{cast.traffic}/measures/9999/score").status_code == 404


@pytest.mark.parametrize(("who", "departments"), [("kim", 1), ("choi", 2)])
def test_the_annex_takes_a_fixed_number_of_statements_whatever_the_departments(cast, as_, published, who, departments):
    url, client = f"/reports/rounds/{published[0]}?annex=1", as_(getattr(cast, who))
    assert client.get(url).get_data(as_text=True).count('id="annex-') == departments
    with count_statements() as sent:
        client.get(url)
    assert len(sent) <= 13
