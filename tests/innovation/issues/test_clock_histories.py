"""The clock of real issues against the plain reference: whatever is asked and answered, and in whatever order."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import clock
from app.core.errors import Conflict, Refused
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.answers import ClockCounting
from app.innovation.rules.clocks import MOST_WAITING, IssueClock, Pause
from app.innovation.services import issue_opinions, triage
from app.innovation.services import issues as own
from app.innovation.services.clock_presets import set_clock_preset
from app.organization.services import seed_holidays
from tests.clock_reference import cut_off, reference
from tests.factories import innovation as make

WORDS = "자료를 보고 답합니다."
FIRST_DAY = datetime(2026, 1, 2, 1, 30, tzinfo=UTC)


class History:
    """One issue, what was done with it, and what the reference makes of that."""

    def __init__(self, cast, periods):
        self.cast, self.periods = cast, periods
        self.issue = make.an_issue(cast.kim)
        self.started = clock.to_seoul(clock.now())
        self.opinions, self.waiting, self.pauses, self.supplements = {}, {}, [], []

    def units(self):
        return (self.cast.civil, self.cast.traffic, self.cast.roads, self.cast.planning, self.cast.haemi)

    def ask_department(self):
        unit = random.choice(self.units())  # noqa: S311  dice
        opinion = issue_opinions.ask_issue_opinion(
            actor=self.cast.choi, issue=self.issue, department_id=unit, question=WORDS
        )
        self.opinions[unit] = opinion
        self.waiting[unit] = (clock.today(), opinion.due_on)

    def answer(self):
        heads = {self.cast.civil: self.cast.yoon, self.cast.traffic: self.cast.lee}
        unit = next(iter(self.waiting.keys() & heads.keys()), None)
        if unit is None:
            return
        issue_opinions.answer_issue_opinion(
            actor=heads[unit], issue=self.issue, opinion=self.opinions[unit], answer=OpinionAnswer.AGREE, words=WORDS
        )
        asked_on, due_on = self.waiting.pop(unit)
        self.pauses.append(Pause(asked_on, min(clock.today(), due_on)))

    def ask_supplement(self):
        triage.ask_supplement(actor=self.cast.choi, issue=self.issue, reason=WORDS)
        self.waiting["supplement"] = (clock.today(), self.issue.supplement_due_on)

    def supplement(self):
        own.supplement_issue(actor=self.cast.kim, issue=self.issue, text=WORDS)
        asked_on, _due_on = self.waiting.pop("supplement")
        self.supplements.append(Pause(asked_on, clock.today()))

    def expected(self) -> date:
        open_ones = {what: Pause(*stretch) for what, stretch in self.waiting.items()}
        supplements = [*self.supplements, *(pause for what, pause in open_ones.items() if what == "supplement")]
        opinions = [*self.pauses, *(pause for what, pause in open_ones.items() if what != "supplement")]
        pauses = [*supplements, *cut_off(opinions, MOST_WAITING)]
        return reference(self.started, self.periods.decision_days, self.periods.counting, pauses)


@pytest.mark.parametrize("seed", range(24))
def test_the_due_day_of_an_issue_is_the_references_after_every_step(write, cast, seed):
    random.seed(seed)
    counting = random.choice(list(ClockCounting))  # noqa: S311  dice
    periods = IssueClock(counting=counting, decision_days=random.choice((3, 7, 14, 30)), supplement_request_days=40)  # noqa: S311
    with clock.frozen_at(FIRST_DAY):
        seed_holidays(years=(2026, 2027), actor=None)
        set_clock_preset(actor=cast.choi, periods=periods, valid_from=date(2026, 1, 2), reason=WORDS, read_id=None)
    moment = FIRST_DAY + timedelta(minutes=random.randrange(60 * 24 * 200))  # noqa: S311  dice
    with clock.frozen_at(moment):
        history = History(cast, periods)
    for _n in range(9):
        moment += timedelta(minutes=random.randrange(60 * 24 * 12))  # noqa: S311  dice
        with clock.frozen_at(moment):
            step = random.choice(("ask_department", "answer", "ask_supplement", "supplement"))  # noqa: S311  dice
            try:
                getattr(history, step)()
            except (Refused, Conflict):
                continue
        assert history.issue.decision_due_on == history.expected(), (seed, step)
