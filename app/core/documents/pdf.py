"""PDF/UA-1 by typst: tagged, with its fonts in it, and made without a network. The look is in templates/documents."""

import json
import math
import time
from collections.abc import Sequence
from pathlib import Path

import typst

from app.core.documents.content import Document, Footer, Progress, headings, silently
from app.core.documents.glyphs import TEMPLATES, shaped
from app.core.documents.shapes import LABEL, Shape, Shaper
from app.core.documents.typesetting import OFFLINE, set_pages, set_pages_watched
from app.core.i18n import format_moment
from app.core.messages import _

PORTRAIT, LANDSCAPE = 170.0, 257.0
"""Millimetres between the margins of A4."""

SMALLEST_FOOT = 6.5
STEPS = 100
"""Steps of the bar while the pages of a short document are set."""
IN_CONTENTS, ONE_COLUMN = 2, 45
"""Levels of headings in the contents, and how many of them stand below one another on a page."""


SETTING_TAKES = 3.0
"""How many times as long as laying out the parts setting the pages takes, about: typst does not tell how far it is."""


def write(document: Document, path: Path, progress: Progress = silently) -> None:
    """Write a document as PDF to a path. What `progress` raises stops it, also while the pages are set."""
    issued = document.issued.replace(microsecond=0)
    begun = time.monotonic()
    inputs = _inputs(document, progress)
    if progress is silently:
        set_pages(inputs, path, issued=issued)
        return
    expected = max(SETTING_TAKES * (time.monotonic() - begun), 1.0)
    steps = max(len(document.parts), STEPS)

    def watch(seconds: float) -> None:
        """Let the bar go on, slower and slower: it stands at the end only when the pages are set."""
        done = int(steps * (1 - math.exp(-seconds / expected)))
        progress(
            steps + min(done, steps - 1), 2 * steps, _("Setting the pages, for %(seconds)s s", seconds=int(seconds))
        )

    set_pages_watched(inputs, path, issued=issued, watch=watch)


def pictures(document: Document, ppi: float = 90) -> list[bytes]:
    """Return the pages of a document as PNG pictures, to look at."""
    inputs = _inputs(document, silently)
    made = typst.compile(TEMPLATES / "document.typ", format="png", ppi=ppi, sys_inputs=inputs, **OFFLINE)
    return [made] if isinstance(made, bytes) else list(made)


def _inputs(document: Document, progress: Progress) -> dict[str, str]:
    """Return what the template reads. The text for it is put together here once; parts are told as they come."""
    return {"data": shaped(json.dumps(_data(document, progress), ensure_ascii=False))}


def _data(document: Document, progress: Progress) -> Shape:
    room = LANDSCAPE if document.orientation == "landscape" else PORTRAIT
    shaper = Shaper(room)
    numbered = document.contents
    return {
        "language": document.language,
        "title": document.title,
        "title_line": shaper.text(document.title, room, 21),
        "subtitle": shaper.text(document.subtitle, room, 12) if document.subtitle else "",
        "running": shaper.text(f"{document.office.name} · {document.title}", room * 0.7, 7.5),
        "office": document.office.name,
        "office_line": shaper.text(document.office.name, room * 0.6, 11),
        "emblem": list(document.office.emblem) if document.office.emblem else None,
        "approval": [shaper.text(one, 17, 8.5) for one in document.office.approval],
        "number": shaper.text(document.number, room * 0.3, 9) if document.number else "",
        "mark": shaper.text(document.mark, room * 0.28, 7.5) if document.mark else "",
        "facts": shaper.pairs(document.facts, LABEL),
        "foot": [shaper.text(one, room - 22, SMALLEST_FOOT) for one in foot_lines(document)],
        "flipped": document.orientation == "landscape",
        "contents": document.contents and any(headings(document)),
        "many_headings": sum(one.level <= IN_CONTENTS for one in headings(document)) > ONE_COLUMN,
        "front": document.front_page,
        "numbered": numbered,
        "words": _words(),
        "parts": _parts(document, shaper, progress),
    }


def _parts(document: Document, shaper: Shaper, progress: Progress) -> list[Shape]:
    found: list[Shape] = []
    count = len(document.parts)
    for place, part in enumerate(document.parts):
        found.extend(shaper.shapes(part))
        progress(place, 2 * count, _("Laying out the pages"))
    return found


def _words() -> dict[str, str]:
    return {
        "approval": str(_("Approval")),
        "contents": str(_("Contents")),
        "emblem": str(_("Emblem of the office")),
        "seal": str(_("(signature)")),
    }


def foot_lines(document: Document) -> Sequence[str]:
    """Return what stands at the foot of every page: when it was made, and what proves it."""
    footer: Footer = document.footer
    made = " · ".join(filter(None, (str(_("Made at %(at)s", at=format_moment(document.issued))), footer.export_id)))
    proofs = (("SHA-256", footer.hash), (str(_("Audit log")), footer.anchor))
    lines = [f"{name} {proof}" for name, proof in proofs if proof]
    return [f"{made} · {document.office.remark}" if document.office.remark else made, *lines]
