"""기간 실적: the budget spent is measured every month in the final round of 2026."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.evaluation.enums import Aggregation, MeasureState
from app.evaluation.models import EvaluationRound, Indicator
from app.evaluation.rules.definitions import AGGREGATION
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.indicators import draft_of, save_indicator
from app.evaluation.services.measures import MeasureDraft, approve_measures, save_measures


def steps(office: Office) -> Iterator[Step]:
    """The sheet before the round is planned, then what departments handed in by month."""
    data = content("periods")
    yield Step(on(data["changed_on"]), 13, partial(_measure_by_month, office, data))
    for row in data["entries"]:
        yield Step(on(row["entered_on"]), 93, partial(_enter, office, data, row))
        if row["approved_by"]:
            yield Step(on(row["entered_on"]), 94, partial(_approve, office, data, row))


def _measure_by_month(office: Office, data: dict[str, Any]) -> None:
    indicator = office.get(Indicator, "indicator", data["indicator"])
    sheet = draft_of(indicator)
    parameters = {**sheet.parameters, AGGREGATION: data["aggregation"]}
    save_indicator(actor=office.actor(TOWER), draft=replace(sheet, parameters=parameters), indicator=indicator)


def _enter(office: Office, data: dict[str, Any], row: dict[str, Any]) -> None:
    draft = MeasureDraft(
        indicator_id=office.made["indicator", data["indicator"]],
        state=MeasureState.VALUE,
        actual=SubUnits.read(row["by_period"], Aggregation(data["aggregation"])),
        note=data["evidence"],
    )
    save_measures(
        actor=office.actor(row["reported_by"]),
        record=_round(office, data),
        department_id=office.departments[row["department"]],
        drafts=[draft],
    )


def _approve(office: Office, data: dict[str, Any], row: dict[str, Any]) -> None:
    approve_measures(
        actor=office.actor(row["approved_by"]),
        record=_round(office, data),
        department_id=office.departments[row["department"]],
    )


def _round(office: Office, data: dict[str, Any]) -> EvaluationRound:
    return office.get(EvaluationRound, "round", data["round"])
