"""등급표: the text form in which HR edits grades, shares and rates, and the standard tables.

The shares and rates of the presets are those that were published; see `source` of each.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.rules.incentives import GradeRate

FIGURES = 3


@dataclass(frozen=True, kw_only=True)
class PresetTable:
    """A published table of grades, best first; each row: label, share of the headcount in %, rate in %."""

    code: str
    name: str
    source: str
    grades: tuple[tuple[str, str, str], ...]


PRESETS = (
    PresetTable(
        code="standard",
        name="전국 표준(지방)",
        source="지방공무원 성과상여금 표준 지급률",
        grades=(("S", "20", "172.5"), ("A", "40", "125"), ("B", "30", "85"), ("C", "10", "0")),
    ),
    PresetTable(
        code="seoul-2022",
        name="서울특별시 2022",
        source="opengov.seoul.go.kr/sanction/25531161",
        grades=(("S", "30", "152.5"), ("A", "50", "125"), ("B", "20", "105"), ("C", "0", "0")),
    ),
)


def parse_grades(text: str) -> tuple[GradeRate, ...]:
    """Read one grade a line: "S 20 172.5". Raises Refused and names the line that cannot be read."""
    return tuple(_grade(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip())


def _grade(number: int, line: str) -> GradeRate:
    parts = line.replace("%", " ").split()
    if len(parts) != FIGURES:
        raise Refused(_("Line %(number)s: write grade, share and rate, for example “S 20 172.5”.", number=number))
    label, share, rate = parts
    try:
        grade = GradeRate(label, Decimal(share), Decimal(rate))
    except InvalidOperation:
        raise Refused(_("Line %(number)s: share and rate must be numbers.", number=number)) from None
    if not (grade.share.is_finite() and grade.rate.is_finite()):
        raise Refused(_("Line %(number)s: share and rate must be numbers.", number=number))
    return grade


def grades_text(rows: list[list[str]]) -> str:
    """Write grades as they are read."""
    return "\n".join(" ".join(row) for row in rows)
