"""What the pages are made of: they parse, they obey the content security policy, and vendored files are unchanged."""

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import Environment, StrictUndefined, nodes
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

import vendor
from app.core import templates

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN_STATIC = sorted(path for folder in ("js", "css", "img") for path in (ROOT / "static" / folder).rglob("*.*"))
SCRIPTS = [path for path in OWN_STATIC if path.suffix == ".js"]
PARSER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)

FORBIDDEN_IN_TEMPLATES = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=(?!=)", re.IGNORECASE),
    "a script with code": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "evaluated htmx": re.compile(r"\bhx-on\b|\bhx-(?:vals|headers)=[\"']js:|javascript:", re.IGNORECASE),
    "an external address": re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
}
EXTERNAL_ADDRESS = re.compile(r"https?://(?!www\.w3\.org/2000/svg)", re.IGNORECASE)
EVALUATION = re.compile(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture
def copied_materials(tmp_path):
    shutil.copytree(ROOT / vendor.VENDOR, tmp_path / vendor.VENDOR)
    (tmp_path / vendor.AXE).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / vendor.AXE, tmp_path / vendor.AXE)
    return tmp_path


class IdeaForm(FlaskForm):
    title = StringField("Title", validators=[InputRequired()], description="Short.")
    kind = RadioField("Kind", choices=[SelectChoice("new", "New"), SelectChoice("better", "Better")])


@pytest.fixture
def render():
    """Render a piece of template with one component file imported, as pages do."""
    app = Flask(__name__, root_path=str(ROOT), static_folder="static", template_folder="templates")
    app.config.update(SECRET_KEY="only for this test", WTF_CSRF_TIME_LIMIT=None)
    Babel(app)
    CSRFProtect(app)
    app.jinja_env.undefined = StrictUndefined
    templates.init_app(app)
    app.jinja_env.globals["idempotency_key"] = lambda: "key-1"

    def render_piece(source, **values):
        return " ".join(app.jinja_env.from_string(source).render(**values).split())

    with app.test_request_context("/", method="POST", data={}):
        yield render_piece


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_template_parses_and_all_it_names_exists(path):
    text = path.read_text("utf-8")
    PARSER.parse(text)
    named = re.findall(r"{%-?\s*(?:extends|from|import|include)\s+\"([^\"]+)\"", text)
    assert [name for name in named if not (ROOT / "templates" / name).is_file()] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_holds_nothing_the_policy_would_refuse(path):
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN_IN_TEMPLATES.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", OWN_STATIC, ids=relative)
def test_own_static_files_name_no_other_host(path):
    assert EXTERNAL_ADDRESS.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=relative)
def test_scripts_are_small_and_evaluate_nothing(path):
    text = path.read_text("utf-8")
    assert EVALUATION.findall(text) == []
    assert len(text.splitlines()) <= 80


def test_every_icon_that_a_template_names_exists():
    symbols = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text("utf-8")))
    named = {name for path in TEMPLATES for name in re.findall(r'\bicon\("([a-z-]+)"\)', path.read_text("utf-8"))}
    assert sorted(named - symbols) == []


def test_vendored_files_are_unchanged():
    assert vendor.problems(ROOT) == []


