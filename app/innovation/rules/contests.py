"""경연대회: which moves a contest may make, and what it must be made of. Scores are in `rules.contest_scores`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, plain
from app.core.messages import _
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.rules.common import check_reason, listed

NEXT: Mapping[ContestState, ContestState] = {
    ContestState.DRAFT: ContestState.CALL,
    ContestState.CALL: ContestState.FIRST_ROUND,
    ContestState.FIRST_ROUND: ContestState.SHORTLIST,
    ContestState.SHORTLIST: ContestState.COMMITTEE,
    ContestState.COMMITTEE: ContestState.RESULT,
}
"""One way, one step at a time; a contest entered as results only goes from its draft to the result."""

FIRST_JURY = (JurorKind.MEMBER, JurorKind.EXPERT)
SCORING: Mapping[ContestState, tuple[JurorKind, ...]] = {
    ContestState.FIRST_ROUND: FIRST_JURY,
    ContestState.COMMITTEE: (JurorKind.COMMITTEE,),
}
"""Who scores in which state."""

MOST_VOTES = 10
MOST_PLACES = 99
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Prize:
    """시상: its name and how many are given."""

    name: str
    places: int


@dataclass(frozen=True, kw_only=True)
class Weights:
    """1차 심사 비중: the parts of the first round out of 100."""

    staff_vote: Decimal
    member: Decimal
    expert: Decimal


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """일정: the days of the call, the last day of the first round and the day of the committee."""

    call_starts_on: date
    call_ends_on: date
    first_round_ends_on: date
    committee_on: date


def read_prizes(text: str) -> tuple[Prize, ...]:
    """Read "최우수 1, 우수 3, 장려 6": prizes of a group, the best first.

    Raises Refused for a prize without its number, a number beyond 1 to 99, or a name twice.
    """
    prizes = tuple(_prize(part.strip()) for part in text.split(",") if part.strip())
    names = [prize.name for prize in prizes]
    if not prizes or len(set(names)) < len(names):
        raise Refused(_("Name each prize once, the best first, for example: 최우수 1, 우수 3, 장려 6."))
    return prizes


def _prize(part: str) -> Prize:
    name, _space, number = part.rpartition(" ")
    if not name.strip() or not (number.isascii() and number.isdigit()) or not 1 <= int(number[:4]) <= MOST_PLACES:
        raise Refused(_("“%(part)s” is no prize with its number from 1 to 99.", part=part))
    return Prize(" ".join(name.split()), int(number))


def write_prizes(prizes: Sequence[Prize]) -> str:
    """Write prizes the way `read_prizes` reads them."""
    return ", ".join(f"{prize.name} {prize.places}" for prize in prizes)


def check_schedule(days: Schedule) -> None:
    """Refuse days that do not follow each other; each stage needs a day after the one before."""
    if days.call_ends_on < days.call_starts_on:
        raise Refused(_("The call ends before it starts."))
    if days.first_round_ends_on <= days.call_ends_on:
        raise Refused(_("The first round must end after the call."))
    if days.committee_on <= days.first_round_ends_on:
        raise Refused(_("The committee meets after the first round has ended."))


def check_weights(weights: Weights) -> None:
    """Refuse parts of the first round that are negative, finer than 0.01, or do not sum to 100."""
    _check_parts([weights.staff_vote, weights.member, weights.expert], least=ZERO)


def check_criteria(criteria: Sequence[tuple[str, Decimal]]) -> None:
    """Refuse no criteria, a name twice, or weights that are not above 0 with a sum of 100."""
    names = [name for name, _weight in criteria]
    if not criteria or len(set(names)) < len(names):
        raise Refused(_("A contest needs criteria, each with a name of its own."))
    _check_parts([weight for _name, weight in criteria], least=HUNDREDTH)


def _check_parts(parts: Sequence[Decimal], *, least: Decimal) -> None:
    if any(part < least or part % HUNDREDTH for part in parts):
        raise Refused(_("Weights are whole hundredths and not below %(least)s.", least=plain(least)))
    if sum(parts, ZERO) != HUNDRED:
        raise Refused(_("The weights sum to %(sum)s, not to 100.", sum=plain(sum(parts, ZERO))))


def check_groups(names: Sequence[str], peers: Sequence[Collection[int]]) -> None:
    """Refuse no group, a name twice, or departments that would belong to two groups."""
    if not names or len(set(names)) < len(names):
        raise Refused(_("A contest needs groups, each with a name of its own."))
    every = [peer for group in peers for peer in group]
    if len(set(every)) < len(every):
        raise Refused(_("A peer group of the office belongs to one group of the contest only."))


def check_editing(state: ContestState, reason: str | None) -> None:
    """Refuse changes from the first round on, and changes of an open call without a reason."""
    if state not in {ContestState.DRAFT, ContestState.CALL}:
        raise Refused(_("Criteria, groups and prizes stand still once the first round has begun."))
    if state is ContestState.CALL:
        check_reason(reason)


def check_entering(state: ContestState, today: date, last_day: date) -> None:
    """Refuse an entry outside the call."""
    if state is not ContestState.CALL:
        raise Refused(_("Cases can be entered while the call is open, not now."))
    if today > last_day:
        raise Refused(_("The call has ended."))


def check_vote(state: ContestState, *, own: bool, voted: bool, given: int, allowed: int) -> None:
    """Refuse a vote outside the first round, for one's own, twice for the same, or beyond the allowed number."""
    if state is not ContestState.FIRST_ROUND:
        raise Refused(_("Votes can be cast in the first round, not now."))
    if own:
        raise Refused(_("Nobody votes for their own case or their own department."))
    if voted:
        raise Refused(_("You have voted for this entry already."))
    if given >= allowed:
        raise Refused(_("You have cast all of your votes (%(count)s).", count=allowed))


