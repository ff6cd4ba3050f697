"""Text that a spreadsheet program must never take for a formula."""

import re

CELL_LIMIT = 32_767
"""Characters one Excel cell holds; a longer one would make the whole file unreadable."""

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DANGEROUS = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_GUARD = "'"


def clean_text(text: str) -> str:
    """Remove characters that XML cannot carry; every line ends in a line feed."""
    if not _UNCLEAN.search(text):
        return text
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def guard_text(text: str) -> str:
    """Put an apostrophe before text that would start a formula. `unguard_text` takes exactly it away again."""
    return _GUARD + text if _DANGEROUS.match(text) else text


def unguard_text(text: str) -> str:
    """Take away the apostrophe `guard_text` has put before the text, and no other."""
    if text.startswith(_GUARD) and _DANGEROUS.match(text, 1):
        return text[1:]
    return text


def safe_text(text: str) -> str:
    """Return text clean and guarded. Most text needs neither, which two searches in C say at once."""
    return text if text[:1].isalnum() and text.isprintable() else guard_text(clean_text(text))


def cell_text(text: str) -> str:
    """Return text as it is stored in a workbook: clean, guarded, escaped, cut where a cell ends."""
    safe = safe_text(text)
    if "_x" in safe:
        safe = _ESCAPE.sub("_x005F_", safe)
    return safe if len(safe) <= CELL_LIMIT else f"{safe[: CELL_LIMIT - 1]}…"
