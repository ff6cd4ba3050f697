"""심의: the terms of a trial, and a panel whose votes are not all given."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.mileage import services
from app.mileage.enums import PanelVote
from app.mileage.models import Claim, ClaimPanel
from app.mileage.rules.claim_panels import Terms


def steps(office: Office) -> Iterator[Step]:
    """The terms first, then each panel and its votes, after the claims of the day."""
    story = content("claim_panels")
    yield Step(on(story["terms"]["set_on"]), 16, partial(_set_terms, office, story["terms"]))
    for row in story["panels"]:
        yield Step(on(row["convened_on"]), 86, partial(_convene, office, row))
        for given in row["votes"]:
            yield Step(on(given["voted_on"]), 87, partial(_vote, office, row, given))


def _set_terms(office: Office, row: dict[str, Any]) -> None:
    terms = Terms(
        is_on=True,
        above_points=Decimal(row["above_points"]),
        item_codes=tuple(row["item_codes"]),
        days=row["days"],
    )
    services.set_panel_terms(actor=office.actor(row["set_by"]), terms=terms, reason=row["reason"])


def _convene(office: Office, row: dict[str, Any]) -> None:
    claim, actor = office.get(Claim, "claim", row["claim"]), office.actor(row["convened_by"])
    panel = services.convene_panel(claim=claim, actor=actor, numbers=row["members"])
    office.keep("claim_panel", row["claim"], panel.id)


def _vote(office: Office, row: dict[str, Any], given: dict[str, Any]) -> None:
    services.vote_on_claim(
        panel=office.get(ClaimPanel, "claim_panel", row["claim"]),
        actor=office.actor(given["person"]),
        vote=PanelVote(given["vote"]),
        reason=given["reason"],
    )
