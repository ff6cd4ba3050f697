"""What is to be mended before a year opens, and the sunset list, from what the database knows."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from app.core.errors import Denied, Refused, WrongState
from app.evaluation.enums import Direction, MeasureState, Method, Phase, QualityFlag, ResultKind, SunsetChoice
from app.evaluation.models import Indicator
from app.evaluation.queries.indicator_quality import offered_indicators, quality_rows, result_of, retired_ids
from app.evaluation.services.checklists import checklist
from app.evaluation.services.rounds import Share, set_composition
from app.evaluation.services.sunsets import decide_sunset
from app.organization.queries import peer_groups
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round, published_round

WHY = "모든 부서가 세 해 내리 이루어 더는 가르지 못한다."
IN_ORDER = {"evidence": "결재 문서", "result_kind": ResultKind.OUTCOME}
FULL = {"common": {"2023": "50", "2024": "51", "2025": "60"}}


def flags(rows):
    return {row.code: [finding.flag for finding in row.findings] for row in rows if row.findings}


def full(cast, code="F1"):
    """An indicator that reached its target of 50 three years running; the target of today asks for 60."""
    return make_indicator(
        cast.choi,
        code,
        Method.ATTAINMENT,
        owner_department_id=cast.traffic,
        history=FULL,
        target=Decimal(50),
        **IN_ORDER,
    )


def test_an_indicator_in_order_has_nothing_to_be_mended(cast, write):
    make_indicator(cast.choi, "A1", owner_department_id=cast.traffic, **IN_ORDER)
    assert flags(quality_rows(2026)) == {}


def test_a_bare_sheet_lacks_department_evidence_and_kind(cast, write):
    make_indicator(cast.choi, "A1")
    assert flags(quality_rows(2026)) == {
        "A1": [QualityFlag.NO_OWNER, QualityFlag.NO_EVIDENCE, QualityFlag.KIND_NOT_SAID]
    }


def test_a_department_that_is_gone_answers_for_nothing_and_a_source_is_evidence(cast, write):
    make_indicator(
        cast.choi,
        "A1",
        owner_department_id=cast.civil,
        named_source="innovation.closed_tasks",
        result_kind=ResultKind.OUTCOME,
    )
    assert flags(quality_rows(2026)) == {}
    db.session.execute(text("UPDATE departments SET valid_until = '2026-06-30' WHERE id = :id"), {"id": cast.civil})
    assert flags(quality_rows(2026)) == {"A1": [QualityFlag.NO_OWNER]}


def test_a_target_below_last_year_minds_the_direction(cast, write):
    known = {"owner_department_id": cast.traffic, **IN_ORDER, "history": {"common": {"2025": "4"}}}
    make_indicator(cast.choi, "D1", Method.ATTAINMENT, direction=Direction.DOWN, target=Decimal(5), **known)
    make_indicator(cast.choi, "U1", Method.ATTAINMENT, target=Decimal(5), **known)
    assert flags(quality_rows(2026)) == {"D1": [QualityFlag.TARGET_BELOW_LAST_YEAR]}


def test_without_a_common_result_the_mean_of_the_departments_is_last_year():
    assert result_of({"departments": {"1": {"2025": "3"}, "2": {"2025": "4"}, "3": {}}}, 2025) == Decimal("3.50")
    assert result_of({"common": {"2025": "신규"}}, 2025) is None
    assert result_of({}, 2025) is None


def test_never_updated_is_what_had_no_value_in_any_round_past_measuring(cast, write):
    known = {"owner_department_id": cast.traffic, **IN_ORDER}
    told, silent = make_indicator(cast.choi, "A1", **known), make_indicator(cast.choi, "A2", **known)
    record = make_round(cast.choi, [(told, 50), (silent, 50)], [cast.traffic, cast.civil])
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {told.id: 80, silent.id: MeasureState.NOT_DUE})
    approve(cast.lee, record, cast.traffic)
    assert flags(quality_rows(2026)) == {}
    advance(cast.choi, record, Phase.SELF_REVIEW)
    assert flags(quality_rows(2026)) == {"A2": [QualityFlag.NEVER_UPDATED]}
    assert flags(quality_rows(2026, record.id)) == {"A2": [QualityFlag.NEVER_UPDATED]}


def test_three_full_years_put_an_indicator_on_the_sunset_list(cast, write):
    full(cast)
    assert QualityFlag.FULL_THREE_YEARS in flags(quality_rows(2026))["F1"]
    assert "F1" not in flags(quality_rows(2027)) or QualityFlag.FULL_THREE_YEARS not in flags(quality_rows(2027))["F1"]


def test_a_published_year_that_was_not_full_counts_more_than_past_results(cast, write):
    published_round(cast)
    indicator = db.session.query(Indicator).one()
    indicator.history, indicator.target = {"common": {"2024": "9", "2025": "9", "2026": "9"}}, Decimal(1)
    indicator.direction = Direction.UP
    db.session.flush()
    assert all(QualityFlag.FULL_THREE_YEARS is not flag for flag in flags(quality_rows(2027)).get(indicator.code, []))


def test_a_retired_indicator_is_offered_for_no_new_composition(cast, write):
    indicator, other = full(cast), make_indicator(cast.choi, "A1")
    group = peer_groups()[0].id
    earlier = make_round(cast.choi, [(indicator, 100)], [cast.traffic], code="E")
    decide_sunset(actor=cast.choi, indicator=indicator, choice=SunsetChoice.RETIRE, reason=WHY, year=2026)
    assert retired_ids() == {indicator.id}
    later = make_round(cast.choi, [(other, 100)], [cast.traffic], code="L")
    assert [one.code for one in offered_indicators(later.id)] == ["A1"]
    assert [one.code for one in offered_indicators(earlier.id)] == ["A1", "F1"]
    share = Share(indicator=indicator, peer_group_id=group, weight=Decimal(100))
    with pytest.raises(Refused):
        set_composition(actor=cast.choi, record=later, shares=[share])
    set_composition(actor=cast.choi, record=earlier, shares=[share])
    (row,) = [one for one in quality_rows(2026) if one.code == "F1"]
    assert (row.is_retired, row.findings, row.decision.reason) == (True, (), WHY)
    decide_sunset(actor=cast.choi, indicator=indicator, choice=SunsetChoice.KEEP, reason=WHY, year=2026)
    set_composition(actor=cast.choi, record=later, shares=[share])


def test_only_the_control_tower_decides_and_only_about_the_list(cast, write):
    indicator, other = full(cast), make_indicator(cast.choi, "A1")
    for actor in (cast.kim, cast.lee, cast.goh, cast.gam):
        with pytest.raises(Denied):
            decide_sunset(actor=actor, indicator=indicator, choice=SunsetChoice.RETIRE, reason=WHY, year=2026)
    with pytest.raises(WrongState):
        decide_sunset(actor=cast.choi, indicator=other, choice=SunsetChoice.RETIRE, reason=WHY, year=2026)


def test_a_decision_stands(cast, app):
    with transaction():
        decide_sunset(actor=cast.choi, indicator=full(cast), choice=SunsetChoice.RETIRE, reason=WHY, year=2026)
    for statement in ("UPDATE sunset_decisions SET choice = 'keep'", "DELETE FROM sunset_decisions"):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement))


def test_the_checklist_of_a_round_names_what_is_to_be_mended_and_holds_nothing_up(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi, "A1"), 100)], [cast.traffic])
    (item,) = [one for one in checklist(record) if one.label.msgid == "The indicators are in order"]
    assert (item.met, item.is_required, item.hint.params) == (False, False, {"count": 3, "indicators": 1})
    advance(cast.choi, record, Phase.MEASURING)


def test_the_page_leads_to_the_place_to_mend_and_to_the_decision(as_, cast, app):
    with transaction():
        bare, listed = make_indicator(cast.choi, "A1"), full(cast)
    tower, staff = as_(cast.choi), as_(cast.kim)
    page = tower.get("/indicators/quality").text
    for place in ("owner_department_id", "evidence", "result_kind"):
        assert f"/indicators/{bare.id}/edit#{place}" in page
        assert f'id="{place}"' in tower.get(f"/indicators/{bare.id}/edit").text
    assert "/edit#" not in staff.get("/indicators/quality").text
    path = f"/indicators/{listed.id}/sunset-decisions"
    assert "Keep the decision" not in staff.get(path).text
    short = tower.post(path, data={"choice": "retire", "reason": "짧다"})
    assert (short.status_code, "짧다" in short.text) == (422, True)
    assert tower.post(path, data={"choice": "retire", "reason": WHY}).status_code == 302
    again = tower.post(path, data={"choice": "retire", "reason": WHY})
    assert (again.status_code, WHY in again.text) == (409, True)
    assert "Retired" in staff.get("/indicators/quality").text
    assert (
        tower.post(f"/indicators/{bare.id}/sunset-decisions", data={"choice": "keep", "reason": WHY}).status_code == 409
    )
    assert tower.get("/indicators/quality?round=99999").status_code == 404
