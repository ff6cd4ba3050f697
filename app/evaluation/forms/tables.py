"""Small tables typed as lines: "A; 100", one row each."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import Method, RaterMeans
from app.evaluation.models import Criterion, Indicator
from app.evaluation.rules.methods.reading import to_number


def read_lines(text: str | None, least: int, *, number_at: int | None = None) -> list[list[str]]:
    """Return the cells of each line, split at semicolons. Raises Refused for a line with too few."""
    rows: list[list[str]] = []
    for number, line in enumerate((text or "").splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) < least:
            raise Refused(_("Line %(line)s of the table needs %(count)s parts.", line=number, count=least))
        if number_at is not None and to_number(cells[number_at]) is None:
            raise Refused(_("Line %(line)s of the table: “%(text)s” is no number.", line=number, text=cells[number_at]))
        rows.append(cells)
    return rows


def write_lines(indicator: Indicator, criteria: Sequence[Criterion]) -> str:
    """Return the table of an indicator as it is typed."""
    if indicator.method is Method.PANEL:
        rows = [[row.name, format(row.weight, "f"), *(anchor["text"] for anchor in row.anchors)] for row in criteria]
    elif indicator.method is Method.BANDS:
        rows = [[row["threshold"], row["points"]] for row in indicator.parameters.get("bands", ())]
    elif indicator.method is Method.GRADES:
        rows = [[row["label"], row["share"]] for row in indicator.parameters.get("steps", ())]
    else:
        rows = []
    return "\n".join("; ".join(str(cell) for cell in row) for row in rows)


SURVEY_WORDS = frozenset({"설문", "survey"})
"""How a line of a source says that its figures come from a survey from outside."""


def rater_rows(text: str | None) -> list[dict[str, str]]:
    """Return the sources of raters typed as "name; weight; fewest; 설문", the last two as far as they are there."""
    rows = []
    for name, weight, *more in read_lines(text, 2, number_at=1):
        row = {"name": name, "weight": weight}
        said = [cell for cell in more if cell]
        if said and said[-1].casefold() in SURVEY_WORDS:
            row["means"] = RaterMeans.SURVEY.value
            said.pop()
        if said:
            row["fewest"] = said[0]
        rows.append(row)
    return rows


def rater_lines(parameters: Mapping[str, Any]) -> str:
    """Return the sources of raters as they are typed."""
    lines = []
    for row in parameters.get("sources", ()):
        cells = [row["name"], row["weight"], row.get("fewest", "")]
        if row.get("means") == RaterMeans.SURVEY:
            cells.append("설문")
        lines.append("; ".join(str(cell) for cell in cells).rstrip("; "))
    return "\n".join(lines)
