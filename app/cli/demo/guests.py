"""외부 평가위원: somebody from outside is invited to the round that scores, marks a few departments, declares a conflict.

No code is given: the clear text would have to stand somewhere. The control tower gives one on the page.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core.access import Actor
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.guests import guest_actor
from app.evaluation.rules.sheets import NoteBounds
from app.evaluation.services.guests import GuestDraft, invite_guest
from app.evaluation.services.panels import assign_evaluator, criteria_of, save_sheet, submit_sheet
from app.evaluation.services.sheet_versions import declare_conflict


def steps(office: Office) -> Iterator[Step]:
    """The invitation, the sheets, the conflict."""
    data = content("guests")
    yield Step(on(data["guest"]["invited_on"]), 94, partial(_invite, office, data))
    for ballot in data["ballots"]:
        yield Step(on(ballot["on"]), 95, partial(_score, office, data, ballot))
    yield Step(on(data["conflict"]["on"]), 96, partial(_declare, office, data))


def needed_notes(marks: Mapping[int, Decimal]) -> Mapping[int, str]:
    """Return a note for each mark that lies at one of the two ends."""
    notes, bounds = content("guests")["notes"], NoteBounds()
    return {
        criterion: notes["high" if mark >= bounds.high else "low"]
        for criterion, mark in marks.items()
        if bounds.asks_for_note(mark)
    }


def _invite(office: Office, data: dict[str, Any]) -> None:
    tower, record, row = office.actor(TOWER), _round(office, data), data["guest"]
    draft = GuestDraft(name=row["name"], institution=row["institution"], field=row["field"])
    guest = invite_guest(actor=tower, record=record, draft=draft)
    office.keep("guest", row["name"], guest.person_id)
    indicator_id = office.made["indicator", data["indicator"]]
    assign_evaluator(actor=tower, record=record, indicator_id=indicator_id, evaluator_id=guest.person_id)


def _score(office: Office, data: dict[str, Any], ballot: dict[str, Any]) -> None:
    guest, record = _guest(office, data), _round(office, data)
    indicator_id = office.made["indicator", data["indicator"]]
    marks = {row.id: Decimal(ballot["marks"][row.name]) for row in criteria_of(indicator_id)}
    sheet = save_sheet(
        actor=guest,
        record=record,
        indicator_id=indicator_id,
        department_id=office.departments[ballot["department"]],
        marks=marks,
        note=ballot["note"],
        notes=needed_notes(marks),
    )
    submit_sheet(actor=guest, record=record, sheet=sheet)


def _declare(office: Office, data: dict[str, Any]) -> None:
    row = data["conflict"]
    declare_conflict(
        actor=_guest(office, data),
        record=_round(office, data),
        department_id=office.departments[row["department"]],
        reason=row["reason"],
    )


def _guest(office: Office, data: dict[str, Any]) -> Actor:
    found = guest_actor(_round(office, data).id, office.made["guest", data["guest"]["name"]])
    assert found is not None
    return found


def _round(office: Office, data: dict[str, Any]) -> EvaluationRound:
    return office.get(EvaluationRound, "round", data["round"])
