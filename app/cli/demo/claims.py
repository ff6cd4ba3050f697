"""적립: the items of the office on its first day, then every claim with its evidence and its decisions."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.organization import FIRST_DAY
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.core.access import Actor
from app.files.services import store_evidence
from app.mileage import services
from app.mileage.models import Claim
from app.mileage.queries.claims import EVIDENCE_SUBJECT
from app.mileage.queries.items import item_on
from app.mileage.services.claims import ClaimText


def steps(office: Office) -> Iterator[Step]:
    """The preset, then the claims on their days."""
    yield Step(FIRST_DAY, 10, _enter_items)
    for row in content("claims")["claims"]:
        yield Step(on(row["submitted_on"] or row["fact_on"]), 80, partial(_write, office, row))
        if row["submitted_on"]:
            yield Step(on(row["submitted_on"]), 81, partial(_submit, office, row))
        if row["confirmed_on"]:
            yield Step(on(row["confirmed_on"]), 82, partial(_confirm, office, row))
        if row["posted_on"]:
            yield Step(on(row["posted_on"]), 83, partial(_verify, office, row))
        if row["returned_on"]:
            yield Step(on(row["returned_on"]), 84, partial(_return, office, row))
        if row["withdrawn_on"]:
            yield Step(on(row["withdrawn_on"]), 85, partial(_withdraw, office, row))


def _enter_items() -> None:
    services.seed_preset(FIRST_DAY)


def _write(office: Office, row: dict[str, Any]) -> None:
    claimant, happened_on = office.actor(row["claimant"]), on(row["fact_on"])
    item = item_on(row["item"], happened_on)
    if item is None:
        raise LookupError(row["item"])
    text = ClaimText(
        item=item,
        title=row["title"],
        description=row["text"],
        happened_on=happened_on,
        points=item.points,
        figure=Decimal(row["figure"]) if "figure" in row else None,
        shares={office.people[part["person"]]: Decimal(part["share"]) for part in row["shares"]},
    )
    claim = services.write_claim(actor=claimant, text=text)
    office.keep("claim", row["code"], claim.id)
    if row["evidence"]:
        _attach(claim, claimant, row["evidence"])


def _attach(claim: Claim, claimant: Actor, name: str) -> None:
    store_evidence(
        stream=paper(claim.title),
        filename=paper_name(name),
        subject_type=EVIDENCE_SUBJECT,
        subject_id=claim.id,
        actor=claimant,
    )


def _submit(office: Office, row: dict[str, Any]) -> None:
    services.submit_claim(claim=office.get(Claim, "claim", row["code"]), actor=office.actor(row["claimant"]))


def _confirm(office: Office, row: dict[str, Any]) -> None:
    services.confirm_claim(claim=office.get(Claim, "claim", row["code"]), actor=office.actor(row["confirmed_by"]))


def _verify(office: Office, row: dict[str, Any]) -> None:
    services.verify_claim(claim=office.get(Claim, "claim", row["code"]), actor=office.actor(row["verified_by"]))


def _return(office: Office, row: dict[str, Any]) -> None:
    claim, actor = office.get(Claim, "claim", row["code"]), office.actor(row["returned_by"])
    services.return_claim(claim=claim, actor=actor, reason=row["return_reason"])


def _withdraw(office: Office, row: dict[str, Any]) -> None:
    services.withdraw_claim(claim=office.get(Claim, "claim", row["code"]), actor=office.actor(row["claimant"]))
