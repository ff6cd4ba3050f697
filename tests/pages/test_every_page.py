"""Every page, as somebody who may open it: Korean and English, wide and phone, 0 violations of any kind.

The pages are the GET rows of the access tables; the visitor of a page is the first identity the table lets in.
"""

import pytest

from tests.browser import PHONE, WIDE
from tests.house.test_access_matrix import AREAS, IDENTITIES, build, rows

PREFERRED = ("control_tower", "owner", "administrator", "auditor", "hr", "head_same", "coordinator", "evaluator_clean")
DOWNLOADS = (".xlsx", ".csv", "/evidence/", ".pdf", "/export", "/template")
FRAGMENTS = ("/drafts/issue", "/turns/count")
"""Parts of a page that htmx fetches: they have no title of their own."""


def reader(row):
    if row["anonymous"] == "ok":
        return None
    return next((name for name in (*PREFERRED, *IDENTITIES) if row[name] == "ok"), None)


def pages(area):
    for row in rows(area):
        download = any(mark in row["path"] for mark in DOWNLOADS)
        whole = not download and row["path"] not in FRAGMENTS
        if row["method"] == "GET" and whole and (row["anonymous"] == "ok" or reader(row)):
            yield row


@pytest.mark.browser
@pytest.mark.engine_free
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(
    ("language", "size"), [("ko", WIDE), ("en", PHONE), ("ko", PHONE)], ids=["ko", "en-phone", "ko-phone"]
)
def test_every_page_is_accessible_self_contained_and_fits(area, language, size, cast, visit):
    ids = build(area, cast)
    visitors, wrong = {}, []
    for row in pages(area):
        who = reader(row)
        if who not in visitors:
            visitors[who] = visit(getattr(cast, IDENTITIES[who]) if who else None, size=size, language=language)
        visitor = visitors[who]
        path = row["path"].format(**ids)
        page = visitor.open(path)
        wrong += [f"{path}: {line}" for line in [*visitor.axe(), *visitor.complaints]]
        visitor.complaints.clear()
        if (count := page.get_by_role("heading", level=1).count()) != 1:
            wrong.append(f"{path}: {count} h1")
        if visitor.overflow() > 0:
            wrong.append(f"{path}: {visitor.overflow()} px too wide")
    assert wrong == []
