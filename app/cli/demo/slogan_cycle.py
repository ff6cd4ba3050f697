"""슬로건의 한 해: the call, half-year self-evaluations approved by the head, the panel of the year before and the open one."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from werkzeug.datastructures import FileStorage

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.models import Slogan, SloganCall, SloganPanel, SloganReview
from app.innovation.queries.slogans import items_of
from app.innovation.queries.slogans.panels import criteria_of
from app.innovation.rules.slogan_calls import CallDays
from app.innovation.services.slogans import (
    CallContent,
    ItemReport,
    PanelContent,
    ReviewContent,
    approve_review,
    change_call,
    close_panel,
    open_call,
    open_panel,
    score_slogan,
    submit_review,
    write_review,
)

FOR_THE_HEAD = timedelta(days=2)
"""A head reads a self-evaluation two days later, unless the content says when."""


def steps(office: Office) -> Iterator[Step]:
    """Every day of the calls, the self-evaluations and the panels."""
    cycle = content("slogan_cycle")
    for row in cycle["calls"]:
        yield Step(on(row["opened_on"]), 13, partial(_call, office, row))
        if "moved_to" in row:
            yield Step(on(row["moved_to"]["on"]), 13, partial(_move, office, row))
    for row in (*cycle["reviews"], *_of_this_year()):
        yield Step(on(row["on"]), 17, partial(_review, office, row))
        yield Step(on(row["approved_on"]), 18, partial(_approve, office, row))
    for row in cycle["panels"]:
        yield Step(on(row["opened_on"]), 19, partial(_panel, office, row))
        if row["closed_on"]:
            yield Step(on(row["scored_on"]), 19, partial(_score, office, row))
            yield Step(on(row["closed_on"]), 19, partial(_close, office, row))


def _of_this_year() -> Iterator[dict[str, Any]]:
    """Turn the short notes of `slogans.json` (kept, of, text) into self-evaluations item by item."""
    for row in content("slogans")["slogans"]:
        note = row["half_year_review"]
        if note is None:
            continue
        day = on(note["on"])
        outcomes = ["done"] * note["kept"] + ["partly"] * (note["of"] - note["kept"])
        words = {"done": "상반기 계획대로 했다.", "partly": "시작했으나 인력이 모자라 절반쯤에서 멈췄다."}
        yield {
            "slogan": row["code"],
            "half": "first",
            "on": note["on"],
            "approved_on": (day + FOR_THE_HEAD).isoformat(),
            "done": note["text"],
            "next_steps": "",
            "results": [[outcome, words[outcome]] for outcome in outcomes],
        }


def _call(office: Office, row: dict[str, Any]) -> None:
    call = open_call(actor=office.actor(row["by"]), year=row["year"], content=_call_content(row, on(row["ends_on"])))
    office.keep("slogan_call", str(row["year"]), call.id)


def _move(office: Office, row: dict[str, Any]) -> None:
    call = office.get(SloganCall, "slogan_call", str(row["year"]))
    moved = _call_content(row, on(row["moved_to"]["ends_on"]))
    change_call(actor=office.actor(row["by"]), call=call, content=moved, seen_version=call.version)


def _call_content(row: dict[str, Any], ends_on: date) -> CallContent:
    return CallContent(days=CallDays(starts_on=on(row["starts_on"]), ends_on=ends_on), guidance=row["guidance"])


def _review(office: Office, row: dict[str, Any]) -> None:
    slogan = office.get(Slogan, "slogan", row["slogan"])
    author = office.actor(_slogan_row(row)["author"])
    told = ReviewContent(done=row["done"], next_steps=row["next_steps"], results=_results(slogan, row))
    review = write_review(actor=author, slogan=slogan, half=HalfYear(row["half"]), content=told)
    submit_review(actor=author, slogan=slogan, review=review)
    office.keep("slogan_review", f"{row['slogan']}:{row['half']}", review.id)


def _results(slogan: Slogan, row: dict[str, Any]) -> Sequence[ItemReport]:
    return [
        ItemReport(
            item_id=item.id,
            outcome=ItemOutcome(outcome),
            words=words,
            uploads=[FileStorage(paper(item.what), f"{item.what}.txt")] if item.position == 1 else (),
        )
        for item, (outcome, words) in zip(items_of(slogan), row["results"], strict=True)
    ]


def _approve(office: Office, row: dict[str, Any]) -> None:
    slogan = office.get(Slogan, "slogan", row["slogan"])
    review = office.get(SloganReview, "slogan_review", f"{row['slogan']}:{row['half']}")
    approve_review(actor=office.head(_slogan_row(row)["department"]), slogan=slogan, review=review)


def _slogan_row(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content("slogans")["slogans"] if one["code"] == row["slogan"])
    return found


def _panel(office: Office, row: dict[str, Any]) -> None:
    named = PanelContent(
        due_on=on(row["due_on"]),
        criteria=[(name, Decimal(weight)) for name, weight in row["criteria"]],
        evaluator_ids=[office.people[number] for number in row["evaluators"]],
    )
    panel = open_panel(actor=office.actor(row["by"]), year=row["year"], content=named)
    office.keep("slogan_panel", str(row["year"]), panel.id)


def _score(office: Office, row: dict[str, Any]) -> None:
    panel = office.get(SloganPanel, "slogan_panel", str(row["year"]))
    criteria = [criterion.id for criterion in criteria_of(panel.id)]
    for code, sheets in row["marks"].items():
        slogan = office.get(Slogan, "slogan", code)
        for number, given in zip(row["evaluators"], sheets, strict=True):
            marks = dict(zip(criteria, map(Decimal, given), strict=True))
            score_slogan(actor=office.actor(number), panel=panel, slogan=slogan, marks=marks)


def _close(office: Office, row: dict[str, Any]) -> None:
    close_panel(actor=office.actor(row["by"]), panel=office.get(SloganPanel, "slogan_panel", str(row["year"])))
