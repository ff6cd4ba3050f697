"""지표의 질: ratings of a panel, checks before a year opens, and the sunset list (지표 일몰제)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import Invalid, Refused, WrongState
from app.core.figures import ZERO, exact, plain, rounded
from app.core.messages import Message, _
from app.evaluation.enums import Direction, QualityAspect, QualityFlag, ResultKind, SunsetChoice

LOWEST, HIGHEST = 1, 5
LEAST_RATERS = 3
"""As few raters are named, and as few ratings of an indicator are shown."""
FULL_YEARS = 3
DIGITS = 2
LEAST_REASON = 10
NAMED_ENDS: Mapping[QualityAspect, tuple[Message, Message]] = {
    QualityAspect.IMPORTANCE: (
        _("1: nobody would miss it"),
        _("5: without it nobody could say whether the objective is reached"),
    ),
    QualityAspect.FIT: (_("1: measures something else"), _("5: measures just what the objective wants")),
    QualityAspect.CHALLENGE: (
        _("1: the target is reached by going on as before"),
        _("5: the target asks for another way of working"),
    ),
    QualityAspect.DIFFICULTY: (
        _("1: in the department's own hands, with little work"),
        _("5: depends on others or on new ground"),
    ),
}
"""What the two ends of the scale mean."""


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What one rater says of one indicator: a mark from 1 to 5 on each aspect, with words for the ends."""

    marks: Mapping[QualityAspect, int]
    note: str = ""


@dataclass(frozen=True)
class AspectFigure:
    """The mean of an aspect, to two decimals; None while fewer than three have rated."""

    count: int
    mean: Decimal | None


def _wrong(field: str, reason: Message) -> Invalid:
    return Invalid(reason, fields={field: [reason]})


def check_rating(rating: Rating) -> None:
    """Refuse a mark left out or beyond 1 to 5, and a 1 or a 5 without words."""
    fault = _("Marks go from 1 to 5.")
    wrong = [aspect for aspect in QualityAspect if not LOWEST <= rating.marks.get(aspect, 0) <= HIGHEST]
    if wrong:
        raise Invalid(fault, fields={aspect.value: [fault] for aspect in wrong})
    ends = [aspect for aspect, mark in rating.marks.items() if mark in {LOWEST, HIGHEST}]
    if ends and not rating.note.strip():
        raise _wrong("note", _("A 1 or a 5 needs words: say why."))


@exact()
def aspect_figures(marks: Sequence[Mapping[QualityAspect, int]]) -> Mapping[QualityAspect, AspectFigure]:
    """Return number and mean of each aspect; no mean of fewer than three, because it would tell who said what."""
    figures = {}
    for aspect in QualityAspect:
        given = [Decimal(one[aspect]) for one in marks if aspect in one]
        mean = rounded(sum(given, ZERO) / len(given), DIGITS) if len(given) >= LEAST_RATERS else None
        figures[aspect] = AspectFigure(len(given), mean)
    return figures


def check_opening(*, due_on: date, today: date, raters: Collection[int], opener: int, indicators: int) -> None:
    """Refuse a panel of fewer than three, one that is due in the past, without indicators, or by who rates in it."""
    if due_on < today:
        raise _wrong("due_on", _("The last day of rating lies in the past."))
    if len(set(raters)) < LEAST_RATERS:
        raise _wrong("rater_ids", _("A panel has at least %(least)s raters.", least=LEAST_RATERS))
    if opener in raters:
        raise _wrong("rater_ids", _("Who opens the panel does not rate in it."))
    if not indicators:
        raise Refused(_("There is no indicator to rate."))


def check_handing_in(*, closed: bool, handed_in: bool, missing: int) -> None:
    """Refuse to hand in twice, after the end, or while an indicator is not rated."""
    check_rating_open(closed=closed, handed_in=handed_in)
    if missing:
        raise Refused(_("%(count)s indicators are not rated yet.", count=missing))


def check_rating_open(*, closed: bool, handed_in: bool) -> None:
    """Refuse to rate once the panel is closed or the own ratings are in."""
    if closed:
        raise WrongState(_("This panel on indicators is closed."))
    if handed_in:
        raise WrongState(_("Your ratings are handed in and do not change any more."))


def check_closing(*, closed: bool, missing: int, due_on: date, today: date, reason: str) -> None:
    """Refuse to close twice, and to close without some raters before the last day is over or without a reason."""
    if closed:
        raise WrongState(_("This panel on indicators is closed."))
    if missing and today <= due_on:
        raise Refused(
            _(
                "%(count)s raters have not handed in. The panel can be closed without them after %(day)s.",
                count=missing,
                day=due_on.isoformat(),
            )
        )
    if missing and len(reason.strip()) < LEAST_REASON:
        raise _wrong(
            "reason",
            _("%(count)s raters have not handed in. Please say why the panel is closed without them.", count=missing),
        )


