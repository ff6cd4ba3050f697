"""Parts of a document as HWPX: headings as outline styles, tables with heads that repeat, charts as their tables."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.core.documents import columns
from app.core.documents.content import (
    BarChart,
    Bullets,
    Cell,
    Chart,
    Derivation,
    Document,
    Facts,
    Formula,
    Heading,
    LineChart,
    Notice,
    PageBreak,
    Paragraph,
    Part,
    Poster,
    Progress,
    Signatures,
    Table,
    caption_under,
    chart_table,
    headings,
    shown,
)
from app.core.documents.drawing import figures
from app.core.documents.hwpx_text import Grid, Look, Run, paragraph, table
from app.core.documents.pdf import IN_CONTENTS, ONE_COLUMN
from app.core.messages import _

OUTLINE = {1: 2, 2: 3, 3: 4}
"""Styles 개요 1 to 3 of the blank document."""

_OWN_NUMBER = re.compile(r"^\d+\. ")
"""The number a heading brings along: the outline gives it one of its own."""

SIDES = {"text": "left", "number": "right", "date": "center"}
BOX, BOX_HEIGHT, WORD = 19.0, 15.0, 16.0
LABEL = 38.0


class Body:
    """Writes the parts of one document whose lines are `room` millimetres wide."""

    def __init__(self, document: Document, look: Look, room: float) -> None:
        self.document, self.look, self.room = document, look, room
        self._tables = 0
        self._new_page = False
        self._level = 0
        self._heads = ""
        self._writers: dict[type, Callable[[Any], Iterator[str]]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Facts: self._facts,
            Table: self._table,
            BarChart: self._chart,
            LineChart: self._chart,
            Formula: self._formula,
            Derivation: self._derivation,
            Notice: self._notice,
            Signatures: self._signatures,
            Poster: self._poster,
            PageBreak: self._break,
        }

    def xml(self, progress: Progress) -> Iterator[str]:
        """Yield the document from its first line to its last."""
        yield from self._front()
        count = len(self.document.parts)
        for place, part in enumerate(self.document.parts):
            yield from self._part(part)
            progress(place, count, _("Laying out the pages"))

    def _part(self, part: Part) -> Iterator[str]:
        return self._writers[type(part)](part)

    def _line(self, text: str, look: str = "text", line: str = "left", *, style: int = 0) -> str:
        return self._runs([Run(text, look)], line, style=style)

    def _runs(self, runs: Sequence[Run], line: str = "left", *, style: int = 0) -> str:
        new_page, self._new_page = self._new_page, False
        return paragraph(self.look, line, runs, style=style, new_page=new_page)

    def _front(self) -> Iterator[str]:
        document = self.document
        number = f"   {document.number}" if document.number else ""
        yield self._runs([Run(document.office.name, "office"), Run(number, "small")])
        if document.mark:
            yield self._line(document.mark, "notice", "right")
        if document.office.approval:
            yield from self._approval(document.office.approval)
        if not (document.parts and isinstance(document.parts[0], Poster)):
            yield self._line(document.title, "title", "title")
        if document.subtitle:
            yield self._line(document.subtitle, "text")
        yield from self._pairs(document.facts)
        if document.contents:
            yield self._line(str(_("Contents")), "heading 1", "title")
            yield from self._contents()
        self._new_page = document.front_page

    def _contents(self) -> Iterator[str]:
        """The headings one below the other; where they are many, those below a chapter in one paragraph."""
        found = [one for one in headings(self.document) if one.level <= IN_CONTENTS]
        if len(found) <= ONE_COLUMN:
            yield from (self._line(one.text, "text", f"level {one.level}") for one in found)
            return
        below: list[str] = []
        for one in found:
            if one.level == 1:
                yield from self._together(below)
                below = []
                yield self._line(one.text, "text", "level 1")
            else:
                below.append(one.text)
        yield from self._together(below)

    def _together(self, texts: Sequence[str]) -> Iterator[str]:
        if texts:
            yield self._line(" · ".join(texts), "small", "level 2")

    def _approval(self, titles: Sequence[str]) -> Iterator[str]:
        yield from self._grid(
            Grid(
                head=[str(_("Approval")), *titles],
                rows=[[""] * (len(titles) + 1)],
                count=1,
                widths=[WORD, *([BOX] * len(titles))],
                sides=["center"] * (len(titles) + 1),
                size=9.0,
                as_character=True,
                height=BOX_HEIGHT,
            )
        )

    def _heading(self, part: Heading) -> Iterator[str]:
        self._level = min(part.level, self._level + 1)
        self._heads = part.text
        text = _OWN_NUMBER.sub("", part.text)
        yield self._line(text, f"heading {self._level}", f"outline {self._level}", style=OUTLINE[self._level])

    def _paragraph(self, part: Paragraph) -> Iterator[str]:
        yield self._line(part.text)

    def _bullets(self, part: Bullets) -> Iterator[str]:
        yield from (self._line(f"– {one}", "text", "level 2") for one in part.items)

    def _facts(self, part: Facts) -> Iterator[str]:
        if part.caption:
            yield self._line(part.caption, "caption", "caption")
        yield from self._pairs(part.rows)

    def _pairs(self, rows: Sequence[tuple[str, Cell]]) -> Iterator[str]:
        if rows:
            yield from self._grid(
                Grid(
                    head=[str(_("Item")), str(_("Content"))],
                    rows=[(label, shown(value)) for label, value in rows],
                    count=len(rows),
                    widths=[LABEL, self.room - LABEL],
                    sides=["left", "left"],
                    size=9.0,
                )
            )

    def _table(self, part: Table) -> Iterator[str]:
        if not part.rows:
            yield self._line(part.empty or str(_("%(what)s: nothing.", what=part.caption)))
            return
        needs = columns.needs(part)
        size = columns.letters(part, self.room, needs)
        if caption := caption_under(self._heads, part.caption):
            yield self._line(caption, "caption", "caption")
        yield from self._grid(
            Grid(
                head=[one.label for one in part.columns],
                rows=([shown(cell) for cell in row] for row in part.rows),
                count=len(part.rows),
                widths=columns.widths(part, self.room, size, needs),
                sides=[SIDES[one.kind] for one in part.columns],
                size=size,
            )
        )

    def _grid(self, grid: Grid) -> Iterator[str]:
        if self._new_page:
            yield self._line("")
        self._tables += 1
        yield from table(self.look, grid, self._tables)

    def _chart(self, part: Chart) -> Iterator[str]:
        if not figures(part):
            yield self._line(str(_("%(chart)s: there are no figures yet.", chart=part.title)))
            return
        yield self._line(part.finding, "text", "caption")
        yield from self._table(chart_table(part))

    def _formula(self, part: Formula) -> Iterator[str]:
        yield self._line(part.text, "text", "level 2")

    def _derivation(self, part: Derivation) -> Iterator[str]:
        yield self._runs([Run(f"{part.title}   ", "heading 3"), Run(part.result, "result")], "caption")
        for title, sentences in part.parts:
            yield self._runs([Run(f"{title}\n", "caption"), Run("\n".join(sentences), "small")], "level 2")

    def _notice(self, part: Notice) -> Iterator[str]:
        yield self._line(part.text, "notice", "notice")

    def _signatures(self, part: Signatures) -> Iterator[str]:
        seal = str(_("(signature)"))
        yield from (self._line(f"{role}   {name or ''}   {seal}", "text", "signature") for role, name in part.rows)

    def _poster(self, part: Poster) -> Iterator[str]:
        yield self._line(f"{part.department} · {part.year}", "heading 1", "poster")
        yield self._line(part.slogan, "poster", "center")
        if part.meaning:
            yield self._line(part.meaning, "office", "center")

    def _break(self, _part: PageBreak) -> Iterator[str]:
        self._new_page = True
        return iter(())
