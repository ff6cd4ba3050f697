"""벤치마킹 사례 that come with the product: real cases of other offices, told anew, each with its source document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.services.benchmarks import BenchmarkContent

FILE = Path(__file__).parents[1] / "data" / "benchmarks.json"


def shipped_benchmarks() -> Iterator[tuple[str, BenchmarkContent]]:
    """Yield (code, content) of every shipped case, in the order of the file."""
    for row in json.loads(FILE.read_text(encoding="utf-8"))["benchmarks"]:
        yield row["code"], _content(row)


def _content(row: dict[str, Any]) -> BenchmarkContent:
    return BenchmarkContent(
        office=row["office"],
        title=row["title"],
        summary=row["summary"],
        details=row["details"],
        obstacle_handling=row["obstacle_handling"],
        field=TaskField(row["field"]) if row["field"] else None,
        values=tuple(Value(value) for value in row["values"]),
        obstacle_kinds=tuple(ObstacleKind(kind) for kind in row["obstacle_kinds"]),
        year=row["year"],
        figures=[(name, text) for name, text in row["figures"]],
        document=row["document"],
    )
