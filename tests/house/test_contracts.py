"""The house rules that tools check: they run as tests, so that nobody can forget them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        [BIN / "lint-imports"],
        [BIN / "ruff", "check", "."],
        [BIN / "ruff", "format", "--check", "."],
        [BIN / "mypy"],
        [sys.executable, "tools/messages.py", "--check"],
        [sys.executable, "vendor.py", "--check"],
    ],
    ids=["imports", "style", "format", "types", "catalogues", "vendored files"],
)
def test_the_check_is_clean(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_rule_module_loads_without_flask_and_database():
    code = (
        "import sys, app.innovation.rules.stages, app.mileage.rules.caps, app.evaluation.rules.points; "
        "print(sorted({'flask', 'sqlalchemy', 'wtforms'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
