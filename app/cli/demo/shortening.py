"""처리기간 단축: the rule and the items of the office, a half-year posted by a second person, a later one still simulated."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.sheets import Sheet, write_workbook
from app.mileage.enums import ItemSubject
from app.mileage.models import SavedShorteningRule, ShorteningRun
from app.mileage.queries.shortening import rule_of, saved_rule_or_404, simulation_of
from app.mileage.services import shortening as services
from app.mileage.services import shortening_rules
from app.mileage.services.shortening import RunText
from app.mileage.services.shortening_rules import ItemText, RuleText
from app.mileage.services.shortening_sheets import COLUMNS, TITLE


def steps(office: Office) -> Iterator[Step]:
    """The rule with its items, then each run on its days."""
    told = content("shortening")
    yield Step(on(told["rule"]["saved_on"]), 86, partial(_save_rule, office, told["rule"]))
    for row in told["items"]:
        yield Step(on(row["entered_on"]), 87, partial(_enter_item, office, row))
    for row in told["runs"]:
        yield Step(on(row["drafted_on"]), 88, partial(_draft, office, row))
        if row["posted_on"]:
            yield Step(on(row["posted_on"]), 89, partial(_post, office, row))


def _save_rule(office: Office, row: dict[str, Any]) -> None:
    text = RuleText(
        code=row["code"], name=row["name"], parameters=row["parameters"], source=row["source"], reason=row["reason"]
    )
    saved = shortening_rules.save_rule(actor=office.actor(row["saved_by"]), text=text)
    office.keep("shortening rule", saved.code, saved.id)


def _enter_item(office: Office, row: dict[str, Any]) -> None:
    text = ItemText(
        subject=ItemSubject(row["subject"]),
        code=row["code"],
        name=row["name"],
        valid_from=on(row["valid_from"]),
        reason=row["reason"],
        cap_year=None,
    )
    shortening_rules.add_shortening_item(actor=office.actor(row["entered_by"]), text=text)


def _draft(office: Office, row: dict[str, Any]) -> None:
    target = BytesIO()
    write_workbook(target, [Sheet(TITLE, COLUMNS, row["rows"])])
    text = RunText(
        saved_rule=office.get(SavedShorteningRule, "shortening rule", row["rule"]),
        starts_on=on(row["starts_on"]),
        ends_on=on(row["ends_on"]),
        file_name=row["file"],
        content=target.getvalue(),
    )
    run = services.draft_run(actor=office.actor(row["drafted_by"]), text=text)
    office.keep("shortening run", row["code"], run.id)


def _post(office: Office, row: dict[str, Any]) -> None:
    run = office.get(ShorteningRun, "shortening run", row["code"])
    seen = simulation_of(run, rule_of(saved_rule_or_404(run.rule_id)))
    services.post_run(run=run, actor=office.actor(row["posted_by"]), digest=seen.digest)
