"""What the 5S index is reckoned from: for every department and source the rows of a year, by the room's own readings."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import and_, select

from app.core.clock import start_of_day
from app.core.database import db
from app.core.figures import exact
from app.voice.enums.customer_voices import VoiceStepKind
from app.voice.enums.five_s import FiveSSource
from app.voice.enums.surveys import SurveyPurpose
from app.voice.models.customer_voices import CustomerVoice, VoiceStep
from app.voice.queries.handling_batches import example_affairs
from app.voice.queries.handling_sums import SameWork, handling_sums, same_work
from app.voice.queries.recognitions import recognized
from app.voice.queries.survey_scores import survey_scores
from app.voice.rules.disclosure import in_whole_groups
from app.voice.rules.five_s import Fact, Row
from app.voice.rules.recognitions import COUNTED, counted

KINDNESS = (SurveyPurpose.SERVICE_SATISFACTION, SurveyPurpose.PHONE_KINDNESS, SurveyPurpose.FIVE_STARS)
FEW_CASES = 10
"""Affairs with fewer cases in one of the two years are no comparison."""

POINTS_STEP = Decimal(25)
"""What one step of a five-point scale is on the scale of 100."""

Read = Iterator[tuple[int, FiveSSource, Row]]
Facts = dict[int, dict[FiveSSource, Fact]]


def facts_of(department_ids: Collection[int], start: date, end: date) -> Facts:
    """Return what every source knows of every department between two days, both included; a statement or two each."""
    rows: dict[tuple[int, FiveSSource], list[Row]] = defaultdict(list)
    for read in (_surveys, _cooperation, _answers, _same_work, _handling, _recognitions):
        for unit, source, row in read(department_ids, start, end):
            rows[unit, source].append(row)
    facts: Facts = {unit: {} for unit in department_ids}
    for (unit, source), found in rows.items():
        facts[unit][source] = Fact(rows=tuple(sorted(found, key=lambda row: (row.day, row.kind, row.id))))
    return facts


def _surveys(department_ids: Collection[int], start: date, end: date) -> Read:
    yield from _waves(FiveSSource.SURVEYS, KINDNESS, department_ids, start, end)


def _cooperation(department_ids: Collection[int], start: date, end: date) -> Read:
    yield from _waves(FiveSSource.COOPERATION, (SurveyPurpose.COOPERATION,), department_ids, start, end)


def _waves(
    source: FiveSSource, purposes: Collection[SurveyPurpose], department_ids: Collection[int], start: date, end: date
) -> Read:
    """Every closed survey whose score may be shown, weighted by its answers."""
    for unit, wave in survey_scores(purposes, department_ids, start, end):
        if wave.score is not None:
            yield (
                unit,
                source,
                Row(
                    kind="survey_wave",
                    id=wave.wave_id,
                    title=wave.title,
                    day=wave.day.isoformat(),
                    part=_product(wave.score, wave.weight),
                    of=wave.weight,
                    n=wave.n,
                    is_example=wave.is_example,
                ),
            )


def _answers(department_ids: Collection[int], start: date, end: date) -> Read:
    """The happy calls of a department as one row, in whole groups: a single call would tell what somebody said."""
    statement = (
        select(CustomerVoice.department_id, CustomerVoice.call_points, CustomerVoice.is_example)
        .join(VoiceStep, and_(VoiceStep.voice_id == CustomerVoice.id, VoiceStep.kind == VoiceStepKind.CALL))
        .where(
            CustomerVoice.department_id.in_(department_ids),
            CustomerVoice.call_points.is_not(None),
            CustomerVoice.answered_at >= start_of_day(start),
            CustomerVoice.answered_at < start_of_day(end + timedelta(days=1)),
        )
        .order_by(VoiceStep.id)
    )
    calls: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for unit, points, is_example in db.session.execute(statement):
        calls[unit].append((points or 0, is_example))
    for unit, given in sorted(calls.items()):
        count = in_whole_groups(len(given))
        if count:
            part = (Decimal(sum(points for points, _made_up in given[:count])) - count) * POINTS_STEP
            made_up = any(is_example for _points, is_example in given[:count])
            row = Row(kind="voice_calls", id=unit, title="", part=part, of=Decimal(count), n=count, is_example=made_up)
            yield unit, FiveSSource.ANSWERS, row


def _same_work(department_ids: Collection[int], start: date, end: date) -> Read:
    made_up = example_affairs(department_ids, start.replace(year=start.year - 1, day=1), end)
    for unit, work in same_work(department_ids, start, end):
        if min(work.n_before, work.n_now) >= FEW_CASES:
            expected = _expected(work)
            part = _difference(expected, work.actual_now)
            row = Row(
                kind="affair",
                id=work.affair_id,
                title=work.affair,
                part=part,
                of=expected,
                n=work.n_now,
                is_example=(unit, work.affair_id) in made_up,
            )
            yield unit, FiveSSource.SAME_WORK, row


def _handling(department_ids: Collection[int], start: date, end: date) -> Read:
    """Each affair of a department once, its months added up: minutes gained of the statutory ones, cases in time."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    names: dict[int, str] = {}
    for unit, one in handling_sums(department_ids, start, end):
        names[one.affair_id] = one.affair
        kept = sums[unit, one.affair_id]
        for place, figure in enumerate((one.n, one.statutory_minutes, one.actual_minutes, one.late)):
            kept[place] += figure
    made_up = example_affairs(department_ids, start, end)
    for (unit, affair_id), (n, statutory, actual, late) in sums.items():
        gained, in_time = Decimal(statutory - actual), Decimal(n - late)
        row = Row(
            kind="affair",
            id=affair_id,
            title=names[affair_id],
            part=gained,
            of=Decimal(statutory),
            n=n,
            is_example=(unit, affair_id) in made_up,
        )
        yield unit, FiveSSource.SHORTENING, row
        yield unit, FiveSSource.IN_TIME, replace(row, part=in_time, of=Decimal(n))


def _recognitions(department_ids: Collection[int], start: date, end: date) -> Read:
    for unit, one in recognized(department_ids, start, end):
        source = FiveSSource.RECOGNITIONS if one.kind in COUNTED else FiveSSource.PROACTIVE
        row = Row(
            kind="recognition",
            id=one.id,
            title=f"{one.title} ({one.giver})",
            day=one.happened_on.isoformat(),
            part=counted(one.weight, one.share),
            is_example=one.is_example,
        )
        yield unit, source, row


@exact()
def _product(score: Decimal, weight: Decimal) -> Decimal:
    return score * weight


@exact()
def _difference(expected: Decimal, actual: int) -> Decimal:
    return expected - actual


@exact()
def _expected(work: SameWork) -> Decimal:
    """Return the minutes this year's cases would have taken at last year's mean."""
    return Decimal(work.actual_before) * work.n_now / work.n_before
