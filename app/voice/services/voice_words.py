"""낱말 세기: the words of voices, and in how many voices of a week and department each stands, in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import db
from app.voice.models import CustomerVoice, VoiceWord, VoiceWordCount

AT_ONCE = 500


class Worded(NamedTuple):
    """A voice with its words, as it is counted."""

    voice_id: int
    received_on: date
    department_id: int
    words: tuple[str, ...]


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def keep_words(voices: Sequence[Worded]) -> None:
    """Keep and count the words of new voices."""
    rows = [{"voice_id": one.voice_id, "word": word} for one in voices for word in one.words]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(VoiceWord), rows[start : start + AT_ONCE])
    _count((week_of(one.received_on), one.department_id, word, 1) for one in voices for word in one.words)


def move_words(voice: CustomerVoice, to_department_id: int) -> None:
    """Count the words of a voice for another department than so far."""
    words = db.session.scalars(select(VoiceWord.word).where(VoiceWord.voice_id == voice.id)).all()
    week = week_of(voice.received_on)
    _count(
        (week, department, word, by)
        for department, by in ((voice.department_id, -1), (to_department_id, 1))
        for word in words
    )


def _count(changes: Iterable[tuple[date, int, str, int]]) -> None:
    """Add to the counts; rows are written in one order, so that two transactions never wait for each other in a ring."""
    sums: Counter[tuple[date, int, str]] = Counter()
    for week, department_id, word, by in changes:
        sums[week, department_id, word] += by
    rows: list[dict[str, Any]] = [
        {"week": week, "department_id": department_id, "word": word, "count": by}
        for (week, department_id, word), by in sorted(sums.items())
        if by
    ]
    made = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(VoiceWordCount)
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        gains, losses = [row for row in part if row["count"] > 0], [row for row in part if row["count"] < 0]
        if gains:
            statement = made.values(gains)
            added = VoiceWordCount.count + statement.excluded.count
            keys = ["week", "department_id", "word"]
            db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"count": added}))
        for row in losses:
            _take_off(row)


def _take_off(row: dict[str, Any]) -> None:
    of_row = (
        VoiceWordCount.week == row["week"],
        VoiceWordCount.department_id == row["department_id"],
        VoiceWordCount.word == row["word"],
    )
    less = update(VoiceWordCount).where(*of_row).values(count=VoiceWordCount.count + row["count"])
    db.session.execute(less.execution_options(synchronize_session=False))
