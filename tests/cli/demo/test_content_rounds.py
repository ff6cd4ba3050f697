"""The demo's indicators and rounds can be scored."""

from decimal import Decimal

import pytest

from app.evaluation.enums import Direction, IndicatorKind, MeasureState, Method, Phase
from app.evaluation.rules.methods import check_parameters, score_measure
from tests.cli.demo.content import departments, duplicates, in_order, is_within, load, people, round_of, rows


def test_weights_sum_to_a_hundred_in_every_peer_group():
    for group in ("support", "project", "town"):
        assert sum(row["weights"].get(group, 0) for row in rows("indicators")) == 100
        for row in rows("rounds"):
            assert sum(Decimal(line["weight"]) for line in row["composition"][group]) == 100


def test_definition_sheets_can_be_scored():
    perspectives = {row["code"] for row in load("indicators")["perspectives"]}
    objectives = {row["code"]: row["perspective"] for row in load("indicators")["objectives"]}
    assert set(objectives.values()) == perspectives
    assert is_within((row["direction"] for row in rows("indicators")), Direction)
    assert is_within((row["kind"] for row in rows("indicators")), IndicatorKind)
    for row in rows("indicators"):
        check_parameters(Method(row["method"]), row["parameters"])
        assert objectives[row["objective"]] == row["perspective"]
        assert row["target"] is None or row["parameters"].get("target", row["target"]) == row["target"]


@pytest.mark.parametrize(("code", "absent"), [("2025-F", {"not_due"}), ("2026-I2", set())])
def test_measures_of_a_round_can_be_scored_and_stand_once(code, absent):
    sheets = {row["code"]: row for row in rows("indicators")}
    measures = round_of(code)["measures"]
    assert duplicates((row["indicator"], row["department"]) for row in measures) == []
    groups = {name: row["peer_group"] for name, row in departments().items()}
    for row in measures:
        sheet = sheets[row["indicator"]]
        assert groups[row["department"]] in sheet["weights"]
        score_measure(Method(sheet["method"]), sheet["parameters"], MeasureState(row["state"]), row["value"])
    assert {row["state"] for row in measures} == {state.value for state in MeasureState} - absent


def test_the_published_round_has_a_measure_for_every_department_and_weighted_indicator():
    weighted = {
        (sheet["code"], name)
        for sheet in rows("indicators")
        for name, row in departments().items()
        if row["peer_group"] in sheet["weights"] and sheet["method"] != Method.PANEL
    }
    assert {(row["indicator"], row["department"]) for row in round_of("2025-F")["measures"]} == weighted


@pytest.mark.parametrize("code", ["2025-F", "2026-I2"])
def test_evaluators_score_once_and_never_their_own_department(code):
    panel = round_of(code)["panel"]
    ballots = [(ballot["evaluator"], ballot["department"]) for ballot in panel["ballots"]]
    own = {(number, people()[number]["department"]) for number in panel["evaluators"]}
    assert len(panel["evaluators"]) == 7
    assert duplicates(ballots) == []
    assert set(ballots) & own == set()
    assert all((ballot["marks"] is None) is ballot["abstained"] for ballot in panel["ballots"])


def test_phases_follow_one_another():
    order = [phase.value for phase in Phase]
    for row in rows("rounds"):
        passed = [step["phase"] for step in row["phases"]]
        assert passed == order[: len(passed)]
        assert passed[-1] == row["phase"]
        assert in_order(*(step["on"] for step in row["phases"]))
        assert [m["department"] for m in row["members"] if not m["ranked"]] == [
            load("organization")["control_tower"]["department"]
        ]
