"""Widths of columns on paper."""

import pytest

from app.core.documents.columns import in_em, letters, widths
from app.core.documents.content import Column, Table
from app.core.documents.words import width_of
from tests.factories.documents import LONG_NAME

pytestmark = pytest.mark.engine_free
ROOM = 170.0


def test_columns_fill_the_line_and_no_more():
    table = Table("표", tuple(Column(f"열 {place}") for place in range(12)), [(LONG_NAME,) + ("값",) * 11] * 5)
    assert sum(widths(table, ROOM, letters(table, ROOM))) == pytest.approx(ROOM)


def test_a_word_is_not_cut_as_long_as_another_column_has_room():
    rows = [("교통행정과", "긴 문장이 여러 낱말로 이루어져 있어서 몇 줄로 나뉘어도 괜찮습니다 " * 4)] * 3
    table = Table("표", (Column("부서"), Column("내용")), rows)
    first, _second = widths(table, ROOM, 9)
    assert in_em(first, 9) >= width_of("교통행정과") - 0.01


def test_a_small_table_stays_narrow():
    table = Table("표", (Column("달"), Column("건", "number")), [("1월", 3)])
    assert sum(widths(table, ROOM, 9)) < ROOM / 2


def test_a_head_of_words_stands_on_one_line_where_there_is_room():
    table = Table("표", (Column("낱말"), Column("이번 주 소리", "number")), [("휴일", 3)])
    assert in_em(widths(table, ROOM, 9)[1], 9) >= width_of("이번 주 소리")


def test_a_sentence_among_figures_is_broken_between_its_words_and_takes_no_room_from_texts():
    periods = "; ".join(f"2026-{month:02} {month}.5" for month in range(1, 13))
    rows = [("예산 신속집행률", periods, "마지막 기간의 값을 그대로 씁니다 " * 6), ("학습시간", "90.9 %", "그대로")]
    table = Table("표", (Column("지표"), Column("실적", "number"), Column("근거")), rows)
    _name, figures, reason = widths(table, ROOM, 9)
    assert in_em(figures, 9) < width_of(periods)
    assert reason > 40


def test_many_columns_have_smaller_letters():
    tables = [Table("표", (Column("열"),) * count, ()) for count in (3, 8, 12, 20)]
    assert [letters(table, ROOM) for table in tables] == [9.0, 8.0, 7.5, 6.5]


def test_heads_whose_words_need_room_have_smaller_letters_rather_than_cut_words():
    labels = ("Department", *("Simple: procedures", "Heart: empathy", "Head: creativity", "Mouth: praise") * 3)[:11]
    table = Table("표", tuple(Column(label, "number") for label in labels), [(3,) * 11])
    size = letters(table, ROOM)
    assert size == 6.5
    for label, width in zip(labels, widths(table, ROOM, size), strict=False):
        assert in_em(width, size) * 0.93 >= max(width_of(word) for word in label.split())


def test_a_cell_of_spaces_only_has_no_word_to_make_room_for():
    table = Table("표", (Column("열"),), [(" " * 40,)])
    assert widths(table, ROOM, 9) == [pytest.approx(ROOM)]
