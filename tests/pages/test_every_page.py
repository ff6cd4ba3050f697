"""Every page, as somebody who may open it: Korean and English, wide and phone, 0 violations of any kind.

The pages are the GET rows of the access tables; the visitor of a page is the first identity the table lets in.
"""

import pytest

from tests.browser import PHONE, WIDE
from tests.house.access.panel import panel_token
from tests.house.test_access_matrix import AREAS, IDENTITIES, build, rows

PREFERRED = ("control_tower", "owner", "administrator", "auditor", "hr", "head_same", "coordinator", "evaluator_clean")
DOWNLOADS = (".xlsx", ".csv", "/evidence/", ".pdf", "/export", "/template", "/{job}/result")
FRAGMENTS = ("/drafts/issue", "/panel/drafts/", "/turns/count")
"""Parts of a page that htmx fetches: they have no title of their own."""

PROGRAMS = ("/api/v1/", "/healthz", "/metrics")
"""What programs read."""


def reader(row):
    if row["anonymous"] == "ok":
        return None
    return next((name for name in (*PREFERRED, *IDENTITIES, "panel_valid") if row.get(name) == "ok"), None)


def pages(area):
    for row in rows(area):
        download = any(mark in row["path"] for mark in DOWNLOADS)
        whole = not download and not row["path"].startswith((*FRAGMENTS, *PROGRAMS))
        if row["method"] == "GET" and whole and (row["anonymous"] == "ok" or reader(row)):
            yield row


def look(visitor):
    """What a careful tester would say of the present page at the present width."""
    lines = [*visitor.axe(), *visitor.complaints]
    visitor.complaints.clear()
    if (count := visitor.page.get_by_role("heading", level=1).count()) != 1:
        lines.append(f"{count} h1")
    if (pixels := visitor.overflow()) > 0:
        lines.append(f"{pixels} px too wide")
    return lines


def sit_down(visitor, who, cast, ids):
    """Let another reader sit down at the same browser: it starts once, and keeps fonts and styles."""
    visitor.leave()
    if who == "panel_valid":
        visitor.bring_code(panel_token(cast, ids))
    else:
        visitor.sign_in_as(getattr(cast, IDENTITIES[who]))
    return who


# A page is loaded at one width of a language and resized to the other: loading it twice would make the same
# document. Each width is loaded once, in one language, so that what scripts measure while loading is seen too.
@pytest.mark.browser
@pytest.mark.engine_free
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(("language", "first", "second"), [("ko", WIDE, PHONE), ("en", PHONE, WIDE)], ids=["ko", "en"])
def test_every_page_is_accessible_self_contained_and_fits(area, language, first, second, cast, visit):
    ids = build(area, cast)
    visitor, seated, wrong = visit(size=first, language=language), None, []
    visitor.bring_axe()
    for row in sorted(pages(area), key=lambda row: reader(row) or ""):
        if (who := reader(row)) != seated:
            seated = sit_down(visitor, who, cast, ids)
        path = row["path"].format(**ids)
        visitor.resize(first)
        visitor.open(path)
        wrong += [f"{path}, loaded at {first[0]} px: {line}" for line in look(visitor)]
        visitor.resize(second)
        wrong += [f"{path}, resized to {second[0]} px: {line}" for line in look(visitor)]
    assert wrong == []
