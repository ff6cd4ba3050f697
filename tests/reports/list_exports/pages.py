"""A list beside the file it is taken out as: the same rows, in the same order, in both formats."""

import csv
import html
import io
import re
from urllib.parse import urlencode

from openpyxl import load_workbook

REASON = "연말 실적을 정리하려고 내려받습니다."
BODY = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CARD = re.compile(r"<article class=\"card.*?</article>", re.DOTALL)


def lines_of(page):
    """Return the text of each row of the first table of a page, or of each of its cards."""
    bodies = BODY.findall(page)
    found = ROW.findall(bodies[0]) if bodies else CARD.findall(page)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def taken(client, name, filters, file_format="csv"):
    """Take a list out; return its rows."""
    answer = client.post(f"/list-exports/{name}?{filters}", data={"format": file_format, "reason": REASON})
    assert answer.status_code == 200, (name, filters, answer.status_code)
    if file_format == "csv":
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def shown(client, name, path, query="", *, key=0, place=None):
    """Return the cells of a column of the file after finding them, one after the other, in the rows of the page."""
    filters = "&".join(filter(None, (urlencode(place or {}), query)))
    rows = taken(client, name, filters)
    assert [str(row[key]) for row in taken(client, name, filters, "xlsx")] == [row[key] for row in rows]
    page = client.get(f"{path}?{query}").text
    if not rows:
        assert 'class="empty"' in page
        return []
    assert f"/list-exports/{name}" in page
    pairs = zip(rows, lines_of(page), strict=True)
    assert [row[key] for row, line in pairs if row[key] not in line] == []
    return [row[key] for row in rows]
