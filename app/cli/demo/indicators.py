"""성과지표: the definition sheets, before the first round and as they were changed for the year after."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step
from app.cli.demo.tasks import TOWER
from app.evaluation.enums import Cadence, Direction, IndicatorKind, Method, RoundingMode
from app.evaluation.models import Indicator
from app.evaluation.services.indicators import CriterionDraft, IndicatorDraft, save_indicator
from app.evaluation.services.places import objective_named, perspective_named

FIRST_SHEETS = date(2025, 9, 8)
SECOND_YEAR = date(2026, 1, 26)
"""From this day on the product counts by itself what it knows, and changed targets hold."""
COLUMNS = frozenset({"target", "direction", "worst", "cap", "floor", "history", "criteria"})
"""Parameters of the content that stand in columns of their own."""


def steps(office: Office) -> Iterator[Step]:
    """All sheets at first, then those that changed."""
    yield Step(FIRST_SHEETS, 11, partial(_enter_sheets, office))
    for row in content("indicators")["indicators"]:
        if row["named_source"] or row["target_changes"]:
            yield Step(SECOND_YEAR, 12, partial(_change_sheet, office, row))


def _enter_sheets(office: Office) -> None:
    data = content("indicators")
    for row in data["perspectives"]:
        perspective_named(row["name"])
    actor = office.actor(TOWER)
    for row in data["indicators"]:
        change = next(iter(row["target_changes"]), None)
        target = change["before"] if change else row["target"]
        draft = draft_of(office, row, target=target, named_source=None)
        indicator = save_indicator(actor=actor, draft=draft, criteria=_criteria(row))
        office.keep("indicator", row["code"], indicator.id)


def _change_sheet(office: Office, row: dict[str, Any]) -> None:
    change = next(iter(row["target_changes"]), None)
    save_indicator(
        actor=office.actor(TOWER),
        draft=draft_of(office, row, target=row["target"], named_source=row["named_source"]),
        indicator=office.get(Indicator, "indicator", row["code"]),
        change_reason=change["reason"] if change else "",
    )


def draft_of(office: Office, row: dict[str, Any], *, target: str | None, named_source: str | None) -> IndicatorDraft:
    """Make the sheet of a row of content; its target and source are those of the day."""
    data = content("indicators")
    perspectives = {entry["code"]: entry["name"] for entry in data["perspectives"]}
    goal = next(entry for entry in data["objectives"] if entry["code"] == row["objective"])
    perspective = perspective_named(perspectives[row["perspective"]])
    return IndicatorDraft(
        code=row["code"],
        name=row["name"],
        method=Method(row["method"]),
        direction=Direction(row["direction"]) if row["direction"] else None,
        perspective_id=perspective.id,
        objective_id=objective_named(goal["name"], perspective, goal["strategic_goal"]).id,
        description=row["definition"],
        formula=row["formula_words"],
        unit=row["unit"],
        kind=IndicatorKind(row["kind"]),
        cadence=Cadence(row["cadence"]),
        is_common=row["common"],
        owner_department_id=office.departments[row["owner_department"]],
        baseline=_number(row["baseline"]),
        target=_number(target),
        target_reason=row["target_reason"] or "",
        worst=_number(row["worst"]),
        best=_number(row["best"]),
        cap=_number(row["cap"]),
        floor=_number(row["floor"]),
        digits=row["digits"],
        rounding=RoundingMode(row["rounding"]),
        history={"common": row["past_years"]},
        parameters={name: value for name, value in row["parameters"].items() if name not in COLUMNS},
        named_source=named_source,
        evidence=row["evidence"] or "",
        source_note=row["source"] or "",
        values=row["values"],
    )


def _criteria(row: dict[str, Any]) -> list[CriterionDraft] | None:
    criteria = row["parameters"].get("criteria")
    if criteria is None:
        return None
    return [
        CriterionDraft(name=entry["name"], weight=Decimal(entry["weight"]), anchors=ANCHORS.get(entry["name"], ()))
        for entry in criteria
    ]


def _number(text: str | None) -> Decimal | None:
    """Read a number; the target of a graded indicator is a letter, which no column holds."""
    return None if text is None or text.isalpha() else Decimal(text)


ANCHORS = {
    "독창성": (
        {"mark": "90", "text": "다른 곳에서 보지 못한 방식이고 왜 새로운지 자료로 보인다."},
        {"mark": "75", "text": "있는 방식을 우리 사정에 맞게 뚜렷이 바꾸었다."},
        {"mark": "60", "text": "이미 하던 일을 조금 고쳤다."},
    ),
    "효과성": (
        {"mark": "90", "text": "앞뒤를 견준 수치가 있고 시민이 차이를 느낀다."},
        {"mark": "75", "text": "수치는 좋아졌으나 견준 기간이 짧다."},
        {"mark": "60", "text": "좋아졌다는 말만 있고 수치가 없다."},
    ),
    "확산 가능성": (
        {"mark": "90", "text": "다른 부서가 이미 따라 하거나 지침이 되었다."},
        {"mark": "75", "text": "돈을 많이 들이지 않고 따라 할 수 있다."},
        {"mark": "60", "text": "그 부서의 사정에서만 된다."},
    ),
    "추진 노력도": (
        {"mark": "90", "text": "장애를 스스로 없애고 그 과정을 기록하였다."},
        {"mark": "75", "text": "계획한 일을 제때 마쳤다."},
        {"mark": "60", "text": "늦거나 빠진 일이 있다."},
    ),
}
"""기준 문구: what a mark means."""
