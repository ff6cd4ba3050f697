"""설문 점수: the reading the index and the indicators are made of."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, select

from app.core import clock
from app.core.database import db
from app.core.figures import ONE
from app.voice.enums.surveys import SurveyPurpose, WaveState, WaveWay
from app.voice.models import Survey, SurveyWave
from app.voice.queries.survey_results import EntryTable, WaveFigures, figures_of


@dataclass(frozen=True, kw_only=True)
class WaveScore:
    """A department in a closed wave. n: answers; score 0–100, unrounded, None where it may not be shown; weight: n.

    A table from outside whose source does not say how many answered has n 0 and weight 1.
    """

    wave_id: int
    title: str
    day: date
    n: int
    score: Decimal | None
    weight: Decimal
    is_example: bool = False


def survey_scores(
    purposes: Collection[SurveyPurpose], department_ids: Collection[int], start: date, end: date
) -> Iterable[tuple[int, WaveScore]]:
    """Read (department id, score) of waves closed from `start` to `end` (days in Seoul, both included), oldest first.

    One row for each wave and department that has answers or a confirmed table from outside. A score is None, and n is
    0, where the rule of disclosure hides the department in that wave: then it is "no figure", never zero.
    """
    wanted = frozenset(department_ids)
    given = {
        "purposes": sorted(purposes, key=list(SurveyPurpose).index),
        "first": clock.start_of_day(start),
        "after": clock.start_of_day(end + timedelta(days=1)),
    }
    pairs = [(wave, survey) for wave, survey in db.session.execute(_CLOSED, given)]
    surveys = {wave.id: survey for wave, survey in pairs}
    for figures in figures_of(pairs):
        title = f"{surveys[figures.wave.id].title_ko} · {figures.wave.name}"
        yield from (row for row in _rows(figures, title, surveys[figures.wave.id].minimum) if row[0] in wanted)


def _rows(figures: WaveFigures, title: str, minimum: int) -> Iterator[tuple[int, WaveScore]]:
    wave = figures.wave
    if wave.way is WaveWay.ENTERED:
        for table in figures.tables:
            if table.department_id is not None:
                yield table.department_id, _of_table(wave, table, title, minimum)
        return
    assert wave.closed_at is not None
    day = clock.to_seoul(wave.closed_at).date()
    for key, figure in figures.results.departments.items():
        if key and (figure is None or figure.answers):
            n = figure.answers if figure else 0
            score = figure.score if figure else None
            yield (
                key,
                WaveScore(
                    wave_id=wave.id,
                    title=title,
                    day=day,
                    n=n,
                    score=score,
                    weight=Decimal(n),
                    is_example=wave.is_example,
                ),
            )


def _of_table(wave: SurveyWave, table: EntryTable, title: str, minimum: int) -> WaveScore:
    n = table.answers or 0
    return WaveScore(
        wave_id=wave.id,
        title=title,
        day=table.day,
        n=n,
        score=None if 0 < n < minimum else table.score,
        weight=Decimal(n) or ONE,
        is_example=wave.is_example,
    )


_CLOSED = (
    select(SurveyWave, Survey)
    .join(Survey, Survey.id == SurveyWave.survey_id)
    .where(
        SurveyWave.state == WaveState.CLOSED,
        Survey.purpose.in_(bindparam("purposes", expanding=True, type_=Survey.purpose.type)),
        SurveyWave.closed_at >= bindparam("first", type_=SurveyWave.closed_at.type),
        SurveyWave.closed_at < bindparam("after", type_=SurveyWave.closed_at.type),
    )
    .order_by(SurveyWave.closed_at, SurveyWave.id)
)
