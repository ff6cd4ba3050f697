"""통합 검색: what was found, by kind and as pages of one kind. Two statements at most on a first page, whatever there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.core.access import Actor
from app.core.database import read
from app.core.messages import Message
from app.core.pages import Page, cursor_of, place_of
from app.innovation.enums import IssueState, ObstacleState, SloganState, TaskState
from app.innovation.enums.cases import CaseState
from app.innovation.enums.search import SearchNoun
from app.innovation.queries.search import statements
from app.innovation.rules.search import Parts, Question, grams_of, marked, teaser

MOST = 100
"""Of each kind so many are counted; where there are more, that is what the page says."""
FIRST_ONES = 5
"""Shown of each kind on the page of all kinds."""
PAGE_SIZE = 20

EVERY_NOUN = tuple(SearchNoun)
STATES = {
    SearchNoun.ISSUE: IssueState,
    SearchNoun.TASK: TaskState,
    SearchNoun.OBSTACLE: ObstacleState,
    SearchNoun.SLOGAN: SloganState,
    SearchNoun.CASE: CaseState,
}


class Found(NamedTuple):
    """One record that was found. `title` and `teaser` are in pieces, each with whether it was searched for.

    `hit` is 1 where the title holds every word, 0 where the text does.
    """

    noun: SearchNoun
    id: int
    number: str | None
    title: Parts
    teaser: Parts
    state: Message
    day: date
    hit: int


@dataclass(frozen=True)
class FoundKind:
    """One kind: how many were found (`MOST` + 1: more than that), and the first of them."""

    noun: SearchNoun
    count: int
    first: Sequence[Found]


@dataclass(frozen=True)
class Overview:
    """What was found of every kind, and what stands first of each."""

    kinds: Sequence[FoundKind]

    @property
    def count(self) -> int:
        """How many were counted."""
        return sum(kind.count for kind in self.kinds)


def overview(actor: Actor, question: Question) -> Overview:
    """Count what the actor may find of every kind and return the first ones of each."""
    found = _found(actor, question, dict.fromkeys(EVERY_NOUN, FIRST_ONES), MOST + 1, statements.FROM_THE_START)
    return Overview([FoundKind(noun, *found[noun]) for noun in EVERY_NOUN])


def kind_by_kind(actor: Actor, question: Question, noun: SearchNoun) -> tuple[Overview, Page[Found]]:
    """Count what the actor may find of every kind and return the first page of one kind, with one search."""
    first = {one: PAGE_SIZE + 1 if one is noun else 0 for one in EVERY_NOUN}
    found = _found(actor, question, first, MOST + 1, statements.FROM_THE_START)
    return Overview([FoundKind(one, found[one][0], []) for one in EVERY_NOUN]), _page(found[noun][1])


def counted(actor: Actor, question: Question) -> Overview:
    """Count what the actor may find of every kind."""
    found = _found(actor, question, dict.fromkeys(EVERY_NOUN, 0), MOST + 1, statements.FROM_THE_START)
    return Overview([FoundKind(noun, *found[noun]) for noun in EVERY_NOUN])


def found_of_kind(actor: Actor, question: Question, noun: SearchNoun, cursor: str | None = None) -> Page[Found]:
    """Return one page of one kind: found in the title first, then the newest. A made-up cursor gives an empty page."""
    values = statements.FROM_THE_START
    if cursor is not None:
        place = place_of(cursor, (int, date, int))
        if place is None:
            return Page([], None)
        values = statements.places_behind(*place)
    return _page(_found(actor, question, {noun: PAGE_SIZE + 1}, PAGE_SIZE + 1, values)[noun][1])


def _page(rows: Sequence[Found]) -> Page[Found]:
    page = rows[:PAGE_SIZE]
    last = page[-1] if len(rows) > PAGE_SIZE else None
    return Page(page, cursor_of((last.hit, last.day, last.id)) if last else None)


def _found(
    actor: Actor, question: Question, first: Mapping[SearchNoun, int], most: int, places: Mapping[str, Any]
) -> dict[SearchNoun, tuple[int, list[Found]]]:
    """Return of each noun how many were found, `most` at most, and the first of them in their order."""
    gram = _rarest(grams_of(question))
    words = statements.words_of(question, gram)
    given = {
        **statements.reader(actor),
        **places,
        **{f"word_{n}": word for n, (_kind, word) in enumerate(words)},
        "gram": gram,
    }
    kinds = tuple(kind for kind, _word in words)
    shape = statements.Shape(kinds, tuple(first), tuple(first.values()), most)
    rows: dict[str, list[Any]] = {noun: [] for noun in first}
    for row in read(statements.found_statement(statements.reading_of(actor), shape), given):
        rows[row.noun].append(row)
    return {noun: _of_noun(noun, rows[noun], question, most) for noun in first}


def _of_noun(noun: SearchNoun, rows: list[Any], question: Question, most: int) -> tuple[int, list[Found]]:
    count = min(rows[0].total, most) if rows else 0
    there = sorted(
        (row for row in rows if row.id is not None), key=lambda row: (row.hit, row.day, row.id), reverse=True
    )
    return count, [_record(noun, row, question) for row in there]


def _rarest(grams: Sequence[str]) -> str:
    """Return the gram that the fewest records hold: the search begins there."""
    if len(grams) == 1:
        return grams[0]
    counts = statements.counts_statement(len(grams))
    rows = read(counts, {f"gram_{n}": gram for n, gram in enumerate(grams)})
    return str(min(rows, key=lambda row: (row.number, row.gram)).gram)


def _record(noun: SearchNoun, row: Any, question: Question) -> Found:  # noqa: ANN401  a row of the statement
    _noun, _total, hit, day, record_id, number, title, state, text = row
    shown = teaser(" ".join(text.split()), question)
    return Found(noun, record_id, number, marked(title, question), shown, STATES[noun](state).label, day, hit)
