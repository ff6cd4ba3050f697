"""감점: proposed, heard, decided by another office, objected to and answered, or waiting for the next word."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core import clock
from app.core.database import db
from app.mileage.enums import DeductionGround
from app.mileage.models import Deduction, MileageAccount
from app.mileage.rules.owners import Owner
from app.mileage.services import deductions as services
from app.mileage.services import post_due_deductions
from app.mileage.services.accounts import lock_owner, lock_pool
from app.mileage.services.deductions import DeductionText


def steps(office: Office) -> Iterator[Step]:
    """Each deduction with what was said about it, on the days on which it was said."""
    for row in content("deductions")["deductions"]:
        yield Step(on(row["proposed_on"]), 86, partial(_propose, office, row))
        for part, run in (("opinion", _hear), ("decision", _decide), ("objection", _object), ("answer", _answer)):
            if row[part]:
                yield Step(on(row[part]["on"]), 87, partial(run, office, row, row[part]))
        if row["posted_on"]:
            yield Step(on(row["posted_on"]), 87, _post)


def _propose(office: Office, row: dict[str, Any]) -> None:
    lock_pool()
    account = db.session.get_one(MileageAccount, lock_owner(Owner.person(office.people[row["against"]])).id)
    text = DeductionText(
        ground=DeductionGround(row["ground"]),
        reason=row["reason"],
        points=Decimal(row["points"]),
        decider_id=office.head(row["decider_head_of"]).id,
        reviewer_id=office.people[row["reviewer"]],
    )
    found = services.propose_deduction(actor=office.actor(row["by"]), account=account, text=text)
    office.keep("deduction", row["code"], found.id)


def _hear(office: Office, row: dict[str, Any], said: dict[str, Any]) -> None:
    services.give_opinion(deduction=_of(office, row), actor=office.actor(row["against"]), opinion=said["text"])


def _decide(office: Office, row: dict[str, Any], said: dict[str, Any]) -> None:
    services.decide_deduction(
        deduction=_of(office, row),
        actor=office.head(row["decider_head_of"]),
        points=Decimal(said["points"]),
        decision=said["text"],
    )


def _object(office: Office, row: dict[str, Any], said: dict[str, Any]) -> None:
    services.object_to_deduction(deduction=_of(office, row), actor=office.actor(row["against"]), objection=said["text"])


def _answer(office: Office, row: dict[str, Any], said: dict[str, Any]) -> None:
    reviewer = office.actor(row["reviewer"])
    services.answer_objection(deduction=_of(office, row), actor=reviewer, upheld=said["upheld"], answer=said["text"])


def _post() -> None:
    """What the timetable does on that day."""
    post_due_deductions(clock.today())


def _of(office: Office, row: dict[str, Any]) -> Deduction:
    return office.get(Deduction, "deduction", row["code"])
