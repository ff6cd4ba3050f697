"""슬로건: written, handed in, approved or returned."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import LAST_DAY, Office, Step, on
from app.core.values import Value
from app.innovation.models import Slogan
from app.innovation.services.slogans import (
    PracticeItem,
    SloganContent,
    approve_slogan,
    return_slogan,
    submit_slogan,
    write_slogan,
)

WRITING = timedelta(days=7)
"""A slogan is written a week before it is handed in."""


def steps(office: Office) -> Iterator[Step]:
    """Every slogan with the days on which something happened to it."""
    for row in content("slogans")["slogans"]:
        submitted = on(row["submitted_on"]) if row["submitted_on"] else None
        yield Step((submitted or LAST_DAY) - WRITING, 14, partial(_write, office, row))
        if submitted:
            yield Step(submitted, 15, partial(_submit, office, row))
        if row["approved_on"]:
            yield Step(on(row["approved_on"]), 16, partial(_approve, office, row))
        if row["returned_on"]:
            yield Step(on(row["returned_on"]), 16, partial(_return, office, row))


def _write(office: Office, row: dict[str, Any]) -> None:
    due_on = date(row["year"], 12, 31)
    slogan = write_slogan(
        actor=office.actor(row["author"]),
        department_id=office.departments[row["department"]],
        year=row["year"],
        content=SloganContent(
            text=row["text"],
            meaning=row["meaning"],
            values=tuple(Value(value) for value in row["values"]),
            items=[PracticeItem(what, due_on) for what in row["practice_items"]],
        ),
    )
    office.keep("slogan", row["code"], slogan.id)


def _submit(office: Office, row: dict[str, Any]) -> None:
    submit_slogan(actor=office.actor(row["author"]), slogan=office.get(Slogan, "slogan", row["code"]))


def _approve(office: Office, row: dict[str, Any]) -> None:
    approve_slogan(actor=office.actor(row["approved_by"]), slogan=office.get(Slogan, "slogan", row["code"]))


def _return(office: Office, row: dict[str, Any]) -> None:
    slogan = office.get(Slogan, "slogan", row["code"])
    return_slogan(actor=office.head(row["department"]), slogan=slogan, reason=row["return_reason"])
