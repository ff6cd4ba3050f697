"""조정회의와 예행: cases in conflict of a round decided by a session, and draft rules tried on last year's data."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core.database import db
from app.evaluation.enums import CaseOutcome
from app.evaluation.models import CalibrationCase, EvaluationRound, Publication
from app.evaluation.queries.calibration import cases_of, session_or_404
from app.evaluation.services.calibration import SessionDraft, Verdict, close_session, decide_case, open_session
from app.evaluation.services.rehearsal_rules import RulesChoice, draft_rules
from app.evaluation.services.rehearsals import keep_rehearsal


def steps(office: Office) -> Iterator[Step]:
    """Sessions between calibration and publication, and rehearsals after it."""
    for row in content("calibrations")["sessions"]:
        yield Step(on(row["on"]), 97, partial(_open, office, row))
        yield Step(on(row["on"]), 98, partial(_decide, office, row))
    for row in content("calibrations")["rehearsals"]:
        yield Step(on(row["on"]), 99, partial(_rehearse, office, row))


def _open(office: Office, row: dict[str, Any]) -> None:
    session = open_session(
        actor=office.actor(TOWER),
        record=office.get(EvaluationRound, "round", row["round"]),
        draft=SessionDraft(
            held_on=on(row["on"]),
            place=row["place"],
            chair=row["presided_by"],
            person_ids=[office.people[number] for number in row["people"]],
            others=row["others"],
        ),
    )
    office.keep("calibration", row["round"], session.id)


def _decide(office: Office, row: dict[str, Any]) -> None:
    """Decide every case: those the content names as it says, the others are kept for the reason it gives."""
    record, actor = office.get(EvaluationRound, "round", row["round"]), office.actor(TOWER)
    session = session_or_404(office.made["calibration", row["round"]])
    named: Mapping[int, dict[str, Any]] = {office.departments[d["department"]]: d for d in row["decisions"]}
    for case in cases_of(session.id):
        decide_case(actor=actor, record=record, case=case, verdict=_verdict(case, named, row))
    close_session(actor=actor, record=record, session=session)


def _verdict(case: CalibrationCase, named: Mapping[int, dict[str, Any]], row: dict[str, Any]) -> Verdict:
    found = named.get(case.department_id)
    if found is None or case.indicator_id is None:
        return Verdict(outcome=CaseOutcome.KEPT, reason=row["kept_reason"], seen=0)
    return Verdict(outcome=CaseOutcome.CHANGED, reason=found["reason"], seen=0, score=Decimal(found["score"]))


def _rehearse(office: Office, row: dict[str, Any]) -> None:
    record = office.get(EvaluationRound, "round", row["round"])
    statement = select(Publication).where(Publication.round_id == record.id).order_by(Publication.version.desc())
    publication = db.session.scalars(statement.limit(1)).one()
    rules = draft_rules(record, publication.version, RulesChoice(changes="\n".join(row["changes"])))
    keep_rehearsal(
        actor=office.actor(TOWER),
        record=record,
        publication=publication,
        draft_id=None,
        rules=rules,
        name=row["name"],
    )