@dataclass(frozen=True, kw_only=True)
class QualityFacts:
    """What is known of an indicator before a year.

    `place` says which indicators serve the same objective. `last_result` is that of the year before. `full_years`
    tells for past years whether the target was reached in full by everybody; a year without results is not in it.
    """

    indicator_id: int
    has_owner: bool
    has_evidence: bool
    result_kind: ResultKind
    place: object = None
    direction: Direction | None = None
    target: Decimal | None = None
    last_result: Decimal | None = None
    never_updated: bool = False
    full_years: Mapping[int, bool]


@dataclass(frozen=True)
class Finding:
    """What is to be mended."""

    flag: QualityFlag
    sentence: Message


def findings(facts: Sequence[QualityFacts], year: int) -> Mapping[int, Sequence[Finding]]:
    """Return what is to be mended before the year opens, by indicator; nothing for one without findings."""
    with_outcome = {one.place for one in facts if one.result_kind is ResultKind.OUTCOME and one.place is not None}
    found = {one.indicator_id: list(_of(one, year, served=one.place in with_outcome)) for one in facts}
    return {indicator_id: rows for indicator_id, rows in found.items() if rows}


def _of(one: QualityFacts, year: int, *, served: bool) -> list[Finding]:
    checks = (
        (not one.has_owner, QualityFlag.NO_OWNER, _("No department that exists today answers for it.")),
        (not one.has_evidence, QualityFlag.NO_EVIDENCE, _("The sheet does not say what proves the value.")),
        (
            one.result_kind is ResultKind.NOT_SAID,
            QualityFlag.KIND_NOT_SAID,
            _("The sheet does not say whether it measures an output or an outcome."),
        ),
        (
            one.result_kind in {ResultKind.INPUT, ResultKind.PROCESS, ResultKind.OUTPUT} and not served,
            QualityFlag.OUTPUT_ONLY,
            _("It measures what was done, and no indicator of the same objective measures what changed for people."),
        ),
        (is_target_worse(one), QualityFlag.TARGET_BELOW_LAST_YEAR, _worse_target(one)),
        (
            one.never_updated,
            QualityFlag.NEVER_UPDATED,
            _("It was in rounds that ended measuring, and no department ever had a value for it."),
        ),
        (
            is_full(one.full_years, year),
            QualityFlag.FULL_THREE_YEARS,
            _(
                "Everybody reached it in full from %(first)s to %(last)s: it no longer tells anybody apart.",
                first=year - FULL_YEARS,
                last=year - 1,
            ),
        ),
    )
    return [Finding(flag, sentence) for holds, flag, sentence in checks if holds]


def is_target_worse(one: QualityFacts) -> bool:
    """Whether the target asks for less than the year before has reached; what is to be kept cannot be worse."""
    if one.target is None or one.last_result is None or one.direction in {None, Direction.KEEP}:
        return False
    return one.target < one.last_result if one.direction is Direction.UP else one.target > one.last_result


def _worse_target(one: QualityFacts) -> Message:
    return _(
        "The target %(target)s asks for less than last year's result %(last)s.",
        target=plain(one.target or ZERO),
        last=plain(one.last_result or ZERO),
    )


def is_reached(result: Decimal, target: Decimal, direction: Direction | None) -> bool | None:
    """Whether a past result reaches a target; None where the direction does not say."""
    if direction is Direction.UP:
        return result >= target
    if direction is Direction.DOWN:
        return result <= target
    return result == target if direction is Direction.KEEP else None


def is_full(full_years: Mapping[int, bool], year: int) -> bool:
    """Whether each of the three years before was full; a year nobody knows of is not."""
    return all(full_years.get(year - back, False) for back in range(1, FULL_YEARS + 1))


def check_sunset(choice: SunsetChoice, *, listed: bool, retired: bool, reason: str) -> None:
    """Refuse a decision about what is not on the sunset list, to retire or keep twice, or without a reason."""
    if retired and choice is SunsetChoice.RETIRE:
        raise WrongState(_("This indicator is retired already."))
    if not listed and not retired:
        raise WrongState(_("This indicator is not on the sunset list."))
    if len(reason.strip()) < LEAST_REASON:
        raise _wrong("reason", _("Please write at least 10 characters."))
