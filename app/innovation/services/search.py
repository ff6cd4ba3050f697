"""통합 검색 색인 쓰기: in the transaction that writes a text, and anew for older records."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import AnyRow, db
from app.innovation.enums.search import SearchNoun
from app.innovation.models import SearchGram, SearchText
from app.innovation.queries.search.sources import SOURCES
from app.innovation.rules.search import grams_in, searched_form

BATCH = 500
MOST_A_NIGHT = 5_000
"""Older records that are indexed in one run of the timetable: it holds the write lock of SQLite meanwhile."""

Grams = Mapping[str, bool]
"""Gram → whether the title holds it."""


def index_for_search(noun: SearchNoun, record: Any) -> None:  # noqa: ANN401  a record of the noun, or a row of it
    """Let a record be found by its texts as they are now, and by no earlier ones."""
    row = _row(noun, record)
    new = _grams(row["title"], row["text"])
    if _is_first(row):
        _add(row, new)
        return
    kept = _kept(noun, record.id)
    if (kept.title, kept.text) == (row["title"], row["text"]):
        return
    old = _grams(kept.title, kept.text)
    here = (SearchText.noun == noun, SearchText.record_id == record.id)
    db.session.execute(update(SearchText).where(*here).values(title=row["title"], text=row["text"]))
    gone = [gram for gram, held in old.items() if new.get(gram) is not held]
    _remove(row, gone)
    _add(row, {gram: held for gram, held in new.items() if old.get(gram) is not held})


def index_missing_for_search(most: int = MOST_A_NIGHT) -> int:
    """Index records that are not in the index, the newest first. Returns how many there were, `most` at most.

    A record that somebody is just writing is left to them.
    """
    count = 0
    for noun, source in SOURCES.items():
        known = exists().where(SearchText.noun == noun, SearchText.record_id == source.id)
        statement = select(source.model).where(~known).order_by(source.id.desc()).with_for_update(skip_locked=True)
        while count < most and (records := db.session.scalars(statement.limit(min(BATCH, most - count))).all()):
            rows = [_row(noun, record) for record in records]
            db.session.execute(insert(SearchText), rows)
            db.session.execute(
                insert(SearchGram), [line for row in rows for line in _lines(row, _grams(row["title"], row["text"]))]
            )
            for record in records:
                db.session.expunge(record)
            count += len(records)
    return count


def renew_search_index(noun: SearchNoun, after: int = 0) -> int | None:
    """Compare the next 500 records of a noun with the index and mend it. Returns the last id, or None at the end."""
    source = SOURCES[noun]
    statement = select(source.model).where(source.id > after).order_by(source.id).limit(BATCH).with_for_update()
    last = None
    for record in db.session.scalars(statement).all():
        index_for_search(noun, record)
        last = int(getattr(record, source.id.key))
    return last


def _row(noun: SearchNoun, record: Any) -> dict[str, Any]:  # noqa: ANN401  a record of the noun
    source = SOURCES[noun]
    title, text = (
        searched_form(getattr(record, column.key) for column in columns) for columns in (source.titles, source.texts)
    )
    day = clock.to_seoul(getattr(record, source.written.key)).date()
    return {"noun": noun, "record_id": record.id, "day": day, "title": title, "text": text}


def _kept(noun: SearchNoun, record_id: int) -> AnyRow:
    """Return (title, text) as they are in the index, and let nobody else change them meanwhile."""
    statement = select(SearchText.title, SearchText.text)
    here = statement.where(SearchText.noun == noun, SearchText.record_id == record_id)
    return db.session.execute(here.with_for_update()).one()


def _is_first(row: Mapping[str, Any]) -> bool:
    """Put the texts into the index unless somebody else has done it at the same time."""
    dialect: Any = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    once = dialect.insert(SearchText).values(**row).on_conflict_do_nothing().returning(SearchText.record_id)
    return db.session.execute(once).scalar_one_or_none() is not None


def _grams(title: str, text: str) -> dict[str, bool]:
    titles = grams_in(title)
    return {gram: gram in titles for gram in sorted(titles | grams_in(text))}


def _lines(row: Mapping[str, Any], grams: Grams) -> list[dict[str, Any]]:
    place = {name: row[name] for name in ("noun", "day", "record_id")}
    return [{"gram": gram, "in_title": held, **place} for gram, held in grams.items()]


def _add(row: Mapping[str, Any], grams: Grams) -> None:
    if grams:
        db.session.execute(insert(SearchGram), _lines(row, grams))


def _remove(row: Mapping[str, Any], grams: Sequence[str]) -> None:
    for start in range(0, len(grams), BATCH):
        some = grams[start : start + BATCH]
        gone = delete(SearchGram).where(SearchGram.noun == row["noun"], SearchGram.record_id == row["record_id"])
        db.session.execute(gone.where(SearchGram.gram.in_(some), SearchGram.day == row["day"]))
