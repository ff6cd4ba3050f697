"""적립 이의신청: what people objected to, what was answered, and who agreed to stand on the personal board."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.database import db
from app.mileage.enums import ObjectionResult, Remedy
from app.mileage.models import MileageAccount, Objection, Transfer
from app.mileage.queries.items import item_on
from app.mileage.queries.statements import own_account
from app.mileage.rules.objections import Answer, Terms
from app.mileage.services.mileage_terms import choose_showing, set_terms
from app.mileage.services.objections import Ground, answer_objection, object_to


def steps(office: Office) -> Iterator[Step]:
    """Terms and consents, then each objection with its answer."""
    story = content("objections")
    for row in story["terms"]:
        yield Step(on(row["set_on"]), 15, partial(_set_terms, office, row))
    for row in story["showings"]:
        yield Step(on(row["on"]), 86, partial(_show, office, row["person"]))
    for row in story["objections"]:
        yield Step(on(row["received_on"]), 88, partial(_object, office, row))
        if row["answer"]:
            yield Step(on(row["answer"]["on"]), 89, partial(_answer, office, row))


def _set_terms(office: Office, row: dict[str, Any]) -> None:
    terms = Terms(
        objection_days=row["objection_days"], answer_days=row["answer_days"], personal_board=row["personal_board"]
    )
    set_terms(actor=office.actor(row["set_by"]), terms=terms, reason=row["reason"])


def _show(office: Office, number: str) -> None:
    choose_showing(actor=office.actor(number), agreed=True)


def _object(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor(row["by"])
    ground = Ground(fact=row["fact"], happened_on=on(row["fact_on"])) if row["fact"] else _row_of(office, row)
    made = object_to(account=own_account(actor), ground=ground, actor=actor, reason=row["reason"])
    office.keep("objection", row["code"], made.id)


def _row_of(office: Office, row: dict[str, Any]) -> Ground:
    """Return the row the claim paid to the objector."""
    statement = (
        select(Transfer)
        .join(MileageAccount, MileageAccount.id == Transfer.credit_account_id)
        .where(Transfer.claim_id == office.made["claim", row["claim"]])
        .where(MileageAccount.person_id == office.people[row["by"]])
    )
    return Ground(transfer=db.session.scalars(statement).one())


def _answer(office: Office, row: dict[str, Any]) -> None:
    said, objection = row["answer"], office.get(Objection, "objection", row["code"])
    item = item_on(said["item"], objection.happened_on) if said["item"] else None
    answer = Answer(
        outcome=ObjectionResult(said["outcome"]),
        words=said["text"],
        remedy=Remedy(said["remedy"]) if said["remedy"] else None,
        item_id=item.id if item else None,
        points=Decimal(said["points"]) if said["points"] else None,
    )
    answer_objection(objection=objection, actor=office.actor(said["by"]), answer=answer)
