"""지표의 질: what each sheet measures, a panel of the evaluators, and the sunset list."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core.access import offices_of
from app.core.database import db
from app.evaluation.enums import Cadence, Direction, Method, QualityAspect, ResultKind, SunsetChoice
from app.evaluation.models import Indicator, QualityItem, QualityPanel
from app.evaluation.rules.indicator_quality import HIGHEST, LOWEST, Rating
from app.evaluation.services.indicators import IndicatorDraft, draft_of, save_indicator
from app.evaluation.services.quality_panels import (
    QualityPanelDraft,
    close_quality_panel,
    hand_in_ratings,
    open_quality_panel,
    rate_indicator,
)
from app.evaluation.services.sunsets import decide_sunset

IN_BETWEEN = {"base": [3, 3, 3, 3], "words": ""}
"""What the raters say of a sheet the content has no words about."""


def steps(office: Office) -> Iterator[Step]:
    """The sheets say what they measure; a panel rates them; what everybody reaches is kept or retired."""
    data = content("quality")
    for row in data["sheets"]:
        yield Step(on(data["sheets_on"]), 13, partial(_enter_sheet, office, row))
    yield Step(on(data["kinds_said_on"]), 14, partial(_say_kinds, office))
    for row in data["sunset"]:
        yield Step(on(row["on"]), 97, partial(_decide, office, row))
    panel = data["panel"]
    yield Step(on(panel["on"]), 97, partial(_ask, office, panel))
    for place, number in enumerate(panel["raters"]):
        day = on(panel["rated_on"][place % len(panel["rated_on"])])
        yield Step(day, 98, partial(_rate, office, panel, number))
    yield Step(on(panel["closed_on"]), 98, partial(_close, office))


def _enter_sheet(office: Office, row: dict[str, Any]) -> None:
    draft = IndicatorDraft(
        code=row["code"],
        name=row["name"],
        method=Method.ATTAINMENT,
        direction=Direction.UP,
        description=row["definition"],
        formula=row["formula_words"],
        unit=row["unit"],
        cadence=Cadence(row["cadence"]),
        owner_department_id=office.departments[row["owner_department"]],
        target=Decimal(row["target"]),
        history={"common": row["past_years"]},
        evidence=row["evidence"],
    )
    office.keep("indicator", row["code"], save_indicator(actor=office.actor(TOWER), draft=draft).id)


def _say_kinds(office: Office) -> None:
    for code, kind in content("quality")["result_kinds"].items():
        sheet = office.get(Indicator, "indicator", code)
        draft = draft_of(sheet)
        save_indicator(
            actor=office.actor(TOWER),
            draft=IndicatorDraft(**{**vars(draft), "result_kind": ResultKind(kind)}),
            indicator=sheet,
        )


def _decide(office: Office, row: dict[str, Any]) -> None:
    decide_sunset(
        actor=office.actor(TOWER),
        indicator=office.get(Indicator, "indicator", row["indicator"]),
        choice=SunsetChoice(row["choice"]),
        reason=row["reason"],
        year=on(row["on"]).year,
    )


def _ask(office: Office, panel: dict[str, Any]) -> None:
    draft = QualityPanelDraft(
        year=panel["year"],
        name=panel["name"],
        due_on=on(panel["due_on"]),
        rater_ids=[office.people[number] for number in panel["raters"]],
    )
    opened = open_quality_panel(actor=office.actor(TOWER), draft=draft)
    office.keep("quality_panel", panel["name"], opened.id)


def _panel(office: Office) -> QualityPanel:
    return office.get(QualityPanel, "quality_panel", content("quality")["panel"]["name"])


def _rate(office: Office, data: dict[str, Any], number: str) -> None:
    """Everybody marks as the content says, leaning a little to one side; the own department's sheets are left out."""
    actor, panel, leaning = office.actor(number), _panel(office), data["raters"][number]
    items = db.session.scalars(select(QualityItem).where(QualityItem.panel_id == panel.id).order_by(QualityItem.id))
    for item in items.all():
        if item.owner_department_id in offices_of(actor):
            continue
        told = data["marks"].get(item.code, IN_BETWEEN)
        marks = [min(HIGHEST, max(LOWEST, base + by)) for base, by in zip(told["base"], leaning, strict=True)]
        note = told["words"] if {LOWEST, HIGHEST} & set(marks) else ""
        rating = Rating(marks=dict(zip(QualityAspect, marks, strict=True)), note=note)
        rate_indicator(actor=actor, panel=panel, item=item, rating=rating)
    hand_in_ratings(actor=actor, panel=panel)


def _close(office: Office) -> None:
    close_quality_panel(actor=office.actor(TOWER), panel=_panel(office))
