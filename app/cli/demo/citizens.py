"""시민 참여: two questions of the month that are over, one of them told of late, one that is open; three ideas.

Questions and answers are examples. No code of an idea is printed: it is shown to nobody but who sent it.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core.database import db
from app.voice.models import CitizenIdea, CustomerVoice, MonthlyQuestion, SurveyLink
from app.voice.rules.citizen_ideas import shown_text
from app.voice.services import customer_voices, voice_answers
from app.voice.services.citizen_ideas import IdeaText, receive_idea, show_idea
from app.voice.services.monthly_questions import (
    QuestionText,
    Reflected,
    SaidText,
    ask_question,
    publish_reflection,
    publish_result,
)
from app.voice.services.survey_answers import random_id, take_answer
from app.voice.services.survey_closings import close_due_waves


def steps(office: Office) -> Iterator[Step]:
    """What was asked, answered, closed and told; what was sent, passed on, answered and made public."""
    story = content("citizens")
    for row in story["questions"]:
        first, last = on(row["opens_on"]), on(row["open_until"])
        yield Step(first, 20, partial(_ask, office, row))
        yield Step(first, 21, partial(_answer, office, row))
        if row.get("result_on"):
            yield Step(last + timedelta(days=1), 20, _close)
            yield Step(on(row["result_on"]), 22, partial(_tell_result, office, row))
        if row.get("reflection_on"):
            yield Step(on(row["reflection_on"]), 22, partial(_tell_reflection, office, row))
    for row in story["ideas"]:
        yield Step(on(row["on"]), 23, partial(_receive, office, row))
        if row.get("to"):
            yield Step(on(row["on"]), 24, partial(_pass_on, office, row))
        if row.get("answer"):
            yield Step(on(row["answer_on"]), 24, partial(_answer_idea, office, row))
        if row.get("shown_on"):
            yield Step(on(row["shown_on"]), 25, partial(_show, office, row))


def _ask(office: Office, row: Mapping[str, Any]) -> None:
    text = QuestionText(
        **{name: row[name] for name in ("title_ko", "title_en", "words_ko", "words_en", "options")},
        opens_on=on(row["opens_on"]),
        closes_on=on(row["open_until"]),
        is_example=True,
    )
    office.keep("monthly_question", row["key"], ask_question(actor=office.actor(TOWER), text=text).id)


def _question(office: Office, row: Mapping[str, Any]) -> MonthlyQuestion:
    return office.get(MonthlyQuestion, "monthly_question", row["key"])


def _answer(office: Office, row: Mapping[str, Any]) -> None:
    link = db.session.query(SurveyLink).filter_by(wave_id=_question(office, row).wave_id).one()
    for step, words in row["answers"]:
        values = {"1": step} | ({"2": words} if words else {})
        take_answer(link_id=link.id, token="", stamp_id=random_id(), values=values)


def _close() -> None:
    close_due_waves()


def _tell_result(office: Office, row: Mapping[str, Any]) -> None:
    text = SaidText(words_ko=row["result_ko"], words_en=row["result_en"])
    publish_result(actor=office.actor(TOWER), question=_question(office, row), text=text)


def _tell_reflection(office: Office, row: Mapping[str, Any]) -> None:
    publish_reflection(
        actor=office.actor(TOWER),
        question=_question(office, row),
        text=SaidText(words_ko=row["reflection_ko"], words_en=row["reflection_en"]),
        reflected=[Reflected(one["number"], one["words"]) for one in row["issues"]],
    )


def _receive(office: Office, row: Mapping[str, Any]) -> None:
    text = IdeaText(title=row["title"], problem=row["problem"], proposal=row["proposal"])
    receipt = receive_idea(text=text, stamp_id=random_id())
    voice = db.session.query(CustomerVoice).filter_by(number=receipt.number).one()
    idea = db.session.query(CitizenIdea).filter_by(voice_id=voice.id).one()
    office.keep("idea_voice", row["key"], voice.id)
    office.keep("idea", row["key"], idea.id)


def _pass_on(office: Office, row: Mapping[str, Any]) -> None:
    customer_voices.transfer(
        actor=office.actor(TOWER),
        voice=office.get(CustomerVoice, "idea_voice", row["key"]),
        to_department_id=office.departments[row["to"]],
        reason="제안 내용을 담당하는 부서로 보냅니다.",
    )


def _answer_idea(office: Office, row: Mapping[str, Any]) -> None:
    voice = office.get(CustomerVoice, "idea_voice", row["key"])
    voice_answers.write_answer(actor=office.head(row["to"]), voice=voice, answer=row["answer"])


def _show(office: Office, row: Mapping[str, Any]) -> None:
    idea = office.get(CitizenIdea, "idea", row["key"])
    show_idea(
        actor=office.actor(TOWER),
        voice=office.get(CustomerVoice, "idea_voice", row["key"]),
        idea=idea,
        title=row["title"],
        words=row.get("shown_words") or shown_text(idea.problem, idea.proposal),
    )
