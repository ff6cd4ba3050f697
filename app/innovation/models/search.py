"""통합 검색 색인: one for all nouns. Derived data: `flask innovation index-search` makes it anew.

Written by `services.search` in the transaction that writes the text.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, long_text
from app.innovation.enums.search import SearchNoun

LETTERS = 3
"""Letters of the longest gram."""


class SearchText(Model):
    """One record in the form in which it is compared: `rules.search.searched_form`. `day` is when it was written."""

    __tablename__ = "search_texts"
    __table_args__ = (CheckConstraint("record_id > 0", name="record_is_one"),)

    noun: Mapped[SearchNoun] = enum_column(SearchNoun, primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date)
    title: Mapped[long_text]
    text: Mapped[long_text]


class SearchGram(Model):
    """One gram of one record; its key is the order in which what holds the gram is read: title first, then the newest."""

    __tablename__ = "search_grams"
    __table_args__ = (CheckConstraint("length(gram) >= 2", name="gram_is_long_enough"), {"sqlite_with_rowid": False})

    gram: Mapped[str] = mapped_column(String(LETTERS), primary_key=True)
    noun: Mapped[SearchNoun] = enum_column(SearchNoun, primary_key=True)
    in_title: Mapped[bool] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