def check_scoring(state: ContestState, kind: JurorKind) -> None:
    """Refuse marks outside the stage the juror scores in."""
    if kind not in SCORING.get(state, ()):
        raise Refused(_("Marks can be given while your part of the contest is open, not now."))


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What a contest has when it is to move on.

    `late`: jurors who still owe marks; `unscored`: entries a weighted part of the jury has not marked at all;
    `unjudgeable`: entries nobody in a weighted part of the jury may mark; `publishable`: whether anybody of the
    control tower could publish the result.
    """

    state: ContestState
    entries: int
    jurors: Mapping[JurorKind, int]
    weights: Weights
    late: Sequence[str] = ()
    unscored: Sequence[str] = ()
    unjudgeable: Sequence[str] = ()
    publishable: bool = True


def check_move(facts: Readiness, today: date, days: Schedule) -> None:
    """Refuse a move the contest is not ready for, and say what is missing."""
    if facts.state not in NEXT:
        raise Refused(_("The result is published; the contest does not move any more."))
    if facts.state is ContestState.DRAFT and not days.call_starts_on <= today <= days.call_ends_on:
        raise Refused(_("The call is opened on one of its own days; change the days first."))
    if facts.state is ContestState.CALL:
        _check_first_round(facts, today, days)
    if facts.state is ContestState.FIRST_ROUND:
        _check_marks(facts, over=today > days.first_round_ends_on)
        if facts.weights.staff_vote and today <= days.first_round_ends_on:
            raise Refused(_("The staff vote runs until the last day of the first round."))
    if facts.state is ContestState.SHORTLIST:
        if not facts.jurors.get(JurorKind.COMMITTEE):
            raise Refused(_("Name the committee first."))
        _check_judges(facts)
    if facts.state is ContestState.COMMITTEE:
        _check_marks(facts, over=today > days.committee_on)


def _check_first_round(facts: Readiness, today: date, days: Schedule) -> None:
    if today <= days.call_ends_on:
        raise Refused(_("The call is still open; the first round begins after its last day."))
    if facts.entries == 0:
        raise Refused(_("Nobody has entered a case."))
    missing = [
        kind.label
        for kind, weight in ((JurorKind.MEMBER, facts.weights.member), (JurorKind.EXPERT, facts.weights.expert))
        if weight and not facts.jurors.get(kind)
    ]
    if missing:
        raise Refused(_("Name the jury first. Missing: %(kinds)s.", kinds=listed(missing)))
    _check_judges(facts)


def _check_judges(facts: Readiness) -> None:
    """Refuse a round in which an entry would be marked by nobody, or whose result nobody could publish."""
    if facts.unjudgeable:
        raise Refused(
            _(
                "Nobody in a part of the jury may mark: %(names)s. Name jurors who have nothing to do with any entry "
                "of the group.",
                names=", ".join(facts.unjudgeable),
            )
        )
    if not facts.publishable:
        raise Refused(
            _(
                "Nobody of the control tower could publish the result: it takes somebody who did not prepare the "
                "contest, does not sit in its jury, has not named a whole part of it and has nothing to do with an entry."
            )
        )


def check_replacement(
    state: ContestState, kind: JurorKind, *, stood_down: bool, barred: bool, marked: bool, overdue: bool
) -> None:
    """Refuse to replace a juror outside their round, twice, or without need: their marks would be lost.

    There is need where the juror may not mark an entry of the round, has marked none, or owes marks after its last day.
    """
    if kind not in SCORING.get(state, ()) or stood_down:
        raise Refused(_("A juror is replaced while their part of the contest is open, once."))
    if marked and not barred and not overdue:
        raise Refused(_("This juror has marked entries and may mark all of them: there is no need to replace them."))


def _check_marks(facts: Readiness, *, over: bool) -> None:
    if facts.unscored:
        raise Refused(_("These entries lack marks: %(names)s.", names=", ".join(facts.unscored)))
    if facts.late and not over:
        raise Refused(_("Marks are still owed by: %(names)s.", names=", ".join(facts.late)))


def next_move(state: ContestState, *, results_only: bool) -> ContestState | None:
    """Return where the contest goes next, or None at the end."""
    if results_only and state is ContestState.DRAFT:
        return ContestState.RESULT
    return NEXT.get(state)
