"""칭찬: three months of thank-yous, with one that was hidden and one that waits for a decision."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.values import Value
from app.mileage.models import Thanks
from app.mileage.services import thanks, thanks_purses, thanks_reports


def steps(office: Office) -> Iterator[Step]:
    """The points of each month, then the messages and what was said about them."""
    story = content("thanks")
    for day in story["months"]:
        yield Step(on(day), 80, _turn_month)
    for row in story["thanks"]:
        yield Step(on(row["sent_on"]), 86, partial(_send, office, row))
        for report in row.get("reports", ()):
            yield Step(on(report["on"]), 87, partial(_report, office, row, report))
        if row.get("decision"):
            yield Step(on(row["decision"]["on"]), 88, partial(_decide, office, row))


def _turn_month() -> None:
    thanks_purses.expire_months()
    thanks_purses.grant_month()


def _send(office: Office, row: dict[str, Any]) -> None:
    text = thanks.ThanksText(
        body=row["text"], value=Value(row["value"]) if row["value"] else None, keeps_private=row["private"]
    )
    sent = thanks.send_thanks(actor=office.actor(row["from"]), receiver_id=office.people[row["to"]], text=text)
    office.keep("thanks", row["code"], sent.id)


def _report(office: Office, row: dict[str, Any], report: dict[str, Any]) -> None:
    message, reporter = office.get(Thanks, "thanks", row["code"]), office.actor(report["by"])
    thanks_reports.report_thanks(thanks=message, actor=reporter, reason=report["reason"])


def _decide(office: Office, row: dict[str, Any]) -> None:
    decision = row["decision"]
    act = thanks_reports.hide_thanks if decision["hide"] else thanks_reports.dismiss_reports
    message, decider = office.get(Thanks, "thanks", row["code"]), office.actor(decision["by"])
    act(thanks=message, actor=decider, reason=decision["reason"])
