"""The keystroke-level model of docs/monthly-report.md, and what a newcomer needs for the month: see there."""

CLICK, DECISION, KEY, SCREENFUL = 1.1, 1.35, 0.28, 3
"""Seconds of one click, of deciding on it, of one key and of reading one screenful."""

COUNTED = {"wide": (10, 182, 5), "phone": (10, 182, 7)}
"""Clicks, keys and screenfuls, as `test_period_newcomer.py` counts them in the browser at both widths."""
MOST = {"wide": 95, "phone": 105}
"""Seconds the whole month may take at most."""


def seconds(clicks: int, keys: int, screenfuls: int) -> float:
    """Return what the model gives for so many actions."""
    return clicks * (CLICK + DECISION) + keys * KEY + screenfuls * SCREENFUL
