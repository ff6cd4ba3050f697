"""Reads the content of the demo office."""

import json
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


@cache
def content(name: str) -> Any:  # noqa: ANN401  parsed JSON
    """Return a content file ("tasks" for tasks.json), parsed."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
