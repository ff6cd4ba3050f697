"""Parts of a document as the PDF template reads them: every text cut to its place, every chart as fractions."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.core.documents import columns, drawing
from app.core.documents.content import (
    BarChart,
    Bullets,
    Cell,
    Chart,
    Column,
    Derivation,
    Facts,
    Formula,
    Heading,
    LineChart,
    Notice,
    PageBreak,
    Paragraph,
    Part,
    Poster,
    Signatures,
    Table,
    caption_under,
    chart_table,
    shown,
)
from app.core.documents.words import POINT, Said, said, width_of
from app.core.messages import _

TEXT, SMALL, CHART = 10.0, 8.5, 8.0
"""Sizes of letters in points, as in the template."""

LABEL, TERM = 38.0, 28.0
"""Millimetres for the labels of facts, and for those of what stands behind a figure."""

MOST_LABEL = 52.0
MOST_TOGETHER = 12
"""Sentences of a derivation that are kept on one page."""

MOST_ACROSS = 12
"""Labels of a line chart whose figures stand in one line below it; more stand in a column."""

SIDES = {"text": "left", "number": "right", "date": "center"}
SIZES = {1: 15.0, 2: 12.5, 3: 11.0, 4: 9.5}

Shape = dict[str, Any]


class Shaper:
    """Makes shapes for pages on which a line is `room` millimetres wide; knows the last heading's level."""

    def __init__(self, room: float) -> None:
        self.room = room
        self._level = 0
        self._heads = ""
        self._shapes: dict[type, Callable[[Any], Iterator[Shape]]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Facts: self._facts,
            Table: self._table,
            BarChart: self._bars,
            LineChart: self._lines,
            Formula: self._formula,
            Derivation: self._derivation,
            Notice: self._notice,
            Signatures: self._signatures,
            Poster: self._poster,
            PageBreak: self._break,
        }

    def shapes(self, part: Part) -> Iterator[Shape]:
        """Return what a part becomes."""
        return self._shapes[type(part)](part)

    def text(self, text: str, width: float, size: float = TEXT) -> Said:
        """Return a text for a place `width` millimetres wide."""
        return said(text, width / (size * POINT))

    def pairs(self, rows: Sequence[tuple[str, Cell]], label: float, size: float = TEXT) -> list[tuple[Said, Said]]:
        """Return labels and what belongs to them, side by side."""
        return [
            (self.text(name, label - 3, size), self.text(shown(value), self.room - label, size)) for name, value in rows
        ]

    def _heading(self, part: Heading) -> Iterator[Shape]:
        self._level = min(part.level, self._level + 1)
        self._heads = part.text
        yield {
            "part": "heading",
            "level": self._level,
            "text": self.text(part.text, self.room - 15, SIZES[self._level]),
        }

    def _paragraph(self, part: Paragraph) -> Iterator[Shape]:
        yield {"part": "paragraph", "text": self.text(part.text, self.room)}

    def _bullets(self, part: Bullets) -> Iterator[Shape]:
        yield {"part": "bullets", "items": [self.text(one, self.room - 8) for one in part.items]}

    def _facts(self, part: Facts) -> Iterator[Shape]:
        caption = self.text(part.caption, self.room)
        yield {"part": "facts", "caption": caption, "rows": self.pairs(part.rows, LABEL)}

    def _table(self, part: Table) -> Iterator[Shape]:
        if not part.rows:
            yield from self._paragraph(Paragraph(part.empty or str(_("%(what)s: nothing.", what=part.caption))))
            return
        needs = columns.needs(part)
        size = columns.letters(part, self.room, needs)
        widths = columns.widths(part, self.room, size, needs)
        rooms = [columns.in_em(one, size) for one in widths]
        yield {
            "part": "table",
            "caption": self.text(caption_under(self._heads, part.caption), self.room, 9),
            "size": size,
            "widths": widths,
            "sides": [SIDES[one.kind] for one in part.columns],
            "head": [said(one.label, room * 0.93) for one, room in zip(part.columns, rooms, strict=True)],
            "cells": [said(shown(cell), room) for row in part.rows for cell, room in zip(row, rooms, strict=True)],
        }

    def _bars(self, part: BarChart) -> Iterator[Shape]:
        if not drawing.is_drawn(part):
            yield from self._undrawn(part)
            return
        longest = max(width_of(one) for one in part.labels) * CHART * POINT + 1
        label = min(longest, MOST_LABEL)
        yield self._chart(part) | {
            "part": "bars",
            "label_width": label,
            "bars": [(self.text(name, label, CHART), bars) for name, bars in drawing.bars(part)],
        }

    def _lines(self, part: LineChart) -> Iterator[Shape]:
        if not drawing.is_drawn(part):
            yield from self._undrawn(part)
            return
        marks = drawing.ticks(drawing.axis_of(part))
        labels = drawing.labels_below(part)
        yield self._chart(part) | {
            "part": "lines",
            "axis_width": max(width_of(written) for _place, written in marks) * CHART * POINT + 3,
            "ticks": marks,
            "points": drawing.points(part),
            "labels": [(place, self.text(name, self.room / len(labels), CHART)) for place, name in labels],
        }
        yield from self._table(_lying(chart_table(part)) if len(part.labels) <= MOST_ACROSS else chart_table(part))

    def _chart(self, part: Chart) -> Shape:
        finding = " ".join(filter(None, (part.finding, drawing.cut_off(part))))
        return {
            "title": self.text(caption_under(self._heads, part.title), self.room, 9),
            "finding": self.text(finding, self.room, 9),
            "alt": f"{part.title}. {finding}",
            "names": [self.text(one.name, self.room / 4, CHART) for one in part.series],
        }

    def _undrawn(self, part: Chart) -> Iterator[Shape]:
        """One figure is a table of one row; none is a sentence."""
        if drawing.figures(part):
            yield from self._paragraph(Paragraph(part.finding))
            yield from self._table(chart_table(part))
        else:
            yield from self._paragraph(Paragraph(str(_("%(chart)s: there are no figures yet.", chart=part.title))))

    def _formula(self, part: Formula) -> Iterator[Shape]:
        yield {"part": "formula", "text": self.text(part.text, self.room - 6)}

    def _derivation(self, part: Derivation) -> Iterator[Shape]:
        rows = [(title, "\n".join(sentences)) for title, sentences in part.parts]
        yield {
            "part": "derivation",
            "level": self._level + 1,
            "title": self.text(part.title, self.room - 30, SIZES[4]),
            "result": self.text(part.result, 30, SIZES[4]),
            "rows": self.pairs(rows, TERM, SMALL),
            "whole": sum(len(sentences) for _title, sentences in part.parts) <= MOST_TOGETHER,
        }

    def _notice(self, part: Notice) -> Iterator[Shape]:
        yield {"part": "notice", "text": self.text(part.text, self.room - 8)}

    def _signatures(self, part: Signatures) -> Iterator[Shape]:
        rows = [(self.text(role, 70), self.text(name or "", 42)) for role, name in part.rows]
        yield {"part": "signatures", "rows": rows}

    def _poster(self, part: Poster) -> Iterator[Shape]:
        words = part.slogan.split()
        yield {
            "part": "poster",
            "head": self.text(f"{part.department} · {part.year}", self.room, 30),
            "slogan": _unbroken(words),
            "widest": max(words, key=width_of, default=""),
            "meaning": self.text(part.meaning, self.room * 0.8, 15),
        }

    def _break(self, _part: PageBreak) -> Iterator[Shape]:
        yield {"part": "new-page"}


def _lying(table: Table) -> Table:
    """Turn the table of a chart: a row for each series."""
    first, *names = table.columns
    labels = [Column(str(row[0]), "number") for row in table.rows]
    rows = [[name.label, *(row[place] for row in table.rows)] for place, name in enumerate(names, 1)]
    return Table("", (first, *labels), rows)


def _unbroken(words: Sequence[str]) -> Said:
    """Every word whole: the template chooses letters small enough for the widest."""
    parts = [""]
    for place, word in enumerate(words):
        parts[-1] += " " if place else ""
        parts += [word, ""]
    return parts
