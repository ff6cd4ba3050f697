"""The scores of `tests/data/golden_scores.txt`, each reckoned by hand; its head says how a line is read."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.core.errors import Refused
from app.evaluation.enums import AdjustmentKind, MarkRule, MeasureState, Method, MissingRule, RoundingMode
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.composition import Part, combine, simple_mean, weighted_mean
from app.evaluation.rules.methods import score_measure
from app.evaluation.rules.methods.panel import Ballot, PanelMarks, PanelParameters, can_score
from app.evaluation.rules.methods.panel import score as score_panel
from app.evaluation.rules.methods.raters import Survey
from app.evaluation.rules.panel_marks import gather
from app.evaluation.rules.points import IndicatorLine, TotalRule, total_points
from app.evaluation.rules.rounding import round_to

TABLE = Path(__file__).parents[2] / "data" / "golden_scores.txt"
COLUMNS = ("case", "kind", "method", "parameters", "input", "arithmetic", "expected", "source")
LEAST = 80
LISTS = {
    "bands": ("threshold", "points"),
    "steps": ("label", "share"),
    "criteria": ("name", "weight"),
    "sources": ("name", "weight", "fewest", "means"),
}


def cases():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [dict(zip(COLUMNS, line.split("|"), strict=True)) for line in lines]


def read_parameters(text):
    """Parameters of the method, and apart from them how the outcome is rounded and what is missing."""
    found, outer = {}, {}
    for name, _equals, value in (part.partition("=") for part in text.split()):
        pairs = [tuple(pair.split(":")) for pair in value.split(",")]
        if name in {"digits", "rounding", "missing"}:
            outer[name] = value
        elif name == "history":
            found[name] = dict(pairs)
        elif name in LISTS:
            found[name] = [dict(zip(LISTS[name], pair, strict=True)) for pair in pairs]
        else:
            found[name] = value
    return found, outer


def read_actual(case, parameters):
    if case["method"] != "panel":
        return case["input"]
    names = [row["name"] for row in parameters["criteria"]]
    return {
        str(place): None if sheet.strip() == "-" else dict(zip(names, sheet.split(), strict=True))
        for place, sheet in enumerate(case["input"].split(";"))
    }


def rounded(figure, outer):
    mode = RoundingMode(outer.get("rounding", "half_up"))
    return str(round_to(figure, int(outer.get("digits", "2")), mode))


def score(case):
    parameters, outer = read_parameters(case["parameters"])
    found = score_measure(Method(case["method"]), parameters, MeasureState.VALUE, read_actual(case, parameters))
    assert found.derivation
    return rounded(found.score, outer)


def refused(case):
    parameters, _outer = read_parameters(case["parameters"])
    with pytest.raises(Refused) as caught:
        score_measure(Method(case["method"]), parameters, MeasureState.VALUE, read_actual(case, parameters))
    return case["expected"] if case["expected"] in str(caught.value) else str(caught.value)


def state(case):
    parameters, _outer = read_parameters(case["parameters"])
    return "none" if score_measure(Method(case["method"]), parameters, MeasureState(case["input"])) is None else "score"


def rounding(case):
    return rounded(Decimal(case["input"]), read_parameters(case["parameters"])[1])


def department(case):
    outer = read_parameters(case["parameters"])[1]
    rows = [row.split() for row in case["input"].split(";")]
    rule = TotalRule(
        missing=MissingRule(outer.get("missing", "zero")),
        digits=int(outer.get("digits", "2")),
        mode=RoundingMode(outer.get("rounding", "half_up")),
    )
    kinds = {kind.value for kind in AdjustmentKind}
    lines = [a_line(*row) for row in rows if row[0] not in kinds]
    adjustments = [an_adjustment(*row) for row in rows if row[0] in kinds]
    total = total_points(lines, adjustments, rule).total
    return "none" if total is None else str(total)


def a_line(code, weight, outcome):
    word, _slash, floor = outcome.partition("/")
    states = {member.value: member for member in MeasureState}
    known = states.get(word, MeasureState.VALUE)
    found = None if word in states else score_measure(Method.DIRECT, {}, MeasureState.VALUE, word)
    return IndicatorLine(
        code=code, name=code, weight=Decimal(weight), state=known, scored=found, floor=Decimal(floor or 0)
    )


def an_adjustment(kind, item, source, points, cap):
    return Adjustment(
        kind=AdjustmentKind(kind),
        item=item,
        source=source,
        points=Decimal(points),
        cap=None if cap == "-" else Decimal(cap),
    )


def together(how):
    def found(case):
        pairs = [part.partition(":") for part in case["input"].split()]
        parts = [Part(value, Decimal(value), Decimal(weight or 1)) for value, _colon, weight in pairs]
        return rounded(how(parts).score, {})

    return found


def raters(case):
    parameters, outer = read_parameters(case["parameters"])
    names = [row["name"] for row in parameters["criteria"]]
    ballots, surveys = [], []
    for place, (source, *marks) in enumerate(sheet.split() for sheet in case["input"].split(";")):
        if "=" in marks[0]:
            answers, _equals, mean = marks[0].partition("=")
            surveys.append(Survey(source, int(answers), Decimal(mean)))
        else:
            given = None if marks == ["-"] else dict(zip(names, map(Decimal, marks), strict=True))
            ballots.append(Ballot(str(place), given, source))
    shape, panel = PanelParameters.parse(parameters), PanelMarks(ballots=ballots, surveys=surveys)
    return rounded(score_panel(panel, shape).score, outer) if can_score(panel, shape) else "none"


def balanced(case):
    shape = PanelParameters.parse({"criteria": [{"name": "mark", "weight": 100}], "ends": "keep"})
    table = [row.split() for row in case["input"].split(";")]
    ballots = {
        unit: [
            Ballot(str(who), None if row[unit] == "-" else {"mark": Decimal(row[unit])})
            for who, row in enumerate(table)
            if row[unit] != "."
        ]
        for unit in range(len(table[0]))
    }
    marks = gather(ballots, {}, shape, MarkRule.BALANCED)
    refusal = marks[0].balancing[""].refusal
    if refusal is not None:
        return case["expected"] if case["expected"] in str(refusal) else str(refusal)
    return " ".join(rounded(score_panel(row, shape).score, {}) for row in marks.values())


KINDS = {
    "raters": raters,
    "balanced": balanced,
    "score": score,
    "refused": refused,
    "state": state,
    "round": rounding,
    "total": department,
    "combine": together(combine),
    "simple": together(simple_mean),
    "weighted": together(weighted_mean),
}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_the_product_reckons_as_by_hand(case):
    assert KINDS[case["kind"]](case) == case["expected"], case["arithmetic"]


def test_the_table_covers_every_method_both_ways_down_and_every_rounding():
    found = cases()
    assert len(found) >= LEAST
    assert len({case["case"] for case in found}) == len(found)
    assert {case["method"] for case in found if case["method"]} == {method.value for method in Method}
    texts = " ".join(case["parameters"] for case in found)
    assert all(f"rounding={mode.value}" in texts for mode in RoundingMode)
    assert all(word in texts for word in ("direction=down", "down_formula=mirror", "mode=sigma", "cap=", "floor="))
    assert all(case["arithmetic"] and case["source"] for case in found)
