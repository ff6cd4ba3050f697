"""Excel: facts and text on the first sheet, every table on one of its own, figures as figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.core.documents.content import (
    Bullets,
    Cell,
    Chart,
    Column,
    Derivation,
    Document,
    Facts,
    Formula,
    Heading,
    Notice,
    Paragraph,
    Part,
    Poster,
    Progress,
    Signatures,
    Table,
    chart_table,
    silently,
)
from app.core.messages import _
from app.core.sheets import Column as SheetColumn
from app.core.sheets import Kind, Sheet, write_workbook
from app.core.sheets.text import clean_text

TITLE_LENGTH = 31
"""Characters the name of a sheet may have."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_KINDS = {"text": Kind.TEXT, "number": Kind.NUMBER, "date": Kind.DATE}
NARROW, MIDDLE, WIDE = 12, 24, 80


@dataclass
class _Gathered:
    """A sheet to be: tables that share it, or derivations."""

    title: str
    tables: list[Table] = field(default_factory=list)


def write(document: Document, path: Path, progress: Progress = silently) -> None:
    """Write a document as a workbook to a path."""
    names = _Names()
    first = names.new(str(_("Contents")))
    gathered = _gather(document, names)
    annex = names.new(str(_("Where the figures come from")))
    derived = any(isinstance(part, Derivation) for part in document.parts)
    text = Sheet(first, _text_columns(), _text_rows(document, gathered, annex))
    sheets = [text, *(_sheet(one) for one in gathered.values())]
    if derived:
        sheets.append(Sheet(annex, _annex_columns(), _annex_rows(document, progress)))
    footer = document.footer
    proof = footer.export_id or (f"sha256 {footer.hash}" if footer.hash else document.mark)
    mark = " · ".join(filter(None, (document.number or document.title, proof)))
    write_workbook(path, sheets, watermark=mark)


class _Names:
    """Names of sheets: short, allowed, each once (Excel takes no account of capitals)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, wanted: str) -> str:
        """Return the wanted name, or one like it that is still free."""
        clean = " ".join(_FORBIDDEN.sub(" ", clean_text(wanted)).split()).strip("'") or str(_("Table"))
        name, number = clean[:TITLE_LENGTH], 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{clean[: TITLE_LENGTH - len(str(number)) - 1]} {number}"
        self._taken.add(name.casefold())
        return name


def _gather(document: Document, names: _Names) -> dict[object, _Gathered]:
    """Return the sheets of the tables, in order; tables of one `sheet` and the same columns together."""
    found: dict[object, _Gathered] = {}
    for place, part in enumerate(document.parts):
        table = _table_of(part)
        if table is None or not table.rows:
            continue
        key = (table.sheet, table.columns) if table.sheet else place
        if key not in found:
            found[key] = _Gathered(names.new(table.sheet or table.caption))
        found[key].tables.append(table)
    return found


def _table_of(part: Part) -> Table | None:
    if isinstance(part, Chart):
        return chart_table(part)
    return part if isinstance(part, Table) else None


def _sheet(gathered: _Gathered) -> Sheet:
    tables = gathered.tables
    columns = [_column(one, place, tables) for place, one in enumerate(tables[0].columns)]
    if not tables[0].sheet:
        return Sheet(gathered.title, columns, tables[0].rows)
    rows = ((table.caption, *row) for table in tables for row in table.rows)
    return Sheet(gathered.title, [SheetColumn(str(_("Table")), width=MIDDLE), *columns], rows)


def _column(column: Column, place: int, tables: Sequence[Table]) -> SheetColumn:
    longest = max((len(str(row[place] or "")) for table in tables for row in table.rows), default=0)
    width = min(max(longest * 1.3, len(column.label) * 1.8, NARROW), WIDE)
    return SheetColumn(column.label, kind=_KINDS[column.kind], width=width)


def _text_columns() -> Sequence[SheetColumn]:
    return (
        SheetColumn(str(_("Kind")), width=NARROW),
        SheetColumn(str(_("Item")), width=MIDDLE),
        SheetColumn(str(_("Content")), kind=Kind.NUMBER, width=WIDE),
    )


Row = tuple[str | None, str | None, Cell]


def _text_rows(document: Document, gathered: dict[object, _Gathered], annex: str) -> Iterator[Row]:
    yield str(_("Title")), None, document.title
    yield str(_("Office")), None, document.office.name
    heads = ((_("Document number"), document.number), (_("Subtitle"), document.subtitle), (_("State"), document.mark))
    yield from ((str(label), None, value) for label, value in heads if value)
    yield str(_("Made at")), None, document.issued
    yield from ((str(_("Fact")), label, value) for label, value in document.facts)
    proofs = (("SHA-256", document.footer.hash), (str(_("Audit log")), document.footer.anchor))
    yield from ((str(_("Proof")), label, value) for label, value in proofs if value)
    if document.office.approval:
        yield str(_("Approval")), None, " / ".join(document.office.approval)
    if document.office.remark:
        yield str(_("Note")), None, document.office.remark
    for place, part in enumerate(document.parts):
        yield from _part_rows(place, part, gathered)
    if any(isinstance(part, Derivation) for part in document.parts):
        yield str(_("Sheet")), annex, None


def _part_rows(place: int, part: Part, gathered: dict[object, _Gathered]) -> Iterator[Row]:
    table = _table_of(part)
    if isinstance(part, Chart):
        yield str(_("Chart")), part.title, part.finding
    if table is not None:
        yield _table_row(place, table, gathered)
    elif isinstance(part, Facts):
        yield from ((part.caption or str(_("Fact")), label, value) for label, value in part.rows)
    elif isinstance(part, Signatures):
        yield from ((str(_("Signature")), role, name) for role, name in part.rows)
    elif isinstance(part, Poster):
        yield str(_("Slogan")), f"{part.department} · {part.year}", part.slogan
        if part.meaning:
            yield str(_("Meaning")), None, part.meaning
    else:
        yield from ((kind, None, text) for kind, text in _sentences(part))


def _table_row(place: int, table: Table, gathered: dict[object, _Gathered]) -> Row:
    if not table.rows:
        return str(_("Table")), table.caption, table.empty or str(_("%(what)s: nothing.", what=table.caption))
    key = (table.sheet, table.columns) if table.sheet else place
    return str(_("Sheet")), table.caption, gathered[key].title


def _sentences(part: Part) -> Iterable[tuple[str, str]]:
    if isinstance(part, Heading):
        return ((str(_("Heading")), part.text),)
    if isinstance(part, Notice):
        return ((str(_("Note")), part.text),)
    if isinstance(part, Paragraph | Formula):
        return ((str(_("Sentence")), part.text),)
    if isinstance(part, Bullets):
        return tuple((str(_("Sentence")), item) for item in part.items)
    return ()


def _annex_columns() -> Sequence[SheetColumn]:
    return (
        SheetColumn(str(_("Heading")), width=MIDDLE),
        SheetColumn(str(_("Title")), width=MIDDLE),
        SheetColumn(str(_("Result")), width=NARROW),
        SheetColumn(str(_("Kind")), width=MIDDLE),
        SheetColumn(str(_("Content")), width=WIDE),
    )


def _annex_rows(document: Document, progress: Progress) -> Iterator[Sequence[Cell]]:
    heading = ""
    count = len(document.parts)
    for place, part in enumerate(document.parts):
        if isinstance(part, Heading):
            heading = part.text
        if isinstance(part, Derivation):
            progress(place, count, _("Writing the sheets"))
            for title, sentences in part.parts:
                yield from ((heading, part.title, part.result, title, sentence) for sentence in sentences)
