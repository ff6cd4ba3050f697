"""A PDF as it lies on the table: what stands where on its pages, and what its structure says to who cannot see it.

pypdf's own visitor says where a piece of text begins, not where it ends, and in the frame of the piece. Here the widths
come from the fonts in the file, and the places are those of the paper: points, from the lower left corner.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pypdf

MARGIN = 20 / 0.3528
"""Points left and right of what is written, as the template sets them."""

ROUNDING = 1.0
SHARED = 0.5
"""Points two pieces of text may share."""

_CODES = {"char": 2, "range": 3}
_CODE = re.compile(r"<([0-9A-Fa-f]+)>")
_PART = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PLAIN = rb"[^()\\]|\\."
_NESTED = rb"\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*\))*\))*\)"
_TOKEN = re.compile(_NESTED + rb"|<<.*?>>|<[0-9A-Fa-f\s]*>|[\[\]]|/?[^\s<>\[\]()/]+", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_NUMBER = b"+-.0123456789"
_MARK = re.compile(rb"/MCID\s+(\d+)")
_HEADING = re.compile(r"/H([1-6])$")


@dataclass(frozen=True)
class Piece:
    """Text written at once: on one line, with one font."""

    text: str
    left: float
    right: float
    base: float
    size: float
    mark: int | None
    """Its number on the page, by which the structure names it; None for what is not read aloud."""


@dataclass(frozen=True)
class Upright:
    """A line that stands: a border between two cells."""

    across: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Sheet:
    """A page: how wide it is, what is written on it, what is drawn."""

    width: float
    pieces: tuple[Piece, ...]
    uprights: tuple[Upright, ...]


class Printed:
    """A PDF, read once."""

    def __init__(self, path):
        self.reader = pypdf.PdfReader(path)
        fonts = cache(lambda reference: _Font(reference.get_object()))
        self.sheets = [_sheet(page, fonts) for page in self.reader.pages]
        self._marked = {
            page.indirect_reference.idnum: _marked(sheet)
            for page, sheet in zip(self.reader.pages, self.sheets, strict=True)
        }
        self.root = self.reader.trailer["/Root"]
        self.nodes = list(_nodes(self.root["/StructTreeRoot"], None))

    def overflows(self):
        """Texts outside the margins of their page, over the border of a cell, or over another text on their line."""
        for number, sheet in enumerate(self.sheets, 1):
            for piece in sheet.pieces:
                if piece.left < MARGIN - ROUNDING or piece.right > sheet.width - MARGIN + ROUNDING:
                    yield f"page {number}, beyond the margin: {piece.text}"
            yield from (f"page {number}: {said}" for said in _crossing(sheet))

    def words(self):
        """Every word as it stands on a line: what stands close together is one word."""
        found = set()
        for sheet in self.sheets:
            waiting, end, base = "", 0.0, 0.0
            for piece in sheet.pieces:
                if waiting and (abs(piece.base - base) > SHARED or abs(piece.left - end) > piece.size / 20):
                    found.update(waiting.split())
                    waiting = ""
                waiting, end, base = waiting + piece.text, piece.right, piece.base
            found.update(waiting.split())
        return found

    def tables(self):
        """The tables as rows of texts, read from the structure."""
        return [
            [[self.text(cell) for cell in _below(row, "/TH", "/TD")] for row in _below(node, "/TR")]
            for node in self._named("/Table")
        ]

    def facts(self):
        """Pairs of a label and what belongs to it."""
        items = (([*_below(node, "/Lbl")], [*_below(node, "/LBody")]) for node in self._named("/LI"))
        return [(self.text(labels[0]), self.text(bodies[0])) for labels, bodies in items if labels and bodies]

    def text(self, node):
        """Everything that is said at a node of the structure and below it, without spaces."""
        return "".join("".join(self._said(node, None)).split())

    def flaws(self, language):
        """What a screen reader would miss: language, mark, title, order of headings, heads of tables, words for pictures."""
        described = self.root["/Metadata"].get_object().get_data().decode()
        wanted = {
            "language": self.root.get("/Lang") == language,
            "tags": bool(self.root.get("/MarkInfo", {}).get("/Marked")),
            "PDF/UA-1": "<pdfuaid:part>1</pdfuaid:part>" in described,
            "title shown": bool(self.root["/ViewerPreferences"]["/DisplayDocTitle"]),
            "one title": len(self._named("/Title")) == 1,
        }
        yield from (name for name, holds in wanted.items() if not holds)
        yield from self._flaws_of_headings()
        for table in self._named("/Table"):
            yield from self._flaws_of_table(table)
        silent = (node for node in self._named("/Figure") if not str(node.get("/Alt", "")).strip())
        yield from ("a picture without words" for _node in silent)

    def _flaws_of_headings(self):
        levels = [int(found[1]) for node in self.nodes if (found := _HEADING.match(node["/S"]))]
        for before, level in zip([0, *levels], levels, strict=False):
            if level > before + 1:
                yield f"a heading of level {level} behind one of level {before}"

    def _flaws_of_table(self, table):
        rows = list(_below(table, "/TR"))
        heads = [row for part in _below(table, "/THead") for row in _below(part, "/TR")]
        cells = [cell for row in heads for cell in _below(row, "/TH", "/TD")]
        if not heads or len(rows) == len(heads):
            yield "a table without a head, or without rows"
        if any(cell["/S"] != "/TH" or "/Column" not in str(cell.get("/A")) for cell in cells):
            yield "a cell of a head that is none"
        if len({len(list(_below(row, "/TH", "/TD"))) for row in rows}) != 1:
            yield "rows of different lengths"

    def _named(self, name):
        return [node for node in self.nodes if node["/S"] == name]

    def _said(self, node, page):
        page = node.raw_get("/Pg").idnum if "/Pg" in node else page
        inner = node.get("/K", [])
        for one in inner if isinstance(inner, list) else [inner]:
            found = one.get_object()
            if isinstance(found, int):
                yield self._marked[page].get(found, "")
            elif "/S" in found:
                yield from self._said(found, page)
            elif "/MCID" in found:
                yield self._marked[found.raw_get("/Pg").idnum if "/Pg" in found else page].get(found["/MCID"], "")


def _nodes(node, _parent):
    found = node.get_object()
    if isinstance(found, list):
        for one in found:
            yield from _nodes(one, _parent)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from _nodes(found["/K"], found)


def _below(node, *names):
    """The nodes of these names below a node, the nearest only."""
    inner = node.get("/K", [])
    for one in inner if isinstance(inner, list) else [inner]:
        found = one.get_object()
        if isinstance(found, dict) and "/S" in found:
            if found["/S"] in names:
                yield found
            else:
                yield from _below(found, *names)


def _marked(sheet):
    found = defaultdict(str)
    for piece in sheet.pieces:
        if piece.mark is not None:
            found[piece.mark] += piece.text
    return found


def _crossing(sheet):
    for piece in sheet.pieces:
        for line in sheet.uprights:
            if piece.left + SHARED < line.across < piece.right - SHARED and line.bottom < piece.base < line.top:
                yield f"over a border: {piece.text}"
    ordered = sorted(sheet.pieces, key=lambda piece: (round(piece.base, 1), piece.left))
    for before, after in pairwise(ordered):
        if abs(before.base - after.base) < SHARED and before.right > after.left + SHARED:
            yield f"one over the other: {before.text} | {after.text}"


class _Font:
    def __init__(self, font):
        inner = font["/DescendantFonts"][0].get_object()
        self.usual = float(inner.get("/DW", 1000))
        self.widths = dict(_widths(inner["/W"]))
        self.letters = dict(_letters(font["/ToUnicode"].get_object().get_data().decode("latin-1")))

    def written(self, operand):
        """Return the text of an operand of `TJ` and its width in em, without the spaces behind it."""
        text, width, ends = "", 0.0, 0.0
        for one in operand:
            if isinstance(one, float):
                width -= one / 1000
                continue
            for place in range(0, len(one), 2):
                code = int.from_bytes(one[place : place + 2], "big")
                letter = self.letters.get(code, "")
                text += letter
                width += self.widths.get(code, self.usual) / 1000
                ends = ends if letter.isspace() else width
        return text, ends


def _widths(array):
    rest = list(array)
    while rest:
        first = int(rest.pop(0))
        second = rest.pop(0)
        if isinstance(second, list):
            yield from ((first + place, float(width)) for place, width in enumerate(second))
        else:
            width = float(rest.pop(0))
            yield from ((code, width) for code in range(first, int(second) + 1))


def _letters(mapping):
    for kind, part in _PART.findall(mapping):
        codes = _CODE.findall(part)
        for place in range(0, len(codes), _CODES[kind]):
            first, second, *third = codes[place : place + _CODES[kind]]
            if not third:
                yield int(first, 16), bytes.fromhex(second).decode("utf-16-be")
                continue
            for step in range(int(second, 16) - int(first, 16) + 1):
                yield int(first, 16) + step, chr(int(third[0], 16) + step)


@dataclass
class _Hand:
    """What a page has said so far: the frame, the letters, the path that is being drawn, the mark of what is written."""

    frame: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    line: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    font: _Font | None = None
    size: float = 0.0


def _operations(content):
    """Every operator of a page with its operands: numbers, strings as bytes, names and the rest as they stand."""
    operands, held = [], None
    for token in _TOKEN.findall(content):
        first = token[:1]
        if first == b"[":
            held = []
        elif first == b"]":
            operands.append(held)
            held = None
        elif first in b"(</" or first in _NUMBER:
            (operands if held is None else held).append(_value(token))
        else:
            yield operands, token
            operands = []


def _value(token):
    if token[:1] == b"(":
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if token[:1] == b"<" and token[:2] != b"<<":
        return bytes.fromhex(token[1:-1].decode())
    return token if token[:1] in b"</" else float(token)


def _unescaped(found):
    return bytes([int(found[1], 8)]) if found[1] else _NAMED.get(found[2], found[2])


def _sheet(page, fonts):  # noqa: C901  one operator after another
    named = page["/Resources"].get("/Font", {})
    known = {name.encode(): fonts(named.raw_get(name)) for name in named}
    pieces, uprights, frames, path, marks = [], [], [], [], []
    hand = _Hand()
    for operands, operator in _operations(page.get_contents().get_data()):
        if operator == b"q":
            frames.append(hand.frame)
        elif operator == b"Q":
            hand.frame = frames.pop()
        elif operator == b"cm":
            hand.frame = _within(operands, hand.frame)
        elif operator == b"Tm":
            hand.line = tuple(operands)
        elif operator == b"Tf":
            hand.font, hand.size = known[operands[0]], operands[1]
        elif operator in {b"BDC", b"BMC"}:
            marks.append(_mark(operands))
        elif operator == b"EMC":
            marks.pop()
        elif operator in {b"TJ", b"Tj"}:
            mark = next((one for one in reversed(marks) if one is not None), None)
            pieces.append(_piece(operands[0] if operator == b"TJ" else operands, hand, mark))
        elif operator in {b"m", b"l"}:
            path.append((operator, _placed(operands, hand.frame)))
        elif operator in {b"c", b"v", b"y", b"re", b"h"}:
            path.append((operator, (0.0, 0.0)))
        elif operator in _PAINTED:
            uprights.extend(_upright(path) if operator == b"S" else ())
            path = []
    return Sheet(float(page.mediabox.width), tuple(one for one in pieces if one.text.strip()), tuple(uprights))


_PAINTED = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"}


def _mark(operands):
    found = _MARK.search(operands[1]) if len(operands) > 1 else None
    return int(found[1]) if found else None


def _piece(operand, hand, mark):
    text, width = hand.font.written(operand)
    shape = _within(hand.line, hand.frame)
    return Piece(text, shape[4], shape[4] + width * hand.size * abs(shape[0]), shape[5], hand.size, mark)


def _upright(path):
    if [step for step, _place in path] == [b"m", b"l"]:
        (_m, (across, begin)), (_l, (other, end)) = path
        if abs(across - other) < SHARED:
            yield Upright(across, min(begin, end), max(begin, end))


def _within(inner, outer):
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _placed(point, frame):
    across, up = point
    return across * frame[0] + up * frame[2] + frame[4], across * frame[1] + up * frame[3] + frame[5]
