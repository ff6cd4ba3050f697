"""Reckons the formula text of the sheet 결과 again, from the text alone: nothing of the product's arithmetic is used.

A number of four decimals in a formula may be the shortened form of an earlier result (then that result is used,
unshortened) or of something the text does not spell out (then it is uncertain by half a unit of its last place,
and so is what comes of it).
"""

import re
from collections.abc import Callable
from fractions import Fraction
from math import erf, sqrt

NUMBER = r"−?\d+(?:\.\d+)?"
EXPRESSION = re.compile(rf"((?:[\d.()|Φ√−+×÷]+ ?)*[×÷+−Φ√][\d.()|Φ√−+×÷ ]*?) ?([=≈]) ({NUMBER})")
TOKEN = re.compile(r"\d+(?:\.\d+)?|[()|Φ√−+×÷]")
SHORTENED = 4
HALF_OF_LAST = Fraction(1, 20_000)


class Formulas:
    """The steps of a text: `results` are (value, uncertainty) in their order."""

    def __init__(self, text: str) -> None:
        self.known: dict[str, Fraction] = {}
        self.results: list[tuple[Fraction, Fraction]] = []
        for expression, sign, shown in EXPRESSION.findall(text):
            self._step(expression, sign, Fraction(shown.replace("−", "-")), len(shown.partition(".")[2]))

    def _step(self, expression: str, sign: str, shown: Fraction, places: int) -> None:
        tokens = TOKEN.findall(expression)
        value = Parser(tokens, self._read).whole()
        uncertainty = sum((abs(self._moved(tokens, place) - value) for place in range(len(tokens))), Fraction(0))
        half = Fraction(1, 2 * 10**places)
        assert abs(value - shown) <= (0 if sign == "=" and not uncertainty else half) + uncertainty, expression
        self.results.append((value, uncertainty))
        if not uncertainty:
            self.known[shortened(value)] = abs(value)

    def _read(self, token: str) -> Fraction:
        return self.known.get(token, Fraction(token))

    def _moved(self, tokens: list[str], place: int) -> Fraction:
        """The value with one uncertain operand moved by half a unit of its last place."""
        token = tokens[place]
        exact = len(token.partition(".")[2]) < SHORTENED or token in self.known
        moved = [t if at != place or exact else f"{t}m" for at, t in enumerate(tokens)]
        return Parser(moved, lambda t: Fraction(t[:-1]) + HALF_OF_LAST if t.endswith("m") else self._read(t)).whole()


def shortened(value: Fraction) -> str:
    text = f"{float(round(value, SHORTENED)):.4f}".rstrip("0").rstrip(".")
    return text.removeprefix("-")


class Parser:
    """+ and −, × and ÷, brackets, |…|, √ and Φ, in exact fractions as far as those reach."""

    def __init__(self, tokens: list[str], read: Callable[[str], Fraction]) -> None:
        self.tokens, self.read, self.place = tokens, read, 0

    def whole(self) -> Fraction:
        value = self.sum()
        assert self.place == len(self.tokens), self.tokens
        return value

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def sum(self) -> Fraction:
        value = self.product()
        while self.peek() in {"+", "−"}:
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> Fraction:
        value = self.factor()
        while self.peek() in {"×", "÷"}:
            value = value * self.factor() if self.take() == "×" else value / self.factor()
        return value

    def factor(self) -> Fraction:
        token = self.take()
        if token == "−":
            return -self.factor()
        if token in {"(", "|"}:
            value = self.sum()
            self.take()
            return abs(value) if token == "|" else value
        if token == "Φ":
            return Fraction((1 + erf(float(self.factor()) / sqrt(2))) / 2)
        return Fraction(sqrt(float(self.factor()))) if token == "√" else self.read(token)
