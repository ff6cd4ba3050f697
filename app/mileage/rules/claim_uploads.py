"""배분과 증빙 칸: what a cell of the workbook of claims says."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import _

_PART = re.compile(r"([^\s:;]{1,20})\s*:\s*(\d{1,3}(?:\.\d{1,6})?)\s*%?")


def check_names(names: Iterable[str]) -> None:
    """Refuse papers of one name: a row that names it could mean either."""
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise Refused(_("Two files have one name: %(names)s. Rename one of them.", names=", ".join(twice[:10])))


def parse_shares(text: str | None) -> dict[str, Decimal]:
    """Read "20170171:60; 20220162:40": employee number → percent, in the order of the cell."""
    shares: dict[str, Decimal] = {}
    for part in (part.strip() for part in re.split(r"[;\n]", text or "")):
        if not part:
            continue
        found = _PART.fullmatch(part)
        if found is None:
            raise Refused(
                _("Write shares as “number:percent; number:percent”. This cannot be read: %(part)s", part=part)
            )
        if found[1] in shares:
            raise Refused(_("%(number)s is named twice.", number=found[1]))
        shares[found[1]] = Decimal(found[2])
    return shares


def parse_names(text: str | None) -> tuple[str, ...]:
    """Read the names of files, divided by ";" or line breaks; each once."""
    names = (name.strip() for name in re.split(r"[;\n]", text or ""))
    return tuple(dict.fromkeys(name for name in names if name))
