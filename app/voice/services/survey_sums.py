"""설문 합계: the sums a page reads, kept in the transaction that releases the answers."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import Model, db
from app.core.messages import Message, _
from app.voice.enums.surveys import Conversion, QuestionKind, WaveState
from app.voice.models import Survey, SurveyAnswer, SurveyCell, SurveyQuestion, SurveySum, SurveyText, SurveyWave
from app.voice.rules.survey_tally import Asked, choices_of, score_in_parts

Cell = tuple[int, int]
LARGEST = 2**63 - 1
_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def count_answers(wave: SurveyWave, answers: Sequence[SurveyAnswer]) -> None:
    """Add released answers to the sums of their wave. Call it once for every answer, in the transaction that stores it."""
    conversion = db.session.scalars(select(Survey.conversion).where(Survey.id == wave.survey_id)).one()
    questions = asked_of(wave.survey_id)
    _keep_texts(wave, questions, answers)
    cells, sums = tally(questions, conversion, answers)
    for (department, group), counted in sorted(cells.items()):
        key = {"wave_id": wave.id, "department_key": department, "group_key": group}
        _add(SurveyCell, key, counted)
    for (department, group, *choice), count in sorted(sums.items()):
        place = dict(zip(("question", "row", "label"), choice, strict=True))
        key = {"wave_id": wave.id, "department_key": department, "group_key": group, **place}
        _add(SurveySum, key, {"answers": count})


def tally(
    questions: Sequence[Asked], conversion: Conversion, answers: Iterable[SurveyAnswer]
) -> tuple[Mapping[Cell, Mapping[str, int]], Mapping[tuple[int, ...], int]]:
    """Count answers: columns of `SurveyCell` by (department, group), and marks by (department, group, question, row, label)."""
    cells: dict[Cell, Counter[str]] = defaultdict(Counter)
    sums: Counter[tuple[int, ...]] = Counter()
    for answer in answers:
        cell = (answer.department_id or 0, answer.customer_group_id or 0)
        score = score_in_parts(conversion, questions, answer.values)
        cells[cell].update({"answers": 1, "scored": 0, "score_sum": 0, "score_squares": 0})
        if score is not None:
            cells[cell].update({"scored": 1, "score_sum": score, "score_squares": score * score})
        sums.update((*cell, *choice) for choice in choices_of(questions, answer.values))
    return cells, sums


def check_survey_sums() -> Iterator[Message]:
    """Yield a sentence for every wave whose sums are not those of its answers (`flask check`)."""
    for wave in db.session.scalars(select(SurveyWave).where(SurveyWave.state != WaveState.DRAFT)):
        conversion = db.session.scalars(select(Survey.conversion).where(Survey.id == wave.survey_id)).one()
        answers = db.session.scalars(select(SurveyAnswer).where(SurveyAnswer.wave_id == wave.id))
        cells, sums = tally(asked_of(wave.survey_id), conversion, answers)
        if _kept_cells(wave.id) != {key: dict(value) for key, value in cells.items()} or _kept_sums(wave.id) != sums:
            yield _("The sums of wave %(wave)s of a survey are not those of its answers.", wave=wave.id)


def _kept_cells(wave_id: int) -> dict[Cell, dict[str, int]]:
    columns = ("answers", "scored", "score_sum", "score_squares")
    rows = db.session.scalars(select(SurveyCell).where(SurveyCell.wave_id == wave_id))
    return {(row.department_key, row.group_key): {name: getattr(row, name) for name in columns} for row in rows}


def _kept_sums(wave_id: int) -> dict[tuple[int, ...], int]:
    rows = db.session.scalars(select(SurveySum).where(SurveySum.wave_id == wave_id))
    return {(row.department_key, row.group_key, row.question, row.row, row.label): row.answers for row in rows}


def asked_of(survey_id: int) -> list[Asked]:
    """Return what the tally has to know of the questions of a survey, in their order."""
    rows = db.session.scalars(
        select(SurveyQuestion).where(SurveyQuestion.survey_id == survey_id).order_by(SurveyQuestion.number)
    )
    return [
        Asked(number=row.number, kind=row.kind, points=row.points, weight=row.weight, rows=len(row.rows))
        for row in rows
    ]


def _keep_texts(wave: SurveyWave, questions: Sequence[Asked], answers: Sequence[SurveyAnswer]) -> None:
    written = [question.number for question in questions if question.kind is QuestionKind.TEXT]
    texts = [
        {
            "id": secrets.randbelow(LARGEST) + 1,
            "wave_id": wave.id,
            "department_key": answer.department_id or 0,
            "question": number,
            "text": answer.values[str(number)],
        }
        for number in written
        for answer in answers
        if answer.values.get(str(number))
    ]
    if texts:
        db.session.execute(insert(SurveyText), sorted(texts, key=itemgetter("id")))


def _add(table: type[Model], key: Mapping[str, int], counted: Mapping[str, int]) -> None:
    """Add to a row of sums, or make it, in one statement."""
    source: Any = table
    new = _DIALECTS[db.engine.dialect.name].insert(source).values(**key, **counted)
    raised = {column: getattr(source, column) + count for column, count in counted.items()}
    db.session.execute(new.on_conflict_do_update(index_elements=list(key), set_=raised))
