"""통합 검색: its statements, put together once for each combination of rights, words and nouns.

What holds a gram is read in the order of the index: title first, then the newest. Where more was asked than that one
gram, each record is compared with the words themselves, so that nothing is found that does not hold them.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    select,
    true,
    tuple_,
    union_all,
)

from app.core.access import Actor
from app.core.database import AnySelect
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

COUNTED_GRAMS = 1_000
"""A gram that so many records hold is common; which of two common ones is rarer does not matter."""


class Reading(NamedTuple):
    """What decides which records somebody may find, besides who it is and for which departments."""

    issues: issues.Reading
    tasks: bool
    obstacles: visibility.Reading
    slogans: SloganReading
    every_case: bool


class Shape(NamedTuple):
    """What decides how the statement looks: of each word whether it is found across spaces; empty: the gram is all."""

    words: tuple[bool, ...]
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


def shape_of(question: Question, most: int) -> Shape:
    """Return the shape of a search. One word of two letters is a gram itself and needs no comparing."""
    if len(question.words) == 1 and len(question.words[0]) == SHORTEST:
        return Shape((), most)
    return Shape(tuple(is_across_words(word) for word in question.words), most)


ME = visibility.ANYBODY.person_id
DRAFTS: BindParameter[Any] = bindparam("drafts", expanding=True)
GRAM = bindparam("gram", type_=String)
IS_TITLE, IS_TEXT = 1, 0


@lru_cache(maxsize=256)
def hits_statement(reading: Reading, shape: Shape, nouns: tuple[SearchNoun, ...]) -> AnySelect:
    """Select (noun, hit, day, record_id), at most `shape.most` of each part, behind the places the values name."""
    parts = [
        select(part.limit(shape.most).subquery())
        for noun in nouns
        for part in _parts(noun, _visible(noun, reading), shape.words)
    ]
    found = union_all(*parts).subquery()
    return select(found.c.noun, found.c.hit, found.c.day, found.c.record_id)


def places_behind(hit: int, day: date, record_id: int) -> dict[str, Any]:
    """Return the values of the places behind a hit in the title or the text."""
    if hit == IS_TITLE:
        return {"day_1": day, "id_1": record_id, "day_0": date.max, "id_0": 0}
    return {"day_1": date.min, "id_1": 0, "day_0": day, "id_0": record_id}


FROM_THE_START = {"day_1": date.max, "id_1": 0, "day_0": date.max, "id_0": 0}


@lru_cache(maxsize=16)
def counts_statement(grams: int) -> CompoundSelect[Any]:
    """Select (gram, how many records hold it), counted up to a limit."""
    return union_all(
        *(
            select(
                bindparam(f"gram_{n}", type_=String).label("gram"),
                select(func.count())
                .select_from(
                    select(SearchGram.record_id)
                    .where(SearchGram.gram == bindparam(f"gram_{n}", type_=String))
                    .limit(COUNTED_GRAMS)
                    .subquery()
                )
                .scalar_subquery()
                .label("count"),
            )
            for n in range(grams)
        )
    )


@lru_cache(maxsize=32)
def records_statement(nouns: tuple[SearchNoun, ...]) -> CompoundSelect[Any]:
    """Select (noun, id, number, title, state, text) of the records whose ids the values give for each noun."""
    return union_all(*(_records(noun) for noun in nouns))


def _records(noun: SearchNoun) -> AnySelect:
    source = SOURCES[noun]
    text: SQLColumnExpression[str] = source.texts[0]
    for another in source.texts[1:]:
        text = text + "\n" + another
    return select(
        literal(noun.value).label("noun"),
        source.id.label("id"),
        (cast(null(), String) if source.number is None else source.number).label("number"),
        source.title.label("title"),
        cast(source.state, String).label("state"),
        text.label("text"),
    ).where(source.id.in_(bindparam(f"{noun.value}_ids", expanding=True)))


def _parts(noun: SearchNoun, visible: ColumnElement[bool], words: Sequence[bool]) -> list[AnySelect]:
    if not words:
        return [_part(noun, visible, hit, in_title=bool(hit)) for hit in (IS_TITLE, IS_TEXT)]
    titled = and_(*(_holds(SearchText.title, n, across=across) for n, across in enumerate(words)))
    anywhere = and_(*(_holds_either(n, across=across) for n, across in enumerate(words)))
    by_text = and_(not_(titled), anywhere)
    return [
        _compared(_part(noun, visible, IS_TITLE, in_title=True), titled),
        _compared(_part(noun, visible, IS_TEXT, in_title=True), by_text),
        _compared(_part(noun, visible, IS_TEXT, in_title=False), by_text),
    ]


def _part(noun: SearchNoun, visible: ColumnElement[bool], hit: int, *, in_title: bool) -> AnySelect:
    place = tuple_(bindparam(f"day_{hit}", type_=Date), bindparam(f"id_{hit}", type_=Integer))
    source = SOURCES[noun]
    return (
        select(
            literal(noun.value).label("noun"),
            literal(hit).label("hit"),
            SearchGram.day.label("day"),
            SearchGram.record_id.label("record_id"),
        )
        .join(source.model, source.id == SearchGram.record_id)
        .where(
            SearchGram.gram == GRAM,
            SearchGram.noun == noun,
            SearchGram.in_title == (true() if in_title else false()),
            tuple_(SearchGram.day, SearchGram.record_id) < place,
            visible,
        )
        .order_by(SearchGram.day.desc(), SearchGram.record_id.desc())
    )


def _compared(part: AnySelect, condition: ColumnElement[bool]) -> AnySelect:
    """Compare row by row, in the order of the index: a join would tempt PostgreSQL to read all texts first."""
    holds = select(condition).where(SearchText.noun == SearchGram.noun, SearchText.record_id == SearchGram.record_id)
    return part.where(holds.scalar_subquery() == true())


def _holds_either(number: int, *, across: bool) -> ColumnElement[bool]:
    return _holds(SearchText.title, number, across=across) | _holds(SearchText.text, number, across=across)


def _holds(column: SQLColumnExpression[str], number: int, *, across: bool) -> ColumnElement[bool]:
    compared = func.replace(column, " ", "") if across else column
    return compared.contains(bindparam(f"word_{number}", type_=String), escape="/")


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
