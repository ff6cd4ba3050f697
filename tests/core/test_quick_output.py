"""What templates write: text escaped, markup as it is, whatever kind of value it is."""

from decimal import Decimal

import pytest
from flask import current_app, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from app.core.messages import Message
from app.core.templates import written

EVIL = "<script>\"&'"


class Told:
    def __html__(self):
        return "<b>told</b>"


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [
        EVIL,
        Text(EVIL),
        Markup("<b>"),
        Markup("&amp;"),
        Message(EVIL),
        Told(),
        7,
        True,
        None,
        Decimal("1.50"),
        [EVIL],
        "",
    ],
)
def test_a_value_is_written_as_the_library_would(value):
    assert written(value) == escape(value)


@given(st.text())
def test_every_text_is_escaped_as_the_library_would(text):
    assert written(text) == escape(text)


def test_pages_macros_and_blocks_escape_and_mark_once(app):
    page = (
        "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}{% set kept %}<i>{{ evil }}</i>{% endset %}"
        "{{ evil }} {{ bold(evil) }} {{ bold(kept) }} {{ evil|safe }} {{ evil|e }} {{ evil ~ 1 }}"
    )
    with current_app.test_request_context():
        shown = render_template_string(page, evil="<&")
    assert shown == "&lt;&amp; <b>&lt;&amp;</b> <b><i>&lt;&amp;</i></b> <& &lt;&amp; &lt;&amp;1"


def test_all_templates_fit_into_the_cache(app):
    assert type(current_app.jinja_env.cache) is dict
