"""The list of strings that cells of a sheet point to: kept in a file, and spelt out in the rows that need them."""

import os
import re
import tempfile
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from app.core.sheets.container import unpacked
from app.core.sheets.extent import pieces

STRINGS = "xl/sharedStrings.xml"
SHORT = 256 * 1024
"""Bytes of the list, unpacked; one no longer than that goes along as it is."""

_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_ANY_ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")
_CELL = re.compile(rb'(<c r="[A-Z]{1,3}\d{1,7}"(?:\s[^<>]*)?\st=)"s"((?:\s[^<>]*)?>)<v>(\d{1,9})</v></c>')
_ANY_CELL = re.compile(rb"""\st\s*=\s*["']\s*s\s*["']""")


@dataclass
class Strings:
    """The strings of a workbook."""

    whole: Mapping[str, bytes] = field(default_factory=dict)

    def put_into(self, rows: bytes) -> tuple[bytes, Mapping[str, bytes]]:
        """Return rows, and the parts their workbook needs besides, so that each cell has its string."""
        return rows, self.whole


class LongStrings(Strings):
    """Strings in a file of their own; where each begins is all that is kept in memory."""

    def __init__(self, archive: zipfile.ZipFile, spool: IO[bytes]) -> None:
        self._archive, self._spool = archive, spool
        self._begins = array("Q", [0])
        self._at = lru_cache(maxsize=4096)(self._read)

    def fill(self) -> bool:
        """Put all strings into the file. False if the list is written as no common program does."""
        for piece in pieces(unpacked(self._archive, self._archive.getinfo(STRINGS))):
            items = [found[1] or b"" for found in _ITEM.finditer(piece)]
            if len(items) != len(_ANY_ITEM.findall(piece)):
                return False
            for item in items:
                self._begins.append(self._begins[-1] + len(item))
            self._spool.write(b"".join(items))
        self._spool.flush()
        return True

    def put_into(self, rows: bytes) -> tuple[bytes, Mapping[str, bytes]]:
        """Return the rows with their strings spelt out; the whole list where a cell points to it some other way."""
        try:
            spelt, count = _CELL.subn(self._spelt, rows)
        except IndexError:
            count = -1
        if count != len(_ANY_CELL.findall(rows)):
            return rows, {STRINGS: b"".join(unpacked(self._archive, self._archive.getinfo(STRINGS)))}
        return spelt, {}

    def _spelt(self, found: re.Match[bytes]) -> bytes:
        before, behind, place = found.groups()
        return b'%b"inlineStr"%b<is>%b</is></c>' % (before, behind, self._at(int(place)))

    def _read(self, place: int) -> bytes:
        return os.pread(self._spool.fileno(), self._begins[place + 1] - self._begins[place], self._begins[place])


@contextmanager
def strings_of(archive: zipfile.ZipFile, plain: Mapping[str, int]) -> Iterator[Strings]:
    """Give the strings of a workbook; `plain` says which of its parts can be cut, and their sizes unpacked."""
    if STRINGS not in archive.namelist():
        yield Strings()
        return
    with tempfile.TemporaryFile() as spool:
        if plain.get(STRINGS, 0) > SHORT:
            strings = LongStrings(archive, spool)
            if strings.fill():
                yield strings
                return
        yield Strings({STRINGS: b"".join(unpacked(archive, archive.getinfo(STRINGS)))})
