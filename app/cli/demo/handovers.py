"""인사 인계: rules and facts of HR, a batch that came back once, was accepted, and waits to be adjusted."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.sheets import Sheet, write_workbook
from app.core.sheets.columns import Cell
from app.evaluation.models import EvaluationRound
from app.reports.models import IncentiveBatch
from app.reports.queries.incentive_rules import people_on
from app.reports.services.handovers import HandoverChoice, accept_batch, create_handover, return_batch
from app.reports.services.incentive_rules import FACT_COLUMNS, FACTS, enter_facts, enter_rules
from app.reports.services.rule_sheets import (
    BASE_COLUMNS,
    BASES,
    GRADE_COLUMNS,
    GRADES,
    SETTING_COLUMNS,
    SETTINGS,
)

ADDRESS = "127.0.0.1"


def steps(office: Office) -> Iterator[Step]:
    """Rules and facts on their days, then the batches and what HR said about them."""
    story = content("handovers")
    for row in story["rules"]:
        yield Step(on(row["entered_on"]), 97, partial(_enter_rules, office, row))
    for row in story["facts"]:
        yield Step(on(row["entered_on"]), 97, partial(_enter_facts, office, row, story["ratings"]))
    for row in story["batches"]:
        yield Step(on(row["made_on"]), 98, partial(_hand_over, office, row))
        if row["decision"] is not None:
            yield Step(on(row["decision"]["on"]), 99, partial(_decide, office, row))


def _workbook(*sheets: Sheet) -> bytes:
    target = BytesIO()
    write_workbook(target, list(sheets))
    return target.getvalue()


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _enter_rules(office: Office, row: dict[str, Any]) -> None:
    settings = (*row["settings"], *[None] * (len(SETTING_COLUMNS) - len(row["settings"])))
    book = _workbook(
        Sheet(GRADES, GRADE_COLUMNS, [(label, Decimal(share), Decimal(rate)) for label, share, rate in row["grades"]]),
        Sheet(BASES, BASE_COLUMNS, [(rank, _number(amount)) for rank, amount in row["bases"]]),
        Sheet(SETTINGS, SETTING_COLUMNS, [settings]),
    )
    enter_rules(
        actor=office.actor(row["entered_by"]),
        source=BytesIO(book),
        file_name=f"{row['code']}.xlsx",
        code=row["code"],
    )


def _enter_facts(office: Office, row: dict[str, Any], ratings: dict[str, str]) -> None:
    record = office.get(EvaluationRound, "round", row["round"])
    others = {number: rest for number, *rest in row["rows"]}
    lines: list[tuple[Cell, ...]] = []
    for number in sorted(people_on(record)):
        _rating, merit, birth, deduction, why, excluded = others.get(number, [None] * 6)
        figures = (_number(ratings.get(number)), _number(merit), _number(birth), _number(deduction))
        lines.append((number, *figures, why, excluded))
    enter_facts(
        actor=office.actor(row["entered_by"]),
        record=record,
        content=_workbook(Sheet(FACTS, FACT_COLUMNS, lines)),
        file_name="인사자료.xlsx",
        address=ADDRESS,
    )


def _hand_over(office: Office, row: dict[str, Any]) -> None:
    batch = create_handover(
        actor=office.actor(row["made_by"]),
        choice=HandoverChoice(round_code=row["round"], rule_code=row["rules"]),
        reason=row["reason"],
        address=ADDRESS,
    )
    office.keep("incentive_batch", row["made_on"], batch.id)


def _decide(office: Office, row: dict[str, Any]) -> None:
    batch = office.get(IncentiveBatch, "incentive_batch", row["made_on"])
    actor, why = office.actor(row["decision"]["by"]), row["decision"]["returned"]
    if why is None:
        accept_batch(actor=actor, batch=batch)
    else:
        return_batch(actor=actor, batch=batch, reason=why)
