"""Severity stays hidden until scoring is closed; raw and balanced scores stand side by side and the rule says which counts."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Denied, WrongState
from app.evaluation.enums import CommitteeKind, MarkRule, Phase
from app.evaluation.models import PanelRule
from app.evaluation.queries.severity import panel_fairness
from app.evaluation.services.panel_rules import set_panel_rule
from app.evaluation.services.raters import set_rater_source
from app.evaluation.services.scoring import compute_round
from app.organization.enums import DepartmentKind
from app.organization.models import Department, PeerGroup
from tests.cast import START
from tests.factories.evaluation import advance, assign, make_round, score
from tests.factories.raters import outsiders, rated_panel
from tests.statements import count_statements

WORTH = {"가": 70, "나": 60, "다": 80, "라": 50, "마": 75, "바": 65}
KINDNESS = (-10, 0, 10)
LEFT_OUT = {(0, "바"), (2, "가")}


def departments(count=6):
    group = db.session.query(PeerGroup).filter_by(code="project").one()
    units = [
        Department(
            code=f"X{name}",
            name=f"{name}과",
            kind=DepartmentKind.DIVISION,
            peer_group_id=group.id,
            position=50 + n,
            valid_from=START,
        )
        for n, name in enumerate(list(WORTH)[:count])
    ]
    db.session.add_all(units)
    db.session.flush()
    return dict(zip(WORTH, (unit.id for unit in units), strict=False))


def scored(cast, *, rule=MarkRule.RAW, moved=0, sources=None, panel=None):
    """Three evaluators and six departments; who is strict marks every one 10 lower, `moved` more for the first."""
    with transaction():
        units = departments()
        panel = panel or rated_panel(cast.choi, sources=sources, ends="keep")
        record = make_round(cast.choi, [(panel, 100)], list(units.values()))
        set_panel_rule(actor=cast.choi, record=record, mark_rule=rule, committee=CommitteeKind.OTHER)
        people = outsiders(len(KINDNESS))
        assign(cast.choi, record, panel, *people)
        advance(cast.choi, record, Phase.SCORING)
        for number, (person, kindness) in enumerate(zip(people, KINDNESS, strict=True)):
            for name, unit in units.items():
                if (number, name) not in LEFT_OUT:
                    score(person, record, panel, unit, WORTH[name] + kindness - (moved if number == 0 else 0))
    return record


def closed(cast, record):
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    return record


def totals(record):
    return {row.member.department[0]: row.outcome.total for row in compute_round(record).departments}


def test_raw_marks_count_unless_the_round_said_otherwise(cast, app):
    raw = {"가": 65, "나": 60, "다": 80, "라": 50, "마": 75, "바": 70}
    assert totals(closed(cast, scored(cast))) == raw


def test_balanced_marks_count_where_the_round_said_so(cast, app):
    assert totals(closed(cast, scored(cast, rule=MarkRule.BALANCED))) == WORTH


def test_a_stricter_evaluator_moves_no_balanced_rank(cast, app):
    found = compute_round(scored(cast, rule=MarkRule.BALANCED, moved=20)).departments
    assert [row.member.department[0] for row in found] == sorted(WORTH, key=lambda name: -WORTH[name])


def test_both_stand_in_the_derivation(cast, app):
    record = scored(cast)
    line = next(r for r in compute_round(record).departments if r.member.department == "바과").lines[0]
    told = " / ".join(str(step) for step in line.exact.derivation)
    assert all(word in told for word in ("(65, 75) = 70.00", "65 + 0 = 65.00; 75 − 10 = 65.00", "(65, 65) = 65.00"))


def test_nothing_is_shown_while_scoring_is_on(cast, app, as_):
    record = scored(cast)
    assert panel_fairness(record) == ()
    page = as_(cast.choi).get(f"/rounds/{record.id}/severity").text
    assert not any(f"외부{number}" in page for number in (1, 2, 3))


def test_the_table_says_how_strict_each_was_inside_the_peer_group(cast, app, as_):
    record = closed(cast, scored(cast))
    (panel,) = panel_fairness(record)
    found = [(row.evaluator, row.figures.n, str(row.mean), row.added) for row in panel.evaluators]
    assert found == [
        ("외부1", 5, "57.00", "+10.00"),
        ("외부2", 6, "66.67", "+0.00"),
        ("외부3", 5, "76.00", "−10.00"),
    ]
    sides = {row.department[0]: (row.raw, row.balanced, row.raw_rank, row.balanced_rank) for row in panel.departments}
    assert sides["바"] == (Decimal("70.00"), Decimal("65.00"), 3, 4)
    assert sides["가"] == (Decimal("65.00"), Decimal("70.00"), 4, 3)
    for who in (cast.choi, cast.gam):
        page = as_(who).get(f"/rounds/{record.id}/severity").text
        assert all(word in page for word in ("외부1", "+10.00", "바과", "65.00"))


def test_an_anonymous_source_shows_no_names_and_nothing_below_its_number(cast, app, as_):
    with transaction():
        panel = rated_panel(cast.choi, sources=[{"name": "동료", "weight": "100"}])
        units = departments()
        record = make_round(cast.choi, [(panel, 100)], list(units.values()))
        advance(cast.choi, record, Phase.MEASURING)
    record, people = peers(cast, record, panel, 5)
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
        for person in people:
            for unit in units.values():
                score(person, record, panel, unit, 80)
    (found,) = panel_fairness(closed(cast, record))
    assert [str(row.evaluator) for row in found.evaluators] == [f"위원 {n}" for n in range(1, 6)]
    page = as_(cast.choi).get(f"/rounds/{record.id}/severity").text
    assert not any(f"동료{number}" in page for number in range(1, 6))


def test_too_few_of_an_anonymous_source_stay_hidden(cast, app):
    with transaction():
        panel = rated_panel(cast.choi, sources=[{"name": "동료", "weight": "100"}])
        units = departments(2)
        record = make_round(cast.choi, [(panel, 100)], list(units.values()))
        advance(cast.choi, record, Phase.MEASURING)
    record, people = peers(cast, record, panel, 4)
    with transaction():
        advance(cast.choi, record, Phase.SCORING)
        for person in people:
            score(person, record, panel, units["가"], 80)
    (found,) = panel_fairness(closed(cast, record))
    assert (found.evaluators, found.hidden, found.departments) == ((), ("동료",), ())
    assert set(totals(record).values()) == {Decimal("0.00")}


def peers(cast, record, panel, count):
    with transaction():
        people = outsiders(count, "동료")
        for person in people:
            set_rater_source(actor=cast.choi, record=record, evaluator_id=person.id, source="동료")
        assign(cast.choi, record, panel, *people)
    return record, people


def test_a_source_too_small_to_balance_keeps_the_others_balanced(cast, app):
    with transaction():
        sources = [{"name": "동료", "weight": "60"}, {"name": "전문가", "weight": "40", "fewest": "1"}]
        panel = rated_panel(cast.choi, sources=sources, ends="keep")
        units = departments()
        record = make_round(cast.choi, [(panel, 100)], list(units.values()))
        set_panel_rule(actor=cast.choi, record=record, mark_rule=MarkRule.BALANCED, committee=CommitteeKind.OTHER)
        advance(cast.choi, record, Phase.MEASURING)
    record, people = peers(cast, record, panel, 6)
    with transaction():
        (expert,) = outsiders(1, "전문")
        set_rater_source(actor=cast.choi, record=record, evaluator_id=expert.id, source="전문가")
        assign(cast.choi, record, panel, expert)
        advance(cast.choi, record, Phase.SCORING)
        for number, person in enumerate((*people, expert)):
            for name, unit in units.items():
                if (number, name) != (0, "가"):
                    score(person, record, panel, unit, WORTH[name] + 2 * number)
    (found,) = panel_fairness(closed(cast, record))
    assert [str(reason.params["source"]) for reason in found.refusals] == ["전문가"]
    counted = totals(record)
    assert {row.department[0]: row.balanced for row in found.departments} == counted
    assert next(row.raw for row in found.departments if row.department == "가과") != counted["가"]


def test_the_page_needs_no_more_statements_for_more_departments(cast, app, as_):
    record = closed(cast, scored(cast))
    client = as_(cast.choi)
    client.get(f"/rounds/{record.id}/severity")
    with count_statements() as counted:
        client.get(f"/rounds/{record.id}/severity")
    assert len(counted) <= 14


def test_balancing_is_decided_in_planning_only(cast, app):
    record = scored(cast)
    with pytest.raises(WrongState), transaction():
        set_panel_rule(actor=cast.choi, record=record, mark_rule=MarkRule.BALANCED, committee=CommitteeKind.OTHER)
    with transaction():
        set_panel_rule(actor=cast.choi, record=record, mark_rule=MarkRule.RAW, committee=CommitteeKind.BONUS)
    for statement in ("UPDATE panel_rules SET mark_rule = 'balanced'", "DELETE FROM panel_rules"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    closed(cast, record)
    with pytest.raises(WrongState), transaction():
        set_panel_rule(actor=cast.choi, record=record, mark_rule=MarkRule.RAW, committee=CommitteeKind.OTHER)
    assert db.session.query(PanelRule).one().committee is CommitteeKind.BONUS


def test_the_auditor_reads_the_rules_and_changes_nothing(cast, app):
    with transaction():
        record = make_round(cast.choi, [(rated_panel(cast.choi), 100)], [cast.traffic])
    with pytest.raises(Denied), transaction():
        set_panel_rule(actor=cast.gam, record=record, mark_rule=MarkRule.BALANCED, committee=CommitteeKind.OTHER)


def test_the_page_of_the_rules_warns_about_the_make_up_and_saves(cast, app, as_):
    with transaction():
        panel = rated_panel(cast.choi, sources=None)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        assign(cast.choi, record, panel, cast.moon, cast.yang, cast.shin)
    client, path = as_(cast.choi), f"/rounds/{record.id}/panel-rules"
    assert "§18" in client.get(path).text
    assert "§18" in client.get(f"/rounds/{record.id}/evaluators").text
    answer = client.post(path, data={"mark_rule": "balanced", "committee": "bonus"})
    assert (answer.status_code, db.session.query(PanelRule).one().mark_rule) == (302, MarkRule.BALANCED)
    assert "§18" not in client.get(path).text
    assert client.post(path, data={"mark_rule": "loud", "committee": "bonus"}).status_code == 422
    with transaction():
        db.session.refresh(record)
        advance(cast.choi, record, Phase.MEASURING)
    assert client.post(path, data={"mark_rule": "raw", "committee": "bonus"}).status_code == 409
