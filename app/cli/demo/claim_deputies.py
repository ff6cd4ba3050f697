"""적립신청 대리: who named whom before they were away."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.mileage import services
from app.mileage.enums import DeputyOffice
from app.mileage.models import ClaimDeputy
from app.mileage.queries.claim_deputies import Seat
from app.mileage.services.claim_deputies import DeputyText


def steps(office: Office) -> Iterator[Step]:
    """Each deputy on the day they were named, before the claims of that day, and ended early where they were."""
    for row in content("claim_deputies")["deputies"]:
        yield Step(on(row["named_on"]), 78, partial(_name, office, row))
        if row["ended_on"]:
            yield Step(on(row["ended_on"]), 79, partial(_end, office, row))


def _name(office: Office, row: dict[str, Any]) -> None:
    deputy = services.name_deputy(
        actor=office.actor(row["principal"]),
        text=DeputyText(
            seat=Seat(DeputyOffice(row["office"]), office.departments[row["department"]], row["department"]),
            deputy_id=office.people[row["deputy"]],
            starts_on=on(row["starts_on"]),
            ends_on=on(row["ends_on"]),
            reason=row["reason"],
        ),
    )
    office.keep("claim_deputy", row["code"], deputy.id)


def _end(office: Office, row: dict[str, Any]) -> None:
    services.end_deputy(
        deputy=office.get(ClaimDeputy, "claim_deputy", row["code"]), actor=office.actor(row["principal"])
    )
