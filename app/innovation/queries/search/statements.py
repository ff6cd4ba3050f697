"""통합 검색: its statements, put together once for each combination of rights, words and nouns.

What holds a gram is read in the order of the index: title first, then the newest, and only until there is enough.
Where more was asked than that one gram, each record is asked for the other words: a word of two letters is a gram
itself, for the others the texts are compared, so that nothing is found that does not hold them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    SQLColumnExpression,
    String,
    True_,
    and_,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from app.core.access import Actor
from app.core.database import AnySelect
from app.core.database.positions import position_of
from app.innovation.enums.search import SearchNoun
from app.innovation.models import SearchGram, SearchText
from app.innovation.queries import cases, issues
from app.innovation.queries.obstacles import visibility
from app.innovation.queries.search.sources import SOURCES
from app.innovation.queries.slogans.gallery import Reading as SloganReading
from app.innovation.queries.slogans.gallery import departments_of
from app.innovation.queries.slogans.gallery import reading_of as slogan_reading_of
from app.innovation.queries.slogans.gallery import visible_by as slogan_visible_by
from app.innovation.queries.tasks import reads_tasks
from app.innovation.rules.search import SHORTEST, Question, is_across_words

COUNTED_GRAMS = 500
"""A gram that so many records hold is common; which of two common ones is rarer does not matter."""


class Reading(NamedTuple):
    """What decides which records somebody may find, besides who it is and for which departments."""

    issues: issues.Reading
    tasks: bool
    obstacles: visibility.Reading
    slogans: SloganReading
    every_case: bool


class Kind(IntEnum):
    """How a word is looked for: as a gram of the index, inside a word of the text, or across spaces."""

    GRAM = 0
    INSIDE = 1
    ACROSS = 2


class Shape(NamedTuple):
    """What decides how the statement looks.

    `words`: how each word is looked for beside the gram the search begins with; none: the gram is all that was asked.
    `first`: how many records of each noun are read; `most`: up to how many are counted.
    """

    words: tuple[Kind, ...]
    nouns: tuple[SearchNoun, ...]
    first: tuple[int, ...]
    most: int


def reading_of(actor: Actor) -> Reading:
    """Return what the actor may find: exactly what the lists show."""
    return Reading(
        issues.reading_of(actor),
        reads_tasks(actor),
        visibility.reading_of(actor),
        slogan_reading_of(actor),
        cases.reads_every_case(actor),
    )


def reader(actor: Actor) -> dict[str, Any]:
    """Return the values that say who searches."""
    return {**visibility.named(actor), "drafts": departments_of(actor)}


def words_of(question: Question, gram: str) -> Sequence[tuple[Kind, str]]:
    """Return the words that are left once a record holds the gram, in an order that gives few shapes."""
    return sorted((_kind(word), word) for word in question.words if word != gram or len(word) != SHORTEST)


def _kind(word: str) -> Kind:
    if len(word) == SHORTEST:
        return Kind.GRAM
    return Kind.ACROSS if is_across_words(word) else Kind.INSIDE


ME = visibility.ANYBODY.person_id
DRAFTS: BindParameter[Any] = bindparam("drafts", expanding=True)
GRAM = bindparam("gram", type_=String)
IS_TITLE, IS_TEXT = 1, 0
EITHER = (True, False)
LINE_END = literal_column("'\n'", String)


@lru_cache(maxsize=256)
def found_statement(reading: Reading, shape: Shape) -> CompoundSelect[Any]:
    """Select (noun, total, hit, day, id, number, title, state, text), behind the places the values name.

    The first records of each noun with how many there are, `shape.most` at most; (noun, total) alone where none of
    them is read.
    """
    parts = []
    for noun, first in zip(shape.nouns, shape.first, strict=True):
        hits = _hits(noun, _visible(noun, reading), shape)
        parts.append(_first_ones(noun, hits, first) if first else _count(noun, hits))
    return union_all(*parts)


def _hits(noun: SearchNoun, visible: ColumnElement[bool], shape: Shape) -> CTE:
    """The hits in titles, and as many in texts as are missing: where there are enough titles, no text is looked at."""
    titled = _part(noun, visible, IS_TITLE, in_title=True)
    most: ColumnElement[int] = literal_column(str(shape.most), Integer)  # no parameter: it decides the shape anyway
    titles = _compared(titled, shape.words, in_title=True).limit(most).cte(f"{noun.value}_titles")
    missing = select(most - func.count()).select_from(titles).scalar_subquery()
    texts = [_compared(_part(noun, visible, IS_TEXT, in_title=False), shape.words, in_title=False)]
    if shape.words:
        partly = _part(noun, visible, IS_TEXT, in_title=True)
        texts.append(partly.where(*_partly_titled(shape.words)))
    parts = [select(titles), *(select(part.limit(missing).subquery()) for part in texts)]
    return union_all(*parts).cte(f"{noun.value}_hits").prefix_with("MATERIALIZED")


def _first_ones(noun: SearchNoun, hits: CTE, first: int) -> AnySelect:
    total = select(func.count()).select_from(hits).correlate(None).scalar_subquery().label("total")
    order = (hits.c.hit.desc(), hits.c.day.desc(), hits.c.record_id.desc())
    some = select(hits, total).order_by(*order).limit(literal_column(str(first))).subquery(f"{noun.value}_first")
    source = SOURCES[noun]
    text: SQLColumnExpression[str] = source.texts[0]
    for another in source.texts[1:]:
        text = text + LINE_END + another
    return select(
        literal_column(f"'{noun.value}'", String).label("noun"),
        some.c.total,
        some.c.hit,
        some.c.day,
        some.c.record_id.label("id"),
        (cast(null(), String) if source.number is None else source.number).label("number"),
        source.title.label("title"),
        cast(source.state, String).label("state"),
        text.label("text"),
    ).join(source.model, source.id == some.c.record_id)


def _count(noun: SearchNoun, hits: CTE) -> AnySelect:
    names: dict[str, type[TypeEngine[Any]]] = {
        "hit": Integer,
        "day": Date,
        "id": Integer,
        "number": String,
        "title": String,
        "state": String,
        "text": String,
    }
    nothing = (cast(null(), kind).label(name) for name, kind in names.items())
    return select(literal(noun.value).label("noun"), func.count().label("total"), *nothing).select_from(hits)


def places_behind(hit: int, day: date, record_id: int) -> dict[str, Any]:
    """Return the values of the places behind a hit in the title or the text."""
    if hit == IS_TITLE:
        return {"day_1": day, "id_1": record_id, "day_0": date.max, "id_0": 0}
    return {"day_1": date.min, "id_1": 0, "day_0": day, "id_0": record_id}


FROM_THE_START = {"day_1": date.max, "id_1": 0, "day_0": date.max, "id_0": 0}


@lru_cache(maxsize=16)
def counts_statement(grams: int) -> CompoundSelect[Any]:
    """Select (gram, how many records hold it), counted up to a limit."""
    return union_all(*(_counted(bindparam(f"gram_{n}", type_=String)) for n in range(grams)))


def _counted(gram: ColumnElement[str]) -> AnySelect:
    held = select(SearchGram.record_id).where(SearchGram.gram == gram).limit(COUNTED_GRAMS).subquery()
    return select(gram.label("gram"), select(func.count()).select_from(held).scalar_subquery().label("number"))


def _part(noun: SearchNoun, visible: ColumnElement[bool], hit: int, *, in_title: bool) -> AnySelect:
    place = tuple_(bindparam(f"day_{hit}", type_=Date), bindparam(f"id_{hit}", type_=Integer))
    part = (
        select(
            literal_column(str(hit), Integer).label("hit"),
            SearchGram.day.label("day"),
            SearchGram.record_id.label("record_id"),
        )
        .where(
            SearchGram.gram == GRAM,
            SearchGram.noun == literal_column(f"'{noun.value}'"),
            SearchGram.in_title == (true() if in_title else false()),
            tuple_(SearchGram.day, SearchGram.record_id) < place,
        )
        .order_by(SearchGram.day.desc(), SearchGram.record_id.desc())
    )
    if isinstance(visible, True_):  # the index holds records that are there; no need to look each of them up
        return part
    source = SOURCES[noun]
    return part.join(source.model, source.id == SearchGram.record_id).where(visible)


def _compared(part: AnySelect, words: Sequence[Kind], *, in_title: bool) -> AnySelect:
    """Ask of each record, in the order of the index, whether it holds the other words: all in the title, or anywhere.

    Row by row: a join would tempt PostgreSQL to read all texts first.
    """
    places = (True,) if in_title else EITHER
    return part.where(*_held_grams(words, places=places), *_held_words(words, in_title=in_title))


def _held_grams(words: Sequence[Kind], *, places: Sequence[bool]) -> Iterator[ColumnElement[bool]]:
    for number, kind in enumerate(words):
        if kind is Kind.GRAM:
            other = aliased(SearchGram, name=f"gram_{number}")
            holds = exists().where(
                other.gram == bindparam(f"word_{number}", type_=String),
                other.noun == SearchGram.noun,
                other.in_title.in_([true() if place else false() for place in places]),
                other.day == SearchGram.day,
                other.record_id == SearchGram.record_id,
            )
            yield holds.correlate_except(other)


def _held_words(words: Sequence[Kind], *, in_title: bool) -> Iterator[ColumnElement[bool]]:
    held = [
        _holds(SearchText.title, n, kind)
        if in_title
        else _holds(SearchText.title, n, kind) | _holds(SearchText.text, n, kind)
        for n, kind in enumerate(words)
        if kind is not Kind.GRAM
    ]
    if held:
        here = (SearchText.noun == SearchGram.noun, SearchText.record_id == SearchGram.record_id)
        yield select(and_(*held)).where(*here).scalar_subquery() == true()


def _partly_titled(words: Sequence[Kind]) -> Iterator[ColumnElement[bool]]:
    """Hold every word, though not all in the title. A gram stands once for each record: in its title, or in its text."""
    if list(words) == [Kind.GRAM]:
        yield from _held_grams(words, places=(False,))
        return
    yield from (*_held_grams(words, places=EITHER), *_held_words(words, in_title=False))
    yield not_(_all_titled(words))


def _all_titled(words: Sequence[Kind]) -> ColumnElement[bool]:
    return and_(*_held_grams(words, places=(True,)), *_held_words(words, in_title=True))


def _holds(column: SQLColumnExpression[str], number: int, kind: Kind) -> ColumnElement[bool]:
    compared = func.replace(column, " ", "") if kind is Kind.ACROSS else column
    return position_of(compared, bindparam(f"word_{number}", type_=String)) > 0


def _visible(noun: SearchNoun, reading: Reading) -> ColumnElement[bool]:
    match noun:
        case SearchNoun.ISSUE:
            return issues.visible_by(reading.issues, ME)
        case SearchNoun.TASK:
            return true() if reading.tasks else false()
        case SearchNoun.OBSTACLE:
            return visibility.visible_by(reading.obstacles, visibility.ANYBODY)
        case SearchNoun.SLOGAN:
            return slogan_visible_by(reading.slogans, ME, DRAFTS)
        case SearchNoun.CASE:
            return cases.visible_by(ME, DRAFTS, every=reading.every_case, some=reading.tasks)
