from decimal import Decimal

import pytest

from app.core.figures import bare, outcome, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [("84.50", "84.5"), ("1E+2", "100"), ("-0", "0"), ("0.000", "0"), ("-5", "(−5)"), ("2.33333333", "2.3333")],
)
def test_an_operand_is_written_as_people_write_it(value, text):
    assert plain(Decimal(value)) == text


def test_a_result_says_whether_decimals_are_hidden():
    assert [outcome(Decimal(v)) for v in ("70", "86.666666", "-1.5")] == ["= 70.00", "≈ 86.67", "= −1.50"]


def test_a_bare_number_keeps_every_digit():
    assert bare(Decimal("0.10000000000000000000000000000000000000000000000000000000001")).endswith("1")
