"""The three files of a document as a reader has them: what stands beside which label, and in which row and column."""

import re
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal

from app.core.documents import columns, drawing, hwpx, pdf, xlsx
from app.core.documents.content import Chart, Table, chart_table, shown
from app.core.documents.words import width_of
from app.core.i18n import speaking
from app.core.messages import Message
from tests.factories.document_figures import IN_THE_TEXT
from tests.factories.documents import hwpx_tables, hwpx_text, xlsx_sheets
from tests.factories.hangul_pages import breaking_inside_words, wider_than_the_page
from tests.factories.printed import Printed

NARROWEST, VALUE, LARGEST = 8.0, 35.0, 20.0
"""Em a word has at least outside of tables, behind the label of a fact, and in the letters of a title."""

HANGUL = re.compile("[가-힣]")
WRITERS = {"pdf": pdf.write, "hwpx": hwpx.write, "xlsx": xlsx.write}


def written(document, folder, language):
    """Write a document in its three formats; return the paths by format."""
    paths = {suffix: folder / f"document-{language}.{suffix}" for suffix in WRITERS}
    with speaking(language):
        for suffix, write in WRITERS.items():
            write(document, paths[suffix])
    return paths


def flaws(document, paths):
    """What is wrong with the pages of a document: its structure, texts that run over, words that are or may be broken."""
    printed = Printed(paths["pdf"])
    yield from printed.flaws(document.language)
    yield from printed.overflows()
    yield from (f"broken: {one}" for one in _broken(document, printed))
    yield from (f"broken: {one}" for one in breaking_inside_words(paths["hwpx"]))
    yield from (f"wider than the page: {one}" for one in wider_than_the_page(paths["hwpx"]))


def _broken(document, printed):
    """Korean words of the pages that are only a part of a word, though there was room for the whole."""
    room = pdf.LANDSCAPE if document.orientation == "landscape" else pdf.PORTRAIT
    known, wide = set(), set()
    for text in (*_texts(document), *pdf.foot_lines(document), *pdf._words().values()):
        known.update(text.split())
    for part in document.parts:
        known.update(drawing.cut_off(part).split() if isinstance(part, Chart) and drawing.is_drawn(part) else ())
        table = chart_table(part) if isinstance(part, Chart) else part
        if isinstance(table, Table):
            wide.update(_too_wide(table, room))
        else:
            wide.update(word for text in _texts(part) for word in text.split() if width_of(word) > NARROWEST)
    for label, value in document.facts:
        wide.update(word for word in label.split() if width_of(word) > NARROWEST)
        wide.update(word for word in shown(value).split() if width_of(word) > VALUE)
    wide.update(word for word in f"{document.title} {document.office.name}".split() if width_of(word) > LARGEST)
    for word in printed.words():
        whole = word.rstrip(".")
        if HANGUL.search(word) and not {word, whole} & known and not any(whole in one for one in wide):
            yield word


def _too_wide(table, room):
    size = columns.letters(table, room)
    rooms = [columns.in_em(width, size) for width in columns.widths(table, room, size)]
    for place, column in enumerate(table.columns):
        yield from (word for word in column.label.split() if width_of(word) > rooms[place] * 0.93)
        for row in table.rows:
            yield from (word for word in shown(row[place]).split() if width_of(word) > rooms[place])


def _texts(found):
    """Every text of a document, or of a part of it."""
    if isinstance(found, str | int | Decimal | date):
        yield shown(found)
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _texts(one)
    elif is_dataclass(found):
        for one in fields(found):
            yield from _texts(getattr(found, one.name))


class Reading:
    """The labelled figures of one file: pairs, tables as rows of texts, and all of its text; nothing with spaces."""

    def __init__(self, path):
        self.facts, self.tables, self.text = {".pdf": _pdf, ".hwpx": _hwpx, ".xlsx": _xlsx}[path.suffix](path)
        self.written = _kept if path.suffix == ".xlsx" else _shown

    def values(self, place):
        """Every value that stands at a place: the label of a fact, or (a cell of the row, the head of the column)."""
        if not isinstance(place, tuple):
            label = squeezed(said(place))
            return {value for name, value in self.facts if name == label}
        row, column = (squeezed(said(one)) for one in place)
        return {
            cells[head.index(column)] for head, *rows in self.tables if column in head for cells in rows if row in cells
        }


def differences(path, figures):
    """What a file says otherwise than the figures ask for, as (place, found, wanted); in the language that is spoken."""
    reading = Reading(path)
    for place, figure in figures.items():
        if place == IN_THE_TEXT:
            yield from ((place, "", one) for one in figure if squeezed(one) not in reading.text)
        elif (found := reading.values(place)) != {reading.written(figure)}:
            yield place, found, figure


def said(one):
    """A label as it is spoken: English from the code in the language of the document, what is data as it stands."""
    if isinstance(one, str):
        return str(Message(one))
    return str(one) if isinstance(one, Message) else shown(one)


def squeezed(text):
    """A text without spaces, so that it does not matter where lines end."""
    return "".join(text.split())


def _pdf(path):
    printed = Printed(path)
    return (
        printed.facts(),
        printed.tables(),
        "".join(squeezed(one.text) for sheet in printed.sheets for one in sheet.pieces),
    )


def _hwpx(path):
    tables = [[[squeezed(cell) for cell in row] for row in rows] for rows in hwpx_tables(path)]
    facts = [tuple(row) for head, *rows in tables if len(head) == 2 for row in rows]
    return facts, tables, hwpx_text(path)


def _xlsx(path):
    sheets = [[[_kept(cell) for cell in row] for row in rows] for rows in xlsx_sheets(path).values()]
    leading = {squeezed(said(kind)) for kind in ("Sheet", "Table", "Chart")}
    facts = [(row[1], row[2]) for row in sheets[0] if row[0] not in leading]
    return facts, sheets[1:], "".join(cell for rows in sheets for row in rows for cell in row)


def _shown(value):
    """A value as pages write it."""
    return squeezed(shown(value))


def _kept(value):
    """A value as a workbook keeps it: figures without their last zeros, days without an hour."""
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, datetime) and value.time() == time():
        return _shown(value.date())
    return _shown(value)
