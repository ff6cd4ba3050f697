"""HWPX (한글): python-hwpx makes the empty document with its shapes, head and foot; the text is written into it as it comes.

Adding paragraph by paragraph through the library takes time that grows with the square of the document, and saving
checks the whole of it several times: 3,000 rows took more than a minute. So only the empty document is saved by it.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from hwpx.document import HwpxDocument

from app.core.documents import pictures
from app.core.documents.columns import MOST_COLUMNS, SMALLEST
from app.core.documents.content import Document, Progress, silently
from app.core.documents.hwpx_body import Body
from app.core.documents.hwpx_text import Look
from app.core.documents.pdf import LANDSCAPE, PORTRAIT, foot_lines

SECTION, HEADER = "Contents/section0.xml", "Contents/header.xml"
MARGINS = {"left": 20.0, "right": 20.0, "top": 20.0, "bottom": 18.0}
EMBLEM_HEIGHT = 11.0
LARGE = 65_536
"""Letters of the text that are compressed at once."""

RED, BLUE, GREY = "#BD2C0F", "#0B50D0", "#464C53"

LETTERS: dict[str, tuple[float, bool, str | None]] = {
    "text": (10, False, None),
    "small": (9, False, None),
    "office": (11, True, None),
    "title": (20, True, None),
    "poster": (60, True, None),
    "heading 1": (15, True, None),
    "heading 2": (12.5, True, None),
    "heading 3": (11, True, None),
    "caption": (9, True, None),
    "notice": (10, True, RED),
    "result": (11, True, BLUE),
}
"""Size in points, bold or not, colour: for every look."""

SIZES = (*(size for _most, size in MOST_COLUMNS), SMALLEST)

LINES: dict[str, tuple[str, int, int, int, int, int]] = {
    "left": ("LEFT", 0, 0, 300, 0, -1),
    "right": ("RIGHT", 0, 0, 0, 0, -1),
    "center": ("CENTER", 0, 0, 0, 0, -1),
    "table": ("LEFT", 0, 0, 600, 0, -1),
    "caption": ("LEFT", 0, 600, 200, 1, -1),
    "title": ("LEFT", 0, 1000, 800, 1, -1),
    "notice": ("LEFT", 0, 600, 600, 0, -1),
    "signature": ("RIGHT", 0, 1200, 0, 1, -1),
    "poster": ("CENTER", 0, 8000, 1500, 1, -1),
    "level 1": ("LEFT", 0, 300, 0, 0, -1),
    "level 2": ("LEFT", 1000, 0, 200, 0, -1),
    "level 3": ("LEFT", 2000, 0, 0, 0, -1),
    "outline 1": ("LEFT", 0, 1400, 700, 1, 0),
    "outline 2": ("LEFT", 0, 1000, 500, 1, 1),
    "outline 3": ("LEFT", 0, 700, 300, 1, 2),
}
"""Side, left margin, space before and after in HWPUNIT, 1 where it stays with the next, level of the outline (-1: none)."""

_FIRST_LINE = re.compile(r'<hh:paraPr id="0".*?</hh:paraPr>', re.DOTALL)
_COUNT = re.compile(r'(<hh:paraProperties itemCnt=")(\d+)(")')
_MARGIN = re.compile(r"<hh:margin>.*?</hh:margin>", re.DOTALL)
_HEADING = re.compile(r"<hh:heading [^>]*/>")
_BREAKING = re.compile(r"<hh:breakSetting [^>]*/>")
_ALIGN = re.compile(r"<hh:align [^>]*/>")
_SECOND_NUMBER = re.compile(r'<hp:run charPrIDRef="\d+"><hp:ctrl><hp:pageNum [^>]*/></hp:ctrl></hp:run>')


def write(document: Document, path: Path, progress: Progress = silently) -> None:
    """Write a document as HWPX to a path."""
    empty, look = _empty(document)
    room = LANDSCAPE if document.orientation == "landscape" else PORTRAIT
    body = Body(document, look, room)
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == SECTION:
                _write_section(target, entry, content.decode(), body.xml(progress))
            elif entry.filename == HEADER:
                target.writestr(entry, _with_lines(content.decode()))
            else:
                target.writestr(entry, content)


def _write_section(target: zipfile.ZipFile, entry: zipfile.ZipInfo, empty: str, text: Iterator[str]) -> None:
    before, end, after = _SECOND_NUMBER.sub("", empty).rpartition("</hs:sec>")
    fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
    fresh.compress_type = zipfile.ZIP_DEFLATED
    with target.open(fresh, "w", force_zip64=True) as part:
        for piece in _together(chain((before,), text, (f"{end}{after}",))):
            part.write(piece.encode())


def _together(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the same text in large pieces: each write has its price."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= LARGE:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)


def _empty(document: Document) -> tuple[BytesIO, Look]:
    """Return the document without its text, and the ids its text needs."""
    with HwpxDocument.new() as made:
        made.page.setup(
            paper_size="A4",
            orientation=document.orientation,
            margins_mm=MARGINS,
            header_margin_mm=10,
            footer_margin_mm=8,
        )
        running = " · ".join(filter(None, (document.office.name, document.title, document.mark)))
        made.page.set_header(content=[{"children": [{"text": running, "size": 8, "color": GREY}]}])
        made.page.set_footer(
            content=[
                *({"children": [{"text": line, "size": 6.5, "color": GREY}]} for line in foot_lines(document)),
                {"align": "RIGHT", "children": [{"page_number": "page/total"}]},
            ]
        )
        made.parts.set_document_metadata(title=document.title, creator=document.office.name)
        look = _look(made)
        _add_emblem(made, document.office.emblem)
        stream = BytesIO(made.to_bytes())
    return stream, look


def _look(made: HwpxDocument) -> Look:
    letters = {
        name: str(made.styles.ensure_run(size=size, bold=bold, color=color))
        for name, (size, bold, color) in LETTERS.items()
    }
    for size in SIZES:
        letters[f"table {size}"] = str(made.styles.ensure_run(size=size))
        letters[f"head {size}"] = str(made.styles.ensure_run(size=size, bold=True))
    border = str(made.styles.ensure_border_fill(border_color="#8A949E"))
    shaded = str(made.styles.ensure_border_fill(border_color="#8A949E", fill_color="#EEF2F7"))
    first = len(made.styles.paragraph_properties)
    lines = {name: str(first + place) for place, name in enumerate(LINES)}
    return Look(letters=letters, lines=lines, border=border, shaded=shaded)


def _add_emblem(made: HwpxDocument, emblem: bytes | None) -> None:
    size = pictures.size_of(emblem) if emblem else None
    if emblem is None or size is None:
        return
    kind = "png" if emblem.startswith(b"\x89PNG") else "jpg"
    made.add_picture(emblem, kind, height_mm=EMBLEM_HEIGHT, width_mm=EMBLEM_HEIGHT * size[0] / size[1])


def _with_lines(header: str) -> str:
    """Add our shapes of lines to the header; in none of them a Korean word is broken.

    `breakNonLatinWord` means the reverse of what it says: BREAK_WORD is 어절 단위, KEEP_WORD 글자 단위, in 한글 itself and
    in every reader that follows it.
    """
    kept = header.replace('breakNonLatinWord="KEEP_WORD"', 'breakNonLatinWord="BREAK_WORD"')
    pattern, count = _FIRST_LINE.search(kept), _COUNT.search(kept)
    if pattern is None or count is None:
        raise ValueError("The empty HWPX document has no shape of lines to begin with.")
    first = int(count.group(2))
    added = "".join(_line_shape(pattern.group(), first + place, *shape) for place, shape in enumerate(LINES.values()))
    kept = _COUNT.sub(rf"\g<1>{first + len(LINES)}\g<3>", kept, count=1)
    return kept.replace("</hh:paraProperties>", f"{added}</hh:paraProperties>", 1)


def _line_shape(
    pattern: str,
    number: int,
    side: str,
    left: int,
    before: int,
    after: int,
    stays: int,
    level: int,
) -> str:
    shape = pattern.replace('<hh:paraPr id="0"', f'<hh:paraPr id="{number}"', 1)
    shape = _ALIGN.sub(f'<hh:align horizontal="{side}" vertical="BASELINE"/>', shape)
    kind = "NONE" if level < 0 else "OUTLINE"
    shape = _HEADING.sub(f'<hh:heading type="{kind}" idRef="0" level="{max(level, 0)}"/>', shape)
    shape = _BREAKING.sub(
        '<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="BREAK_WORD" widowOrphan="0" '
        f'keepWithNext="{stays}" keepLines="0" pageBreakBefore="0" lineWrap="BREAK"/>',
        shape,
    )
    scale = iter((1, 2))
    return _MARGIN.sub(lambda _found: _margin(left, before, after, next(scale)), shape)


def _margin(left: int, before: int, after: int, scale: int) -> str:
    """Old programs count these in half units, and read the second of the two."""
    values = (("intent", 0), ("left", left), ("right", 0), ("prev", before), ("next", after))
    inner = "".join(f'<hc:{name} value="{value * scale}" unit="HWPUNIT"/>' for name, value in values)
    return f"<hh:margin>{inner}</hh:margin>"
