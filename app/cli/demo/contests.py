"""경연: results of past years as the press reported them, a round that is over and one that is being scored."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo import cases
from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.database import db
from app.innovation.enums.contests import ContestKind, ContestPeriod, JurorKind
from app.innovation.models import Contest, ContestEntry, ContestJuror
from app.innovation.queries.contests import terms_of
from app.innovation.rules.contests import SCORING, Schedule, Weights, read_prizes
from app.innovation.services.contests import (
    ContestContent,
    GroupDraft,
    PastContest,
    PastWinner,
    advance_contest,
    cast_vote,
    enter_case,
    name_juror,
    prepare_contest,
    publish_result,
    record_past_contest,
    save_sheet,
)
from app.organization.queries import peer_groups

TOWER, SECOND = "20070121", "20110122"
"""Who enters past results, and who publishes them."""


def steps(office: Office) -> Iterator[Step]:
    """Past results, the cases this story brings along, and every held contest day by day."""
    story = content("contests")
    for row in story["past"]:
        yield Step(on(row["recorded_on"]), 86, partial(_record, office, row))
        yield Step(on(row["published_on"]), 87, partial(_publish, office, row["name"], SECOND))
    for row in story["cases"]:
        yield from cases.steps_of(office, row)
    for row in story["held"]:
        yield from _held(office, row)


def _held(office: Office, row: dict[str, Any]) -> Iterator[Step]:
    called, begun, *later = [on(day) for day in row["moves"]]
    yield Step(called, 86, partial(_prepare, office, row))
    yield Step(called, 87, partial(_move, office, row))
    yield Step(on(row["call"][1]), 86, partial(_enter, office, row))
    yield Step(begun, 86, partial(_move, office, row))
    yield Step(begun, 87, partial(_vote, office, row))
    yield Step(begun, 88, partial(_mark, office, row))
    for day in later:
        yield Step(day, 86, partial(_move, office, row))
    if row["published_on"]:
        published = on(row["published_on"])
        yield Step(published, 86, partial(_mark, office, row))
        yield Step(published, 87, partial(_publish, office, row["code"], row["published_by"]))


def _record(office: Office, row: dict[str, Any]) -> None:
    contest = record_past_contest(
        actor=office.actor(TOWER),
        content=PastContest(
            kind=ContestKind(row["kind"]),
            name=row["name"],
            year=row["year"],
            period=ContestPeriod(row["period"]),
            source=row["source"],
            notice=row["notice"],
            winners=[
                PastWinner(group=group, prize=prize, department=department, title=title)
                for group, prize, department, title in row["winners"]
            ],
        ),
    )
    office.keep("contest", row["name"], contest.id)


def _publish(office: Office, code: str, number: str) -> None:
    publish_result(actor=office.actor(number), contest=office.get(Contest, "contest", code))


def _prepare(office: Office, row: dict[str, Any]) -> None:
    tower = office.actor(row["prepared_by"])
    contest = prepare_contest(actor=tower, content=_content(row))
    office.keep("contest", row["code"], contest.id)
    for number, kind in row["jury"]:
        name_juror(actor=tower, contest=contest, person_id=office.people[number], kind=JurorKind(kind))


def _content(row: dict[str, Any]) -> ContestContent:
    peers = {group.code: group.id for group in peer_groups()}
    staff_vote, member, expert = (Decimal(weight) for weight in row["weights"])
    return ContestContent(
        kind=ContestKind(row["kind"]),
        name=row["name"],
        year=row["year"],
        period=ContestPeriod(row["period"]),
        notice=row["notice"],
        days=Schedule(
            call_starts_on=on(row["call"][0]),
            call_ends_on=on(row["call"][1]),
            first_round_ends_on=on(row["first_round_until"]),
            committee_on=on(row["committee_day"]),
        ),
        weights=Weights(staff_vote=staff_vote, member=member, expert=expert),
        criteria=[(name, Decimal(weight)) for name, weight in row["criteria"]],
        groups=[
            GroupDraft(
                name=group["name"],
                shortlist_size=group["shortlist_size"],
                prizes=read_prizes(group["prizes"]),
                peer_group_ids=tuple(peers[code] for code in group["peers"]),
            )
            for group in row["groups"]
        ],
        votes_per_person=row["votes_per_person"],
    )


def _move(office: Office, row: dict[str, Any]) -> None:
    contest = office.get(Contest, "contest", row["code"])
    advance_contest(actor=office.actor(row["prepared_by"]), contest=contest)


def _enter(office: Office, row: dict[str, Any]) -> None:
    contest = office.get(Contest, "contest", row["code"])
    for code, number in row["entries"]:
        enter_case(actor=office.actor(number), contest=contest, case_id=office.made["case", code])


def _vote(office: Office, row: dict[str, Any]) -> None:
    contest = office.get(Contest, "contest", row["code"])
    for code, numbers in row["votes"].items():
        for number in numbers:
            cast_vote(actor=office.actor(number), contest=contest, entry=_entry(office, contest, code))


def _mark(office: Office, row: dict[str, Any]) -> None:
    """Let everybody mark who sits in the part of the jury that scores now."""
    contest = office.get(Contest, "contest", row["code"])
    criteria = [criterion_id for criterion_id, _name, _weight in terms_of(contest.id).criteria]
    seats = db.session.scalars(select(ContestJuror).where(ContestJuror.contest_id == contest.id)).all()
    numbers = {person_id: number for number, person_id in office.people.items()}
    for seat in seats:
        number = numbers[seat.person_id]
        if seat.kind not in SCORING[contest.state] or number not in row["marks"]:
            continue
        for code, marks in row["marks"][number].items():
            save_sheet(
                actor=office.actor(number),
                contest=contest,
                seat=seat,
                entry=_entry(office, contest, code),
                marks=dict(zip(criteria, map(Decimal, marks), strict=True)),
            )


def _entry(office: Office, contest: Contest, code: str) -> ContestEntry:
    return db.session.scalars(
        select(ContestEntry).where(
            ContestEntry.contest_id == contest.id, ContestEntry.case_id == office.made["case", code]
        )
    ).one()
