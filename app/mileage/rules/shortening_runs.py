"""처리기간 단축 집계: which case is which, and who may post what when."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from app.core.errors import Conflict, Refused, WrongState
from app.core.messages import _
from app.mileage.enums import RunState
from app.mileage.rules.shortening import Carried, Case

ZERO = Decimal(0)
_UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
CODE = re.compile(r"[0-9A-Za-z가-힣][0-9A-Za-z가-힣_-]{0,29}")


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """What the rules need to know of a run. `person_ids` and `department_ids` are those of all its cases."""

    state: RunState
    drafted_by_id: int
    person_ids: Collection[int]
    department_ids: Collection[int]


def source_of_run(run_id: int, payee: str, payee_id: int) -> str:
    """Return the source of what a run pays one person or department."""
    return f"shortening:{run_id}:{payee}-{payee_id}"


def same_words(text: str) -> str:
    """Return text so that what reads the same is the same: wide or narrow, capital or small, with or without spaces.

    >>> same_words("２０２６ － Ａ7") == same_words("2026-a7")
    True
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    shown = (letter for letter in folded if unicodedata.category(letter) not in _UNSEEN)
    return "".join("-" if unicodedata.category(letter) == "Pd" or letter == "−" else letter for letter in shown)


def likeness_of(person_id: int, case: Case) -> str:
    """Return what two cases share that look the same: person, affair, days, kind and outcome, in whichever department."""
    days = f"{case.statutory}/{case.actual.normalize():f}"
    return _hashed(person_id, same_words(case.affair), days, case.compound, same_words(case.outcome))


def key_of_receipt(affair: str, receipt_no: str) -> str:
    """Return which case a receipt number means: that of the affair, whoever and whichever department handled it."""
    return _hashed("receipt", same_words(affair), same_words(receipt_no))


def key_of_likeness(likeness: str, place: int) -> str:
    """Return which case is meant without a receipt number: the first, second … of those that look the same."""
    return _hashed("place", likeness, place)


def check_code(code: str) -> None:
    """Refuse a code that cannot be typed on a command line."""
    if not CODE.fullmatch(code):
        raise Refused(_("A code has up to 30 letters, digits, - and _, and begins with a letter or digit."))


def check_days(starts_on: date, ends_on: date, today: date) -> None:
    """Refuse a time that ends before it begins, lies in two years, or ends after today."""
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first one."))
    if ends_on.year != starts_on.year:
        raise Refused(_("The first and the last day lie in two years; points count for one."))
    if ends_on > today:
        raise Refused(_("The time is not over yet."))


def check_posting(run: RunFacts, actor_id: int, office_ids: AbstractSet[int]) -> None:
    """Say why this person, who works in, heads, acts for or coordinates these departments, may not post the run."""
    check_draft(run.state)
    if actor_id == run.drafted_by_id:
        raise Refused(_("Who made the simulation cannot post it; somebody else of the control tower does."))
    if actor_id in run.person_ids:
        raise Refused(_("There are cases of your own in it; somebody else of the control tower posts them."))
    if not office_ids.isdisjoint(run.department_ids):
        raise Refused(
            _(
                "There are cases of your own department in it; somebody of the control tower in another department "
                "posts them. They can be read in as a run of their own."
            )
        )


@dataclass(frozen=True)
class Stretch:
    """The time of a posted run, and its place in the order of posting."""

    run_id: int
    starts_on: date
    ends_on: date


def connected(stretches: Sequence[Stretch], starts_on: date, ends_on: date) -> tuple[Stretch, ...]:
    """Return the runs whose days overlap with the time, or with a run that does, in the order in which they came."""
    first, last, found = starts_on, ends_on, set[int]()
    while more := {one.run_id for one in stretches if one.starts_on <= last and one.ends_on >= first} - found:
        found |= more
        first = min([first, *(one.starts_on for one in stretches if one.run_id in found)])
        last = max([last, *(one.ends_on for one in stretches if one.run_id in found)])
    return tuple(one for one in stretches if one.run_id in found)


@dataclass(frozen=True)
class _Time:
    """Runs connected so far: their first and last day, and what they leave."""

    starts_on: date
    ends_on: date
    left: Carried

    def meets(self, starts_on: date, ends_on: date) -> bool:
        return self.starts_on <= ends_on and self.ends_on >= starts_on


def carried(stretches: Iterable[Stretch], counted: Mapping[int, Carried], starts_on: date, ends_on: date) -> Carried:
    """Return what posted runs, in the order of posting, leave to be counted by a run of these days: points 0 or below.

    `counted`: run id → points and late cases of one owner. A run takes up only a minus of the time that it meets when it
    is posted: the plus of March paid nothing off January, so a run over both still finds the minus.
    """
    times: list[_Time] = []
    for one in stretches:
        met = [time for time in times if time.meets(one.starts_on, one.ends_on)]
        own = counted.get(one.run_id, Carried())
        before = _together(met)
        left = Carried(points=min(before.points + own.points, ZERO), late=before.late + own.late)
        first = min([one.starts_on, *(time.starts_on for time in met)])
        last = max([one.ends_on, *(time.ends_on for time in met)])
        times = [*(time for time in times if time not in met), _Time(first, last, left)]
    return _together([time for time in times if time.meets(starts_on, ends_on)])


def _together(times: Sequence[_Time]) -> Carried:
    return Carried(points=sum((time.left.points for time in times), ZERO), late=sum(time.left.late for time in times))


def check_draft(state: RunState) -> None:
    """Refuse to decide a second time."""
    if state is not RunState.DRAFT:
        raise WrongState(_("This simulation was posted or withdrawn already."))


def check_same(seen: str, digest: str) -> None:
    """Refuse to post sums other than those that were seen."""
    if seen != digest:
        raise Conflict(_("The sums have changed since you looked, because other cases were counted. Look again."))


def _hashed(*parts: object) -> str:
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
