"""100점 환산: how answers become a score, with one rounding at the end and every number in the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.figures import HUNDRED, ONE, TWO, ZERO, bare, exact, outcome, plain, rounded
from app.core.messages import Message, _
from app.voice.enums.surveys import Conversion

PLACES = 1
"""Decimals of a score and of a share on the page; inside, nothing is rounded."""
Z = Decimal("1.96")
"""95 % of a normal distribution."""
LEAST_FOR_INTERVAL = 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """A question, or a row of a matrix, on a scale of `points`: how often each step was chosen."""

    question: int
    row: int
    points: int
    weight: Decimal
    steps: Mapping[int, int] = field(default_factory=dict)

    @property
    def answers(self) -> int:
        """How many answered it."""
        return sum(self.steps.values())


@dataclass(frozen=True)
class Interval:
    """A confidence interval of 95 %, not rounded."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, kw_only=True)
class EntryItem:
    """An item of a published table: points obtained of a weight."""

    name: str
    weight: Decimal
    points: Decimal


def linear(step: int, points: int) -> Decimal:
    """Put a step (1–`points`, best last) on the scale of 0–100: (x − 1) ÷ (k − 1) × 100. 5 of 7 is 66.7, 4 of 5 is 75.

    Raises ValueError for a step outside the scale.
    """
    if not 1 <= step <= points:
        raise ValueError(step)
    with exact():
        return Decimal(step - 1) / Decimal(points - 1) * HUNDRED


@exact()
def line_score(conversion: Conversion, line: Line) -> Decimal | None:
    """Return the score of a line, not rounded; None where nobody answered it."""
    if not line.answers:
        return None
    if conversion is Conversion.TOP_TWO:
        best = line.steps.get(line.points, 0) + line.steps.get(line.points - 1, 0)
        return HUNDRED * best / line.answers
    marks = sum((linear(step, line.points) * count for step, count in line.steps.items()), ZERO)
    return marks / line.answers


@exact()
def score_of(conversion: Conversion, lines: Sequence[Line]) -> Decimal | None:
    """Return the score of all lines that count, not rounded; None where none was answered.

    Weighted: Σ weight × score ÷ Σ weight of the answered lines; else their plain mean. A line of weight 0 never counts.
    """
    counted = [(line, score) for line in _counted(lines) if (score := line_score(conversion, line)) is not None]
    if not counted:
        return None
    weights = [line.weight if conversion is Conversion.WEIGHTED else ONE for line, _score in counted]
    return sum((w * score for w, (_line, score) in zip(weights, counted, strict=True)), ZERO) / sum(weights, ZERO)


@exact()
def derivation(conversion: Conversion, lines: Sequence[Line], names: Mapping[tuple[int, int], str]) -> list[Message]:
    """Write how the score came about: a sentence for each line, then one for all. `names` by (question, row)."""
    said: list[Message] = []
    parts: list[tuple[Decimal, Decimal]] = []
    for line in _counted(lines):
        score = line_score(conversion, line)
        if score is None:
            continue
        said.append(_("%(name)s: %(formula)s", name=names.get((line.question, line.row), str(line.question)),
                      formula=_line_formula(conversion, line, score)))  # fmt: skip
        parts.append((line.weight if conversion is Conversion.WEIGHTED else ONE, score))
    total = score_of(conversion, lines)
    if total is not None and len(parts) > 1:
        said.append(_("All: %(formula)s", formula=_total_formula(conversion, parts, total)))
    return said


def statement(conversion: Conversion) -> Message:
    """Say the rule in words, as it stands on the survey before it opens."""
    return {
        Conversion.LINEAR: _(
            "Each answer x on a scale of k steps becomes (x − 1) ÷ (k − 1) × 100; the score is the plain mean of the "
            "questions that count. It is rounded once, to one decimal."
        ),
        Conversion.TOP_TWO: _(
            "The score of a question is the share of answers on its two best steps, in per cent; the score is the plain "
            "mean of the questions that count. It is rounded once, to one decimal."
        ),
        Conversion.WEIGHTED: _(
            "Each answer x on a scale of k steps becomes (x − 1) ÷ (k − 1) × 100; the questions are put together by "
            "their weights, Σ weight × score ÷ Σ weight. It is rounded once, to one decimal."
        ),
    }[conversion]


