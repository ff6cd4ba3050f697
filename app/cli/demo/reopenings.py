"""회차 일정과 정정: planned days of the rounds, and measures corrected by two offices."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.core.database import db
from app.evaluation.enums import CorrectionKind, Phase
from app.evaluation.models import EvaluationRound, RoundReopening
from app.evaluation.queries.reopenings import entries_of
from app.evaluation.rules.reopenings import Scope
from app.evaluation.services.reopening_closings import confirm, consequence, submit
from app.evaluation.services.reopening_entries import SUBJECT, EntryDraft, enter
from app.evaluation.services.reopenings import ReopeningDraft, agree, propose
from app.evaluation.services.round_days import set_days
from app.files.services import store_evidence


def steps(office: Office) -> Iterator[Step]:
    """Days are planned when a round is made; a reopening is proposed, agreed, filled and, if it is, confirmed."""
    made_on = {row["code"]: row["phases"][0]["on"] for row in content("rounds")["rounds"]}
    for code, days in content("reopenings")["days"].items():
        yield Step(on(made_on[code]), 91, partial(_plan, office, code, days))
    for row in content("reopenings")["reopenings"]:
        yield Step(on(row["proposed_on"]), 97, partial(_propose, office, row))
        yield Step(on(row["agreed_on"]), 98, partial(_agree, office, row))
        for entry in row["entries"]:
            yield Step(on(entry["on"]), 99, partial(_enter, office, row, entry))
        if row["confirmed_on"]:
            yield Step(on(row["confirmed_on"]), 99, partial(_confirm, office, row))


def _plan(office: Office, code: str, days: dict[str, str]) -> None:
    record = office.get(EvaluationRound, "round", code)
    actor = office.actor(content("reopenings")["reopenings"][0]["proposed_by"])
    set_days(actor=actor, record=record, days={Phase(phase): on(day) for phase, day in days.items()})


def _propose(office: Office, row: dict[str, Any]) -> None:
    made = propose(
        actor=office.actor(row["proposed_by"]),
        record=office.get(EvaluationRound, "round", row["round"]),
        draft=ReopeningDraft(
            scope=Scope(
                kinds=frozenset({CorrectionKind.MEASURE}),
                departments=frozenset(office.departments[name] for name in row["departments"]),
                indicators=frozenset(office.made["indicator", code] for code in row["indicators"]),
            ),
            open_until=on(row["open_until"]),
            second_id=office.people[row["second"]],
            reason=row["reason"],
        ),
    )
    office.keep("reopening", row["round"], made.id)


def _reopening(office: Office, row: dict[str, Any]) -> RoundReopening:
    return db.session.get_one(RoundReopening, office.made["reopening", row["round"]])


def _agree(office: Office, row: dict[str, Any]) -> None:
    agree(actor=office.actor(row["second"]), reopening=_reopening(office, row))


def _enter(office: Office, row: dict[str, Any], entry: dict[str, Any]) -> None:
    actor = office.actor(entry["by"])
    made = enter(
        actor=actor,
        record=office.get(EvaluationRound, "round", row["round"]),
        reopening=_reopening(office, row),
        draft=EntryDraft(
            kind=CorrectionKind.MEASURE,
            after={"state": "value", "value": entry["value"]},
            reason=entry["reason"],
            basis=entry["basis"],
            department_id=office.departments[entry["department"]],
            indicator_id=office.made["indicator", entry["indicator"]],
        ),
    )
    name = entry["evidence"]
    store_evidence(
        stream=paper(entry["basis"]), filename=paper_name(name), subject_type=SUBJECT, subject_id=made.id, actor=actor
    )


def _confirm(office: Office, row: dict[str, Any]) -> None:
    record, found = office.get(EvaluationRound, "round", row["round"]), _reopening(office, row)
    submit(actor=office.actor(row["proposed_by"]), record=record, reopening=found)
    seen = consequence(record, found, entries_of(found)).sha256
    confirm(actor=office.actor(row["second"]), record=record, reopening=found, seen_sha256=seen)
