"""평가군 of an office's own: its first workbook names them, a later one must know them."""

import io
from datetime import date

import pytest
from flask_migrate import upgrade

from app.accounts.sheets import SPECS, import_organization
from app.core.database import db, transaction
from app.core.sheets import Sheet, SheetErrors, write_workbook
from app.factory import create_app
from app.organization.models import Department, PeerGroup
from tests.engines import database_beside

FIRST = date(2026, 1, 1)


@pytest.fixture
def empty_office(engine, tmp_path):
    """An app at head without a single department."""
    tmp_path.chmod(0o700)
    with database_beside(engine, tmp_path, "groups") as url:
        app = create_app({"SQLALCHEMY_DATABASE_URI": url}, instance=tmp_path)
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


def workbook(*departments):
    buffer = io.BytesIO()
    rows = [(code, name, "과", None, group, FIRST, None) for code, name, group in departments]
    write_workbook(buffer, [Sheet(SPECS[0].title, SPECS[0].columns, rows), Sheet(SPECS[1].title, SPECS[1].columns)])
    buffer.seek(0)
    return buffer


def test_a_later_workbook_with_an_unknown_group_is_refused(app, cast):
    with pytest.raises(SheetErrors), transaction():
        import_organization(workbook(("Z1", "새로운과", "가군")), actor=None)
    assert db.session.query(Department).filter_by(code="Z1").count() == 0


def test_the_first_workbook_of_an_office_brings_its_own_groups(empty_office):
    with transaction():
        import_organization(workbook(("Z1", "새로운과", "가군"), ("Z2", "다른과", "나군")), actor=None)
    names = {group.name for group in db.session.query(PeerGroup)}
    assert {"가군", "나군"} <= names
