"""통합 검색: what was found, by kind and as pages of one kind. At most three statements, whatever there is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.core.access import Actor
from app.core.database import db
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
SPECIAL = re.compile(r"[/%_]")
"""What means something in a LIKE, and gets a stroke before it."""


class Hit(NamedTuple):
    """Where something was found: `hit` is 1 in the title, 0 in the text."""

    hit: int
    day: date
    id: int


class Found(NamedTuple):
    """One record that was found. `title` and `teaser` are in pieces, each with whether it was searched for."""

    noun: SearchNoun
    id: int
    number: str | None
    title: Parts
    teaser: Parts
    state: Message
    day: date


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


def overview(actor: Actor, question: Question, *, first: int = FIRST_ONES) -> Overview:
    """Count what the actor may find of every kind and return the `first` ones of each."""
    hits = _hits(actor, question, EVERY_NOUN, MOST + 1, statements.FROM_THE_START)
    shown = {noun: hits[noun][:first] for noun in EVERY_NOUN}
    records = _records(shown, question)
    return Overview([FoundKind(noun, min(len(hits[noun]), MOST + 1), records[noun]) for noun in EVERY_NOUN])


def found_of_kind(actor: Actor, question: Question, noun: SearchNoun, cursor: str | None = None) -> Page[Found]:
    """Return one page of one kind: found in the title first, then the newest. A made-up cursor gives an empty page."""
    values = statements.FROM_THE_START
    if cursor is not None:
        place = place_of(cursor, (int, date, int))
        if place is None:
            return Page([], None)
        values = statements.places_behind(*place)
    hits = _hits(actor, question, (noun,), PAGE_SIZE + 1, values)[noun]
    page = hits[:PAGE_SIZE]
    more = cursor_of(page[-1]) if len(hits) > PAGE_SIZE else None
    return Page(_records({noun: page}, question)[noun], more)


def _hits(
    actor: Actor, question: Question, nouns: tuple[SearchNoun, ...], most: int, places: Mapping[str, Any]
) -> dict[SearchNoun, list[Hit]]:
    """Return at most `most` hits of each noun in their order."""
    given = {
        **statements.reader(actor),
        **places,
        **{f"word_{n}": SPECIAL.sub(r"/\g<0>", word) for n, word in enumerate(question.words)},
        "gram": _rarest(grams_of(question)),
    }
    statement = statements.hits_statement(statements.reading_of(actor), statements.shape_of(question, most), nouns)
    found: dict[str, list[tuple[int, date, int]]] = {noun: [] for noun in nouns}
    for noun, *hit in db.session.execute(statement, given):
        found[noun].append(tuple(hit))
    return {noun: [Hit(*hit) for hit in sorted(found[noun], reverse=True)[:most]] for noun in nouns}


def _rarest(grams: Sequence[str]) -> str:
    """Return the gram that the fewest records hold: the search begins there."""
    if len(grams) == 1:
        return grams[0]
    counts = statements.counts_statement(len(grams))
    rows = db.session.execute(counts, {f"gram_{n}": gram for n, gram in enumerate(grams)})
    return str(min(rows, key=lambda row: (row.count, row.gram)).gram)


def _records(shown: Mapping[SearchNoun, Sequence[Hit]], question: Question) -> dict[SearchNoun, list[Found]]:
    """Read what is shown, in one statement."""
    nouns = tuple(shown)
    ids = {f"{noun.value}_ids": [hit.id for hit in hits] for noun, hits in shown.items()}
    rows: Iterable[Any] = db.session.execute(statements.records_statement(nouns), ids) if any(ids.values()) else ()
    known = {(row.noun, row.id): row for row in rows}
    return {
        noun: [_found(noun, known[noun.value, hit.id], hit.day, question) for hit in hits]
        for noun, hits in shown.items()
    }


def _found(noun: SearchNoun, row: Any, day: date, question: Question) -> Found:  # noqa: ANN401  a row of the statement
    return Found(
        noun=noun,
        id=row.id,
        number=row.number,
        title=marked(row.title, question),
        teaser=teaser(" ".join(row.text.split()), question),
        state=STATES[noun](row.state).label,
        day=day,
    )
