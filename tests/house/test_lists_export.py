"""Every list can be taken out as it is filtered: a page that turns its pages or narrows a list has its `ListExport`.

Which pages those are is read from the code: the templates a view renders, itself or by the functions of routes it
calls, hold the `pager` or, in a view called `list_…`, a form of filters.
"""

import ast
import inspect
import re
import sys
import textwrap
from functools import cache
from pathlib import Path

from app.reports import list_exports

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PULLED_IN = re.compile(r"{%-?\s*(?:include|import|from)\s+\"([^\"]+)\"")
BUTTONS = re.compile(r"export_buttons\(\"([^\"]+)\"")

SHORT_LISTS = {
    "api.list_tokens",
    "evaluation.list_appeals",
    "evaluation.list_evaluators",
    "evaluation.list_rounds",
    "innovation.list_milestones",
}
"""Lists that fit on a page and have no filter, and are taken out all the same."""

EXCEPTIONS = {
    "answering.list_public_ideas": "a page of citizens without an account; the office takes the ideas out as voices",
    "innovation.list_found": "what a search of all rooms finds first; each kind has a list of its own to take out",
    "innovation.show_voices": "a conversation under one idea, read in its order, not a list of things",
    "mileage.show_account": "a statement goes out as the workbook of a year, to its owner and who leads the department",
    "mileage.show_statement": "one's own statement goes out as the workbook and the document of a year",
    "mileage.show_year_statement": "has its own workbook and document, for fewer people than may read the page",
    "notifications.list_notices": "a person's own inbox; what it tells of stands in the lists it leads to",
    "voice.list_survey_texts": "answers in an order drawn at random, so that nobody is known by their place in it",
}
"""Pages that turn their pages and are not taken out, with the reason."""


@cache
def whole(name):
    """Return a template with all that it pulls in but the components."""
    text = (TEMPLATES / name).read_text("utf-8")
    return text + "".join(whole(part) for part in PULLED_IN.findall(text) if not part.startswith("components/"))


def rendered_by(view, seen=None):
    """Return the names of the templates a view renders, itself or by the functions of routes that it calls."""
    seen = set() if seen is None else seen
    if view in seen:
        return set()
    seen.add(view)
    names, module = set(), sys.modules[view.__module__]
    for call in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(view)))):
        if not isinstance(call, ast.Call):
            continue
        called = _called(call.func, module)
        if getattr(called, "__name__", "") == "render_template":
            texts = (part.value for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant))
            names |= {text for text in texts if str(text).endswith(".html")}
        elif inspect.isfunction(called) and ".routes" in called.__module__:
            names |= rendered_by(inspect.unwrap(called), seen)
    return names


def _called(node, module):
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(module, node.value.id, None), node.attr, None)
    return None


def pages_of(app):
    """Return the templates of every page that is read, by endpoint."""
    reads = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    views = {name: inspect.unwrap(app.view_functions[name]) for name in reads}
    return {name: rendered_by(view) for name, view in views.items() if inspect.isfunction(view)}


def is_list(view, names):
    texts = [whole(name) for name in names]
    turns = any("pager(" in text for text in texts)
    return turns or (view.__name__.startswith("list_") and any('class="filter' in text for text in texts))


def test_every_list_is_taken_out(app):
    found = {name for name, names in pages_of(app).items() if is_list(app.view_functions[name], names)}
    known = {wanted.endpoint for wanted in list_exports.LISTS.values()}
    assert len(found) > 40
    assert sorted((found | SHORT_LISTS) - known - set(EXCEPTIONS)) == []
    assert sorted(set(EXCEPTIONS) - found) == [], "an exception that is no list any more"
    assert sorted(set(EXCEPTIONS) & known) == [], "an exception that is taken out after all"


def test_every_export_has_its_buttons_on_its_page(app):
    pages, lost = pages_of(app), []
    for wanted in list_exports.LISTS.values():
        shown = {name for page in pages[wanted.endpoint] for name in BUTTONS.findall(whole(page))}
        if wanted.name not in shown:
            lost.append(wanted.name)
    assert lost == []


def test_the_place_of_a_list_is_the_path_of_its_page(app):
    paths = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    for wanted in list_exports.LISTS.values():
        assert set(wanted.place) == paths[wanted.endpoint], wanted.name
