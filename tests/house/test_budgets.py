"""Sizes: a thing that outgrows its budget usually holds two nouns. The hard limits of docs/architecture.md."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("app/**/*.py"), *ROOT.glob("tools/*.py"), ROOT / "wsgi.py", ROOT / "vendor.py"])
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
TESTS = sorted(ROOT.glob("tests/**/*.py"))
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 60, 200


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_files_stay_within_the_hard_limit():
    assert [f"{p.relative_to(ROOT)}: {lines(p)}" for p in [*SOURCES, *TESTS] if lines(p) > FILE_LINES] == []


def test_templates_stay_within_the_hard_limit():
    assert [f"{p.relative_to(ROOT)}: {lines(p)}" for p in TEMPLATES if lines(p) > TEMPLATE_LINES] == []


def test_functions_stay_within_the_hard_limit():
    long = [
        f"{p.relative_to(ROOT)}:{f.lineno} {f.name}: {f.end_lineno - f.lineno + 1}"
        for p in SOURCES
        for f in functions(p)
        if f.end_lineno - f.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_the_package_imports_nothing_by_itself():
    tree = ast.parse((ROOT / "app" / "__init__.py").read_text(encoding="utf-8"))
    assert [type(node).__name__ for node in tree.body] == ["Expr"]


def test_no_import_stands_inside_a_function():
    inside = [
        f"{p.relative_to(ROOT)}:{node.lineno}"
        for p in ROOT.glob("app/**/*.py")
        for f in functions(p)
        for node in ast.walk(f)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    left = [
        f"{p.relative_to(ROOT)}:{number}"
        for p in [*SOURCES, *TEMPLATES]
        for number, line in enumerate(p.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert left == []


@pytest.mark.parametrize("word", ["skip", "xfail", "importorskip"])
def test_no_test_is_passed_over(word):
    mark = re.compile(rf"pytest\.(mark\.)?{word}\b")
    found = [
        str(p.relative_to(ROOT)) for p in TESTS if p.name != "test_budgets.py" and mark.search(p.read_text("utf-8"))
    ]
    assert found == []
