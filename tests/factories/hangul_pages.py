"""An HWPX file as it lies on the disk: how its lines break, and how wide its tables are."""

import re
from collections import defaultdict
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from tests.factories.documents import hangul

LETTER = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
HEAD = "Contents/header.xml"
SECTION = re.compile(r"Contents/section\d+\.xml$")
PARAGRAPH, HANGUL = "{http://www.hancom.co.kr/hwpml/2011/paragraph}", "{http://www.hancom.co.kr/hwpml/2011/head}"
ROUNDING = 12
"""HWPUNIT a row of cells may be wider by: each width is rounded to a whole one."""


def lines_of_first_page(path):
    """The lines of the first page as the independent reader lays them out, without spaces."""
    letters = LETTER.findall(hangul().parse(str(path)).render_svg(0))
    found = defaultdict(list)
    for across, down, letter in letters:
        found[down].append((float(across), letter))
    return ["".join(letter for _across, letter in sorted(line)) for line in found.values()]


def breaking_inside_words(path):
    """Paragraphs, and shapes of lines, of a file that let a Korean word be broken at the end of a line."""
    head, *sections = _parts(path)
    shapes = {one.get("id"): one.find(f".//{HANGUL}breakSetting") for one in head.iter(f"{HANGUL}paraPr")}
    keeping = {name for name, one in shapes.items() if one is not None and _keeps(one)}
    yield from sorted(shapes.keys() - keeping)
    styles = {one.get("id"): one.get("paraPrIDRef") for one in head.iter(f"{HANGUL}style")}
    for section in sections:
        for one in section.iter(f"{PARAGRAPH}p"):
            if one.get("paraPrIDRef") not in keeping or styles.get(one.get("styleIDRef"), "0") not in keeping:
                yield "".join(text.text or "" for text in one.iter(f"{PARAGRAPH}t"))


def _keeps(setting):
    """Whether words stay whole. For what is not Latin the value means the reverse of what it says: BREAK_WORD is 어절 단위."""
    return (setting.get("breakLatinWord"), setting.get("breakNonLatinWord")) == ("KEEP_WORD", "BREAK_WORD")


def wider_than_the_page(path):
    """Tables of a file that are wider than a line of its page, or whose cells are wider together than their table."""
    _head, *sections = _parts(path)
    for section in sections:
        room = _room(section)
        for table in section.iter(f"{PARAGRAPH}tbl"):
            width = int(table.find(f"{PARAGRAPH}sz").get("width"))
            rows = [
                sum(int(one.get("width")) for one in row.iter(f"{PARAGRAPH}cellSz"))
                for row in table.iter(f"{PARAGRAPH}tr")
            ]
            if width > room + ROUNDING or any(abs(row - width) > ROUNDING for row in rows):
                yield width, room, max(rows)


def _room(section):
    page = next(section.iter(f"{PARAGRAPH}pagePr"))
    margin = page.find(f"{PARAGRAPH}margin")
    sides = sorted(int(page.get(name)) for name in ("width", "height"))
    across = sides[1] if page.get("landscape") == "NARROWLY" else sides[0]
    return across - int(margin.get("left")) - int(margin.get("right"))


def _parts(path):
    with ZipFile(path) as file:
        names = [HEAD, *sorted(name for name in file.namelist() if SECTION.match(name))]
        return [ET.fromstring(file.read(name)) for name in names]  # noqa: S314  our own file
