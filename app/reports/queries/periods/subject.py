"""One thing a department reports about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.reports.enums import LineKind
from app.reports.rules.lines import LineContent, LineKey


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A task, an obstacle, the slogan or an indicator.

    `facts` are kept with the line, `suggestion` is what the form begins with, `obstacles` are the open ones of a task
    as (id, title). `offered` is what the product has recorded in the period: nobody says it without taking it over.
    `is_counted`: the product counts the value of the indicator, so nobody types it.
    """

    kind: LineKind
    record_id: int
    title: str
    facts: Mapping[str, Any]
    suggestion: LineContent
    obstacles: tuple[tuple[int, str], ...] = field(default=())
    is_counted: bool = False
    offered: str = ""

    @property
    def key(self) -> LineKey:
        """Which thing it is."""
        return self.kind, self.record_id

    @property
    def name(self) -> str:
        """Its name in a form, e.g. "task_12"."""
        return f"{self.kind.value}_{self.record_id}"
