"""Surveys from outside are a source of raters: typed with evidence, replaced by newer figures, fixed after scoring."""

from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.cli.check import check_published
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Refused, WrongState
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, SurveyResult
from app.evaluation.services.assignments import AssignmentDraft, plan_assignment, write_assignment
from app.evaluation.services.publications import check_publications, publish_round
from app.evaluation.services.scoring import compute_round
from app.evaluation.services.surveys import SurveyFigure, enter_survey
from tests.factories.evaluation import advance, make_round, score
from tests.factories.raters import outsiders, rated_panel
from tests.triggers import without_triggers

EVIDENCE = "2026 민원 만족도 조사(한국리서치, 6월)"


@pytest.fixture
def rated(cast, app):
    with transaction():
        panel = rated_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        experts, peers = outsiders(3, "전문"), outsiders(5, "동료")
        for people, source in ((experts, "전문가"), (peers, "동료")):
            draft = AssignmentDraft(
                indicator_id=panel.id,
                evaluator_ids=[person.id for person in people],
                each=len(people),
                source=source,
            )
            seen = plan_assignment(actor=cast.choi, record=record, draft=draft).sha256
            write_assignment(actor=cast.choi, record=record, draft=draft, seen=seen)
    return record, panel, experts, peers


def survey(cast, rated, *figures, actor=None, **changes):
    given = [SurveyFigure(department_id=unit, answers=n, mean=Decimal(mean)) for unit, n, mean in figures]
    values = {"indicator_id": rated[1].id, "source": "시민", "figures": given, "evidence": EVIDENCE, **changes}
    with transaction():
        enter_survey(actor=actor or cast.choi, record=rated[0], **values)


def totals(record):
    return {row.member.department: row.outcome.total for row in compute_round(record).departments}


def test_sources_and_survey_give_the_score_together(cast, rated):
    record, panel, experts, peers = rated
    survey(cast, rated, (cast.traffic, 412, "84.3"))
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
        for person, mark in zip(experts, (80, 90, 100), strict=True):
            score(person, record, panel, cast.traffic, mark)
        for person, mark in zip(peers, (70, 75, 80, 85, 90), strict=True):
            score(person, record, panel, cast.traffic, mark)
    assert totals(record) == {"교통과": Decimal("86.29"), "민원봉사과": None}


def test_a_newer_figure_counts_and_the_earlier_one_stays(cast, rated):
    record, panel, _experts, _peers = rated
    survey(cast, rated, (cast.traffic, 412, "84.3"))
    survey(cast, rated, (cast.traffic, 412, "48.3"))
    assert totals(record)["교통과"] == Decimal("48.30")
    assert [row.mean for row in db.session.query(SurveyResult).order_by(SurveyResult.id)] == [
        Decimal("84.3"),
        Decimal("48.3"),
    ]
    assert panel.id == db.session.query(SurveyResult).first().indicator_id


@pytest.mark.parametrize(
    ("figures", "changes", "error"),
    [
        ([("traffic", 0, "84")], {}, Invalid),
        ([("traffic", 10, "100.01")], {}, Invalid),
        ([("traffic", 10, "-1")], {}, Invalid),
        ([("roads", 10, "80")], {}, Invalid),
        ([("traffic", 10, "80"), ("traffic", 10, "81")], {}, Invalid),
        ([], {}, Invalid),
        ([("traffic", 10, "80")], {"source": "전문가"}, Refused),
        ([("traffic", 10, "80")], {"evidence": " "}, Refused),
    ],
)
def test_wrong_figures_are_refused_and_nothing_is_kept(cast, rated, figures, changes, error):
    with pytest.raises(error):
        survey(cast, rated, *((getattr(cast, unit), n, mean) for unit, n, mean in figures), **changes)
    assert db.session.query(SurveyResult).count() == 0


def test_only_the_control_tower_types_surveys_and_none_once_scoring_is_over(cast, rated):
    with pytest.raises(Denied):
        survey(cast, rated, (cast.traffic, 412, "84.3"), actor=cast.gam)
    survey(cast, rated, (cast.traffic, 412, "84.3"))
    with transaction():
        advance(cast.choi, rated[0], Phase.CALIBRATION)
    with pytest.raises(WrongState):
        survey(cast, rated, (cast.traffic, 412, "99"))


