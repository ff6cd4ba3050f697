"""이의신청: the terms of a round, what departments appealed against and how it ended, and what the public sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on, paper, paper_name
from app.cli.demo.tasks import TOWER
from app.evaluation.enums import AppealOutcome, Phase
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.appeals import AppealView, appeal_or_404
from app.evaluation.rules.appeals import Terms
from app.evaluation.rules.public_showings import Showing
from app.evaluation.services import appeals as services
from app.evaluation.services.appeal_windows import set_terms
from app.evaluation.services.public_showings import set_showing
from app.organization.queries import holidays_between
from app.organization.rules import add_working_days

REPLIER = "20110122"
REPLY_AFTER = timedelta(days=4)
OUTCOMES = {"rejected": AppealOutcome.DISMISSED, "accepted": AppealOutcome.ACCEPTED, "partly": AppealOutcome.PARTLY}
SECOND_DAYS = 2


@dataclass
class _Paper:
    """The file that stands in for a piece of evidence, as if it were sent."""

    filename: str | None

    @property
    def stream(self) -> Any:  # noqa: ANN401  a file in memory
        return paper(self.filename or "")


def steps(office: Office) -> Iterator[Step]:
    """For each published round its terms, its appeals and what the public sees."""
    for row in content("rounds")["rounds"]:
        days = {passed["phase"]: on(passed["on"]) for passed in row["phases"]}
        if "appeals" in days:
            yield Step(days["published"], 97, partial(_set_terms, office, row, days["appeals"]))
        for appeal in row["appeals"]:
            yield Step(on(appeal["filed_on"]), 98, partial(_file, office, row, appeal))
            yield Step(on(appeal["filed_on"]) + REPLY_AFTER, 98, partial(_reply, office, appeal))
            yield Step(on(appeal["decided_on"]), 98, partial(_decide, office, appeal))
        if Phase.FINAL.value in days:
            yield Step(days["final"], 99, partial(_show, office, row))


def _round(office: Office, row: dict[str, Any]) -> EvaluationRound:
    return office.get(EvaluationRound, "round", row["code"])


def _set_terms(office: Office, row: dict[str, Any], begins: Any) -> None:  # noqa: ANN401  a day
    last = add_working_days(begins, row["appeal_window_working_days"], holidays_between(begins, begins + timedelta(60)))
    terms = Terms(days=(last - begins).days, second_days=SECOND_DAYS)
    set_terms(actor=office.actor(TOWER), record=_round(office, row), terms=terms)


def _file(office: Office, row: dict[str, Any], appeal: dict[str, Any]) -> None:
    made = services.file_appeal(
        actor=office.actor(appeal["by"]),
        record=_round(office, row),
        department_id=office.departments[appeal["department"]],
        indicator_id=office.made["indicator", appeal["indicator"]],
        reason=appeal["text"],
        uploads=[_Paper(paper_name(appeal["evidence"]))],
    )
    office.keep("appeal", _key(appeal), made.id)


def _key(appeal: dict[str, Any]) -> str:
    return f"{appeal['department']} {appeal['indicator']}"


def _view(office: Office, appeal: dict[str, Any], number: str) -> AppealView:
    return appeal_or_404(office.made["appeal", _key(appeal)], office.actor(number))


def _reply(office: Office, appeal: dict[str, Any]) -> None:
    services.reply(actor=office.actor(REPLIER), view=_view(office, appeal, REPLIER), words=appeal["reply"])


def _decide(office: Office, appeal: dict[str, Any]) -> None:
    number = appeal["decided_by"]
    services.decide(
        actor=office.actor(number),
        view=_view(office, appeal, number),
        outcome=OUTCOMES[appeal["decision"]],
        words=appeal["reason"],
    )


def _show(office: Office, row: dict[str, Any]) -> None:
    showing = Showing(names=True, grades=True, slogans=True)
    set_showing(actor=office.actor(TOWER), record=_round(office, row), showing=showing)
