"""설문 응답: waves that are open, so that a visitor of the demo may answer them by their links; a panel of six invented people.

The answers that wait are examples. No token is printed: the clear text would have to stand somewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.cli.demo.voice_surveys import begin_survey
from app.core import clock
from app.core.database import db
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import QuestionKind, WaveWay
from app.voice.models import Survey, SurveyLink, SurveyWave
from app.voice.queries.panel_members import consent_in_force
from app.voice.queries.survey_templates import survey_templates
from app.voice.services.panel_members import assign, make_invitations, register_member, write_consent
from app.voice.services.survey_answers import random_id, take_answer
from app.voice.services.survey_links import LinkDraft, make_links
from app.voice.services.survey_waves import WaveContent, open_wave, plan_wave


def steps(office: Office) -> Iterator[Step]:
    """The waves with their links and first answers, the consent, the members, what they are asked."""
    data = content("voice_answering")
    for row in data["waves"]:
        yield Step(on(row["opens_on"]), 95, partial(_open, office, row))
        yield Step(on(row["opens_on"]), 96, partial(_answer, office, row))
    yield Step(on(data["consent"]["on"]), 97, partial(_consent, office, data["consent"]))
    yield Step(on(data["members"]["on"]), 97, partial(_register, office, data["members"]))
    yield Step(on(data["waves"][-1]["opens_on"]), 98, partial(_ask, office))


def _open(office: Office, row: Mapping[str, Any]) -> None:
    template = replace(survey_templates()[row["template"]], title_ko=row["title_ko"], title_en=row["title_en"])
    tower = office.actor(TOWER)
    begin_survey(office, row["key"], template)
    wave = plan_wave(
        actor=tower,
        survey=office.get(Survey, "survey", row["key"]),
        content=WaveContent(
            name=row["name"],
            year=on(row["opens_on"]).year,
            way=WaveWay.ANSWERED,
            opens_at=datetime.combine(on(row["opens_on"]), time(), clock.SEOUL),
            closes_at=datetime.combine(on(row["open_until"]), time(18), clock.SEOUL),
            department_ids=[office.departments[name] for name in row["departments"]],
            is_example=True,
        ),
    )
    open_wave(actor=tower, wave=wave)
    draft = LinkDraft(access=LinkAccess(row["access"]), every_department=bool(row["departments"]))
    for link in make_links(actor=tower, wave=wave, draft=draft):
        office.keep("survey_link", f"{row['key']}:{link.department_id or 0}", link.id)
    office.keep("survey_wave", row["key"], wave.id)


def _answer(office: Office, row: Mapping[str, Any]) -> None:
    """Let citizens answer: each gives the same step to every question on a scale."""
    template = survey_templates()[row["template"]]
    scales = [n for n, one in enumerate(template.questions, start=1) if one.kind is QuestionKind.SCALE]
    for name, given in row["departments"].items():
        link = office.get(SurveyLink, "survey_link", f"{row['key']}:{office.departments[name]}")
        for step in given:
            values = {str(number): step for number in scales}
            take_answer(link_id=link.id, token="", stamp_id=random_id(), values=values)


def _consent(office: Office, row: Mapping[str, Any]) -> None:
    write_consent(
        actor=office.actor(TOWER),
        words_ko=row["words_ko"],
        words_en=row["words_en"],
        years_kept=row["years_kept"],
    )


def _register(office: Office, row: Mapping[str, Any]) -> None:
    people = row["people"]
    codes = make_invitations(actor=office.actor(TOWER), count=len(people), good_until=on(row["good_until"]))
    for code, person in zip(codes, people, strict=True):
        consent = consent_in_force()
        assert consent is not None
        register_member(invitation=code, name=person["name"], contact=person["contact"], consent_id=consent.id)


def _ask(office: Office) -> None:
    wave = office.get(SurveyWave, "survey_wave", "panel")
    link = db.session.query(SurveyLink).filter_by(wave_id=wave.id).one()
    assign(actor=office.actor(TOWER), link=link)
