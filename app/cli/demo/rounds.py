"""평가회차: set up, measured by the departments, scored by evaluators, published."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.guests import needed_notes
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core import clock
from app.core.database import db
from app.evaluation.enums import AdjustmentKind, MeasureState, MissingRule, Phase, RoundingMode, RoundKind
from app.evaluation.models import ActualMeasure, EvaluationRound, Indicator
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.exemptions import exempt_measure
from app.evaluation.services.measures import MeasureDraft, approve_measures, save_measures
from app.evaluation.services.panels import abstain, assign_evaluator, criteria_of, save_sheet, submit_sheet
from app.evaluation.services.publications import publish_round
from app.evaluation.services.round_copies import copy_round
from app.evaluation.services.rounds import RoundDraft, Share, change_phase, open_round, set_composition, set_members
from app.organization.models import PeerGroup

OFFICE_CLOSES = time(18, 0)
ASSIGNING = timedelta(days=1)
"""Evaluators are named on the day after measuring has begun."""


def steps(office: Office) -> Iterator[Step]:
    """Every round, from its plan to the phase it has reached."""
    for row in content("rounds")["rounds"]:
        first, *later = row["phases"]
        yield Step(on(first["on"]), 90, partial(_open, office, row))
        for passed in later:
            yield Step(on(passed["on"]), 91, partial(_enter_phase, office, row, Phase(passed["phase"])))
        yield Step(on(row["phases"][1]["on"]) + ASSIGNING, 92, partial(_assign, office, row))
        yield from _measure_steps(office, row)
        for ballot in row["panel"]["ballots"]:
            yield Step(on(ballot["submitted_on"]), 95, partial(_score, office, row, ballot))
        for place, adjustment in enumerate(row["adjustments"], start=1):
            yield Step(on(adjustment["on"]), 96, partial(_adjust, office, row, adjustment, place))


def _open(office: Office, row: dict[str, Any]) -> None:
    actor, rules = office.actor(TOWER), row["rules"]
    shares = next(iter(row["grade_shares"].values()))
    record = open_round(
        actor=actor,
        draft=RoundDraft(
            code=row["code"],
            name=row["name"],
            year=row["fiscal_year"],
            starts_on=on(row["starts_on"]),
            base_on=on(row["base_date"]),
            kind=RoundKind(row["kind"]),
            missing_rule=MissingRule(rules["missing_rule"]),
            digits=rules["digits"],
            rounding=RoundingMode(rules["rounding"]),
            grades=[(step["grade"], Decimal(step["share"])) for step in shares],
        ),
    )
    office.keep("round", row["code"], record.id)
    if "copied_from" in row:
        copy_round(actor=actor, record=record, source=office.get(EvaluationRound, "round", row["copied_from"]))
    set_composition(actor=actor, record=record, shares=_shares(office, row))
    members = [office.departments[member["department"]] for member in row["members"]]
    set_members(actor=actor, record=record, department_ids=members)


def _shares(office: Office, row: dict[str, Any]) -> list[Share]:
    groups = dict(db.session.execute(select(PeerGroup.code, PeerGroup.id)).all())
    return [
        Share(
            indicator=office.get(Indicator, "indicator", line["indicator"]),
            peer_group_id=groups[group],
            weight=Decimal(line["weight"]),
        )
        for group, lines in row["composition"].items()
        for line in lines
    ]


def _enter_phase(office: Office, row: dict[str, Any], phase: Phase) -> None:
    record, actor = _round(office, row), office.actor(TOWER)
    if phase is Phase.PUBLISHED:
        publish_round(actor=actor, record=record, release_at=_release(row))
    else:
        change_phase(actor=actor, record=record, to=phase)


def _release(row: dict[str, Any]) -> datetime:
    """Return the evening of the day until which the results are kept back."""
    return datetime.combine(on(row["publication"]["embargo_until"]), OFFICE_CLOSES, clock.SEOUL)


def _round(office: Office, row: dict[str, Any]) -> EvaluationRound:
    return office.get(EvaluationRound, "round", row["code"])


def _assign(office: Office, row: dict[str, Any]) -> None:
    for number in row["panel"]["evaluators"]:
        assign_evaluator(
            actor=office.actor(TOWER),
            record=_round(office, row),
            indicator_id=office.made["indicator", row["panel"]["indicator"]],
            evaluator_id=office.people[number],
        )


def _measure_steps(office: Office, row: dict[str, Any]) -> Iterator[Step]:
    """One entry and one approval per department and day; what was not handed in has no day."""
    entries: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for measure in row["measures"]:
        if measure["entered_on"]:
            entries[measure["entered_on"], measure["department"]].append(measure)
    for (day, department), measures in entries.items():
        yield Step(on(day), 93, partial(_measure, office, row, department, measures))
        if measures[0]["approved_by"]:
            yield Step(on(day), 94, partial(_approve, office, row, department, measures[0]["approved_by"]))
        if any(MeasureState(measure["state"]) is MeasureState.NOT_APPLICABLE for measure in measures):
            yield Step(on(day), 95, partial(_exempt, office, row, department))


def _measure(office: Office, row: dict[str, Any], department: str, measures: list[dict[str, Any]]) -> None:
    save_measures(
        actor=office.actor(measures[0]["reported_by"]),
        record=_round(office, row),
        department_id=office.departments[department],
        drafts=[
            MeasureDraft(
                indicator_id=office.made["indicator", measure["indicator"]],
                state=MeasureState(measure["state"]),
                actual=_actual(measure.get("value_before_calibration") or measure["value"]),
                note=measure["note"] or measure["evidence"] or "",
            )
            for measure in measures
        ],
    )


def _actual(value: str | None) -> Decimal | str | None:
    """Read a number; a grade stays the letter it is."""
    return value if value is None or value.isalpha() else Decimal(value)


def _approve(office: Office, row: dict[str, Any], department: str, head: str) -> None:
    department_id = office.departments[department]
    approve_measures(actor=office.actor(head), record=_round(office, row), department_id=department_id)


def _exempt(office: Office, row: dict[str, Any], department: str) -> None:
    """Let the control tower agree to what the department says does not apply, for the reason it gives."""
    statement = select(ActualMeasure).where(
        ActualMeasure.round_id == _round(office, row).id,
        ActualMeasure.department_id == office.departments[department],
        ActualMeasure.state == MeasureState.NOT_APPLICABLE,
        ActualMeasure.exempted_at.is_(None),
    )
    for measure in db.session.scalars(statement).all():
        exempt_measure(
            actor=office.actor(TOWER), record=_round(office, row), measure_id=measure.id, reason=measure.note
        )


def _score(office: Office, row: dict[str, Any], ballot: dict[str, Any]) -> None:
    actor, record = office.actor(ballot["evaluator"]), _round(office, row)
    indicator_id = office.made["indicator", row["panel"]["indicator"]]
    department_id = office.departments[ballot["department"]]
    if ballot["abstained"]:
        abstain(
            actor=actor,
            record=record,
            indicator_id=indicator_id,
            department_id=department_id,
            reason=ballot["reason"],
        )
        return
    marks = {row.id: Decimal(ballot["marks"][row.name]) for row in criteria_of(indicator_id)}
    sheet = save_sheet(
        actor=actor,
        record=record,
        indicator_id=indicator_id,
        department_id=department_id,
        marks=marks,
        notes=needed_notes(marks),
    )
    submit_sheet(actor=actor, record=record, sheet=sheet)


def _adjust(office: Office, row: dict[str, Any], adjustment: dict[str, Any], place: int) -> None:
    kind = AdjustmentKind(adjustment["kind"])
    adjust_points(
        actor=office.actor(adjustment["approved_by"]),
        record=_round(office, row),
        draft=AdjustmentDraft(
            department_id=office.departments[adjustment["department"]],
            kind=kind,
            item=str(kind.label),
            source=f"{row['code']}-{place}",
            points=Decimal(adjustment["points"]),
            reason=adjustment["reason"],
            cap=Decimal(row["rules"][f"{kind.value}_cap"]),
        ),
    )
