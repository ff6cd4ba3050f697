"""공모와 제안 종류: campaigns, ideas that were carried out, confirmed shares, and a request for hidden names."""

from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.core.values import Value
from app.innovation.models import Campaign, Issue
from app.innovation.services.campaigns import CampaignContent, close_campaign, plan_campaign
from app.innovation.services.shares import confirm_share
from app.innovation.services.unmaskings import ask_unmasking


class Paper:
    """A text file as if somebody sent it with a form."""

    def __init__(self, name: str) -> None:
        self.filename: str | None = paper_name(name)
        self.stream: IO[bytes] = paper(name)


def steps(office: Office) -> Iterator[Step]:
    """Campaigns, the consent of co-proposers on the day of receipt, and the request for names."""
    for row in content("proposals")["campaigns"]:
        yield Step(on(row["on"]), 19, partial(_plan, office, row))
        if row.get("closed_on"):
            yield Step(on(row["closed_on"]), 19, partial(_close, office, row))
    for issue in content("issues")["issues"]:
        for part in issue["proposers"][1:]:
            if {"number": issue["number"], "person": part["person"]} not in content("proposals")["unconfirmed"]:
                yield Step(on(issue["received_on"]), 21, partial(_confirm, office, issue["number"], part["person"]))
    for row in content("proposals")["unmaskings"]:
        yield Step(on(row["on"]), 25, partial(_ask_names, office, row))


def kind_of(office: Office, number: str) -> dict[str, Any]:
    """Return what an issue brings because of its kind, as parts of its content."""
    told = content("proposals")
    for row in told["campaigns"]:
        if number in row["issues"]:
            return {"campaign_id": office.get(Campaign, "campaign", row["code"]).id}
    for row in told["carried_out"]:
        if row["number"] == number:
            return {"carried_out_on": on(row["on"]), "carried_out_result": row["result"]}
    return {}


def papers_of(number: str) -> list[Paper]:
    """Return the files that come with an issue."""
    rows = content("proposals")["carried_out"]
    return [Paper(name) for row in rows if row["number"] == number for name in row["files"]]


def _plan(office: Office, row: dict[str, Any]) -> None:
    campaign = plan_campaign(
        actor=office.actor(row["by"]),
        content=CampaignContent(
            title=row["title"],
            theme=row["theme"],
            values=tuple(Value(value) for value in row["values"]),
            starts_on=on(row["starts_on"]),
            ends_on=on(row["ends_on"]),
        ),
    )
    office.keep("campaign", row["code"], campaign.id)


def _close(office: Office, row: dict[str, Any]) -> None:
    campaign = office.get(Campaign, "campaign", row["code"])
    close_campaign(actor=office.actor(row["closed_by"]), campaign=campaign, reason=row["closing_reason"])


def _confirm(office: Office, number: str, person: str) -> None:
    confirm_share(actor=office.actor(person), issue=office.get(Issue, "issue", number))


def _ask_names(office: Office, row: dict[str, Any]) -> None:
    ask_unmasking(
        actor=office.actor(row["by"]),
        issue=office.get(Issue, "issue", row["number"]),
        second=office.actor(row["second"]),
        reason=row["reason"],
    )
