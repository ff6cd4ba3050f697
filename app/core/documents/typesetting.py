"""조판: typst sets the pages. Where somebody watches, in a process of its own: typst neither tells how far it is nor stops.

`python -m app.core.documents.typesetting` is that process. It gets its order as one line of JSON and ends when the pages
are set, or when whoever started it is gone (its input ends then). It knows neither Flask nor the database.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import typst

from app.core.documents.glyphs import FONTS, ROOT, TEMPLATES

OFFLINE: dict[str, Any] = {"root": TEMPLATES, "font_paths": [FONTS], "ignore_system_fonts": True}
LOOK_EVERY = 0.1

Inputs = Mapping[str, str]


def set_pages(inputs: Inputs, path: Path, *, issued: datetime) -> None:
    """Write a PDF/UA-1 to a path. Raises `OSError` for a full disk, `typst.TypstError`."""
    made = typst.compile(
        TEMPLATES / "document.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=issued,
        sys_inputs=dict(inputs),
        **OFFLINE,
    )
    assert isinstance(made, bytes)
    path.write_bytes(made)


def set_pages_watched(inputs: Inputs, path: Path, *, issued: datetime, watch: Callable[[float], None]) -> None:
    """Do the same in a process of its own. `watch` gets the seconds so far, ten times a second; what it raises stops it.

    Raises `OSError` for a full disk, `RuntimeError` for what typst or the machine refused.
    """
    order = json.dumps({"inputs": dict(inputs), "path": str(path.absolute()), "issued": issued.isoformat()})
    begun = time.monotonic()
    with subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            _hand_over(process, order)
            while process.poll() is None:
                watch(time.monotonic() - begun)
                _wait(process)
        except BaseException:
            process.kill()
            raise
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        _refuse(said, process.returncode)


def _hand_over(process: "subprocess.Popen[str]", order: str) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(order + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        process.wait()


def _wait(process: "subprocess.Popen[str]") -> None:
    try:
        process.wait(LOOK_EVERY)
    except subprocess.TimeoutExpired:
        return


def _refuse(said: str, code: int) -> None:
    told = json.loads(said or "{}")
    if "errno" in told:
        raise OSError(told["errno"], told["said"])
    raise RuntimeError(f"The pages could not be set ({code}): {told.get('said', '')}")


def main() -> None:
    """Set the pages an order asks for; say on the output what went wrong."""
    order = json.loads(sys.stdin.readline())
    Thread(target=_end_with_the_asker, daemon=True).start()
    try:
        set_pages(order["inputs"], Path(order["path"]), issued=datetime.fromisoformat(order["issued"]))
    except OSError as error:
        Path(order["path"]).unlink(missing_ok=True)
        sys.exit(_told({"errno": error.errno, "said": str(error.strerror)}))
    except typst.TypstError as error:
        sys.exit(_told({"said": str(error)}))


def _told(what: dict[str, Any]) -> int:
    sys.stdout.write(json.dumps(what))
    return 1


def _end_with_the_asker() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
