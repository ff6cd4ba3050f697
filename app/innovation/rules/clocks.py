"""기한: the days the law gives to proposals. An office may edit the presets.

A period starts on the day after the event (민법 §157). The functions give calendar days; a due day on a holiday moves
with `organization.rules.next_working_day`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class IssueClock:
    """Periods of a proposal. Source: 공무원 제안 규정 §6②, §8④, §9①, §11①, §13③, §23; §29 (local offices)."""

    supplement_request_days: int = 7
    opinion_days: int = 21
    decision_days: int = 30
    reexamination_days: int = 15
    credit_years: int = 2
    follow_up_years: int = 3


@dataclass(frozen=True)
class Pause:
    """A stretch that is not counted: from the day something was asked to the day the answer came."""

    asked_on: date
    answered_on: date


def decision_due(received_on: date, clock: IssueClock, pauses: Iterable[Pause] = ()) -> date:
    """Return the last day for the decision: receipt + 30 days + the days that are not counted.

    Overlapping pauses count once. A pause that begins after the due day came too late to move it. For an answer that
    has not come yet the caller passes today as `answered_on`.
    """
    due = received_on + timedelta(days=clock.decision_days)
    covered_to = received_on
    for pause in sorted(pauses, key=lambda pause: (pause.asked_on, pause.answered_on)):
        if pause.asked_on > due:
            break
        start = max(pause.asked_on, covered_to)
        if pause.answered_on > start:
            due += pause.answered_on - start
            covered_to = pause.answered_on
    return due


def supplement_request_due(received_on: date, clock: IssueClock) -> date:
    """Return the last day on which the office may ask for a supplement."""
    return received_on + timedelta(days=clock.supplement_request_days)


def opinion_due(asked_on: date, clock: IssueClock) -> date:
    """Return the last day for the opinion of a department that was asked."""
    return asked_on + timedelta(days=clock.opinion_days)


def reexamination_due(notified_on: date, clock: IssueClock) -> date:
    """Return the last day on which the proposer may ask to look again."""
    return notified_on + timedelta(days=clock.reexamination_days)


def credited_until(notified_on: date, clock: IssueClock) -> date:
    """Return the last day on which a refused idea that is carried out after all is credited to its proposer."""
    return _years_later(notified_on, clock.credit_years)


def followed_until(decided_on: date, clock: IssueClock) -> date:
    """Return the last day on which the office follows an adopted idea."""
    return _years_later(decided_on, clock.follow_up_years)


def _years_later(day: date, years: int) -> date:
    """Same day in a later year; 29 February becomes the 28th (민법 §160 ③)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
