"""협력평가, 수상과 방문, 5S 지수: what the office was told of its own work, and the index that is made of it.

Awards that were really published are entered with their source; everything else is marked as an example.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.indicators import SECOND_YEAR, draft_of
from app.cli.demo.steps import LAST_DAY, Office, Step, on, paper, paper_name
from app.cli.demo.tasks import TOWER
from app.cli.demo.voice_surveys import begin_survey
from app.core import clock
from app.evaluation.services.indicators import save_indicator
from app.files.services import store_evidence
from app.voice.enums.five_s import FiveSShown
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import WaveWay
from app.voice.models import Recognition, Survey, SurveyLink
from app.voice.models.recognitions import EVIDENCE_SUBJECT
from app.voice.partners import partnerships
from app.voice.queries.survey_templates import survey_templates
from app.voice.rules.five_s_plain import PRESET
from app.voice.services.five_s import RuleText, reckon_year, save_rule, set_showing
from app.voice.services.recognitions import RecognitionText, confirm_recognition, write_recognition
from app.voice.services.survey_answers import take_answer
from app.voice.services.survey_closings import close_due_waves
from app.voice.services.survey_links import LinkDraft, make_links
from app.voice.services.survey_tokens import deal
from app.voice.services.survey_waves import WaveContent, open_wave, plan_wave

DAY_AFTER = timedelta(days=1)
OPENS, CLOSES = time(8, 0), time(18, 0)
LAST = 99


def steps(office: Office) -> Iterator[Step]:
    """Everything on its day; the years are reckoned when all other stories have been told."""
    data = content("voice_five_s")
    for row in (*data["recognitions"], *data["waiting"]):
        yield Step(on(row["entered_on"]), 81, partial(_hand_in, office, row))
    for row in data["recognitions"]:
        yield Step(on(row["entered_on"]) + DAY_AFTER, 82, partial(_confirm, office, row))
    for row in data["rules"]:
        yield Step(on(row["on"]), 13, partial(_rule, office, row))
    for row in data["indicators"]:
        yield Step(SECOND_YEAR, 13, partial(_indicator, office, row))
    yield from _cooperation(office, data["cooperation"])
    for row in data["rules"]:
        if "reckoned_on" in row:  # before the round that reads the index closes its measuring
            yield Step(on(row["reckoned_on"]), LAST, partial(_reckon, office, row))
        yield Step(LAST_DAY, LAST, partial(_reckon, office, row))
    yield Step(LAST_DAY, LAST, partial(_show, office))


def _hand_in(office: Office, row: dict[str, Any]) -> None:
    """Let the head of the first department hand it in, with the paper that stands for the certificate."""
    actor = office.head(next(iter(row["shares"])))
    entry = write_recognition(
        actor=actor,
        text=RecognitionText(
            kind=RecognitionKind(row["kind"]),
            level=RecognitionLevel(row["level"]),
            title=row["title"],
            giver=row["giver"],
            happened_on=on(row["on"]),
            shares={office.departments[name]: share for name, share in row["shares"].items()},
            note=row["note"],
            is_example=row["example"],
        ),
    )
    store_evidence(
        stream=paper(f"{row['title']}\n{row['note']}"),
        filename=paper_name(f"{row['title']}.pdf"),
        subject_type=EVIDENCE_SUBJECT,
        subject_id=entry.id,
        actor=actor,
    )
    office.keep("recognition", _code(row), entry.id)


def _code(row: dict[str, Any]) -> str:
    return f"{row['title']} {next(iter(row['shares']))}"


def _confirm(office: Office, row: dict[str, Any]) -> None:
    entry = office.get(Recognition, "recognition", _code(row))
    confirm_recognition(recognition=entry, actor=office.actor(TOWER))


def _rule(office: Office, row: dict[str, Any]) -> None:
    text = RuleText(year=row["year"], rule=PRESET, reason=row["reason"], is_example=row["example"])
    save_rule(actor=office.actor(TOWER), text=text)


def _indicator(office: Office, row: dict[str, Any]) -> None:
    draft = draft_of(office, row, target=row["target"], named_source=row["named_source"])
    office.keep("indicator", row["code"], save_indicator(actor=office.actor(TOWER), draft=draft).id)


def _cooperation(office: Office, data: dict[str, Any]) -> Iterator[Step]:
    yield Step(
        on(data["written_on"]), 14, partial(begin_survey, office, "cooperation", survey_templates()["cooperation"])
    )
    for wave in data["waves"]:
        yield Step(on(wave["opens"]), 50, partial(_wave, office, data, wave))
        if wave["closed_on"]:
            yield Step(on(wave["closed_on"]), 51, _close)


def _wave(office: Office, data: dict[str, Any], row: dict[str, Any]) -> None:
    """Open a wave about the departments that worked with most others, and let colleagues answer it."""
    actor, survey = office.actor(TOWER), office.get(Survey, "survey", "cooperation")
    first, last = date(row["year"], 1, 1), date(row["year"], 12, 31)
    partners: dict[int, set[int]] = {}
    for one in partnerships(first, last):
        partners.setdefault(one.department_id, set()).add(one.partner_id)
    asked = sorted(sorted(partners, key=lambda unit: (-len(partners[unit]), unit))[: data["most_departments"]])
    wave = plan_wave(
        actor=actor,
        survey=survey,
        content=WaveContent(
            name=row["name"],
            year=row["year"],
            way=WaveWay.ANSWERED,
            opens_at=_at(row["opens"], OPENS),
            closes_at=_at(row["closes"], CLOSES),
            department_ids=asked,
            is_example=True,
        ),
    )
    open_wave(actor=actor, wave=wave)
    draft = LinkDraft(access=LinkAccess.STAFF, every_department=True)
    for link in make_links(actor=actor, wave=wave, draft=draft):
        _answer(link, row["name"], count=_count(link, asked, data["few"]))


def _at(day: str, hour: time) -> datetime:
    return datetime.combine(on(day), hour, clock.SEOUL)


def _count(link: SurveyLink, asked: list[int], few: int) -> int:
    """Return how many answer: the last department has fewer than may be shown."""
    assert link.department_id is not None
    return few if link.department_id == asked[-1] else 6 + link.department_id % 7


def _answer(link: SurveyLink, wave: str, *, count: int) -> None:
    """Let colleagues answer who are not in the story: tokens of the pool, marks around a mean of the department."""
    chance = Random(f"{wave} {link.department_id}")  # noqa: S311  made-up answers, the same every time
    mean = 3.4 + (link.department_id or 0) % 5 * 0.3
    for stamp in range(count):
        values = {str(number): max(1, min(5, round(chance.gauss(mean, 0.7)))) for number in range(1, 6)}
        take_answer(link_id=link.id, token=deal(link), stamp_id=stamp, values=values)


def _close() -> None:
    close_due_waves()


def _reckon(office: Office, row: dict[str, Any]) -> None:
    reckon_year(year=row["year"], actor=office.actor(TOWER))


def _show(office: Office) -> None:
    set_showing(actor=office.actor(TOWER), shown=FiveSShown.STANDING)