def test_a_changed_byte_a_lost_file_and_an_added_file_are_found(copied_materials, capsys):
    script = copied_materials / vendor.VENDOR / "htmx.min.js"
    script.write_bytes(script.read_bytes()[:-1] + b" ")
    (copied_materials / vendor.VENDOR / "krds-colors.css").unlink()
    (copied_materials / vendor.VENDOR / "extra.js").write_text("1")
    assert vendor.main(["--check", "--root", str(copied_materials)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "missing: static/vendor/krds-colors.css",
        "not listed: static/vendor/extra.js",
        "changed: static/vendor/htmx.min.js",
    ]


def test_only_the_light_colours_of_krds_are_taken():
    tokens = (
        ":root {\n  --krds-color-light-gray-5: #f4f5f6;\n  --krds-number-1: 0.1rem;\n  html { font-size: 62.5%; }\n}"
    )
    assert vendor.krds_colours(tokens) == f"{vendor.KRDS_HEAD}:root {{\n  --krds-color-light-gray-5: #f4f5f6;\n}}\n"


def test_a_field_in_error_points_to_its_help_and_its_error(render):
    form = IdeaForm(meta={"csrf": False})
    form.validate()
    page = render('{% from "components/forms.html" import field %}{{ field(form.title) }}', form=form)
    assert re.findall(r'aria-describedby="([^"]+)"', page) == ["title-help title-error"]
    assert re.findall(r'aria-invalid="([^"]+)"', page) == ["true"]
    assert re.findall(r'<p [^>]*id="([^"]+)"', page) == ["title-help", "title-error"]


def test_the_error_summary_links_to_every_field_in_error(render):
    form = IdeaForm(meta={"csrf": False})
    form.validate()
    page = render('{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}', form=form)
    assert re.findall(r'href="#([^"]+)"', page) == ["title", "kind"]


def test_a_form_block_sends_one_token_and_one_key(render):
    source = '{% from "components/forms.html" import form_block %}{% call form_block("/ideas", form) %}{% endcall %}'
    page = render(source, form=IdeaForm())
    assert re.findall(r'<input type="hidden" name="([^"]+)"', page) == ["csrf_token", "idempotency_key"]


def test_the_consequence_is_read_before_the_reason_is_asked(render):
    source = (
        '{% from "components/forms.html" import reason_action %}{{ reason_action("/x", "Reject", "Why", "It ends.") }}'
    )
    page = render(source)
    assert page.index("It ends.") < page.index("<textarea")


def test_a_figure_cannot_leave_its_attribute(render):
    source = (
        '{% from "components/charts.html" import chart %}'
        '{{ chart(figure, "c", "Title", "Finding", ["Quarter"], [["<b>"], ["Q2"]]) }}'
    )
    page = render(source, figure='{"a": "\'"><script>"}')
    assert re.findall("<script|<b>", page) == []


def test_a_single_row_is_shown_as_a_table_and_not_as_a_chart(render):
    source = (
        '{% from "components/charts.html" import chart %}{{ chart("{}", "c", "Title", "Finding", ["Quarter"], rows) }}'
    )
    assert "data-figure" not in render(source, rows=[["Q1"]])
    assert "data-figure" in render(source, rows=[["Q1"], ["Q2"]])


def test_what_phones_get_is_not_what_paper_gets():
    """A4 between its margins is narrower than many a phone rule: without `screen` the rule would hold for paper too."""
    sheets = "\n".join(path.read_text("utf-8") for path in OWN_STATIC if path.suffix == ".css")
    assert re.findall(r"@media (?!screen and )[^{]*max-width[^{]*", sheets) == []


def test_what_is_imported_says_nothing_outside_its_macros():
    """Jinja keeps an imported template for good: words outside a macro stay in the language of the first reader."""
    trees = {relative(path): PARSER.parse(path.read_text("utf-8")) for path in TEMPLATES}
    imported = {
        node.template.value
        for tree in trees.values()
        for node in tree.find_all((nodes.FromImport, nodes.Import))
        if not node.with_context
    }
    assert [name for name in sorted(imported) if any(words_outside_macros(trees[f"templates/{name}"]))] == []


def words_outside_macros(node):
    for part in node.iter_child_nodes():
        if isinstance(part, nodes.Call) and isinstance(part.node, nodes.Name) and part.node.name == "_":
            yield part.lineno
        if not isinstance(part, nodes.Macro):
            yield from words_outside_macros(part)


def test_a_state_is_said_in_words_beside_its_sign(render):
    source = '{% from "components/state.html" import checklist %}{{ checklist(items) }}'
    page = render(source, items=[{"met": False, "label": "Team"}, {"met": True, "label": "Plan"}])
    assert re.findall(r'checklist-state">([^<]+)<', page) == ["Missing", "Met"]
