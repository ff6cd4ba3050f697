"""Days as people read them: never broken on a page, plain in a file."""

from datetime import UTC, date, datetime

from flask import render_template_string

from app.core.database import transaction
from app.core.i18n import format_day, format_moment
from tests.factories import innovation as make

DAY, MOMENT = date(2026, 11, 22), datetime(2026, 11, 22, 5, 5, tzinfo=UTC)


def test_a_day_is_not_broken_at_the_end_of_a_line(app):
    words = "{{ day|day }}/{{ moment|moment }}/{{ none|day }}{{ none|moment }}"
    with app.test_request_context():
        page = render_template_string(words, day=DAY, moment=MOMENT, none=None)
    assert page == "2026.\xa011.\xa022./2026.\xa011.\xa022. 14:05/"


def test_a_file_gets_plain_spaces():
    assert (format_day(DAY), format_moment(MOMENT)) == ("2026. 11. 22.", "2026. 11. 22. 14:05")


def test_the_day_on_a_page_is_one_word(app, cast, as_):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    assert "2026.\xa011.\xa023." in as_(cast.kim).get(f"/issues/{issue_id}").data.decode()
