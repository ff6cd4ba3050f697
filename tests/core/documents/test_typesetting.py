"""Setting the pages in a process of its own: what it makes, what it says when it cannot, and when it ends."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from app.core.documents import pdf
from app.core.documents.glyphs import ROOT
from app.core.documents.typesetting import set_pages_watched
from tests.factories.documents import a_document

ISSUED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Stopped(Exception):
    """What a watcher raises."""


@pytest.fixture
def inputs(app):
    return pdf._inputs(a_document(), pdf.silently)


def test_the_file_is_the_same_as_without_a_watcher(app, tmp_path):
    watched, alone, seen = tmp_path / "a.pdf", tmp_path / "b.pdf", []
    pdf.write(a_document(), watched, lambda *told: seen.append(told))
    pdf.write(a_document(), alone)
    assert watched.read_bytes() == alone.read_bytes()
    assert [doing for _done, _total, doing in seen if doing and doing.msgid.startswith("Setting the pages")]


def test_what_the_watcher_raises_stops_it_and_leaves_no_file(inputs, tmp_path):
    def stop(_seconds):
        raise Stopped

    with pytest.raises(Stopped):
        set_pages_watched(inputs, tmp_path / "a.pdf", issued=ISSUED, watch=stop)
    assert list(tmp_path.iterdir()) == []


def test_what_the_disk_refuses_is_the_same_error_here(inputs, tmp_path):
    with pytest.raises(FileNotFoundError):
        set_pages_watched(inputs, tmp_path / "missing" / "a.pdf", issued=ISSUED, watch=lambda _seconds: None)


def test_what_typst_refuses_is_said(tmp_path):
    with pytest.raises(RuntimeError, match="could not be set"):
        set_pages_watched({"data": "{}"}, tmp_path / "a.pdf", issued=ISSUED, watch=lambda _seconds: None)


def test_it_ends_with_whoever_started_it(inputs, tmp_path):
    order = json.dumps({"inputs": inputs, "path": str(tmp_path / "a.pdf"), "issued": ISSUED.isoformat()})
    command = [sys.executable, "-m", "app.core.documents.typesetting"]
    ended = subprocess.run(command, cwd=ROOT, input=order + "\n", text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert list(tmp_path.iterdir()) == []