def test_the_database_keeps_figures_and_refuses_late_and_own_ones(cast, rated):
    survey(cast, rated, (cast.traffic, 412, "84.3"))
    copy = (
        "INSERT INTO survey_results (round_id, indicator_id, department_id, source, answers, mean, evidence, "
        "entered_by_id, entered_at) SELECT round_id, indicator_id, department_id, source, answers, '99', evidence, "
        "{by}, entered_at FROM survey_results"
    )
    for statement in (
        "UPDATE survey_results SET mean = '99'",
        "DELETE FROM survey_results",
        copy.format(by=cast.lee.id),
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    with transaction():
        advance(cast.choi, rated[0], Phase.CALIBRATION)
    with pytest.raises(DatabaseError, match="scoring is over"), transaction():
        db.session.execute(text(copy.format(by=cast.choi.id)))


def test_a_survey_typed_past_the_product_is_found(cast, rated):
    survey(cast, rated, (cast.traffic, 412, "84.30"), (cast.civil, 380, "79.5"))
    survey(cast, rated, (cast.traffic, 412, "84.3"))
    with transaction():
        assert check_published().problems == ()
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO survey_results (round_id, indicator_id, department_id, source, answers, mean, evidence, "
                "entered_by_id, entered_at) SELECT round_id, indicator_id, department_id, source, answers, '99', "
                "evidence, entered_by_id, entered_at FROM survey_results WHERE id = (SELECT MIN(id) FROM survey_results)"
            )
        )
    with transaction():
        assert any("survey_results" in problem for problem in check_published().problems)


def typed(rated, lines, **changes):
    return {"panel": f"{rated[1].id}:시민", "lines": lines, "evidence": EVIDENCE, **changes}


def test_the_page_takes_a_line_a_department_with_a_file(cast, as_, rated):
    client, path = as_(cast.choi), f"/rounds/{rated[0].id}/surveys"
    data = typed(
        rated, "교통과; 1,412; 84.3\n민원봉사과; 380; 79.5", upload=(BytesIO(b"%PDF-1.4\n%%EOF\n"), "조사.pdf")
    )
    assert client.post(path, data=data, content_type="multipart/form-data").status_code == 302
    page = client.get(path).text
    assert all(word in page for word in ("1,412", "79.5", EVIDENCE, "조사.pdf", "최관제"))
    link = page.split('href="/evidence/')[1].split('"')[0]
    assert client.get(f"/evidence/{link}").status_code == 200
    assert as_(cast.lee).get(f"/evidence/{link}").status_code == 404


@pytest.mark.parametrize(
    "lines", ["교통과; 412", "교통과; △3; 84", "교통과; 4.11; 84", "교통과; 412; 신규", "없는과; 3; 84", "-"]
)
def test_lines_that_cannot_be_read_are_told_and_kept(cast, as_, rated, lines):
    answer = as_(cast.choi).post(f"/rounds/{rated[0].id}/surveys", data=typed(rated, lines))
    assert (answer.status_code, db.session.query(SurveyResult).count()) == (422, 0)
    assert lines in answer.text


def test_a_late_survey_answers_409_and_keeps_what_was_typed(cast, as_, rated):
    with transaction():
        advance(cast.choi, db.session.get(EvaluationRound, rated[0].id), Phase.CALIBRATION)
    answer = as_(cast.choi).post(f"/rounds/{rated[0].id}/surveys", data=typed(rated, "교통과; 412; 84.3"))
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("survey_results", "UPDATE survey_results SET mean = '99'"),
        ("survey_results", "UPDATE survey_results SET answers = 9"),
        ("survey_results", "DELETE FROM survey_results"),
        ("evaluator_sources", "UPDATE evaluator_sources SET name = '동료'"),
    ],
)
def test_what_is_changed_behind_the_triggers_is_found(cast, rated, table, statement):
    record, panel, experts, _peers = rated
    survey(cast, rated, (cast.traffic, 412, "84.3"))
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
        for person in experts:
            score(person, record, panel, cast.traffic, 80)
        advance(cast.choi, record, Phase.CALIBRATION)
        publish_round(actor=cast.choi, record=record, reason="조정할 사례가 없다")
    assert list(check_publications()) == []
    with without_triggers(table), transaction():
        db.session.execute(text(statement))
    db.session.expire_all()
    assert "2026-R" in str(next(iter(check_publications())))
