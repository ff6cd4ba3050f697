"""적립항목 변경: other caps for an item, one paid by the hour, and one that waits its year for promotion points."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.mileage import services
from app.mileage.enums import ItemConfirmer, ItemFormula, ItemSubject, ItemTrigger
from app.mileage.models import MileageItem
from app.mileage.queries.item_versions import latest_version
from app.mileage.rules.caps import Caps
from app.mileage.rules.item_changes import Disclosure
from app.mileage.services.item_changes import Change, ItemTerms


def steps(office: Office) -> Iterator[Step]:
    """Changes, then new items, on their days."""
    story = content("items")
    for row in story["changes"]:
        yield Step(on(row["made_on"]), 18, partial(_change, office, row))
    for row in story["items"]:
        yield Step(on(row["made_on"]), 19, partial(_enter, office, row))


def _change(office: Office, row: dict[str, Any]) -> None:
    item = latest_version(row["code"])
    if item is None:
        raise LookupError(row["code"])
    terms = replace(_terms_of(item), caps=replace(item.caps, year=Decimal(row["cap_year"])))
    services.change_item(item=item, actor=office.actor(row["made_by"]), terms=terms, change=_when(row))


def _enter(office: Office, row: dict[str, Any]) -> None:
    words = {name: row[name] for name in ("name_ko", "name_en", "description_ko", "description_en")}
    terms = ItemTerms(
        **words,
        core_values=tuple(row["values"]),
        points=Decimal(row["points"]),
        formula=ItemFormula(row.get("formula", "fixed")),
        figure_name=row.get("figure_name"),
        caps=Caps(case=Decimal(row.get("cap_case", row["points"])), year=Decimal(row["cap_year"])),
        evidence_required=True,
        trigger=ItemTrigger.CLAIM,
        event_code=None,
        confirmer=ItemConfirmer.HEAD_AND_TOWER,
        highest_group=None,
        feeds_promotion="disclosure" in row,
    )
    services.enter_item(
        actor=office.actor(row["made_by"]),
        code=row["code"],
        subject=ItemSubject.PERSON,
        terms=terms,
        change=_when(row),
    )


def _when(row: dict[str, Any]) -> Change:
    told = row.get("disclosure")
    disclosure = told and Disclosure(
        disclosed_on=on(told["disclosed_on"]), opinions=told["opinions"], changed_on=on(told["changed_on"])
    )
    return Change(takes_effect_on=on(row["takes_effect_on"]), reason=row["reason"], disclosure=disclosure)


def _terms_of(item: MileageItem) -> ItemTerms:
    return ItemTerms(
        name_ko=item.name_ko,
        name_en=item.name_en,
        description_ko=item.description_ko,
        description_en=item.description_en,
        core_values=tuple(item.core_values),
        points=item.points,
        caps=item.caps,
        evidence_required=item.evidence_required,
        trigger=item.trigger,
        event_code=item.event_code,
        confirmer=item.confirmer,
        highest_group=item.highest_group,
        feeds_promotion=False,
        formula=item.formula,
        figure_name=item.figure_name,
        bands=tuple(item.reckoning.bands),
    )
