"""고객의 소리: two years of voices with their answers, one chain from complaints to a task, and praise that earns points."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import LAST_DAY, Office, Step, on
from app.core import clock
from app.core.access import Actor
from app.voice.enums.customer_voices import Channel, ExtensionGround, LegalKind, VoiceKind
from app.voice.models import CustomerVoice
from app.voice.services import customer_voices, voice_answers, voice_issues, voice_periods, voice_praise

TAKER, TOWER = "19990020", "20110122"
CALL_AFTER = 2
LINKED_ON, TOLD_ON = date(2025, 7, 14), date(2026, 7, 6)


def steps(office: Office) -> Iterator[Step]:
    """What happened to each voice on its days."""
    story = content("customer_voices")
    for place, row in enumerate(story["voices"]):
        code, day = str(place), on(row["on"])
        yield Step(day, 25, partial(_receive, office, code, row))
        if row.get("extend"):
            yield Step(_working(day, row["extend"]["days"]), 26, partial(_extend, office, code, row))
        if row["answer"]:
            answered = _working(day, row["answer_days"])
            yield Step(answered, 27, partial(_answer, office, code, row))
            if row["points"]:
                yield Step(_working(answered, CALL_AFTER), 28, partial(_call, office, code, row))
        if row.get("confirm"):
            yield Step(_working(day, 1), 28, partial(_confirm, office, code, row))
        if row.get("chain"):
            yield Step(LINKED_ON, 29, partial(_link, office, code, row))
            yield Step(TOLD_ON, 29, partial(_tell, office, code, row))


def _working(day: date, days: int) -> date:
    """Return a weekday some days later, inside the story."""
    later = day + timedelta(days=days)
    return min(later + timedelta(days=max(7 - later.weekday(), 0) if later.weekday() > 4 else 0), LAST_DAY)  # noqa: PLR2004  Saturday


def _voice(office: Office, code: str) -> CustomerVoice:
    return office.get(CustomerVoice, "customer_voice", code)


def _coordinator(office: Office, department: str) -> Actor:
    number = next(
        person["number"]
        for person in content("people")["people"]
        for role in person["roles"]
        if (role["role"], role["department"]) == ("coordinator", department)
    )
    return office.actor(number)


def _receive(office: Office, code: str, row: dict[str, Any]) -> None:
    text = customer_voices.VoiceText(
        channel=Channel(row["channel"]),
        kind=VoiceKind(row["kind"]),
        legal_kind=LegalKind(row["legal"]) if row.get("legal") else None,
        department_id=office.departments[row["department"]],
        body=row["body"],
        received_at=clock.now(),
        place=row["place"],
        praised_id=office.people[row["praised"]] if row.get("praised") else None,
        is_example=True,
    )
    office.keep("customer_voice", code, customer_voices.take_in(actor=office.actor(TAKER), text=text).id)


def _extend(office: Office, code: str, row: dict[str, Any]) -> None:
    given = row["extend"]
    voice_periods.extend(
        actor=_coordinator(office, row["department"]),
        voice=_voice(office, code),
        ground=ExtensionGround(given["ground"]),
        amount=given["amount"],
        reason=given["reason"],
    )


def _answer(office: Office, code: str, row: dict[str, Any]) -> None:
    voice = _voice(office, code)
    voice_answers.write_answer(actor=_coordinator(office, row["department"]), voice=voice, answer=row["answer"])
    voice_answers.approve_answer(actor=office.head(row["department"]), voice=voice)


def _call(office: Office, code: str, row: dict[str, Any]) -> None:
    voice_answers.make_happy_call(
        actor=office.actor(TOWER), voice=_voice(office, code), points=row["points"], note=row["note"]
    )


def _confirm(office: Office, code: str, row: dict[str, Any]) -> None:
    voice_praise.confirm_praise(actor=office.head(row["department"]), voice=_voice(office, code), note=row["confirm"])


def _link(office: Office, code: str, row: dict[str, Any]) -> None:
    voice_issues.link_issue(actor=office.actor(TOWER), voice=_voice(office, code), number=row["chain"]["issue"])


def _tell(office: Office, code: str, row: dict[str, Any]) -> None:
    voice_issues.tell_change(actor=office.actor(TOWER), voice=_voice(office, code), change=row["change"])
