"""Pages by key: complete, without repetition, deaf to nonsense."""

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.core.pages import keyset_page

KEYS = (Person.joined_on, Person.id)


def all_pages(size):
    cursor, rows = None, []
    while True:
        page = keyset_page(select(Person.employee_no), keys=KEYS, cursor=cursor, size=size)
        rows += [number for (number,) in page.rows]
        if page.next_cursor is None:
            return rows
        cursor = page.next_cursor


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_the_pages_together_are_the_list_newest_first(app, size):
    expected = list(db.session.scalars(select(Person.employee_no).order_by(Person.joined_on.desc(), Person.id.desc())))
    assert all_pages(size) == expected


@pytest.mark.parametrize(
    "cursor", ["x", "W10=", "WyJhIl0=", "eyJhIjoxfQ==", "'; DROP TABLE people; --", "", "WzEsMl0="]
)
def test_a_cursor_somebody_made_up_gives_a_page_and_no_error(app, cursor):
    page = keyset_page(select(Person.employee_no), keys=KEYS, cursor=cursor)
    assert page.next_cursor is None


def test_a_page_gives_objects_where_the_select_names_a_model(app):
    page = keyset_page(select(Person), keys=KEYS, size=2, scalars=True)
    assert [type(one) for one in page.rows] == [Person, Person]
    assert all(one in db.session for one in page.rows)
