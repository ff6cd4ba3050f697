"""연도 마감: what was set for the end of each year, and the first year closed by two offices, opened again and closed."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.mileage import services
from app.mileage.enums import ItemSubject, YearEndKind
from app.mileage.models import YearClosing, YearReopening
from app.mileage.queries.year_closings import preview_of
from app.mileage.rules.closings import YearEnd
from app.mileage.services import year_reopenings


def steps(office: Office) -> Iterator[Step]:
    """Rules first, then closings and reopenings: proposed on one day, confirmed or agreed on another."""
    story = content("year_closings")
    for row in story["rules"]:
        yield Step(on(row["set_on"]), 15, partial(_set_rule, office, row))
    for row in story["closings"]:
        yield Step(on(row["proposed_on"]), 88, partial(_propose, office, row))
        yield Step(on(row["confirmed_on"]), 89, partial(_confirm, office, row))
    for row in story["reopenings"]:
        yield Step(on(row["proposed_on"]), 88, partial(_propose_reopening, office, row))
        yield Step(on(row["agreed_on"]), 89, partial(_agree, office, row))


def _set_rule(office: Office, row: dict[str, Any]) -> None:
    services.set_year_rule(
        actor=office.actor(row["set_by"]),
        year=row["year"],
        subject=ItemSubject(row["subject"]),
        rule=YearEnd(YearEndKind(row["kind"]), Decimal(row["most"]) if row["most"] else None),
        reason=row["reason"],
    )


def _propose(office: Office, row: dict[str, Any]) -> None:
    second = office.head(row["second_head_of"])
    closing = services.propose_closing(actor=office.actor(row["proposed_by"]), year=row["year"], second_id=second.id)
    office.keep("year_closing", str(row["year"]), closing.id)


def _confirm(office: Office, row: dict[str, Any]) -> None:
    closing = office.get(YearClosing, "year_closing", str(row["year"]))
    digest = preview_of(row["year"]).digest
    services.confirm_closing(closing=closing, actor=office.head(row["second_head_of"]), digest=digest)


def _propose_reopening(office: Office, row: dict[str, Any]) -> None:
    made = year_reopenings.propose_reopening(
        actor=office.actor(row["proposed_by"]),
        closing=office.get(YearClosing, "year_closing", str(row["year"])),
        second_id=office.head(row["second_head_of"]).id,
        reason=row["reason"],
    )
    office.keep("year_reopening", str(row["year"]), made.id)


def _agree(office: Office, row: dict[str, Any]) -> None:
    found = office.get(YearReopening, "year_reopening", str(row["year"]))
    year_reopenings.agree_reopening(reopening=found, actor=office.head(row["second_head_of"]))
