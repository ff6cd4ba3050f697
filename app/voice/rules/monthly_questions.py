"""이달의 질문: when it may be asked, and by which day the office says what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Invalid, Refused, WrongState
from app.core.messages import Message, _
from app.voice.rules.work_calendars import WorkCalendar

RESULT_DAYS, REFLECTION_DAYS = 3, 20
"""Working days after the closing day. Source: 소통3.0 Day of Busan: result within 3 days, what was reflected within 20."""
MOST_TEXT = 1000
"""Characters of an answer in words."""
LONGEST = timedelta(days=60)
FURTHEST = timedelta(days=180)
MOST_OPTIONS = 10
MOST_ISSUES = 3
"""Issues that can be named at once."""
FEWEST_WORDS = 10


@dataclass(frozen=True)
class Promise:
    """공개 기한: the day by which the office says something, and the day on which it did."""

    due_on: date
    done_on: date | None

    def days_left(self, today: date) -> int:
        """Calendar days until the day; negative when it has passed."""
        return (self.due_on - today).days

    @property
    def was_late(self) -> bool:
        """Whether it was said after its day."""
        return self.done_on is not None and self.done_on > self.due_on


def due_days(closed_on: date, calendar: WorkCalendar) -> tuple[date, date]:
    """Return the last day for the result and for what was reflected; the closing day itself does not count."""
    first = calendar.days_before(closed_on + timedelta(days=1))
    return calendar.nth_day(first + RESULT_DAYS - 1), calendar.nth_day(first + REFLECTION_DAYS - 1)


def check_days(opens_on: date, closes_on: date, today: date) -> None:
    """Refuse a question of the past, one that closes before it opens, and one that is open for months."""
    faults: dict[str, list[Message]] = {}
    if opens_on < today:
        faults["opens_on"] = [_("A question begins today or later.")]
    elif opens_on - today > FURTHEST:
        faults["opens_on"] = [_("At most %(days)s days ahead.", days=FURTHEST.days)]
    if closes_on < opens_on:
        faults["closes_on"] = [_("The last day comes after the first one.")]
    elif closes_on - opens_on >= LONGEST:
        faults["closes_on"] = [_("A question is open for at most %(days)s days.", days=LONGEST.days)]
    if faults:
        raise Invalid(_("Please check the days."), fields=faults)


def check_options(count: int) -> None:
    """Refuse a single answer to choose from, and too many."""
    if count == 1 or count > MOST_OPTIONS:
        wrong = _("No answer to choose from, or 2 to %(most)s, one on each line.", most=MOST_OPTIONS)
        raise Invalid(wrong, fields={"options": [wrong]})


def check_result(*, is_closed: bool, was_withdrawn: bool) -> None:
    """Refuse a result before the question has closed, and one of a question nobody could answer."""
    if not is_closed:
        raise WrongState(_("The result is published after the question has closed."))
    if was_withdrawn:
        raise Refused(_("This question was withdrawn before anybody could answer it."))


def check_reflection(result_on: date | None) -> None:
    """Refuse to say what was reflected before the result."""
    if result_on is None:
        raise WrongState(_("Publish the result first."))
