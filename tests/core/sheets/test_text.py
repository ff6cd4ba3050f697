import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.sheets import clean_text, guard_text, unguard_text
from app.core.sheets.text import CELL_LIMIT, cell_text

DANGEROUS_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "'=", "''@"]


@pytest.mark.parametrize("start", DANGEROUS_STARTS)
def test_text_that_could_start_a_formula_gets_an_apostrophe(start):
    assert guard_text(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "홍길동", "007", "O'Brien", "'따옴표'", "1-2", "a=b"])
def test_harmless_text_stays_as_it_is(text):
    assert guard_text(text) == text
    assert unguard_text(text) == text


@given(st.text())
def test_every_guarded_text_comes_back(text):
    assert unguard_text(guard_text(text)) == text


@given(st.text(alphabet="'=+-@ \t\r\nab＝"))
def test_apostrophes_and_signs_in_any_order_come_back(text):
    assert unguard_text(guard_text(text)) == text


def test_control_characters_are_removed_and_line_ends_are_one():
    assert clean_text("가\x00나\x1b[31m\r\n다\r라\ufffe") == "가나[31m\n다\n라"


def test_an_escape_of_excel_is_not_turned_into_a_formula():
    assert cell_text("_x003D_1+1") == "_x005F_x003D_1+1"


def test_text_longer_than_a_cell_is_cut_visibly():
    stored = cell_text("가" * (CELL_LIMIT + 1))
    assert len(stored) == CELL_LIMIT
    assert stored.endswith("…")
