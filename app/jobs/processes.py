"""Work that takes longer than a page may: a `flask` command in a process of its own, so that no page stalls."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

from flask import current_app

ROOT = Path(__file__).parents[2]


def start_command(*arguments: str, scratch: Path) -> None:
    """Start a `flask` command on the running app's instance and database; nobody waits for it.

    It keeps its temporary files in `scratch`. It goes on when the web server stops, and is told to nobody when it
    fails: what it does must be visible in the database.
    """
    environment = {
        **os.environ,
        "OPUM_INSTANCE": current_app.instance_path,
        "OPUM_DATABASE_URL": str(current_app.config["SQLALCHEMY_DATABASE_URI"]),
        "TMPDIR": str(scratch),
    }
    process = subprocess.Popen(  # noqa: S603  our own command with numbers of our own
        [sys.executable, "-m", "flask", "--app", "app.factory", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()  # takes its exit code, so that no zombie stays
