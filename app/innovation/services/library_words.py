"""사례 검색 색인 쓰기."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import db
from app.innovation.models import BenchmarkWord, CaseWord, LibraryWord
from app.innovation.rules.library import words_in

AT_ONCE = 500
"""Words of one statement: databases take only so many parameters."""


def index_case(case_id: int, texts: Iterable[str]) -> None:
    """Let a case be found by the words of its texts."""
    _index(CaseWord, "case_id", case_id, words_in(texts))


def index_benchmark(benchmark_id: int, texts: Iterable[str]) -> None:
    """Let a benchmark be found by the words of its texts, and by no earlier ones."""
    _index(BenchmarkWord, "benchmark_id", benchmark_id, words_in(texts))


def _index(table: type[CaseWord | BenchmarkWord], key: str, record_id: int, words: list[str]) -> None:
    """The words come sorted: two that are written at the same time wait for each other in one order."""
    db.session.execute(delete(table).where(getattr(table, key) == record_id))
    dialect: Any = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    for start in range(0, len(words), AT_ONCE):
        some = words[start : start + AT_ONCE]
        new = dialect.insert(LibraryWord).values([{"word": word} for word in some])
        db.session.execute(new.on_conflict_do_nothing(index_elements=["word"]))
        known = select(LibraryWord.id, literal(record_id)).where(LibraryWord.word.in_(some))
        db.session.execute(insert(table).from_select(["word_id", key], known))
