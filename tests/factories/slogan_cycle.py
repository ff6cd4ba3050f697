"""The year of slogans for tests: calls, self-evaluations, panels, all through the services."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.accounts.models import RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import db
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.models import Slogan, SloganBallot, SloganCall, SloganPanel, SloganReview
from app.innovation.queries.slogans import items_of
from app.innovation.queries.slogans.panels import criteria_of
from app.innovation.rules.slogan_calls import CallDays
from app.innovation.services import slogans
from app.innovation.services.slogans import CallContent, ItemReport, PanelContent, ReviewContent
from tests.cast import Cast

CRITERIA = (("뜻", Decimal(40)), ("실천", Decimal(60)))


def call_content(start: date = date(2026, 11, 1), end: date = date(2026, 11, 30)) -> CallContent:
    """The days and the guidance of a call."""
    return CallContent(days=CallDays(starts_on=start, ends_on=end), guidance="한 문장으로, 시민이 알아듣게 씁니다.")


def call_of(cast: Cast, *, year: int = 2026, **days: date) -> SloganCall:
    """최 called for the slogans of a year."""
    return slogans.open_call(actor=cast.choi, year=year, content=call_content(**days))


def review_content(slogan: Slogan, *outcomes: ItemOutcome, seen_version: int | None = None) -> ReviewContent:
    """What was said of each practice item; kept, unless told otherwise."""
    items = items_of(slogan)
    told = outcomes or [ItemOutcome.DONE] * len(items)
    return ReviewContent(
        done="신호 12곳을 고쳤습니다.",
        seen_version=seen_version,
        results=[
            ItemReport(item_id=item.id, outcome=outcome, words="점검표대로 했습니다.")
            for item, outcome in zip(items, told, strict=True)
        ],
    )


def review_of(
    cast: Cast, slogan: Slogan, *outcomes: ItemOutcome, half: HalfYear = HalfYear.FIRST, actor: Actor | None = None
) -> SloganReview:
    """A draft of 강."""
    content = review_content(slogan, *outcomes)
    return slogans.write_review(actor=actor or cast.kang, slogan=slogan, half=half, content=content)


def submitted_review(cast: Cast, slogan: Slogan, *outcomes: ItemOutcome, **rest: HalfYear) -> SloganReview:
    """강 wrote it and put it before 이."""
    review = review_of(cast, slogan, *outcomes, **rest)
    slogans.submit_review(actor=cast.kang, slogan=slogan, review=review)
    return review


def approved_review(cast: Cast, slogan: Slogan, *outcomes: ItemOutcome, **rest: HalfYear) -> SloganReview:
    """이 approved it."""
    review = submitted_review(cast, slogan, *outcomes, **rest)
    slogans.approve_review(actor=cast.lee, slogan=slogan, review=review)
    return review


def more_evaluators(cast: Cast, *people: Actor) -> list[Actor]:
    """Give people the role of an evaluator; returns them as they may act now."""
    day = clock.today() - timedelta(days=1)
    db.session.add_all(RoleAssignment(person_id=person.id, role=Role.EVALUATOR, starts_on=day) for person in people)
    db.session.flush()
    del cast
    return [actor_of_person(person.id) for person in people]


def panel_of(cast: Cast, *, year: int = 2026, evaluators: Sequence[Actor] = (), **changes: object) -> SloganPanel:
    """최 named 문, 양 and 신, and whoever else is given."""
    named = evaluators or (cast.moon, cast.yang, cast.shin)
    values: dict[str, object] = {
        "due_on": clock.today() + timedelta(days=7),
        "criteria": CRITERIA,
        "evaluator_ids": [person.id for person in named],
    }
    return slogans.open_panel(actor=cast.choi, year=year, content=PanelContent(**{**values, **changes}))


def ballot_of(panel: SloganPanel, slogan: Slogan, evaluator: Actor, mark: int | str) -> SloganBallot:
    """The same mark on every criterion."""
    marks = {criterion.id: Decimal(mark) for criterion in criteria_of(panel.id)}
    return slogans.score_slogan(actor=evaluator, panel=panel, slogan=slogan, marks=marks)
