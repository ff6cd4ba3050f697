"""처리기간 단축 집계: which case is which, and who may post what when."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from app.core.errors import Conflict, Refused
from app.core.messages import _
from app.mileage.enums import RunState
from app.mileage.rules.shortening import Case

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


def likeness_of(department_id: int, person_id: int, case: Case) -> str:
    """Return what two cases share that look the same: department, person, affair, days, kind and outcome."""
    days = f"{case.statutory}/{case.actual.normalize():f}"
    return _hashed(department_id, person_id, case.affair, days, case.compound, case.outcome)


def key_of_receipt(department_id: int, affair: str, receipt_no: str) -> str:
    """Return which case a receipt number means: that of the department and affair, whoever handled it."""
    return _hashed("receipt", department_id, affair, receipt_no)


def key_of_likeness(likeness: str, place: int) -> str:
    """Return which case is meant without a receipt number: the first, second … of those that look the same."""
    return _hashed("place", likeness, place)


def check_code(code: str) -> None:
    """Refuse a code that cannot be typed on a command line."""
    if not CODE.fullmatch(code):
        raise Refused(_("A code has up to 30 letters, digits, - and _, and begins with a letter or digit."))


def check_days(starts_on: date, ends_on: date, today: date) -> None:
    """Refuse a time that ends before it begins, lies in two years, or is not over."""
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first one."))
    if ends_on.year != starts_on.year:
        raise Refused(_("The first and the last day lie in two years; points count for one."))
    if ends_on > today:
        raise Refused(_("The time is not over yet."))


def check_posting(run: RunFacts, actor_id: int, department_id: int | None) -> None:
    """Say why this person may not post the run."""
    check_draft(run.state)
    if actor_id == run.drafted_by_id:
        raise Refused(_("Who made the simulation cannot post it; somebody else of the control tower does."))
    if actor_id in run.person_ids:
        raise Refused(_("There are cases of your own in it; somebody else of the control tower posts them."))
    if department_id in run.department_ids:
        raise Refused(
            _(
                "There are cases of your own department in it; somebody of the control tower in another department "
                "posts them. They can be read in as a run of their own."
            )
        )


def check_draft(state: RunState) -> None:
    """Refuse to decide a second time."""
    if state is not RunState.DRAFT:
        raise Refused(_("This simulation was posted or withdrawn already."))


def check_same(seen: str, digest: str) -> None:
    """Refuse to post sums other than those that were seen."""
    if seen != digest:
        raise Conflict(_("The sums have changed since you looked, because other cases were counted. Look again."))


def _hashed(*parts: object) -> str:
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
