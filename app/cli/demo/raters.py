"""평가자 구분과 배정: an indicator rated by citizens and evaluators, a survey, and balanced assignments in the final round."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core.database import db
from app.evaluation.enums import CommitteeKind, IndicatorKind, MarkRule, Method
from app.evaluation.models import EvaluationRound, Indicator
from app.evaluation.queries.scoring import compositions_of
from app.evaluation.services.assignments import AssignmentDraft, plan_assignment, write_assignment
from app.evaluation.services.indicators import CriterionDraft, IndicatorDraft, save_indicator
from app.evaluation.services.panel_rules import set_panel_rule
from app.evaluation.services.places import perspective_named
from app.evaluation.services.rounds import Share, set_composition
from app.evaluation.services.surveys import SurveyFigure, enter_survey


def steps(office: Office) -> Iterator[Step]:
    """The sheet, its place in the composition, the rules of the panel, the survey, the assignments."""
    data = content("raters")
    yield Step(on(data["sheet_on"]), 13, partial(_enter_sheet, office, data["sheet"]))
    yield Step(on(data["composed_on"]), 92, partial(_compose, office, data))
    yield Step(on(data["rules"]["on"]), 93, partial(_set_rules, office, data))
    yield Step(on(data["survey"]["on"]), 93, partial(_enter_survey, office, data))
    for row in data["assignments"]:
        yield Step(on(row["on"]), 93, partial(_assign, office, data, row))


def _enter_sheet(office: Office, row: dict[str, Any]) -> None:
    draft = IndicatorDraft(
        code=row["code"],
        name=row["name"],
        method=Method.PANEL,
        kind=IndicatorKind.QUALITATIVE,
        perspective_id=perspective_named(row["perspective"]).id,
        description=row["definition"],
        formula=row["formula_words"],
        unit="점",
        owner_department_id=office.actor(TOWER).department_id,
        parameters={"sources": row["sources"]},
        evidence=row["evidence"],
    )
    criterion = CriterionDraft(name=row["criterion"], weight=Decimal(100), anchors=row["anchors"])
    indicator = save_indicator(actor=office.actor(TOWER), draft=draft, criteria=[criterion])
    office.keep("indicator", row["code"], indicator.id)


def _compose(office: Office, data: dict[str, Any]) -> None:
    """Give the new indicator its weight; in every peer group another one has that much less."""
    record, added = _round(office, data), office.get(Indicator, "indicator", data["sheet"]["code"])
    weight = Decimal(data["weight"])
    shares = []
    for line in compositions_of(record.id):
        taken = weight if line.code == data["taken_from"] else Decimal(0)
        indicator = db.session.get_one(Indicator, line.indicator_id)
        shares.append(Share(indicator=indicator, peer_group_id=line.peer_group_id, weight=line.weight - taken))
        if taken:
            shares.append(Share(indicator=added, peer_group_id=line.peer_group_id, weight=weight))
    set_composition(actor=office.actor(TOWER), record=record, shares=shares)


def _set_rules(office: Office, data: dict[str, Any]) -> None:
    set_panel_rule(
        actor=office.actor(TOWER),
        record=_round(office, data),
        mark_rule=MarkRule(data["rules"]["mark_rule"]),
        committee=CommitteeKind(data["rules"]["committee"]),
    )


def _enter_survey(office: Office, data: dict[str, Any]) -> None:
    row = data["survey"]
    enter_survey(
        actor=office.actor(TOWER),
        record=_round(office, data),
        indicator_id=office.made["indicator", data["sheet"]["code"]],
        source=row["source"],
        figures=[
            SurveyFigure(department_id=office.departments[name], answers=answers, mean=Decimal(mean))
            for name, answers, mean in row["figures"]
        ],
        evidence=row["evidence"],
    )


def _assign(office: Office, data: dict[str, Any], row: dict[str, Any]) -> None:
    actor, record = office.actor(TOWER), _round(office, data)
    draft = AssignmentDraft(
        indicator_id=office.made["indicator", row["indicator"]],
        evaluator_ids=[office.people[number] for number in row["evaluators"]],
        each=row["each"],
        seed=row["seed"],
        source=row["source"],
    )
    seen = plan_assignment(actor=actor, record=record, draft=draft).sha256
    write_assignment(actor=actor, record=record, draft=draft, seen=seen)


def _round(office: Office, data: dict[str, Any]) -> EvaluationRound:
    return office.get(EvaluationRound, "round", data["round"])