@exact()
def wilson(chosen: int, answers: int) -> Interval | None:
    """Return the interval of a share in per cent (Wilson, 95 %); None where nobody answered."""
    if not answers:
        return None
    n, p = Decimal(answers), Decimal(chosen) / Decimal(answers)
    square = Z * Z
    middle = (p + square / (TWO * n)) / (ONE + square / n)
    reach = Z * (p * (ONE - p) / n + square / (4 * n * n)).sqrt() / (ONE + square / n)
    return Interval(max(middle - reach, ZERO) * HUNDRED, min(middle + reach, ONE) * HUNDRED)


@exact()
def mean_interval(answers: int, total: Decimal, squares: Decimal, score: Decimal) -> Interval | None:
    """Return score ± 1.96 × s ÷ √n (95 %, s of the scores of single answers with n − 1), cut at 0 and 100.

    `total` and `squares` are the sums of the single scores and of their squares. None for fewer than two answers.
    """
    if answers < LEAST_FOR_INTERVAL:
        return None
    n = Decimal(answers)
    variance = max((squares - total * total / n) / (n - ONE), ZERO)
    reach = Z * (variance / n).sqrt()
    return Interval(max(score - reach, ZERO), min(score + reach, HUNDRED))


@exact()
def share(chosen: int, answers: int) -> Decimal | None:
    """Return a share in per cent, not rounded; None where nobody answered."""
    return HUNDRED * chosen / answers if answers else None


@exact()
def entry_score(items: Sequence[EntryItem]) -> Decimal | None:
    """Return Σ points ÷ Σ weights × 100 of a published table, not rounded; None without items."""
    weights = sum((item.weight for item in items), ZERO)
    return sum((item.points for item in items), ZERO) / weights * HUNDRED if weights else None


@exact()
def entry_difference(items: Sequence[EntryItem], published: Decimal | None) -> Decimal | None:
    """Return published total − sum of the items, where a total was published and they do not agree; else None."""
    if published is None:
        return None
    return published - sum((item.points for item in items), ZERO) or None


@exact()
def entry_derivation(items: Sequence[EntryItem]) -> str:
    """Write Σ points ÷ Σ weights × 100 with the numbers in it."""
    score = entry_score(items)
    if score is None:
        return ""
    points = " + ".join(plain(item.points) for item in items)
    weights = " + ".join(plain(item.weight) for item in items)
    return f"({points}) ÷ ({weights}) × 100 {outcome(score)}"


def shown(value: Decimal | None) -> Decimal | None:
    """Round a score or share once, as pages show it."""
    return None if value is None else rounded(value, PLACES)


def _counted(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.weight > 0]


def _line_formula(conversion: Conversion, line: Line, score: Decimal) -> str:
    if conversion is Conversion.TOP_TWO:
        best = f"{line.steps.get(line.points, 0)} + {line.steps.get(line.points - 1, 0)}"
        return f"({best}) ÷ {line.answers} × 100 {outcome(score)}"
    marks = " + ".join(
        f"{plain(linear(step, line.points))} × {count}" for step, count in sorted(line.steps.items()) if count
    )
    return f"({marks}) ÷ {line.answers} {outcome(score)}"


def _total_formula(conversion: Conversion, parts: Sequence[tuple[Decimal, Decimal]], total: Decimal) -> str:
    if conversion is Conversion.WEIGHTED:
        upper = " + ".join(f"{bare(weight)} × {plain(score)}" for weight, score in parts)
        lower = " + ".join(bare(weight) for weight, _score in parts)
        return f"({upper}) ÷ ({lower}) {outcome(total)}"
    return f"({' + '.join(plain(score) for _weight, score in parts)}) ÷ {len(parts)} {outcome(total)}"
