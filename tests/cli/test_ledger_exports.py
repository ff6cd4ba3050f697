"""`flask mileage export`: one file, whole or not at all, and a bar for those who wait in front of a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.database import db, transaction
from tests.factories.mileage import award, items

ROOT = Path(__file__).parents[2]


@pytest.fixture
def paid(cast):
    with transaction():
        items()
        award(cast.kim, "claim:1", code="P13")


def environment(app):
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    return {**os.environ, "OPUM_INSTANCE": app.instance_path, "OPUM_DATABASE_URL": url, "TERM": "xterm"}


def flask(app, *arguments, stderr):
    db.session.remove()
    command = [sys.executable, "-m", "flask", "--app", "app.factory", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment(app), stdout=subprocess.PIPE, stderr=stderr, check=False)


def test_without_a_terminal_one_plain_line_says_what_is_written(run, paid, tmp_path):
    file = tmp_path / "원장.xlsx"
    answer = run("mileage", "export", file)
    assert answer.exit_code == 0
    assert answer.stderr.splitlines() == ["3행 작성"]
    assert str(file) in answer.stdout
    assert load_workbook(file).sheetnames == ["이체", "한도초과", "잔액"]


def test_on_a_terminal_a_bar_moves_to_its_end(app, paid, tmp_path):
    ours, theirs = pty.openpty()
    done = flask(app, "mileage", "export", tmp_path / "원장.xlsx", stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "[" in shown
    assert "3/3" in shown


def test_a_folder_that_is_not_there_is_one_line(run, paid, tmp_path):
    answer = run("mileage", "export", tmp_path / "없음" / "원장.xlsx")
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
