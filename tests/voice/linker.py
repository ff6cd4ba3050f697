"""Whoever tries to link people to answers: in the orders, values and times of a whole database, of files and of logs.

A person is known by the columns that name them, an answer by words nobody else wrote. What was there before the people
came tells nothing of their answers and is left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.database import db

WORDS = re.compile(r"words[0-9a-f]{12}")
NAMED_IN_TEXT = re.compile(r'"(?:person_id|actor_id|panel_member_id)": ?(\d+)')
HIDDEN = ("hidden", "made_in")
LEAST_NUMBER, LEAST_LETTERS = 10_000, 5
"""Smaller numbers and shorter texts are found everywhere by accident."""

Row = Mapping[str, object]


def rows_of(table: str) -> dict[str, list[Row]]:
    """The rows of a table in every order the engine keeps besides the columns."""
    if db.engine.dialect.name == "sqlite":
        try:
            found = db.session.execute(text(f'SELECT rowid AS hidden, t.* FROM "{table}" t ORDER BY rowid')).mappings()
        except OperationalError:  # a table without rowids
            db.session.rollback()
            found = db.session.execute(text(f'SELECT t.* FROM "{table}" t')).mappings()
        return {"rowid": list(found)}
    columns = "t.ctid::text AS hidden, t.xmin::text::bigint AS made_in, t.*"
    query = f'SELECT {columns} FROM "{table}" t ORDER BY '
    return {
        "ctid": list(db.session.execute(text(query + "t.ctid")).mappings()),
        "xmin": list(db.session.execute(text(query + "t.xmin::text::bigint, t.ctid")).mappings()),
    }


def everything() -> dict[str, dict[str, list[Row]]]:
    """Every table in each of its hidden orders."""
    return {table.name: rows_of(table.name) for table in db.metadata.sorted_tables}


def correlation(left: Sequence[int], right: Sequence[int]) -> float:
    """Spearman's rank correlation of two lists of the same ranks."""
    n = len(left)
    return 1 - 6 * sum((a - b) ** 2 for a, b in zip(left, right, strict=True)) / (n * (n * n - 1))


def _plain(row: Row) -> str:
    return repr({name: value for name, value in row.items() if name not in HIDDEN})


def _naming(table: str, people: str) -> list[str]:
    """The columns of a table that name people of a kind: "people" or "panel_members"."""
    found = db.metadata.tables[table]
    columns = [key.parent.name for key in found.foreign_keys if key.column.table.name == people]
    if table == people:
        columns.append("id")
    return columns + [name for name in ("actor_id",) if name in found.columns and people == "people"]


@dataclass
class Linker:
    """What is known of one wave: who wrote which words, in which order they came, and what was there before."""

    people: str
    said: Mapping[str, int]
    came: Sequence[int]
    before: frozenset[str]
    sequences: dict[str, list[int]] = field(default_factory=dict)
    speakers: dict[str, list[int]] = field(default_factory=dict)

    def persons_in(self, table: str, row: Row) -> set[int]:
        """Who is named by a row, in its columns or in its texts."""
        asked = set(self.came)
        by_column = {row[name] for name in _naming(table, self.people)}
        in_texts = {
            int(one) for value in row.values() if isinstance(value, str) for one in NAMED_IN_TEXT.findall(value)
        }
        return {one for one in by_column | in_texts if isinstance(one, int)} & asked

    def words_in(self, row: object) -> list[str]:
        """The answers of this wave that something holds."""
        return [word for word in WORDS.findall(repr(row)) if word in self.said]

    def read_database(self) -> list[tuple[object, ...]]:
        """Take in the orders of a dump; return the values that people and answers share."""
        self.sequences["the door"] = list(self.came)
        persons_by_value: dict[object, set[int]] = defaultdict(set)
        answers_by_value: dict[object, set[str]] = defaultdict(set)
        for table, orders in everything().items():
            for how, every in orders.items():
                rows = [row for row in every if _plain(row) not in self.before]
                for row in rows:
                    persons, words = self.persons_in(table, row), self.words_in(row)
                    assert not (persons and words), (table, dict(row))
                    for value in _values(row):
                        persons_by_value[value] |= persons
                        answers_by_value[value] |= set(words)
                self._orders(f"{table} by {how}", table, rows)
                for column in rows[0] if rows else ():
                    kept = [row for row in rows if row[column] is not None]
                    self._orders(f"{table} by {column}", table, sorted(kept, key=lambda row: _rank(row[column])))
        return [
            (value, persons_by_value[value], answers)
            for value, answers in answers_by_value.items()
            if 0 < len(persons_by_value[value]) < len(self.came) and 0 < len(answers) < len(self.came)
        ]

    def read_text(self, name: str, content: str) -> None:
        """Take in the order of the answers of a file, a page, or a log."""
        self.speakers[name] = once(self.said[word] for word in WORDS.findall(content) if word in self.said)

    def _orders(self, name: str, table: str, rows: Sequence[Row]) -> None:
        persons = [one for row in rows for one in sorted(self.persons_in(table, row))]
        if len(set(persons)) > len(self.came) // 2:
            self.sequences[f"{name}, first"] = once(persons)
            self.sequences[f"{name}, last"] = once(reversed(persons))
        words = [word for row in rows for word in self.words_in(row)]
        if words:
            self.speakers[name] = once(self.said[word] for word in words)

    def fits(self) -> Iterator[tuple[tuple[str, str], int, float]]:
        """Yield (the two orders, how many answers fall to who gave them, rank correlation)."""
        for how, people in self.sequences.items():
            for by, speakers in self.speakers.items():
                common = set(people) & set(speakers)
                if len(common) <= len(self.came) // 2:
                    continue
                left = [one for one in people if one in common]
                right = [one for one in speakers if one in common]
                hits = sum(1 for one, other in zip(left, right, strict=True) if one == other)
                yield (how, by), hits, correlation([right.index(one) for one in left], range(len(left)))


def once(given: Iterable[int]) -> list[int]:
    """Each where it comes first."""
    return list(dict.fromkeys(given))


def _rank(value: object) -> tuple[str, object]:
    return (type(value).__name__, value) if isinstance(value, int | str) else ("other", str(value))


def _values(row: Row) -> Iterator[object]:
    """What of a row could be joined to another one: no small number, no short text; the number of its transaction."""
    for name, value in row.items():
        if name == "made_in":
            yield ("transaction", value)
        elif name == "hidden":
            continue
        elif (isinstance(value, int) and abs(value) >= LEAST_NUMBER) or (
            not isinstance(value, int) and len(str(value)) >= LEAST_LETTERS
        ):
            yield str(value)


def present() -> frozenset[str]:
    """Every row there is now, without what is hidden in it."""
    return frozenset(_plain(row) for orders in everything().values() for row in next(iter(orders.values())))
