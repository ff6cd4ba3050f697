"""사례 검색 색인: each word of the library once, and in which records it stands.

A search is a look through the words, which are few, instead of through all texts. Written by
`services.library_words` when a record comes into the library.
"""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, pk
from app.innovation.rules.library import PIECE


class LibraryWord(Model):
    """낱말, in the form in which it is searched: `rules.library.words_in`."""

    __tablename__ = "library_words"
    __table_args__ = (UniqueConstraint("word", name="word"),)

    id: Mapped[pk]
    word: Mapped[str] = mapped_column(String(PIECE))


class CaseWord(Model):
    """A word of a case."""

    __tablename__ = "case_words"

    word_id: Mapped[int] = mapped_column(ForeignKey("library_words.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)


class BenchmarkWord(Model):
    """A word of a benchmark."""

    __tablename__ = "benchmark_words"

    word_id: Mapped[int] = mapped_column(ForeignKey("library_words.id"), primary_key=True)
    benchmark_id: Mapped[int] = mapped_column(ForeignKey("benchmarks.id"), primary_key=True, index=True)
